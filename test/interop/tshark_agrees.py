# SPDX-License-Identifier: GPL-2.0-only
"""
tshark reads the same Router Advertisements: which are valid, and what they lead to, must come out
as in pvd-replay. A tshark that does not know the PvD option gets a copy of the capture in which
what the option contains stands in the message itself.
"""

import struct
import sys
import tempfile
import unittest
from pathlib import Path

import _captures
import _oracle
import _replay
import _tshark

PVD = 21
R_FLAG = 0x2000
HEADER = 16  # octets of a Router Advertisement before its options
HOST = "fe80::ff:fe00:1"


def dropped(state):
    """Router Advertisements that were dropped whole: reasons by time."""
    return {one["time"]: one["reason"] for one in state["dropped"] if one["option"] is None}


def defects(message):
    """Why a host must drop a message (RFC 4861, section 6.1.2), in pvd-replay's words."""
    known = {"source not link-local": not message.is_link_local,
             "hop limit not 255": message.hop_limit != 255,
             "code not 0": message.code != 0,
             "wrong checksum": not message.checksum_is_good,
             "too short": "retrans_timer" not in message.header,
             "option of length 0": any(one.fields.get("length") == ["0"]
                                       for one in message.options),
             "option past the end": not message.options_fit}
    return [reason for reason, is_so in known.items() if is_so]


def expected_state(messages, now):
    """What tshark's fields lead to, from all messages without defect."""
    host = _oracle.Host(HOST)
    for message in messages:
        if not defects(message):
            host.hear(message, _oracle.span(message.time))
    return host.state(_oracle.span(now))


def split_pvd_option(octets):
    """(id, sequence, flags), inner header or nothing, contained options."""
    flags, sequence = struct.unpack_from(">HH", octets, 2)
    labels, at = [], 6
    while octets[at]:
        labels.append(octets[at + 1 : at + 1 + octets[at]].decode("ascii"))
        at += 1 + octets[at]
    at += 1 + -(at + 1) % 8
    inner = octets[at : at + HEADER] if flags & R_FLAG else b""
    return (".".join(labels), sequence, flags), inner, octets[at + len(inner) :]


def unwrap(frame, message):
    """The PvD's values, and a frame with what the PvD option of a message contains outside it."""
    option = next(one for one in message.options if one.kind == PVD)
    start, end = option.start, option.start + option.size
    names, inner, contained = split_pvd_option(frame.octets[start:end])
    whole = _captures.message_of(frame)
    at = start - _captures.ETHERNET_HEADER - _captures.IPV6_HEADER
    outer = whole[HEADER:at] + whole[at + option.size :]
    return names, _captures.ra_frame(frame.time, (inner or whole[:HEADER]) + outer + contained)


class TsharkAgrees(unittest.TestCase):
    maxDiff = None

    def expect_agreement(self, state, messages):
        mine = _oracle.comparable(state)
        other = expected_state(messages, state["time"])
        for key, value in other.items():
            with self.subTest(key):
                self.assertEqual(mine[key], value)

    def test_options_of_real_routers_read_otherwise(self):
        for name in _replay.PLAIN:
            path = _replay.path(name)
            self.expect_agreement(_replay.state(path), _tshark.decode(path))

    def test_outer_options_read_otherwise_when_the_pvd_option_is_skipped(self):
        for name in _replay.WITH_PVD:
            path = _replay.path(name)
            self.expect_agreement(_replay.state(path, "--parse-pvd=false"), _tshark.decode(path))

    def test_contents_of_a_pvd_option_read_otherwise(self):
        for name in _replay.WITH_PVD:
            path = _replay.path(name)
            pairs = zip(_captures.read_pcap(path), _tshark.decode(path))
            names, frames = zip(*(unwrap(frame, message) for frame, message in pairs))
            state = _replay.state(path)
            flags = [(1 << 15) * pvd["http"] | (1 << 14) * pvd["legacy"]
                     | R_FLAG * pvd["raHeader"] | pvd["delay"] for pvd in state["pvds"]]
            shown = [(pvd["id"], pvd["sequence"], flag) for pvd, flag in zip(state["pvds"], flags)]
            self.assertEqual(set(shown), set(names))
            with tempfile.TemporaryDirectory() as folder:
                copy = Path(folder) / "unwrapped.pcap"
                copy.write_bytes(_captures.pcap(frames))
                self.expect_agreement(state, _tshark.decode(copy))

    def test_damaged_message_accepted_or_good_one_dropped(self):
        path = _replay.path("mutated")
        reasons = dropped(_replay.state(path))
        for message in _tshark.decode(path):
            with self.subTest(message.time):
                reason = reasons.get(round(message.time, 6))
                found = defects(message)
                self.assertEqual(reason is None, not found)
                if found:
                    self.assertIn(reason, found)

    def test_odd_options_read_otherwise(self):
        path = _replay.path("mutated")
        self.expect_agreement(_replay.state(path), _tshark.decode(path))


if __name__ == "__main__":
    if not _tshark.TOOL:
        print("tshark is not installed (Debian: tshark)")
        sys.exit(_replay.SKIPPED)
    unittest.main()
