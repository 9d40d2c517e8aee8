# SPDX-License-Identifier: GPL-2.0-only
"""PVD.1: what a host makes of PvD options (RFC 8801 3)."""

from tester import Fail, NotYet, Skip
from wire import (domain_name, eui64, inner_header, prefix_information, pvd_option, recursive_dns,
                  source_link_layer)

A_EXAMPLE, B_EXAMPLE = domain_name("a.example"), domain_name("b.example")
LEARNED = 3.5  # seconds until an address is formed


def announce(tester, router, *options, **fields):
    """A router sends an RA with its hardware address and these options."""
    tester.ra(router, source_link_layer(router.mac), *options, **fields)


def learn(tester, router, *options, **fields):
    """The host boots, and gets an RA of a router that answers."""
    tester.boot()
    tester.know(router)
    announce(tester, router, *options, **fields)
    tester.listen(LEARNED)


def reports_of(tester, *words):
    """What the host answers to a command, without its last line."""
    before = len(tester.host.reports)
    tester.host.do(*words)
    tester.listen(0.5)
    return [line for line in tester.host.reports[before:] if line != "state end"]


def explicit(tester):
    """The first PvD option makes an explicit PvD."""
    server = tester.second + "53"
    option = pvd_option(A_EXAMPLE, prefix_information(tester.prefix))
    learn(tester, tester.tr1, option, recursive_dns(server))
    seen = tester.via(tester.tr1)
    found = [line.removeprefix("state ") for line in reports_of(tester, "state")]
    wanted = {"a.example explicit", f"a.example prefix {tester.prefix}/64",
              f"a.example resolver {server}"}
    if not wanted <= set(found):
        raise Fail(f"the host reports {found}, expected {sorted(wanted)}")
    if [line for line in found if line.endswith(" implicit")]:
        raise Fail(f"an implicit PvD beside it: {found}")
    return str(seen)


def inner_replaces_outer(tester):
    """What is inside counts for those who know PvDs: header, router and prefix."""
    option = pvd_option(A_EXAMPLE, prefix_information(tester.prefix),
                        inner=inner_header(lifetime=1600))
    learn(tester, tester.tr1, prefix_information(tester.second), option, lifetime=0)
    tester.expect_address(tester.host_second)
    tester.expect_address(tester.host_global)
    tester.via(tester.tr1)
    return "inner header and prefix are used"


def second_ignored(tester):
    tester.boot()
    tester.ra(tester.tr1, pvd_option(A_EXAMPLE, prefix_information(tester.prefix)),
              pvd_option(B_EXAMPLE, prefix_information(tester.second)))
    tester.listen(LEARNED)
    tester.expect_address(tester.host_global)
    tester.refuse_address(tester.host_second)
    return "the first alone"


def case_of_names(tester):
    """The second RA is of the first PvD, and prolongs its prefix."""
    def option(name, seconds):
        return pvd_option(domain_name(name), prefix_information(tester.prefix, valid=seconds,
                                                                preferred=seconds))

    tester.boot()
    tester.know(tester.tr1)
    announce(tester, tester.tr1, option("A.Example", 8))
    tester.listen(2)
    announce(tester, tester.tr1, option("a.eXAMPLE", 60))
    tester.listen(12)
    names = [line for line in reports_of(tester, "state") if line.endswith("plicit")]
    if len(names) != 1:
        raise Fail(f"the host reports {names}")
    return str(tester.via(tester.tr1))


def ignored_fields(tester):
    """Reserved bits, padding, and type, code and checksum of an inner header mean nothing."""
    option = pvd_option(A_EXAMPLE, prefix_information(tester.prefix), reserved=0x1FF,
                        padding=b"\xff", inner=inner_header(134, 9, 0xDEAD, lifetime=1600))
    learn(tester, tester.tr1, option, lifetime=0)
    return str(tester.via(tester.tr1))


def malformed(tester):
    """None of these makes a PvD or an address."""
    prefix = prefix_information(tester.prefix)
    flaws = {"a name without end": pvd_option(b"\1a\7example" + b"\1x" * 20, prefix),
             "a compressed name": pvd_option(b"\1a\xc0\x0c\0", prefix),
             "an empty name": pvd_option(b"\0", prefix),
             "a label that is longer than the option": pvd_option(b"\x3fabc", prefix),
             "a contained length of 0": pvd_option(A_EXAMPLE, prefix[:1] + b"\0" + prefix[2:])}
    tester.boot()
    tester.know(tester.tr1)
    for what, flaw in flaws.items():
        announce(tester, tester.tr1, flaw)
        tester.listen(LEARNED)
        if tester.is_assigned(tester.host_global):
            raise Fail(f"{what}: {tester.host_global} is assigned")
        found = explicit_pvds(tester)
        if found:
            raise Fail(f"{what}: the host reports {found}")
    tester.expect_address(tester.host_link)
    return f"{len(flaws)} flawed options, no PvD, no address"


def explicit_pvds(tester):
    """The explicit PvDs that the host reports; none if it cannot report any."""
    try:
        return [line for line in reports_of(tester, "state") if line.endswith(" explicit")]
    except Skip:
        return []


def truncated_inner_header(tester):
    """R is set, and less than a header follows."""
    option = pvd_option(A_EXAMPLE, inner=inner_header(lifetime=1600)[:8])
    learn(tester, tester.tr1, option, prefix_information(tester.prefix), lifetime=0)
    tester.via(None, destination=tester.host_link)
    tester.expect_address(tester.host_link)
    return "no router of it"


def one_router(tester):
    """Three PvDs of one router: one ends alone."""
    third = tester.behind2
    options = [pvd_option(A_EXAMPLE, prefix_information(tester.prefix)),
               pvd_option(B_EXAMPLE, prefix_information(tester.second)),
               prefix_information(third)]
    addresses = [eui64(prefix, tester.host.mac) for prefix in (tester.prefix, tester.second, third)]
    router = tester.tr1
    tester.boot()
    tester.know(router)
    for option in options:
        announce(tester, router, option)
    tester.listen(LEARNED)
    for address in addresses:
        tester.via(router, destination=address)
    announce(tester, router, pvd_option(A_EXAMPLE), lifetime=0)
    tester.listen(0.5)
    tester.via(None, destination=addresses[0])
    tester.via(router, destination=addresses[1])
    tester.via(router, destination=addresses[2])
    return "three, and one ends alone"


def prefix_moves(tester):
    """A prefix that was announced in one PvD is announced in another: its address goes there."""
    prefix = prefix_information(tester.prefix)
    learn(tester, tester.tr1, pvd_option(A_EXAMPLE, prefix))
    require_bound(tester, "first", "a.example")
    send_bound(tester, "first", tester.tr1, tester.host_global)
    announce(tester, tester.tr1, pvd_option(B_EXAMPLE, prefix))
    tester.listen(1)
    require_bound(tester, "second", "b.example")
    send_bound(tester, "second", tester.tr1, tester.host_global)
    refuse_bound(tester, "first")
    return "the flow of b.example has the address, that of a.example has none"


# Bound flows: here and in pvd_flows


def require_bound(tester, name, pvd):
    """The host makes a flow that is bound to a PvD."""
    if f"bind {name} ok" not in reports_of(tester, "bind", name, pvd):
        raise Fail(f"the host does not bind a flow to {pvd}: {tester.host.reports[-1:]}")


def send_bound(tester, name, router, source):
    """A datagram of a bound flow leaves by this router, from this address."""
    destination = tester.tn2.glob
    tester.host.do("send", name, destination, 9, 10)
    seen = tester.expect(lambda one: one.destination == destination, 3, "datagram of the flow")
    if (seen.to, seen.source) != (router.mac, source):
        raise Fail(f"{tester.name(seen.to)} from {seen.source}, expected {router.name} from "
                   f"{source}")
    return seen


def refuse_bound(tester, name):
    """A datagram of a bound flow does not leave, and the program is told."""
    before = len(tester.host.reports)
    tester.host.do("send", name, tester.tn2.glob, 9, 10)
    tester.refuse(lambda one: one.destination == tester.tn2.glob, 3, "the host sends")
    answers = tester.host.reports[before:]
    if not answers or answers[-1].endswith(" ok"):
        raise Fail(f"no error for the program: {answers}")
    return answers[-1]


def not_yet(_tester, why):
    """For what the module does not do yet."""
    raise NotYet(why)
