# SPDX-License-Identifier: GPL-2.0-only
"""Reads a frame that the host under test has sent."""

import struct

from wire import (DESTINATION, ETHERTYPE_IPV6, FRAGMENT, HOP_BY_HOP, ICMPV6, IPV6_HEADER, NA, NS, RA,
                  ROUTING, RS, UDP, checksum, mac_text, text)

ETHERNET_HEADER = 14
ERRORS = (1, 2, 3, 4)
NAMES = {1: "Unreachable", 2: "PacketTooBig", 3: "TimeExceeded", 4: "ParameterProblem",
         128: "EchoRequest", 129: "EchoReply", 133: "RS", 134: "RA", 135: "NS", 136: "NA",
         137: "Redirect", 143: "MLDv2"}
# Where the options of a message begin, counted from the octet behind its checksum.
OPTIONS_AT = {NS: 20, NA: 20, RS: 4, RA: 12}


def read_options(data):
    """The first option of each type, without type and length."""
    found = {}
    while len(data) >= 8 and data[1]:
        found.setdefault(data[0], data[2:8 * data[1]])
        data = data[8 * data[1]:]
    return found


class Seen:
    """A frame of the host. kind and code are None unless it is an ICMPv6 message. link: on which of
    its links a router has sent it."""

    def __init__(self, time, octets, link=0):
        self.time, self.link = time, link
        self.frame = octets
        self.to, self.source_mac = mac_text(octets[:6]), mac_text(octets[6:12])
        self.octets = octets[ETHERNET_HEADER:]
        self.is_ipv6 = octets[12:14] == ETHERTYPE_IPV6 and len(self.octets) >= IPV6_HEADER
        self.kind = self.code = self.target = self.fragment = self.port = None
        self.options, self.body, self.flags = {}, b"", 0
        self.source = self.destination = None
        if self.is_ipv6:
            self.read_packet()

    def read_packet(self):
        length, self.protocol, self.hop_limit = struct.unpack(">HBB", self.octets[4:8])
        self.octets = self.octets[:IPV6_HEADER + length]
        self.source, self.destination = text(self.octets[8:24]), text(self.octets[24:40])
        self.payload = self.octets[self.skip_extensions():]
        if self.fragment and self.fragment[0]:
            return
        if self.protocol == ICMPV6 and len(self.payload) >= 8:
            self.read_message()
        elif self.protocol == UDP and len(self.payload) >= 8:
            self.port = struct.unpack(">H", self.payload[2:4])[0]

    def skip_extensions(self):
        """Where the upper layer begins."""
        at = IPV6_HEADER
        while len(self.octets) >= at + 8:
            if self.protocol == FRAGMENT:
                field, identification = struct.unpack(">HI", self.octets[at + 2:at + 8])
                self.fragment = field & ~7, field & 1, identification
                self.protocol = self.octets[at]
                return at + 8
            if self.protocol not in (HOP_BY_HOP, ROUTING, DESTINATION):
                return at
            self.protocol, at = self.octets[at], at + 8 * (1 + self.octets[at + 1])
        return at

    def read_message(self):
        self.kind, self.code = self.payload[:2]
        self.body = self.payload[4:]
        blank = self.payload[:2] + bytes(2) + self.payload[4:]
        value = checksum(self.source, self.destination, ICMPV6, blank)
        self.checksum_ok = bool(self.fragment) or struct.pack(">H", value) == self.payload[2:4]
        if self.kind in (NS, NA) and len(self.body) >= 20:
            self.flags, self.target = self.body[0] >> 5, text(self.body[4:20])
        if self.kind in OPTIONS_AT:
            self.options = read_options(self.body[OPTIONS_AT[self.kind]:])

    @property
    def parameter(self):
        """The 32 bits behind the checksum: MTU, pointer, or identifier and sequence number."""
        return struct.unpack(">I", self.body[:4])[0]

    def __str__(self):
        if not self.is_ipv6:
            return f"{self.time:.2f} a frame that is not IPv6"
        what = NAMES.get(self.kind, f"protocol {self.protocol}")
        if self.kind in ERRORS:
            what += f" code {self.code} parameter {self.parameter}"
        if self.target:
            what += f" for {self.target}"
        if self.fragment:
            what += f" fragment at {self.fragment[0]}, more {self.fragment[1]}"
        return (f"{self.time:.2f} {what} {self.source} > {self.destination} "
                f"hop limit {self.hop_limit} to {self.to}")


# Conditions on a frame


def is_kind(kind, code=None, destination=None):
    return lambda seen: (seen.kind == kind and code in (None, seen.code)
                         and destination in (None, seen.destination))


def is_error(seen):
    return seen.kind in ERRORS


def is_solicitation(target, unicast=None):
    """A Neighbor Solicitation that asks for an address; not one that tests it."""
    def matches(seen):
        if seen.kind != NS or seen.target != target or seen.source == "::":
            return False
        return unicast is None or (seen.destination == target) == unicast
    return matches


def is_address_test(target):
    """A Neighbor Solicitation of Duplicate Address Detection."""
    return lambda seen: seen.kind == NS and seen.source == "::" and seen.target == target


def is_to(destination):
    return lambda seen: seen.is_ipv6 and seen.destination == destination
