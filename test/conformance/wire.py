# SPDX-License-Identifier: GPL-2.0-only
"""Octets that the tester sends: addresses, ICMPv6 messages, options, extension headers, frames.

A message is a pair of protocol number and octets, with a checksum of zero: packet() fills it in, as
it takes the addresses. An extension header is a function of the Next Header value that it gets.
"""

import socket
import struct

ALL_NODES, ALL_ROUTERS = "ff02::1", "ff02::2"
UNREACHABLE, TOO_BIG, TIME_EXCEEDED, PARAMETER_PROBLEM = 1, 2, 3, 4
ECHO_REQUEST, ECHO_REPLY = 128, 129
RS, RA, NS, NA, REDIRECT = 133, 134, 135, 136, 137
HOP_BY_HOP, UDP, ROUTING, FRAGMENT, ICMPV6, NO_NEXT, DESTINATION = 0, 17, 43, 44, 58, 59, 60
SOURCE_LINK_LAYER, TARGET_LINK_LAYER = 1, 2
IPV6_HEADER = 40
ETHERTYPE_IPV6 = b"\x86\xdd"
ECHO_IDENTIFIER = 0x1234
LEAST_MTU = 1280
CHECKSUM_AT = {ICMPV6: 2, UDP: 6}


def packed(address):
    """The octets of an IPv6 address in text."""
    return socket.inet_pton(socket.AF_INET6, address)


def text(octets):
    """The canonical text of an IPv6 address."""
    return socket.inet_ntop(socket.AF_INET6, octets)


def canonical(address):
    return text(packed(address))


def mac_octets(mac):
    return bytes.fromhex(mac.replace(":", ""))


def mac_text(octets):
    return octets.hex(":")


def solicited_node(address):
    """The multicast address at which a node is solicited for an address (RFC 4291 2.7.1)."""
    return text(packed("ff02::1:ff00:0")[:13] + packed(address)[13:])


def multicast_mac(address):
    return mac_text(b"\x33\x33" + packed(address)[12:])


def eui64(prefix, mac):
    """The address that a host with this hardware address forms of a prefix (RFC 4291 2.5.1)."""
    octets = mac_octets(mac)
    identifier = bytes([octets[0] ^ 2]) + octets[1:3] + b"\xff\xfe" + octets[3:]
    return text(packed(prefix)[:8] + identifier)


def checksum(source, destination, protocol, data):
    """The checksum of an upper-layer message (RFC 8200 8.1)."""
    pseudo = packed(source) + packed(destination) + struct.pack(">I3xB", len(data), protocol)
    whole = pseudo + data + bytes(len(data) % 2)
    total = sum(struct.unpack(f">{len(whole) // 2}H", whole))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


# Messages


def icmp(kind, body, code=0):
    return ICMPV6, struct.pack(">BBH", kind, code, 0) + body


def echo_request(size=8, number=1, kind=ECHO_REQUEST):
    data = bytes(i & 0xFF for i in range(size))
    return icmp(kind, struct.pack(">HH", ECHO_IDENTIFIER, number) + data)


def udp(source_port, port, data=b"hello"):
    return UDP, struct.pack(">HHHH", source_port, port, 8 + len(data), 0) + data


def solicitation(target, options=b"", reserved=0, code=0):
    return icmp(NS, struct.pack(">I", reserved) + packed(target) + options, code)


def advertisement(target, options=b"", r=0, s=0, o=0, reserved=0, code=0):
    flags = r << 31 | s << 30 | o << 29 | reserved
    return icmp(NA, struct.pack(">I", flags) + packed(target) + options, code)


def ra_fields(cur_hop_limit=64, lifetime=1800, reachable=0, retrans=0, preference=0, managed=0):
    """A Router Advertisement between checksum and options."""
    flags = managed << 7 | (preference & 3) << 3
    return struct.pack(">BBHII", cur_hop_limit, flags, lifetime, reachable, retrans)


def router_advertisement(options=b"", code=0, **fields):
    return icmp(RA, ra_fields(**fields) + options, code)


def router_solicitation(options=b"", code=0):
    return icmp(RS, bytes(4) + options, code)


def redirect(target, destination, options=b"", reserved=0, code=0):
    body = struct.pack(">I", reserved) + packed(target) + packed(destination)
    return icmp(REDIRECT, body + options, code)


def cut(message, size):
    """The message without what is behind so many octets."""
    return message[0], message[1][:size]


# Options of Neighbor Discovery


def source_link_layer(mac):
    return bytes([SOURCE_LINK_LAYER, 1]) + mac_octets(mac)


def target_link_layer(mac):
    return bytes([TARGET_LINK_LAYER, 1]) + mac_octets(mac)


def redirected_header(quoted):
    quoted = quoted[:(LEAST_MTU - 2 * IPV6_HEADER - 16) // 8 * 8]
    quoted += bytes(-len(quoted) % 8)
    return struct.pack(">BB6x", 4, 1 + len(quoted) // 8) + quoted


def prefix_information(prefix, length=64, on_link=1, autonomous=1, valid=2592000, preferred=604800):
    head = struct.pack(">BBBB", 3, 4, length, on_link << 7 | autonomous << 6)
    return head + struct.pack(">III", valid, preferred, 0) + packed(prefix)


def route_information(prefix, length, lifetime=600, preference=0, units=None):
    units = units or (1 if length == 0 else 2 if length <= 64 else 3)
    head = struct.pack(">BBBBI", 24, units, length, (preference & 3) << 3, lifetime)
    return head + packed(prefix)[:8 * (units - 1)]


def mtu_option(mtu):
    return struct.pack(">BBHI", 5, 1, 0, mtu)


def recursive_dns(address, lifetime=600):
    return struct.pack(">BBHI", 25, 3, 0, lifetime) + packed(address)


def domain_name(name):
    """A name in wire format."""
    labels = (bytes([len(label)]) + label.encode() for label in name.split("."))
    return b"".join(labels) + b"\0"


def pvd_option(name, *options, inner=b"", delay=0, reserved=0, padding=b"\0"):
    """A PvD option (RFC 8801 3.1). name: wire format; inner: a Router Advertisement header."""
    flags = (1 if inner else 0) << 13 | reserved << 4 | delay
    body = struct.pack(">HH", flags, 0) + name
    body += padding * (-(len(body) + 2) % 8) + inner + b"".join(options)
    return bytes([21, (len(body) + 2) // 8]) + body


def inner_header(kind=0, code=0, check=0, **fields):
    return struct.pack(">BBH", kind, code, check) + ra_fields(**fields)


# Extension headers


def padding(size):
    """Options that fill so many octets."""
    if size < 2:
        return bytes(size)
    return bytes([1, size - 2]) + bytes(size - 2)


def options_header(options):
    """A Hop-by-Hop or Destination Options header."""
    data = options + padding(-(len(options) + 2) % 8)
    return lambda following: bytes([following, (len(data) + 2) // 8 - 1]) + data


def option(kind, size=4):
    """An option that consists of zeros."""
    return bytes([kind, size]) + bytes(size)


def routing_header(kind, left, addresses):
    data = b"".join(map(packed, addresses))
    return lambda following: bytes([following, len(data) // 8, kind, left]) + bytes(4) + data


def fragment_header(identification, offset, more):
    return lambda following: struct.pack(">BBHI", following, 0, offset | more, identification)


# Packets and frames


def with_checksum(source, destination, message, wrong=False):
    """The octets of a message between these addresses."""
    protocol, data = message
    at = CHECKSUM_AT.get(protocol)
    if at is None:
        return data
    value = checksum(source, destination, protocol, data) ^ (0x5555 if wrong else 0)
    return data[:at] + struct.pack(">H", value) + data[at + 2:]


def packet(source, destination, message, hop_limit=255, extensions=(), wrong_checksum=False,
           version=6, traffic_class=0, flow_label=0, next_header=None, sealed=False):
    """An IPv6 packet. extensions: pairs of type and header, the outermost first; next_header: takes
    the place of the last value; sealed: the message has its checksum, or is a part of one."""
    data = message[1] if sealed else with_checksum(source, destination, message, wrong_checksum)
    chain = [kind for kind, _ in extensions]
    chain.append(message[0] if next_header is None else next_header)
    for (_, header), following in zip(reversed(extensions), reversed(chain)):
        data = header(following) + data
    first = version << 28 | traffic_class << 20 | flow_label
    head = struct.pack(">IHBB", first, len(data), chain[0], hop_limit)
    return head + packed(source) + packed(destination) + data


def fragments(source, destination, message, sizes, identification=0x4711):
    """A message in fragments of these sizes."""
    whole, at, parts = with_checksum(source, destination, message), 0, []
    for size in sizes:
        header = fragment_header(identification, at, 1 if at + size < len(whole) else 0)
        part = message[0], whole[at:at + size]
        parts.append(packet(source, destination, part, extensions=[(FRAGMENT, header)], sealed=True))
        at += size
    return parts


def frame(source_mac, destination_mac, octets):
    return mac_octets(destination_mac) + mac_octets(source_mac) + ETHERTYPE_IPV6 + octets
