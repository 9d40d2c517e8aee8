# SPDX-License-Identifier: GPL-2.0-only
"""PVD.2 to PVD.4: which router and which address go together (RFC 8028, RFC 4191, RFC 6724), what
bound flows use, and what belongs to a PvD beside addresses (RFC 8801 3.4)."""

from pvd_messages import (A_EXAMPLE, B_EXAMPLE, LEARNED, announce, refuse_bound, reports_of,
                          require_bound, send_bound)
from seen import is_error, is_solicitation, is_to
from tester import Fail
from wire import (packet, prefix_information, pvd_option, recursive_dns, redirect,
                  route_information, target_link_layer, udp)

HIGH, MEDIUM, LOW = 1, 0, 3
DNS_PORT = 53
PROBE_INTERVAL = 60  # seconds, RFC 4191 3.5


def two_routers(tester, first=(), second=(), lifetime1=1800, preference1=MEDIUM,
                preference2=MEDIUM):
    tester.boot()
    tester.know(tester.tr1, tester.tr2, tester.tr3)
    announce(tester, tester.tr1, *first, lifetime=lifetime1, preference=preference1)
    announce(tester, tester.tr2, *second, preference=preference2)
    tester.listen(LEARNED)


def two_prefixes(tester, **fields):
    """TR1 announces the first prefix, TR2 the second."""
    two_routers(tester, [prefix_information(tester.prefix)], [prefix_information(tester.second)],
                **fields)


def flow(tester, router, source):
    """The host opens a flow of its own: next hop and source."""
    destination = tester.tn2.glob
    tester.host.do("udp", destination, 9, 10)
    seen = tester.expect(is_to(destination), 3, "datagram of the host")
    if (seen.to, seen.source) != (router.mac, source):
        raise Fail(f"{tester.name(seen.to)} from {seen.source}, expected {router.name} from "
                   f"{source}")
    return f"{router.name} from {seen.source}"


def own_router(tester):
    two_prefixes(tester)
    tester.via(tester.tr1)
    tester.via(tester.tr2, destination=tester.host_second)
    return "each by its own router"


def announcing_first(tester, preference1=LOW, preference2=HIGH, lifetime1=1800, shared=0,
                     expected="TR1"):
    """A reply goes to a router that announces its source; of several to the preferred one."""
    second = tester.prefix if shared else tester.second
    two_routers(tester, [prefix_information(tester.prefix)], [prefix_information(second)],
                lifetime1, preference1, preference2)
    tester.via(tester.nodes.get(expected))
    return f"by way of {expected}"


def route_against_source(tester):
    two_routers(tester, [prefix_information(tester.prefix)],
                [prefix_information(tester.second), route_information(tester.behind, 64)])
    tester.via(tester.tr1)
    return "by way of TR1"


def flow_by(tester, route_to_second=0, preference1=MEDIUM, preference2=MEDIUM, preferred1=604800,
            router="TR1"):
    """Which router and source a new flow has."""
    second = [prefix_information(tester.second)]
    if route_to_second:
        second.append(route_information(tester.behind, 64))
    two_routers(tester, [prefix_information(tester.prefix, preferred=preferred1)], second,
                preference1=preference1, preference2=preference2)
    own = {"TR1": tester.host_global, "TR2": tester.host_second}[router]
    return flow(tester, tester.nodes[router], own)


def announcing_fails(tester):
    """TR1 is silent: new flows go by TR2, and never with an address of TR1."""
    two_prefixes(tester)
    tester.forget(tester.tr1)
    begin, last = tester.host.now, None
    while tester.host.now - begin < 90:
        tester.host.do("udp", tester.tn2.glob, 9, 10)
        seen = tester.listen(1, is_to(tester.tn2.glob))
        if seen and (seen.to, seen.source) == (tester.tr2.mac, tester.host_global):
            raise Fail(f"source of TR1 by way of TR2: {seen}")
        last = seen or last
        tester.listen(1)
    if last is None or (last.to, last.source) != (tester.tr2.mac, tester.host_second):
        raise Fail(f"no change to TR2: last {last}")
    return "new flows by TR2 from its prefix"


def unreachable_router(tester):
    """TR1 is preferred and silent: TR2 is used, TR1 is probed now and then, and used again."""
    both = [prefix_information(tester.prefix)]
    two_routers(tester, both, both, preference1=HIGH)
    tester.via(tester.tr1)
    tester.forget(tester.tr1)
    until_used(tester, tester.tr2, 90)
    begin = tester.host.now
    while tester.host.now - begin < 150:
        tester.via(tester.tr2, sender=tester.tr2)
        tester.listen(5)
    probes = [seen.time for seen in tester.seen
              if seen.time > begin and is_solicitation(tester.tr1.link)(seen)]
    rounds = [time for i, time in enumerate(probes) if i == 0 or time - probes[i - 1] > 10]
    if not rounds:
        raise Fail("TR1 is not probed while TR2 is used")
    gaps = [second - first for first, second in zip(rounds, rounds[1:])]
    if any(gap < PROBE_INTERVAL - 5 for gap in gaps):
        raise Fail(f"TR1 is probed after {[round(gap) for gap in gaps]} s")
    tester.know(tester.tr1)
    until_used(tester, tester.tr1, 2 * PROBE_INTERVAL + 15)
    return f"TR2, with {len(rounds)} rounds of probes in 150 s, then TR1"


def until_used(tester, router, seconds):
    """Let replies go out until they go to this router."""
    begin = tester.host.now
    while tester.host.now - begin < seconds:
        reply = tester.echo(tester.tr2, tester.tn2.glob, tester.host_global)
        seen = tester.listen(2, reply)
        if seen and seen.to == router.mac:
            return
        tester.listen(2)
    raise Fail(f"{router.name} is not used within {seconds} s{tester.last()}")


def redirect_pair(tester):
    """A Redirect counts for the pair of source and destination that it names."""
    two_routers(tester, [prefix_information(tester.prefix), prefix_information(tester.second)])
    other = tester.host_second
    tester.via(tester.tr1)
    tester.via(tester.tr1, destination=other)
    message = redirect(tester.tr3.link, tester.tn2.glob, target_link_layer(tester.tr3.mac))
    tester.send(tester.tr1, packet(tester.tr1.link, tester.host_global, message))
    tester.listen(0.5)
    tester.via(tester.tr3)
    tester.via(tester.tr1, destination=other)
    return "TR3 for the pair, TR1 for the other source"


def names_router_only(tester):
    """A prefix with L = 0 and A = 0 says which router is right for a source."""
    bare = prefix_information(tester.second, on_link=0, autonomous=0)
    two_routers(tester, [prefix_information(tester.prefix)], [bare])
    address = tester.second + "77"
    tester.host.do("address", address)
    tester.listen(LEARNED)
    tester.via(tester.tr2, destination=address)
    return "by way of TR2"


def lifetimes_by_router(tester):
    """Both routers announce the prefix, and one of them withdraws it."""
    def option(seconds):
        return prefix_information(tester.prefix, valid=seconds, preferred=seconds)

    two_routers(tester, [option(600)], [option(600)], preference2=HIGH)
    tester.via(tester.tr2)
    announce(tester, tester.tr2, option(0), preference=HIGH)
    tester.listen(1)
    tester.via(tester.tr1)
    return "TR2, then TR1 which still announces it"


def error_by_own_router(tester):
    two_prefixes(tester)
    tester.send(tester.tr1, packet(tester.tn2.glob, tester.host_second, udp(4000, 9000)))
    seen = tester.expect(is_error, 2, "Destination Unreachable")
    if (seen.to, seen.source) != (tester.tr2.mac, tester.host_second):
        raise Fail(str(seen))
    return str(seen)


# Bound flows, and what else belongs to a PvD


def server_of(tester, name):
    return {"a.example": tester.behind, "b.example": tester.behind2}[name] + "53"


def two_pvds(tester):
    """a.example is that of TR1, with the preferred router; b.example that of TR2."""
    def option(name, label, prefix):
        return pvd_option(name, prefix_information(prefix),
                          recursive_dns(server_of(tester, label)))

    two_routers(tester, [option(A_EXAMPLE, "a.example", tester.prefix)],
                [option(B_EXAMPLE, "b.example", tester.second)], preference1=HIGH, preference2=LOW)


def queries(tester, *words):
    """(resolver, router, source) of each DNS query that the host sends."""
    before = len(tester.seen)
    reports_of(tester, "query", *words)
    tester.listen(2)
    return sorted((seen.destination, tester.name(seen.to), seen.source)
                  for seen in tester.seen[before:] if seen.port == DNS_PORT)


def bound_flow(tester):
    """Router, source and resolver of a flow that is bound to the PvD that is not preferred."""
    two_pvds(tester)
    flow(tester, tester.tr1, tester.host_global)
    require_bound(tester, "bound", "b.example")
    seen = send_bound(tester, "bound", tester.tr2, tester.host_second)
    asked = queries(tester, "b.example")
    wanted = [(server_of(tester, "b.example"), "TR2", tester.host_second)]
    if asked != wanted:
        raise Fail(f"queries {asked}, expected {wanted}")
    return str(seen)


def bound_flow_ends(tester):
    """The PvD of a flow ends: nothing leaves by another one."""
    two_pvds(tester)
    require_bound(tester, "bound", "b.example")
    send_bound(tester, "bound", tester.tr2, tester.host_second)
    gone = prefix_information(tester.second, valid=0, preferred=0)
    announce(tester, tester.tr2, pvd_option(B_EXAMPLE, gone), lifetime=0)
    tester.listen(1)
    return refuse_bound(tester, "bound")


def queries_in_pvd(tester):
    """A query to a resolver leaves with source and router of the resolver's PvD."""
    two_pvds(tester)
    asked = queries(tester)
    wanted = sorted([(server_of(tester, "a.example"), "TR1", tester.host_global),
                     (server_of(tester, "b.example"), "TR2", tester.host_second)])
    if asked != wanted:
        raise Fail(f"queries {asked}, expected {wanted}")
    return "each by its own router"


def dhcp_address(tester):
    """An address of DHCPv6 belongs to the PvD that announces its prefix with M set."""
    option = prefix_information(tester.second, autonomous=0)
    two_routers(tester, [prefix_information(tester.prefix)], [])
    announce(tester, tester.tr2, pvd_option(B_EXAMPLE, option), managed=1, preference=LOW)
    tester.listen(0.5)
    address = tester.second + "77"
    tester.host.do("dhcp", address, 600)
    tester.listen(LEARNED)
    tester.via(tester.tr2, destination=address)
    return "by way of TR2"
