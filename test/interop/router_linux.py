# SPDX-License-Identifier: GPL-2.0-only
"""
What pvd-advertise sends, on a veth pair: a Linux host makes of it what was configured. And what a
real radvd sends with the same file is the same, octet for octet, but for two things: radvd gives all
Route Information options their largest size, and its last message a preference, against RFC 4191
section 2.2.
"""

import re
import shutil
import socket
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

import _captures
import _netns
import _replay
from router_advertisements import advertise

ROUTER = _netns.ROUTER_LINK_LOCAL
SLACK = 5  # seconds
ALL_PROTOCOLS = 3  # ETH_P_ALL: what leaves is heard by no other kind of socket
LIFETIME = 1800
ROUTE_INFORMATION = 24
PREFERENCE = 0x18  # of the flags
CONFIG = """
interface rt0 {
    AdvSendAdvert on;
    MaxRtrAdvInterval 600;
    MinRtrAdvInterval 200;
    AdvManagedFlag on;
    AdvOtherConfigFlag on;
    AdvLinkMTU 1400;
    AdvReachableTime 20000;
    AdvRetransTimer 2000;
    AdvCurHopLimit 48;
    AdvDefaultLifetime 1800;
    AdvDefaultPreference high;
    prefix 2001:db8:1::/64 { };
    prefix 2001:db8:2::/64 {
        AdvOnLink off;
        AdvValidLifetime 7200;
        AdvPreferredLifetime 3600;
        DeprecatePrefix on;
    };
    prefix 2001:db8:3::/64 {
        AdvAutonomous off;
        AdvValidLifetime infinity;
        AdvPreferredLifetime infinity;
    };
    prefix 2001:db8:4::5/64 {
        AdvOnLink off;
        AdvAutonomous off;
        AdvRouterAddr on;
    };
    route 2001:db8:1111::/48 { AdvRoutePreference low; AdvRouteLifetime 900; };
    route 2001:db8:2222:4444:8000::/65 { AdvRoutePreference high; };
    RDNSS 2001:db8::53 2001:db8::54 { AdvRDNSSLifetime 900; };
    RDNSS 2001:db8::55 { AdvRDNSSLifetime infinity; FlushRDNSS off; };
    DNSSL example.com a.example { AdvDNSSLLifetime 800; };
    DNSSL b.example { AdvDNSSLLifetime 700; };
};
"""
# Where a file does not give lifetimes of RDNSS and DNSSL, radvd 2.19 takes MaxRtrAdvInterval, and
# radvd 2.20 three times that.
DEFAULTS_OF = "2.19"
DEFAULTS = """
interface rt0 {
    AdvSendAdvert on;
    prefix 2001:db8:1::/64 { };
    route 2001:db8:1111::/48 { };
    RDNSS 2001:db8::53 { };
    DNSSL example.com { };
};
"""
PVD = """
    pvd isp-a.example.com {
        AdvPvdAdvHeader on;
        prefix 2001:db8:99::/64 { };
        route 2001:db8:9999::/48 { };
    };
};
"""


def messages_of(path):
    return [_captures.message_of(frame) for frame in _captures.read_pcap(path)]


def parts_of(message):
    """Header without its checksum, and options; routes with their prefixes in full."""
    parts = [message[:2] + bytes(2) + message[4:16]]
    at = 16
    while at < len(message):
        option = message[at : at + 8 * message[at + 1]]
        at += len(option)
        if option[0] == ROUTE_INFORMATION:
            option = bytes([ROUTE_INFORMATION, 3]) + option[2:] + bytes(24 - len(option))
        parts.append(option)
    return [part.hex() for part in parts]


def without_preference(parts):
    header = bytearray.fromhex(parts[0])
    header[5] &= ~PREFERENCE
    return [header.hex(), *parts[1:]]


def send(frames):
    """Put frames on the link, from the router's end."""
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as wire:
        wire.bind((_netns.ROUTER, 0))
        for frame in frames:
            wire.send(frame.octets)


def start_hearing():
    """A socket that hears what the router's end sends and receives."""
    wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ALL_PROTOCOLS))
    wire.bind((_netns.ROUTER, 0))
    wire.settimeout(_netns.LONGEST)
    return wire


def next_advertisement(wire):
    """The next Router Advertisement to all nodes."""
    while True:
        octets = wire.recv(65536)
        frame = _captures.Frame(0, octets, len(octets))
        if octets[:6] == bytes.fromhex("333300000001") and octets[20] == 58 and octets[54] == 134:
            return _captures.message_of(frame)


class AtLinux(unittest.TestCase):
    def setUp(self):
        self.link = self.enterContext(_netns.Link())
        folder = self.enterContext(tempfile.TemporaryDirectory())
        file = Path(folder) / "radvd.conf"
        file.write_text(CONFIG.rstrip()[:-2] + PVD)
        advertise(folder, file, "--duration=10s")
        self.frames = _captures.read_pcap(Path(folder) / f"sent-{_netns.ROUTER}.pcap")
        # The values of the names all and default do not reach an interface that is there.
        for name in ("accept_ra", "accept_ra_mtu", "accept_ra_rtr_pref"):
            self.link.host_set(f"{_netns.HOST}/{name}", 1)
        self.link.host_set(f"{_netns.HOST}/accept_ra_rt_info_max_plen", 128)
        self.link.up()

    def addresses(self):
        """By address: whether it is deprecated, its valid and its preferred lifetime."""
        infos = self.link.host_json("ip", "-6", "-j", "addr", "show", "dev", _netns.HOST)
        return {one["local"]: (one.get("deprecated", False), one["valid_life_time"],
                               one["preferred_life_time"])
                for link in infos for one in link["addr_info"] if one["scope"] == "global"}

    def routes(self):
        """By prefix and gateway: preference and lifetime of what came from Router Advertisements."""
        return {(one["dst"], one.get("gateway")): (one.get("pref"), one.get("expires"))
                for one in self.link.host_json("ip", "-6", "-j", "route", "show", "dev", _netns.HOST,
                                               "proto", "ra")}

    def kernel_routes(self):
        return {one["dst"]: one.get("expires")
                for one in self.link.host_json("ip", "-6", "-j", "route", "show", "dev", _netns.HOST,
                                               "proto", "kernel")}

    def assert_close(self, found, wanted):
        self.assertEqual(found.keys(), wanted.keys())
        for key, values in wanted.items():
            for one, other in zip(found[key], values):
                if isinstance(other, int) and not isinstance(other, bool):
                    self.assertAlmostEqual(one, other, delta=SLACK, msg=key)
                else:
                    self.assertEqual(one, other, key)

    def test_other_addresses_or_routes_than_configured(self):
        send(self.frames[:1])
        _netns.wait_for(lambda: len(self.addresses()) == 2, "two addresses")
        self.assert_close(self.addresses(),
                          {"2001:db8:1::ff:fe00:1": (False, 86400, 14400),
                           "2001:db8:2::ff:fe00:1": (False, 7200, 3600)})
        self.assert_close(self.routes(), {("default", ROUTER): ("high", LIFETIME),
                                          ("2001:db8:1111::/48", ROUTER): ("low", 900),
                                          ("2001:db8:2222:4444:8000::/65", ROUTER):
                                          ("high", LIFETIME),
                                          **self.on_link()})
        text = self.link.host("cat", f"/proc/sys/net/ipv6/conf/{_netns.HOST}/mtu",
                              f"/proc/sys/net/ipv6/conf/{_netns.HOST}/hop_limit",
                              capture_output=True, text=True).stdout
        self.assertEqual(text.split(), ["1400", "48"])

    def on_link(self):
        """On-link prefixes, which Linux lists as its own or as heard, by its version."""
        mine = {"2001:db8:1::/64": 86400, "2001:db8:3::/64": None}
        kernel = self.kernel_routes()
        return {(prefix, None): ("medium", lifetime) for prefix, lifetime in mine.items()
                if prefix not in kernel}

    def test_router_that_stopped_stays(self):
        send(self.frames)
        _netns.wait_for(lambda: len(self.addresses()) == 2, "two addresses")
        self.assertEqual({gateway for _, gateway in self.routes()} - {None}, set())
        self.assert_close(self.addresses(),
                          {"2001:db8:1::ff:fe00:1": (False, 86400, 14400),
                           "2001:db8:2::ff:fe00:1": (True, 7200, 0)})


def radvd_version():
    """The version of radvd, such as "2.19"; "" if there is none."""
    if shutil.which("radvd") is None:
        return ""
    said = subprocess.run(["radvd", "--version"], check=False, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True).stdout
    return re.search(r"Version: (\S+)", said)[1]


@unittest.skipUnless(radvd_version(), "radvd is not installed; ./pvd test installs it")
class AsRadvd(unittest.TestCase):
    def test_radvd_sends_other_octets(self):
        self.expect_same_octets(CONFIG)

    @unittest.skipUnless(radvd_version() == DEFAULTS_OF,
                         f"the defaults are those of radvd {DEFAULTS_OF}")
    def test_radvd_takes_other_defaults(self):
        self.expect_same_octets(DEFAULTS)

    def expect_same_octets(self, config):
        link = self.enterContext(_netns.Link())
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        file = folder / "radvd.conf"
        file.write_text(config)
        file.chmod(0o644)
        advertise(folder, file, "--duration=10s")
        ours = messages_of(folder / f"sent-{_netns.ROUTER}.pcap")
        link.up()
        link.router_set("all/forwarding", 1)
        wire = self.enterContext(start_hearing())
        radvd = subprocess.Popen(["radvd", "-n", "-C", file, "-p", folder / "pid", "-m", "stderr"],
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            self.assertEqual(parts_of(ours[0]), parts_of(next_advertisement(wire)))
            time.sleep(1)  # radvd sends its first message before it waits for signals
            radvd.terminate()
            last = without_preference(parts_of(next_advertisement(wire)))
            self.assertEqual(parts_of(ours[-1]), last)
        finally:
            radvd.kill()
            radvd.wait()


if __name__ == "__main__":
    _netns.enter()
    unittest.main()
