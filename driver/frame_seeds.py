# SPDX-License-Identifier: GPL-2.0-only
"""What the fuzzing of hosts starts from: frames in a row, as test/fuzz/frame-records.h has them."""

import struct
import sys

from project import TOP

sys.path.insert(0, str(TOP / "test" / "conformance"))

import cases  # noqa: E402
import wire  # noqa: E402

HOST, NEIGHBOR, ROUTER = "02:00:00:00:00:01", "02:00:00:00:00:a1", "02:00:00:00:00:b1"
LINK, GLOBAL = wire.eui64("fe80::", HOST), wire.eui64("2001:db8:1::", HOST)
TN1, TR1, FAR = "fe80::a1", "fe80::b1", "2001:db8:2::c2"
MEND = 1 << 3 | 1 << 4  # length and checksum
# Numbers of pauses before a frame.
AT_ONCE, SECOND, PROBE, STALE, REASSEMBLY = 0, 3, 5, 6, 7


def record(octets, sender=NEIGHBOR, to=HOST, pause=AT_ONCE, mend=MEND):
    frame = wire.frame(sender, to, octets)
    return struct.pack(">BH", mend | pause, len(frame)) + frame


def to_group(destination, octets, **more):
    return record(octets, to=wire.multicast_mac(destination), **more)


def echo(source=TN1, destination=LINK, **more):
    return wire.packet(source, destination, wire.echo_request(8), **more)


def advertised(pause=AT_ONCE, **flags):
    message = wire.advertisement(TN1, wire.target_link_layer(NEIGHBOR), **flags)
    return record(wire.packet(TN1, LINK, message), pause=pause)


def neighbor_discovery():
    """Rows of frames that bring an entry into each of its states."""
    own = wire.source_link_layer(NEIGHBOR)
    ask, resolve = record(echo()), advertised(s=1, o=1, pause=SECOND)
    yield ask + resolve
    yield ask + resolve + record(echo(), pause=STALE) + advertised(PROBE, s=1)
    yield ask + resolve + record(echo(), pause=STALE) + advertised(PROBE, o=1)
    yield ask + record(wire.packet(TN1, LINK, wire.solicitation(LINK, own)))
    group = wire.solicited_node(LINK)
    yield to_group(group, wire.packet("::", group, wire.solicitation(LINK)))
    yield to_group(group, wire.packet("::", group, wire.solicitation(LINK, own)))
    yield record(wire.packet(TN1, LINK, wire.advertisement(TN1, s=1)))
    yield record(wire.packet(TN1, LINK, wire.router_solicitation(own)))


def router_discovery():
    """Advertisements and Redirects."""
    prefix = wire.prefix_information("2001:db8:5::")
    own = wire.source_link_layer(ROUTER)
    options = [prefix + own, wire.route_information("2001:db8:2::", 64) + own,
               wire.mtu_option(1280), wire.recursive_dns(FAR),
               wire.pvd_option(wire.domain_name("b.example"), prefix,
                               inner=wire.inner_header(lifetime=600))]
    for option in options:
        message = wire.router_advertisement(option, reachable=5000, retrans=500)
        yield to_group(wire.ALL_NODES, wire.packet(TR1, wire.ALL_NODES, message), sender=ROUTER)
    message = wire.redirect("fe80::b2", FAR, wire.target_link_layer("02:00:00:00:00:b2"))
    yield (record(echo(FAR, GLOBAL), sender=ROUTER)
           + record(wire.packet(TR1, GLOBAL, message), sender=ROUTER)
           + record(echo(FAR, GLOBAL), sender=ROUTER))


def extension_headers():
    """One of each, and rows of them."""
    pad = wire.options_header(wire.option(1))
    headers = [(wire.HOP_BY_HOP, pad), (wire.DESTINATION, pad),
               (wire.ROUTING, wire.routing_header(0, 1, [TN1])),
               (wire.ROUTING, wire.routing_header(33, 0, [])),
               (wire.FRAGMENT, wire.fragment_header(7, 0, 0))]
    for kind in (0x1E, 0x5E, 0x9E, 0xDE, 0x05, 0xC2):
        headers.append((wire.DESTINATION, wire.options_header(wire.option(kind))))
    for header in headers:
        yield record(echo(extensions=[header]))
    for first in headers[:5]:
        for second in headers[:5]:
            yield record(echo(extensions=[first, second]))
    yield record(echo(extensions=headers[1:2] * 8))


def fragments():
    parts = [record(part, mend=0)
             for part in wire.fragments(TN1, LINK, wire.echo_request(56), [24, 24, 16])]
    yield b"".join(parts)
    yield b"".join(reversed(parts))
    yield parts[0] + record(echo(), pause=REASSEMBLY)
    yield parts[0] + parts[0] + parts[2] + parts[1]


def upper_layers():
    """UDP, errors and groups."""
    quoted = wire.packet(LINK, TN1, wire.udp(4000, 9000))
    yield record(wire.packet(TN1, LINK, wire.udp(4000, 9000)))
    for kind in (wire.UNREACHABLE, wire.TOO_BIG, wire.TIME_EXCEEDED, wire.PARAMETER_PROBLEM):
        message = wire.icmp(kind, struct.pack(">I", 1300) + quoted)
        yield record(wire.packet(TN1, LINK, message))
    yield to_group(wire.ALL_NODES, echo(destination=wire.ALL_NODES))
    tcp = struct.pack(">HHIIBBHHH", 4000, 80, 1, 0, 5 << 4, 2, 1000, 0, 0)
    yield record(wire.packet(TN1, LINK, (6, tcp)))


def odd_packets():
    """Those of the cases after which a host must still answer; as they are."""
    for case in cases.read_cases():
        if case.id.startswith("FRAME."):
            _, arguments = case.procedure()
            yield b"".join(record(bytes.fromhex(octets), mend=0)
                           for octets in arguments["frames"].split())


def seeds():
    """Each row by itself, those of a kind together, and all."""
    kinds = [list(rows()) for rows in (neighbor_discovery, router_discovery, extension_headers,
                                       fragments, upper_layers, odd_packets)]
    for rows in kinds:
        yield from rows
        yield b"".join(rows)
    yield b"".join(b"".join(rows) for rows in kinds)
