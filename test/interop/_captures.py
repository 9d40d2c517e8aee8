# SPDX-License-Identifier: GPL-2.0-only
"""Capture files in Python: pcap is read and written, pcapng is written."""

import ipaddress
import struct
from typing import NamedTuple

ETHERNET = 1  # link type
ETHERNET_HEADER = 14
IPV6_HEADER = 40
ICMPV6 = 58

MICRO = 0xA1B2C3D4
NANO = 0xA1B23C4D
NS_PER_S = 10**9


class Frame(NamedTuple):
    """One record. `size` is the length on the wire; None: as many octets as there are."""

    time: int  # nanoseconds
    octets: bytes
    size: int = None

    @property
    def wire_size(self):
        return len(self.octets) if self.size is None else self.size


def read_pcap(path):
    """The frames of a pcap file, of either byte order and either resolution."""
    data = path.read_bytes()
    order = "<" if struct.unpack("<I", data[:4])[0] in (MICRO, NANO) else ">"
    unit = 1 if struct.unpack(order + "I", data[:4])[0] == NANO else 1000
    frames, at = [], 24
    while at < len(data):
        seconds, part, kept, size = struct.unpack_from(order + "IIII", data, at)
        octets = data[at + 16 : at + 16 + kept]
        frames.append(Frame(seconds * NS_PER_S + part * unit, octets, size))
        at += 16 + kept
    return frames


def pcap(frames, order="<", magic=MICRO, link_type=ETHERNET):
    """The octets of a pcap file."""
    unit = 1 if magic == NANO else 1000
    parts = [struct.pack(order + "IHHiIII", magic, 2, 4, 0, 0, 262144, link_type)]
    for frame in frames:
        seconds, rest = divmod(frame.time, NS_PER_S)
        sizes = len(frame.octets), frame.wire_size
        parts.append(struct.pack(order + "IIII", seconds, rest // unit, *sizes))
        parts.append(frame.octets)
    return b"".join(parts)


def block(order, kind, body):
    body += bytes(-len(body) % 4)
    size = struct.pack(order + "I", len(body) + 12)
    return struct.pack(order + "I", kind) + size + body + size


def pcapng(frames, order="<", nano=False, link_type=ETHERNET):
    """The octets of a pcapng file: section header, interface, one block for each frame."""
    section = struct.pack(order + "IHHq", 0x1A2B3C4D, 1, 0, -1)
    interface = struct.pack(order + "HHI", link_type, 0, 262144)
    if nano:  # the option if_tsresol: 10^-9 s; then the end of the options
        interface += struct.pack(order + "HHB3xHH", 9, 1, 9, 0, 0)
    parts = [block(order, 0x0A0D0D0A, section), block(order, 1, interface)]
    for frame in frames:
        ticks = frame.time if nano else frame.time // 1000
        body = struct.pack(order + "III", 0, ticks >> 32, ticks & 0xFFFFFFFF)
        body += struct.pack(order + "II", len(frame.octets), frame.wire_size) + frame.octets
        parts.append(block(order, 6, body))
    return b"".join(parts)


def checksum(source, destination, message):
    """The ICMPv6 checksum (RFC 4443, section 2.3) of a message whose own is zero."""
    data = source + destination + struct.pack(">II", len(message), ICMPV6) + message
    data += bytes(len(data) % 2)
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def ra_header(hop_limit, lifetime):
    """A Router Advertisement without options; its checksum is filled in later."""
    return struct.pack(">BBHBBHII", 134, 0, 0, hop_limit, 0, lifetime, 0, 0)


def ra_frame(time, message, source="fe80::ff:fe00:a"):
    """A frame with this ICMPv6 message to all nodes. Its checksum is filled in."""
    addresses = [ipaddress.ip_address(text).packed for text in (source, "ff02::1")]
    message = message[:2] + bytes(2) + message[4:]
    total = struct.pack(">H", checksum(*addresses, message))
    ethernet = bytes.fromhex("333300000001 02000000000a 86dd")
    ip = struct.pack(">IHBB", 6 << 28, len(message), ICMPV6, 255) + b"".join(addresses)
    return Frame(time, ethernet + ip + message[:2] + total + message[4:])


def message_of(frame):
    """The ICMPv6 message in a frame, by the payload length of its IPv6 header."""
    at = ETHERNET_HEADER + IPV6_HEADER
    (size,) = struct.unpack_from(">H", frame.octets, ETHERNET_HEADER + 4)
    return frame.octets[at : at + size]
