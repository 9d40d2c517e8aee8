# SPDX-License-Identifier: GPL-2.0-only
"""2.1 of the list: address resolution and Neighbor Unreachability Detection (RFC 4861 5.2, 7)."""

from neighbor_states import UNTIL_STALE, Entry, entry_in
from seen import is_kind, is_solicitation
from tester import DELAY_FIRST_PROBE, Fail
from wire import (ALL_NODES, ECHO_REPLY, NA, NS, advertisement, cut, icmp, mac_octets,
                  packed, packet, prefix_information, redirect, router_advertisement,
                  solicitation, solicited_node, source_link_layer, target_link_layer)

MAX_SOLICITATIONS = 3  # MAX_MULTICAST_SOLICIT and MAX_UNICAST_SOLICIT
NO_LENGTH = 0  # of an option


def on_link(tester, where):
    """Whom the host solicits to send a reply."""
    tester.setup()
    if where == "behind":
        return expect_by_router(tester, tester.tn2.glob)
    address = tester.tn1.link if where == "link-local" else tester.tn1.glob
    own = tester.host_link if where == "link-local" else tester.host_global
    tester.echo(tester.tn1, address, own)
    tester.expect(is_solicitation(address), 2, "solicitation for TN1")
    return "solicitation for TN1"


def expect_by_router(tester, address, seconds=2):
    """A reply to the address goes to TR1, and nobody solicits the address."""
    reply, asked = tester.echo(tester.tr1, address, tester.host_global), is_solicitation(address)
    seen = tester.expect(lambda one: reply(one) or asked(one), seconds, "reply by way of TR1")
    if seen.kind == NS:
        raise Fail(f"taken as on-link: {seen}")
    if seen.to != tester.tr1.mac:
        raise Fail(str(seen))
    return str(seen)


def wait_queue(tester, nodes):
    """What waits for address resolution is sent afterwards: for each neighbour the last packet."""
    tester.boot()
    neighbors = [tester.tn1, tester.tn3][:nodes]
    waiting = {}
    for node in neighbors:
        for _ in range(3 if nodes == 1 else 2):
            waiting[node] = tester.echo(node, node.link)
    tester.listen(0.3)
    for node in neighbors:
        message = advertisement(node.link, target_link_layer(node.mac), s=1, o=1)
        tester.send(node, packet(node.link, tester.host_link, message))
    tester.listen(2)
    late = [node.name for node, reply in waiting.items() if not any(map(reply, tester.seen))]
    if late:
        raise Fail(f"the last packet that waited was not sent to {', '.join(late)}")
    return f"{sum(seen.kind == ECHO_REPLY for seen in tester.seen)} replies"


def on_link_flag(tester):
    tester.setup(options=[prefix_information(tester.prefix, on_link=0)])
    return expect_by_router(tester, tester.tn1.glob)


def prefix_list(tester, update):
    """A prefix is on-link as long as its valid lifetime says, or that of a later option."""
    def second(seconds):
        return prefix_information(tester.second, autonomous=0, valid=seconds, preferred=seconds)

    first = prefix_information(tester.prefix)
    address = tester.second + "a1"
    tester.setup(options=[first, second(20)])
    tester.listen(4)
    if update:
        tester.ra(tester.tr1, first, second(60))
        tester.listen(15)
        tester.echo(tester.tn1, address, tester.host_global)
        tester.expect(is_solicitation(address), 2, "solicitation after the first lifetime")
        return "on-link by the second lifetime"
    tester.echo(tester.tn1, address, tester.host_global)
    tester.expect(is_solicitation(address), 2, "solicitation before the end")
    tester.listen(16)
    expect_by_router(tester, address, 3)
    return "on-link, then by way of TR1"


def gaps_of(frames):
    return [round(second.time - first.time, 1) for first, second in zip(frames, frames[1:])]


def address_resolution(tester, where, retrans):
    """Three multicast solicitations, RetransTimer apart."""
    tester.setup(retrans=retrans)
    target = tester.tn1.link if where == "link-local" else tester.tn1.glob
    own = tester.host_link if where == "link-local" else tester.host_global
    interval = retrans / 1000
    tester.echo(tester.tn1, target, own)
    tester.listen(interval * 5 + 1)
    seen = [one for one in tester.seen if is_solicitation(target)(one)]
    problems = []
    if len(seen) != MAX_SOLICITATIONS:
        problems.append(f"{len(seen)} solicitations, not MAX_MULTICAST_SOLICIT = 3")
    for one in seen:
        group = solicited_node(target)
        if one.destination != group or one.hop_limit != 255 or 1 not in one.options:
            problems.append(f"bad solicitation {one}")
    gaps = gaps_of(seen)
    if any(abs(gap - interval) > 0.2 * interval + tester.patience / 2 for gap in gaps):
        problems.append(f"gaps of {gaps} s, RetransTimer is {interval:g} s")
    if problems:
        raise Fail("; ".join(problems))
    return f"3 solicitations, {gaps} s apart"


def reachability(tester, source, destination):
    """STALE, DELAY, PROBE: three unicast probes a second apart, then the entry ends."""
    tester.setup(reachable=30000)
    ours = tester.host_link if destination == "link-local" else tester.host_global
    theirs = tester.tn1.link if source == "link-local" else tester.tn1.glob
    reply = tester.echo(tester.tn1, theirs, ours)
    asked = tester.expect(is_solicitation(theirs), 2, "solicitation")
    message = advertisement(theirs, target_link_layer(tester.tn1.mac), s=1, o=1)
    tester.send(tester.tn1, packet(theirs, asked.source, message))
    tester.expect(reply, 2, "reply")
    tester.listen(UNTIL_STALE)
    sent = tester.expect(tester.echo(tester.tn1, theirs, ours), 2, "reply in STALE")
    tester.listen(DELAY_FIRST_PROBE + 5)
    probes = [one for one in tester.seen if is_solicitation(theirs, True)(one)]
    problems = list(probe_problems(tester, probes, sent))
    before = len(tester.seen)
    tester.echo(tester.tn1, theirs, ours)
    tester.listen(1.5)
    if not any(is_solicitation(theirs, False)(one) for one in tester.seen[before:]):
        problems.append("no multicast solicitation after the probes failed")
    if problems:
        raise Fail("; ".join(problems))
    return f"3 probes from {probes[0].source} after 5 s, then address resolution"


def probe_problems(tester, probes, sent):
    """What is wrong with the times of unicast probes after a packet was sent."""
    if len(probes) != MAX_SOLICITATIONS:
        yield f"{len(probes)} unicast probes, not MAX_UNICAST_SOLICIT = 3"
    if probes and abs(probes[0].time - sent.time - DELAY_FIRST_PROBE) > 0.5 + tester.patience:
        yield f"first probe after {probes[0].time - sent.time:.1f} s"
    if any(abs(gap - 1) > 0.2 + tester.patience / 2 for gap in gaps_of(probes)):
        yield f"gaps {gaps_of(probes)}"


def invalid_ns(tester, flaw):
    """A flawed solicitation is not answered, and makes no entry (RFC 4861 7.1.1)."""
    tester.boot()
    own, group = tester.host_link, solicited_node(tester.host_link)
    option = source_link_layer(tester.tn1.mac)
    source, destination, hop_limit = tester.tn1.link, own, 255
    message = solicitation(own, option)
    if flaw == "target":
        message, destination = solicitation(group, option), group
    elif flaw == "destination":
        source, message = "::", solicitation(own)
    elif flaw == "slla":
        source, destination = "::", group
    elif flaw == "hop limit":
        hop_limit = 254
    elif flaw == "code":
        message = solicitation(own, option, code=1)
    elif flaw == "length":
        message = icmp(NS, bytes(4) + packed(own)[:12])
    elif flaw == "option":
        message = solicitation(own, bytes([1, NO_LENGTH]) + mac_octets(tester.tn1.mac))
    octets = packet(source, destination, message, hop_limit, wrong_checksum=flaw == "checksum")
    tester.send_to(tester.tn1, destination, octets)
    tester.refuse(is_kind(NA), 3, "answered")
    tester.echo(tester.tn1, tester.tn1.link)
    tester.expect(is_solicitation(tester.tn1.link, False), 2, "multicast solicitation afterwards")
    return "no advertisement, no entry"


def valid_ns(tester, where, option):
    """A solicitation finds no entry: the answer, and what is kept (RFC 4861 7.2.3, 7.2.4)."""
    tester.boot()
    own, node = tester.host_link, tester.tn1
    destination = own if where == "unicast" else solicited_node(own)
    options = source_link_layer(node.mac) if option else b""
    tester.send_to(node, destination, packet(node.link, destination, solicitation(own, options)))
    if not option:
        return str(expect_answer_without_address(tester, node))
    answer = tester.expect(is_kind(NA), 2, "advertisement")
    problems = []
    if answer.to != node.mac or answer.destination != node.link or answer.target != own:
        problems.append(f"advertisement {answer}")
    if answer.flags & 2 == 0 or answer.flags & 4:
        problems.append(f"flags {answer.flags}: S is not set, or R is")
    if where == "multicast" and 2 not in answer.options:
        problems.append("no Target Link-Layer Address option")
    if problems:
        raise Fail("; ".join(problems))
    return Entry(tester, node).examine("STALE", node.mac)


def expect_answer_without_address(tester, node):
    """A host that has no hardware address to answer to may ask for it first."""
    asked = is_solicitation(node.link)
    seen = tester.expect(lambda one: asked(one) or one.kind == NA, 2,
                         "solicitation or advertisement")
    if seen.kind == NA:
        return seen
    message = advertisement(node.link, target_link_layer(node.mac), s=1, o=1)
    tester.send(node, packet(node.link, seen.source, message))
    return tester.expect(is_kind(NA), 2, "advertisement")


def neighbor(tester, message, state, then, lla="same", keep="old", s=0, o=0):
    """A message of a neighbour finds its entry in a state, and leaves it in another.

    lla: the hardware address that the message brings: "same", "new" or "none"; keep: which of both
    addresses the entry has afterwards."""
    node = {"ra": tester.tr1, "redirect": tester.tr2}.get(message, tester.tn1)
    tester.boot()
    if message == "redirect":
        tester.know(tester.tr1)
        tester.ra(tester.tr1, prefix_information(tester.prefix))
        tester.listen(3.5)
        tester.via(tester.tr1)
    entry = entry_in(tester, node, state)
    send_update(tester, node, message, lla, s, o)
    if message in ("ns", "nsm") and (lla != "none" or state != "NONE") and state != "INCOMPLETE":
        if tester.listen(1.5, is_kind(NA, destination=node.link)) is None:
            raise Fail("the solicitation was not answered" + tester.last())
    return entry.examine(then, node.other_mac if (lla, keep) == ("new", "new") else node.mac)


def send_update(tester, node, message, lla, s, o):
    """Send the message of neighbor()."""
    own, group = tester.host_link, solicited_node(tester.host_link)
    mac = node.other_mac if lla == "new" else node.mac
    source = b"" if lla == "none" else source_link_layer(mac)
    target = b"" if lla == "none" else target_link_layer(mac)
    if message == "na":
        tester.send(mac, packet(node.link, own, advertisement(node.link, target, s=s, o=o)))
    elif message == "ns":
        tester.send(mac, packet(node.link, own, solicitation(own, source)))
    elif message == "nsm":
        tester.multicast(mac, packet(node.link, group, solicitation(own, source)))
    elif message == "ra":
        octets = packet(node.link, ALL_NODES, router_advertisement(source, lifetime=0))
        tester.multicast(mac, octets)
    elif message == "redirect":
        octets = packet(tester.tr1.link, tester.host_global,
                        redirect(node.link, tester.tn2.glob, target))
        tester.send(tester.tr1, octets)


def is_router_ns(tester, how):
    """A solicitation does not say whether its sender is a router: TR1 stays one."""
    tester.setup()
    router, own = tester.tr1, tester.host_link
    mac = router.other_mac if how == "new" else router.mac
    option = b"" if how == "none" else source_link_layer(mac)
    destination = solicited_node(own) if how == "new" else own
    tester.send_to(mac, destination, packet(router.link, destination, solicitation(own, option)))
    tester.neighbors[router.link] = mac, True
    tester.listen(1)
    tester.via(mac)
    return "TR1 is still used as a router"


def invalid_na(tester, flaw):
    """A flawed advertisement does not end address resolution (RFC 4861 7.1.2)."""
    tester.boot()
    node = tester.tn1
    entry = entry_in(tester, node, "INCOMPLETE")
    option = target_link_layer(node.mac)
    destination = ALL_NODES if flaw == "multicast" else tester.host_link
    message = advertisement(node.link, option, s=1, o=1)
    if flaw == "code":
        message = advertisement(node.link, option, s=1, o=1, code=1)
    elif flaw == "length":
        message = cut(message, 16)
    elif flaw == "target":
        message = advertisement(solicited_node(node.link), option, s=1, o=1)
    elif flaw == "option":
        flawed = bytes([2, NO_LENGTH]) + mac_octets(node.mac)
        message = advertisement(node.link, flawed, s=1, o=1)
    octets = packet(node.link, destination, message, 254 if flaw == "hop limit" else 255,
                    wrong_checksum=flaw == "checksum")
    tester.send_to(node, destination, octets)
    return entry.examine("INCOMPLETE", None)


def router_bit(tester, s, o, option):
    """An advertisement without the Router flag: TR1 is no router any more (RFC 4861 7.2.5)."""
    tester.setup()
    router = tester.tr1
    tester.via(router)
    options = target_link_layer(router.mac) if option else b""
    message = advertisement(router.link, options, r=0, s=s, o=o)
    tester.send(router, packet(router.link, tester.host_link, message))
    tester.listen(0.5)
    tester.forget(router)
    tester.via(None)
    return "TR1 is no default router any more"
