# SPDX-License-Identifier: GPL-2.0-only
"""ND: rows of events in Neighbor Unreachability Detection that the list does not have (RFC 4861 7)."""

from neighbor_states import UNTIL_STALE, entry_in
from seen import is_solicitation, is_to
from tester import DELAY_FIRST_PROBE, Fail
from wire import (NS, advertisement, packet, prefix_information, source_link_layer,
                  target_link_layer)

HIGH = 1


def advertise(tester, node, option=True, mac=None, **flags):
    """A node sends an advertisement to the host. option: with its hardware address."""
    options = target_link_layer(mac or node.mac) if option else b""
    message = advertisement(node.link, options, r=int(node.is_router), **flags)
    tester.send(node, packet(node.link, tester.host_link, message))


def ages(tester, s, o):
    """An advertisement does not stop the clock of a REACHABLE entry."""
    tester.boot()
    entry = entry_in(tester, tester.tn1, "REACHABLE")
    advertise(tester, tester.tn1, s=s, o=o)
    tester.listen(UNTIL_STALE + 13)
    return entry.examine("STALE", tester.tn1.mac)


def delay_goes_on(tester):
    """An unsolicited advertisement does not end DELAY: the probe comes."""
    node = tester.tn1
    tester.boot()
    entry_in(tester, node, "STALE")
    tester.expect(tester.echo(node, node.link), 2, "reply")
    advertise(tester, node, s=0, o=1)
    return str(tester.expect(is_solicitation(node.link, True), DELAY_FIRST_PROBE + 1.5, "probe"))


def sends_in_probe(tester):
    """Packets go on while the neighbour is probed."""
    node = tester.tn1
    tester.boot()
    entry_in(tester, node, "PROBE")
    seen = tester.expect(tester.echo(node, node.link), 0.5, "reply while the entry is in PROBE")
    if seen.to != node.mac:
        raise Fail(str(seen))
    return str(seen)


def probe_recovers(tester):
    """An unsolicited advertisement in PROBE leaves an entry that is of use."""
    node = tester.tn1
    tester.boot()
    entry_in(tester, node, "PROBE")
    advertise(tester, node, s=0, o=1)
    tester.know(node)
    tester.listen(30)
    return str(tester.expect(tester.echo(node, node.link), 5, "reply 30 s later"))


def bare_answer(tester):
    """A solicited advertisement without a hardware address confirms, as Linux sends it."""
    node = tester.tn1
    tester.boot()
    entry_in(tester, node, "STALE")
    tester.expect(tester.echo(node, node.link), 2, "reply")
    tester.expect(is_solicitation(node.link, True), DELAY_FIRST_PROBE + 1.5, "probe")
    advertise(tester, node, option=False, s=1, o=0)
    tester.refuse(is_solicitation(node.link), 4, "the answer without an address was not taken")
    return "no further probe"


def bare_after_full(tester):
    """One that takes over the address, then one without a hardware address."""
    node = tester.tn1
    tester.boot()
    entry_in(tester, node, "REACHABLE")
    advertise(tester, node, mac=node.other_mac, s=0, o=1)
    tester.listen(0.2)
    advertise(tester, node, option=False, s=0, o=0)
    tester.listen(0.2)
    seen = tester.expect(tester.echo(node, node.link), 3, "reply")
    if seen.to != node.other_mac:
        raise Fail(f"reply to {tester.name(seen.to)}")
    return str(seen)


def healthy_router(tester):
    """A router that answers unicast probes without a hardware address is kept: no packet goes to
    the other router for 150 s."""
    tester.boot()
    tester.know(tester.tr1, tester.tr2)
    answer = tester.answer

    def answer_as_linux(seen):
        if seen.kind != NS or seen.source == "::" or seen.destination != tester.tr1.link:
            answer(seen)
        elif seen.target == tester.tr1.link:
            advertise(tester, tester.tr1, option=False, s=1, o=0)

    tester.answer = answer_as_linux
    for router, preference in ((tester.tr1, HIGH), (tester.tr2, 0)):
        tester.ra(router, prefix_information(tester.prefix), source_link_layer(router.mac),
                  preference=preference)
    tester.listen(3.5)
    begin, count = tester.host.now, 0
    while tester.host.now - begin < 150:
        tester.host.do("udp", tester.tn2.glob, 9, 10)
        seen = tester.expect(is_to(tester.tn2.glob), 1, "datagram of the host")
        if seen.to != tester.tr1.mac:
            raise Fail(f"after {tester.host.now - begin:.0f} s to {tester.name(seen.to)}")
        count += 1
        tester.listen(1)
    return f"{count} datagrams by way of TR1"


def survives(tester, frames):
    """The host still answers after odd frames. frames: hexadecimal packets."""
    tester.boot()
    tester.know(tester.tn1)
    for octets in frames.split():
        tester.send(tester.tn1, bytes.fromhex(octets))
    tester.listen(1)
    return str(tester.expect(tester.echo(tester.tn1, tester.tn1.link), 3, "echo reply afterwards"))
