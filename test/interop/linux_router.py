# SPDX-License-Identifier: GPL-2.0-only
"""
Two simulated PvD-aware hosts talk over a Linux router, each on a link of its own, in real time. A
second router on each link, with a lower preference, is announced and does not exist: a host that
gives the Linux router up although it is there loses packets, and says so.

Reachable Time is a second, so that unreachability detection runs through all its states again and
again; with --hour it is that of RFC 4861, for an hour.
"""

import os
import socket
import struct
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import _captures
import _netns
import _replay

PROGRAM = Path(os.environ.get("PVD_BUILD_DIR", _replay.SOURCE / "build" / "release"),
               "test", "pvd-emulation")
HOUR = 3600
SHORT = 30
PER_SECOND = 10  # datagrams
WITHOUT_TRAFFIC = 13  # seconds of a simulation: pvd-emulation waits at both ends
PREFIXES = "2001:db8:1::", "2001:db8:2::"
HOST_ID = "ff:fe00:1"  # of its hardware address
NOBODY = "fe80::ff:fe00:b"
CONFIG = """
interface NAME {
    AdvSendAdvert on;
    MaxRtrAdvInterval 10;
    MinRtrAdvInterval 5;
    AdvReachableTime REACHABLE;
    prefix PREFIX/64 { };
};
"""


def low_preference_router():
    """A frame with the Router Advertisement of a router that is not there."""
    source = bytes.fromhex("0101 02000000000b")
    header = struct.pack(">BBHBBHII", 134, 0, 0, 64, 0b00011000, 9000, 0, 0)
    octets = _captures.ra_frame(0, header + source, NOBODY).octets
    return octets[:6] + bytes.fromhex("02000000000b") + octets[12:]


class LinuxRouter(unittest.TestCase):
    seconds = SHORT
    reachable = 1000

    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        duration = self.seconds + 120
        self.links = [self.enterContext(_netns.Link(number, duration)) for number in (0, 1)]
        for link, prefix in zip(self.links, PREFIXES):
            link.host_set(f"{_netns.HOST}/disable_ipv6", 1)
            link.router("ip", "link", "set", link.router_end, "up")
            link.host("ip", "link", "set", _netns.HOST, "up")
            link.router("ip", "addr", "add", f"{prefix}1/64", "dev", link.router_end, "nodad")
            path = f"/proc/sys/net/ipv6/neigh/{link.router_end}/base_reachable_time_ms"
            link.router("sh", "-c", f"echo {self.reachable or 30000} >{path}")
        self.links[0].router_set("all/forwarding", 1)
        for link in self.links:
            _netns.wait_for(lambda end=link.router_end: "fe80::" in link.router(
                "ip", "-6", "addr", "show", "-tentative", "dev", end, capture_output=True,
                text=True).stdout, "the router's address")

    def start_radvd(self):
        text = "".join(CONFIG.replace("NAME", link.router_end).replace("PREFIX", prefix)
                       .replace("REACHABLE", str(self.reachable))
                       for link, prefix in zip(self.links, PREFIXES))
        file = self.folder / "radvd.conf"
        file.write_text(text)
        file.chmod(0o644)
        radvd = subprocess.Popen(["radvd", "-n", "-C", file, "-p", self.folder / "pid", "-m",
                                  "stderr"], stderr=subprocess.DEVNULL)
        self.addCleanup(radvd.wait)
        self.addCleanup(radvd.kill)

    def start_hosts(self):
        hosts = []
        for link, peer in zip(self.links, reversed(PREFIXES)):
            process = subprocess.Popen(
                link.host_command(str(PROGRAM), f"--device={_netns.HOST}",
                                  f"--mac={_netns.HOST_MAC}", f"--peer={peer}{HOST_ID}",
                                  f"--duration={self.seconds}s"),
                stdout=subprocess.PIPE, text=True)
            self.addCleanup(process.stdout.close)
            self.addCleanup(process.wait)
            self.addCleanup(process.kill)
            self.assertEqual(process.stdout.readline(), "ready\n")
            hosts.append(process)
        return hosts

    def announce_nobody(self):
        for link in self.links:
            with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as packets:
                packets.bind((link.router_end, 0))
                packets.send(low_preference_router())

    def result(self, host):
        self.assertEqual(host.wait(self.seconds + 60), 0)
        lines = host.stdout.read().splitlines()
        self.assertIn(f"route ::/0 {NOBODY} low", " ".join(lines))
        counts = (line.rsplit(" ", 1) for line in lines)
        return {name: int(value) for name, value in counts
                if name in ("sent", "answered", "given up", "switches")}

    def test_hosts_keep_a_router_that_is_there(self):
        self.start_radvd()
        hosts = self.start_hosts()
        self.announce_nobody()
        expected = (self.seconds - WITHOUT_TRAFFIC) * PER_SECOND
        for host in hosts:
            found = self.result(host)
            print(found, flush=True)
            self.assertEqual(found["sent"], expected)
            self.assertEqual(found, {"sent": expected, "answered": expected, "given up": 0,
                                     "switches": 0})


if __name__ == "__main__":
    if not PROGRAM.exists():
        _netns.skip("pvd-emulation is not built: ns-3 has no module fd-net-device")
    _netns.enter()
    if "--hour" in sys.argv:
        sys.argv.remove("--hour")
        LinuxRouter.seconds = HOUR
        LinuxRouter.reachable = 0
    unittest.main()
