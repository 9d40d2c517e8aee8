# SPDX-License-Identifier: GPL-2.0-only
"""3 of the list: addresses (RFC 4862)."""

from seen import is_address_test
from tester import Fail, Skip
from wire import (ALL_NODES, NA, NS, RS, advertisement, cut, eui64, packet, prefix_information,
                  solicitation, solicited_node, source_link_layer, target_link_layer)

NONCE = 14  # an option of RFC 7527, which may be in a solicitation that tests an address
LONGEST = 120  # seconds of real time
OTHER_MAC = "02:00:00:00:00:55"


def dad_link_local(tester):
    """One solicitation, and then the address is used."""
    tester.restart()
    own = tester.host_link
    is_test = is_address_test(own)
    first = tester.expect(is_test, 3, "solicitation of Duplicate Address Detection")
    problems = []
    if first.destination != solicited_node(own) or first.hop_limit != 255:
        problems.append(str(first))
    if not set(first.options) <= {NONCE}:
        problems.append(f"options {sorted(first.options)} of {first}")
    tester.listen(0.8)
    count = sum(map(is_test, tester.seen))
    if count != 1:
        problems.append(f"{count} solicitations")
    tester.listen(1.2)
    if problems:
        raise Fail("; ".join(problems))
    tester.expect_address(own)
    return "one DAD solicitation, then the address answers"


def conflict(tester, message, flaw):
    """(destination, packet) of a message that comes while the link-local address is tentative."""
    node, own = tester.tn1, tester.host_link
    group = solicited_node(own)
    is_ns = message == "ns"
    source, destination = ("::", group) if is_ns else (own, ALL_NODES)
    target = {"other target": eui64("fe80::", OTHER_MAC), "target": group}.get(flaw, own)
    options = b"" if is_ns else target_link_layer(node.mac)
    if flaw in ("unicast", "resolution unicast"):
        destination = own
    elif flaw == "all nodes":
        destination = ALL_NODES
    if flaw.startswith("resolution"):
        source, options = node.link, source_link_layer(node.mac)
    elif flaw == "slla":
        options = source_link_layer(node.mac)
    elif flaw == "tlla":
        options = target_link_layer(node.mac)
    elif flaw == "option":
        options = bytes([2, 0]) + target_link_layer(node.mac)[2:]
    code = int(flaw == "code")
    reserved = 0 if flaw != "reserved" else 0xFFFFFFFF if is_ns else 0x1FFFFFFF
    if is_ns:
        body = solicitation(target, options, reserved, code)
    else:
        body = advertisement(target, options, s=int(flaw == "solicited"), o=1, reserved=reserved,
                             code=code)
    body = cut(body, 16 if flaw == "length" else None)
    return destination, packet(source, destination, body, 254 if flaw == "hop limit" else 255,
                               wrong_checksum=flaw == "checksum")


def dad_with(tester, message, flaw, unique):
    """Whether the link-local address is given up after such a message."""
    tester.restart()
    own = tester.host_link
    tester.expect(is_address_test(own), 3, "solicitation of Duplicate Address Detection")
    destination, octets = conflict(tester, message, flaw)
    before = len(tester.seen)
    tester.send_to(tester.tn1, destination, octets)
    early = tester.listen(0.3, lambda seen: seen.kind == NA and seen.target == own)
    if early and flaw.startswith("resolution"):
        raise Fail(f"answered for a tentative address: {early}")
    tester.listen(2.7)
    if unique:
        tester.expect_address(own)
        return "address is kept"
    solicitations = [seen for seen in tester.seen[before:] if seen.kind == RS]
    tester.refuse_address(own)
    if solicitations:
        raise Fail(f"address was given up, but the interface sends on: {solicitations[0]}")
    return "address is given up, nothing is sent"


def global_dad(tester, prefix=None):
    """The address of a prefix is tested, too. prefix: the tester's unless said."""
    tester.boot()
    prefix = prefix or tester.prefix
    tester.ra(tester.tr1, prefix_information(prefix))
    address = eui64(prefix, tester.host.mac)
    seen = tester.expect(is_address_test(address), 3, f"solicitation of DAD for {address}")
    if seen.destination != solicited_node(address):
        raise Fail(str(seen))
    tester.listen(2)
    tester.expect_address(address)
    return address


def global_duplicate(tester):
    tester.boot()
    address = tester.host_global
    tester.ra(tester.tr1, prefix_information(tester.prefix))
    tester.expect(is_address_test(address), 3, "solicitation of DAD")
    tester.multicast(tester.tn1, packet("::", solicited_node(address), solicitation(address)))
    tester.listen(2.5)
    tester.refuse_address(address)
    tester.expect_address(tester.host_link)
    return "global address given up, link-local one kept"


def lifetime_expiry(tester):
    tester.boot()
    tester.ra(tester.tr1, prefix_information(tester.prefix, valid=12, preferred=8))
    tester.listen(4)
    tester.expect_address(tester.host_global)
    tester.listen(9.5)
    tester.refuse_address(tester.host_global)
    return "answers before, not after its lifetime"


def renumbering(tester):
    tester.boot()
    first, second = tester.host_global, tester.host_second
    tester.know(tester.tr1)
    tester.ra(tester.tr1, prefix_information(tester.prefix, valid=20, preferred=20))
    tester.listen(4)
    tester.expect_address(first)
    tester.ra(tester.tr1, prefix_information(tester.prefix, valid=20, preferred=0),
              prefix_information(tester.second, valid=100, preferred=100))
    tester.listen(4)
    tester.expect_address(first)
    tester.expect_address(second)
    tester.listen(18)
    tester.refuse_address(first)
    tester.expect_address(second)
    return "both, then the second alone"


PREFIX_FIELDS = {
    "autonomous": {"autonomous": 0},
    "preferred": {"valid": 20, "preferred": 30},
    "length 129": {"length": 129},
    "length 63": {"length": 63},
    "length 65": {"length": 65},
    "valid 0": {"valid": 0, "preferred": 0},
    "infinite": {"valid": 0xFFFFFFFF, "preferred": 0xFFFFFFFF},
}


def prefix_option(tester, what):
    """Which Prefix Information options make an address."""
    tester.boot()
    if what == "multiple":
        tester.ra(tester.tr1, prefix_information(tester.prefix), prefix_information(tester.second))
        tester.listen(4)
        tester.expect_address(tester.host_global)
        tester.expect_address(tester.host_second)
        return "both addresses"
    prefix = "fe80::" if what == "link-local" else tester.prefix
    before = len(tester.seen)
    tester.ra(tester.tr1, prefix_information(prefix, **PREFIX_FIELDS.get(what, {})),
              hop_limit=254 if what == "hop limit" else 255)
    tester.listen(4)
    if what == "infinite":
        tester.expect_address(tester.host_global)
        return "address"
    if what == "link-local":
        if any(seen.kind == NS and seen.source == "::" for seen in tester.seen[before:]):
            raise Fail("DAD for the link-local prefix")
        tester.expect_address(tester.host_link)
    else:
        tester.refuse_address(tester.host_global)
    return "no address"


def two_hours(tester, first, second, alive, gone):
    """Valid lifetimes of two RAs 5 s apart; when the address still answers, and when no more."""
    if tester.host.real_time and gone > LONGEST:
        raise Skip(f"takes {gone} s of real time")
    tester.boot()
    address = tester.host_global
    tester.ra(tester.tr1, prefix_information(tester.prefix, valid=first, preferred=first))
    tester.listen(5)
    begin = tester.host.now
    tester.ra(tester.tr1, prefix_information(tester.prefix, valid=second, preferred=second))
    tester.listen(alive)
    tester.expect_address(address)
    tester.listen(gone - (tester.host.now - begin))
    tester.refuse_address(address)
    return f"alive at {alive} s, gone at {gone} s"
