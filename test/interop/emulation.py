# SPDX-License-Identifier: GPL-2.0-only
"""
Simulated nodes in real time on a veth pair: a PvD-aware host configures itself from a real radvd
and answers a real ping; and a Linux host configures itself from a simulated router, which answers
its solicitation.
"""

import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import _netns
import _replay

PROGRAM = Path(os.environ.get("PVD_BUILD_DIR", _replay.SOURCE / "build" / "release"),
               "test", "pvd-emulation")
ROUTER = _netns.ROUTER_LINK_LOCAL
PVD = "fe80:0000:0000:0000:0000:00ff:fe00:000a%eth0"
CONFIG = """
interface NAME {
    AdvSendAdvert on;
    MaxRtrAdvInterval 4;
    MinRtrAdvInterval 3;
    AdvDefaultPreference high;
    prefix 2001:db8:1::/64 { };
    route 2001:db8:1111::/48 { AdvRoutePreference low; };
    RDNSS 2001:db8::53 { };
};
"""


class Emulation(unittest.TestCase):
    def setUp(self):
        self.link = self.enterContext(_netns.Link())
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def write(self, interface):
        file = self.folder / "radvd.conf"
        file.write_text(CONFIG.replace("NAME", interface))
        file.chmod(0o644)
        return file

    def start(self, *command):
        """A simulation that is ready, to be ended by its own clock."""
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        self.assertEqual(process.stdout.readline(), "ready\n")
        return process

    def end(self, process):
        self.assertEqual(process.wait(60), 0)
        return set(process.stdout.read().splitlines())

    @unittest.skipUnless(shutil.which("radvd") and shutil.which("ping"),
                         "radvd or ping is not installed; ./pvd test installs them")
    def test_simulated_host_does_not_hear_radvd(self):
        # The kernel at that end is silent: the address is that of the simulated host.
        self.link.host_set(f"{_netns.HOST}/disable_ipv6", 1)
        self.link.router("ip", "link", "set", _netns.ROUTER, "up")
        self.link.host("ip", "link", "set", _netns.HOST, "up")
        self.link.router("ip", "addr", "add", "2001:db8:1::1/64", "dev", _netns.ROUTER, "nodad")
        self.link.router_set("all/forwarding", 1)
        _netns.wait_for(lambda: "fe80::" in self.link.router(
            "ip", "-6", "addr", "show", "-tentative", capture_output=True, text=True).stdout,
            "the router's address")
        host = self.start(*self.link.host_command(str(PROGRAM), f"--device={_netns.HOST}",
                                                  f"--mac={_netns.HOST_MAC}", "--duration=12s"))
        radvd = subprocess.Popen(["radvd", "-n", "-C", self.write(_netns.ROUTER), "-p",
                                  self.folder / "pid", "-m", "stderr"], stderr=subprocess.DEVNULL)
        try:
            ping = subprocess.run(["ping", "-6", "-c", "3", "-i", "0.3", "-w", "9", "-n",
                                   "2001:db8:1::ff:fe00:1"], check=False, capture_output=True,
                                  text=True, timeout=30)
            self.assertEqual(ping.returncode, 0, ping.stdout)
            self.assertIn("bytes from 2001:db8:1::ff:fe00:1", ping.stdout)
            self.assertEqual(self.end(host),
                             {f"{PVD} route ::/0 {ROUTER} high",
                              f"{PVD} route 2001:db8:1::/64 :: medium",
                              f"{PVD} route 2001:db8:1111::/48 {ROUTER} low",
                              f"{PVD} rdnss 2001:db8::53",
                              "address fe80::ff:fe00:1", "address 2001:db8:1::ff:fe00:1"})
        finally:
            radvd.kill()
            radvd.wait()

    def test_linux_host_does_not_hear_a_simulated_router(self):
        self.link.router_set(f"{_netns.ROUTER}/disable_ipv6", 1)
        self.link.host_set(f"{_netns.HOST}/accept_ra", 1)
        self.link.host_set(f"{_netns.HOST}/accept_ra_rt_info_max_plen", 64)
        self.link.router("ip", "link", "set", _netns.ROUTER, "up")
        router = self.start(str(PROGRAM), f"--device={_netns.ROUTER}", f"--mac={_netns.ROUTER_MAC}",
                            f"--config={self.write(_netns.ROUTER)}", "--duration=10s")
        self.link.host("ip", "link", "set", _netns.HOST, "up")
        heard = _netns.wait_for(lambda: self.routes(), "a default route")
        self.assertEqual(heard, {("default", ROUTER, "high"), ("2001:db8:1111::/48", ROUTER, "low")})
        self.assertIn("2001:db8:1::ff:fe00:1",
                      self.link.host("ip", "-6", "addr", capture_output=True, text=True).stdout)
        self.assertEqual(self.end(router), {"address " + ROUTER})
        _netns.wait_for(lambda: not self.routes(), "the end of the router")

    def routes(self):
        return {(one["dst"], one["gateway"], one["pref"])
                for one in self.link.host_json("ip", "-6", "-j", "route", "show", "dev",
                                               _netns.HOST, "proto", "ra") if "gateway" in one}


if __name__ == "__main__":
    if not PROGRAM.exists():
        _netns.skip("pvd-emulation is not built: ns-3 has no module fd-net-device")
    _netns.enter()
    unittest.main()
