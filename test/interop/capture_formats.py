# SPDX-License-Identifier: GPL-2.0-only
"""How a capture is written does not matter, nor what else is in it: same packets, same output."""

import functools
import random
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import _captures
import _replay

OPTIONS = ["--json", "--events"]


def others(frame):
    """Frames of other kinds, at the time of this one."""
    addresses = frame.octets[:12]
    message = bytearray(frame.octets)
    message[_captures.ETHERNET_HEADER + _captures.IPV6_HEADER] = 136
    tagged = addresses + bytes.fromhex("81000001") + frame.octets[12:]
    octets = [addresses + b"\x08\x06" + bytes(46), addresses + b"\x08\x00\x45" + bytes(60),
              bytes(message), tagged, b"", frame.octets[:30]]
    return [_captures.Frame(frame.time, one) for one in octets]


def output(path):
    done = _replay.run(path, *OPTIONS)
    if done.returncode != 0:
        raise AssertionError(f"{path}: {done.stderr!r}")
    return done.stdout, done.stderr


@functools.lru_cache(maxsize=None)
def output_of(name):
    return output(_replay.path(name))


class SameCapture(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.copy = Path(scratch.name) / "copy"

    def expect_same(self, name, octets):
        self.copy.write_bytes(octets)
        self.assertTrue(output(self.copy) == output_of(name), name)

    def test_pcap_of_other_byte_order_or_resolution_read_otherwise(self):
        for name in _replay.NAMES:
            frames = _captures.read_pcap(_replay.path(name))
            for order in "<>":
                for magic in (_captures.MICRO, _captures.NANO):
                    with self.subTest(f"{name} {order} {magic:x}"):
                        self.expect_same(name, _captures.pcap(frames, order, magic))

    def test_pcapng_read_otherwise(self):
        for name in _replay.NAMES:
            frames = _captures.read_pcap(_replay.path(name))
            for order in "<>":
                for nano in (False, True):
                    with self.subTest(f"{name} {order} {nano}"):
                        self.expect_same(name, _captures.pcapng(frames, order, nano))

    @unittest.skipUnless(shutil.which("editcap"), "editcap is not installed")
    def test_pcapng_of_another_writer_read_otherwise(self):
        for name in _replay.NAMES:
            command = ["editcap", "-F", "pcapng", _replay.path(name), self.copy]
            subprocess.run(command, check=True, capture_output=True)
            self.assertTrue(output(self.copy) == output_of(name), name)

    def test_time_finer_than_a_microsecond_lost(self):
        frames = _captures.read_pcap(_replay.path("radvd-pvd"))
        frames[-1] = frames[-1]._replace(time=frames[-1].time + 600)
        for octets in (_captures.pcap(frames, magic=_captures.NANO),
                       _captures.pcapng(frames, nano=True)):
            self.copy.write_bytes(octets)
            self.assertEqual(_replay.state(self.copy)["time"], 11.238718)

    def test_frames_of_other_kinds_that_are_not_skipped(self):
        for name in _replay.PLAIN:
            frames = _captures.read_pcap(_replay.path(name))
            mixed = [one for frame in frames for one in (*others(frame), frame, *others(frame))]
            self.expect_same(name, _captures.pcap(mixed))

    def test_records_out_of_order_replayed_in_the_order_of_the_file(self):
        frames = _captures.read_pcap(_replay.path("radvd-two-routers"))
        random.Random(1).shuffle(frames)
        self.expect_same("radvd-two-routers", _captures.pcap(frames))

    def test_octets_behind_the_packet_taken_for_options(self):
        """What follows the IPv6 payload in a frame is padding of the link."""
        frames = _captures.read_pcap(_replay.path("radvd-pvd"))
        padded = [_captures.Frame(one.time, one.octets + bytes(8)) for one in frames]
        self.expect_same("radvd-pvd", _captures.pcap(padded))


if __name__ == "__main__":
    unittest.main()
