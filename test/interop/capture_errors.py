# SPDX-License-Identifier: GPL-2.0-only
"""
Bad input to pvd-replay: one line on stderr that says what and where, nothing on stdout, exit
status 1. A file that ends inside its last record is good up to there: said, and the rest used.
"""

import tempfile
import unittest
from pathlib import Path

import _captures
import _replay

GOOD = "radvd-two-routers"
RAW_IP, LINUX_COOKED = 101, 113  # link types
NS = 135  # ICMPv6 type, Neighbor Solicitation
TYPE_AT = _captures.ETHERNET_HEADER + _captures.IPV6_HEADER


def frames():
    return _captures.read_pcap(_replay.path(GOOD))


def snapped(frame, kept=100):
    return _captures.Frame(frame.time, frame.octets[:kept], len(frame.octets))


def of_type(frame, kind):
    octets = bytearray(frame.octets)
    octets[TYPE_AT] = kind
    return _captures.Frame(frame.time, bytes(octets))


class Scratch(unittest.TestCase):
    """Tests that write a file and give it to pvd-replay."""

    maxDiff = None

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)

    def write(self, octets, name="given.pcap"):
        path = self.folder / name
        path.write_bytes(octets)
        return path

    def expect_refusal(self, captures, *words, options=()):
        """The words are to be in the one line."""
        for mode in ([], ["--json"]):
            done = _replay.run(captures, *mode, *options)
            self.assertEqual((done.returncode, done.stdout), (1, b""), done)
            line = done.stderr.decode()
            self.assertEqual(line.count("\n"), 1, line)
            self.assertTrue(line.startswith("pvd-replay: ") and line.endswith("\n"), line)
            for word in words:
                self.assertIn(str(word), line)

    def expect_warning(self, octets, same_as, *words):
        """The state is that of the frames `same_as`, and the words are in the one line."""
        path = self.write(octets)
        done = _replay.run(path, "--json")
        line = done.stderr.decode()
        self.assertEqual((done.returncode, line.count("\n")), (0, 1), line)
        for word in (path, *words):
            self.assertIn(str(word), line)
        expected = _replay.state(self.write(_captures.pcap(same_as), "shorter.pcap"))
        self.assertEqual(_replay.parse(done.stdout), expected)


class NoCapture(Scratch):
    def test_file_that_is_not_there(self):
        path = self.folder / "absent.pcap"
        self.expect_refusal(path, path, "No such file")

    def test_folder(self):
        self.expect_refusal(self.folder, self.folder, "directory")

    def test_empty_file(self):
        path = self.write(b"")
        self.expect_refusal(path, path)

    def test_file_of_another_kind(self):
        path = self.write(b"interface eth0 { AdvSendAdvert on; };\n" * 20)
        self.expect_refusal(path, path, "unknown file format")

    def test_file_that_ends_in_its_header(self):
        path = self.write(_captures.pcap(frames())[:20])
        self.expect_refusal(path, path, "header")

    def test_link_that_is_no_ethernet(self):
        for link_type, name in ((RAW_IP, "RAW"), (LINUX_COOKED, "LINUX_SLL"), (227, "227")):
            for write in (_captures.pcap, _captures.pcapng):
                path = self.write(write(frames(), link_type=link_type))
                self.expect_refusal(path, path, "link type", "" if name == "227" else name)

    def test_second_capture_that_is_bad(self):
        path = self.folder / "absent.pcap"
        self.expect_refusal([_replay.path(GOOD), path], path, "No such file")


class NoRouterAdvertisement(Scratch):
    def test_capture_without_a_record(self):
        path = self.write(_captures.pcap([]))
        self.expect_refusal(path, path, "Router Advertisement")

    def test_capture_of_other_packets(self):
        path = self.write(_captures.pcap([of_type(one, NS) for one in frames()]))
        self.expect_refusal(path, path, "Router Advertisement")

    def test_capture_that_ends_in_its_first_record(self):
        path = self.write(_captures.pcap(frames()[:1])[:-1])
        self.expect_refusal(path, path, "record 1", "truncated")

    def test_capture_of_one_record_that_was_cut(self):
        path = self.write(_captures.pcap([snapped(frames()[0])]))
        self.expect_refusal(path, path, "record 1", "100", len(frames()[0].octets))


class DamagedRecord(Scratch):
    def test_cut_router_advertisement_before_others(self):
        given = frames()
        given[2] = snapped(given[2])
        path = self.write(_captures.pcap(given))
        self.expect_refusal(path, path, "record 3", "cut to 100 of", given[2].wire_size)

    def test_record_of_impossible_size(self):
        octets = bytearray(_captures.pcap(frames()))
        octets[24 + 8 : 24 + 12] = b"\xff\xff\xff\x7f"
        path = self.write(octets)
        self.expect_refusal(path, path, "record 1")

    def test_cut_packet_of_another_kind_that_is_not_skipped(self):
        given = frames()
        other = snapped(of_type(given[1], NS))
        with_other = self.write(_captures.pcap([given[0], other, *given[1:]]))
        self.assertEqual(_replay.state(with_other), _replay.state(_replay.path(GOOD)))


class TruncatedLastRecord(Scratch):
    def test_last_record_without_its_end(self):
        given = frames()
        octets = _captures.pcap(given)
        where = f"record {len(given)}"
        self.expect_warning(octets[:-1], given[:-1], where, "truncated")
        self.expect_warning(octets[: -given[-1].wire_size], given[:-1], where, "truncated")

    def test_last_record_without_the_end_of_its_header(self):
        given = frames()
        octets = _captures.pcap(given)
        self.expect_warning(octets[: -given[-1].wire_size - 1], given[:-1], f"record {len(given)}")

    def test_last_record_that_was_cut(self):
        given = frames()
        octets = _captures.pcap([*given[:-1], snapped(given[-1])])
        self.expect_warning(octets, given[:-1], f"record {len(given)}", "cut to 100 of")

    def test_last_block_of_a_pcapng_file_without_its_end(self):
        given = frames()
        octets = _captures.pcapng(given)
        self.expect_warning(octets[:-1], given[:-1], f"record {len(given)}")
        self.expect_warning(octets[:-40], given[:-1], f"record {len(given)}")


class CommandLine(Scratch):
    def test_mac_that_is_none(self):
        for mac in ("zz", "02:00:00:00:00", "02:00:00:00:00:01:02", "02:00:00:00:00:gg", "2"):
            self.expect_refusal(_replay.path(GOOD), mac, options=[f"--mac={mac}"])

    def test_help_that_misses_an_option(self):
        done = _replay.run([], "--help")
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        for option in ("pcap", "json", "mac", "ifname", "parse-pvd", "until", "events", "limits"):
            self.assertIn(f"--{option}:", done.stdout.decode())


if __name__ == "__main__":
    unittest.main()
