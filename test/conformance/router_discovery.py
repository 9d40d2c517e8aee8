# SPDX-License-Identifier: GPL-2.0-only
"""2.2 of the list, hosts: router and prefix discovery (RFC 4861 6.3), and what routers announce."""

from address_resolution import gaps_of
from neighbor_states import entry_in
from seen import is_kind, is_solicitation
from tester import DELAY_FIRST_PROBE, Fail
from wire import (ALL_NODES, ALL_ROUTERS, ECHO_REPLY, RA, RS, advertisement, mac_octets, packet,
                  prefix_information, recursive_dns, router_advertisement, router_solicitation,
                  source_link_layer, target_link_layer)

# RTR_SOLICITATION_INTERVAL is 4 s; RFC 7559 adds a tenth, at random.
LEAST_INTERVAL, MOST_INTERVAL = 3.5, 4.5
BACKOFF = 1.6  # RFC 7559 doubles the interval, give or take a tenth
OTHER_FLAWS = {"hop limit": {"hop_limit": 254}, "checksum": {"wrong_checksum": True},
               "code": {"code": 1}}


def router_solicitations(tester):
    tester.restart()
    tester.listen(32)
    seen = [one for one in tester.seen if one.kind == RS]
    if not seen:
        raise Fail("no Router Solicitation")
    problems = []
    for one in seen:
        if one.source == "::" and 1 in one.options:
            problems.append("option from the unspecified address")
        if one.source not in ("::", tester.host_link) or one.destination != ALL_ROUTERS:
            problems.append(f"addresses of {one}")
        if one.hop_limit != 255:
            problems.append(f"hop limit of {one}")
    gaps = gaps_of(seen)
    least, most = LEAST_INTERVAL - tester.patience, MOST_INTERVAL + tester.patience
    backs_off = all(second > BACKOFF * first for first, second in zip(gaps, gaps[1:]))
    if not gaps or not least <= gaps[0] <= most:
        problems.append(f"first gap {gaps[:1]}")
    if not backs_off and (len(seen) > 3 or any(not least < gap < most for gap in gaps)):
        problems.append(f"{len(seen)} solicitations, gaps {gaps}")
    if problems:
        raise Fail("; ".join(problems))
    return f"{len(seen)} solicitations, gaps {gaps} s{' (RFC 7559)' if backs_off else ''}"


def solicited_ra(tester, flaw):
    """A valid advertisement ends solicitation, a flawed one does not."""
    tester.restart()
    tester.expect(is_kind(RS), 6, "Router Solicitation")
    fields = dict(OTHER_FLAWS.get(flaw, {}))
    if flaw == "source":
        fields["source"] = tester.tr1.glob
    tester.ra(tester.tr1, source_link_layer(tester.tr1.mac) if flaw == "slla" else b"", **fields)
    again = tester.listen(6, is_kind(RS))
    is_valid = flaw in ("none", "slla")
    if is_valid and again:
        raise Fail(f"solicits on: {again}")
    if not is_valid and not again:
        raise Fail("took the flawed advertisement: no further solicitation")
    return f"{'no' if is_valid else 'a'} solicitation after it"


def ignores_rs(tester, where):
    """A host does not answer Router Solicitations, and learns nothing from them."""
    tester.boot()
    node = tester.tn1
    destination = {"routers": ALL_ROUTERS, "nodes": ALL_NODES,
                   "unicast": tester.host_link}[where]
    message = router_solicitation(source_link_layer(node.mac))
    tester.send_to(node, destination, packet(node.link, destination, message))
    tester.refuse(is_kind(RA), 4, "a host sent a Router Advertisement")
    tester.echo(node, node.link)
    tester.expect(is_solicitation(node.link, False), 2,
                  "multicast solicitation (an entry was made of the RS)")
    return "no advertisement, no entry"


def router_switch(tester, how):
    """Another router is used when one ends: by its lifetime, or because it does not hear."""
    tester.boot()
    tester.know(tester.tr1, tester.tr2)
    prefix = prefix_information(tester.prefix)
    tester.ra(tester.tr1, prefix, lifetime=45 if how == "lifetime" else 1800)
    tester.ra(tester.tr2, prefix)
    tester.listen(3.5)
    reply = tester.echo(tester.tr1, tester.tn2.glob, tester.host_global)
    first = tester.expect(reply, 3, "reply")
    used, other = tester.tr1, tester.tr2
    if first.to != used.mac:
        used, other = other, used
    if how == "lifetime":
        tester.ra(used, prefix, lifetime=0)
        tester.listen(1)
        tester.via(other)
        return f"from {used.name} to {other.name}"
    tester.forget(used)
    begin = tester.host.now
    while tester.host.now - begin < 100:
        seen = tester.listen(2, tester.echo(used, tester.tn2.glob, tester.host_global))
        tester.listen(1)
        if seen and seen.to == other.mac:
            return f"from {used.name} to {other.name} after {tester.host.now - begin:.0f} s"
    raise Fail("no switch within 100 s")


def ra_validity(tester, flaw):
    """A flawed advertisement makes no router (RFC 4861 6.1.2)."""
    tester.boot()
    router = tester.tr1
    tester.know(router)
    options, fields = prefix_information(tester.prefix), dict(OTHER_FLAWS.get(flaw, {}))
    if flaw == "source":
        fields["source"] = router.glob
    elif flaw == "length":
        fields["size"], options = 14, b""
    elif flaw == "option":
        options += b"\1\0" + mac_octets(router.mac)
    tester.ra(router, options, **fields)
    tester.listen(3.5)
    before = len(tester.seen)
    tester.echo(router, tester.tn2.glob, tester.host_link)
    tester.echo(router, tester.tn2.glob, tester.host_global)
    tester.listen(2)
    for seen in tester.seen[before:]:
        if seen.kind == ECHO_REPLY:
            raise Fail(f"TR1 was taken as a router: {seen}")
    return "no reply by way of TR1"


def hop_limit(tester, value):
    tester.setup()
    before = tester.via(tester.tr1).hop_limit
    tester.ra(tester.tr1, prefix_information(tester.prefix), cur_hop_limit=value)
    tester.listen(0.5)
    after, expected = tester.via(tester.tr1).hop_limit, value or before
    if after != expected:
        raise Fail(f"hop limit {after}, expected {expected}")
    return f"hop limit {after}"


def router_lifetime(tester, update):
    tester.boot()
    router, prefix = tester.tr1, prefix_information(tester.prefix)
    tester.know(router)
    tester.ra(router, prefix, lifetime=12)
    tester.listen(4)
    tester.via(router)
    if update:
        tester.ra(router, prefix, lifetime=60)
        tester.listen(14)
        tester.via(router)
        return "used after the first lifetime"
    tester.listen(12)
    tester.via(None)
    return "not used after its lifetime"


def reachable_time(tester):
    """REACHABLE ends within ReachableTime x 1.5, then a packet makes the host probe."""
    tester.setup(reachable=5000)
    node = tester.tn1
    entry_in(tester, node, "REACHABLE")
    tester.listen(9)
    tester.expect(tester.echo(node, node.link), 2, "reply")
    tester.expect(is_solicitation(node.link), DELAY_FIRST_PROBE + 1.5,
                  "probe: still REACHABLE 9 s after a confirmation (ReachableTime is 5 s)")
    return "probe after ReachableTime"


def is_router_ra(tester, how):
    """An RA makes a router of a known host, which a later advertisement with R = 0 ends."""
    tester.boot()
    router = tester.tr1
    reply = tester.echo(router, router.link)
    asked = tester.expect(is_solicitation(router.link), 2, "solicitation")
    message = advertisement(router.link, target_link_layer(router.mac), r=0, s=1, o=1)
    tester.send(router, packet(router.link, asked.source, message))
    tester.expect(reply, 2, "reply")
    mac = router.other_mac if how == "new" else router.mac
    option = b"" if how == "none" else source_link_layer(mac)
    message = router_advertisement(option + prefix_information(tester.prefix))
    tester.advertised.append(router)
    tester.multicast(mac, packet(router.link, ALL_NODES, message))
    tester.neighbors[router.link] = mac, True
    tester.listen(3.5)
    tester.via(mac, sender=mac)
    message = advertisement(router.link, target_link_layer(mac), r=0, s=0, o=1)
    tester.send(mac, packet(router.link, tester.host_link, message))
    tester.listen(0.5)
    tester.forget(router)
    tester.via(None)
    return "router by RA, host again by NA"


def ra_on_link(tester):
    """A prefix with L = 1: its hosts are solicited, other addresses go to TR1."""
    tester.setup(options=[prefix_information(tester.prefix),
                          prefix_information(tester.second, autonomous=0)])
    address = tester.second + "a1"
    tester.echo(tester.tn1, address, tester.host_global)
    tester.expect(is_solicitation(address), 2, "solicitation for the neighbour")
    tester.via(tester.tr1)
    return "on-link by the option, the rest by way of TR1"


def next_hop(tester):
    tester.setup()
    return str(tester.via(tester.tr1))


def resolver(tester):
    """The host's program asks the resolver that an RDNSS option names."""
    server = tester.behind + "53"
    tester.setup(options=[prefix_information(tester.prefix), recursive_dns(server)])
    tester.host.do("query")
    seen = tester.expect(lambda one: one.port == 53 and one.destination == server, 3,
                         "DNS query to the announced resolver")
    return str(seen)
