# SPDX-License-Identifier: GPL-2.0-only
"""The options of pvd-replay that say when the state is taken and what the host is called."""

import struct
import tempfile
import unittest
from pathlib import Path

import _captures
import _replay

PLAIN = _replay.path("radvd-plain")  # prefixes a:1 (7200/3600 s), fd00:a (infinite); router 1800 s
IMPLICIT = "fe80:0000:0000:0000:0000:00ff:fe00:000a%"
ULA = "fd00:a::ff:fe00:1"
GLOBAL = "2001:db8:a:1:0:ff:fe00:1"
LAST = 10.540116  # when the last frame of radvd-plain comes


def addresses(state):
    return {one["address"]: one for one in state["addresses"]}


def lifetimes(state):
    return [one["lifetime"] for one in state["routes"] if one["lifetime"] is not None]


class Until(unittest.TestCase):
    def test_state_of_another_time(self):
        for until in (0, 1, 2.5, 10.540117, 77):
            self.assertEqual(_replay.state(PLAIN, f"--until={until}")["time"], until)
        for option in ("", "--until=-1"):
            options = [option] if option else []
            self.assertAlmostEqual(_replay.state(PLAIN, *options)["time"],
                                   LAST + _replay.AFTERGLOW)

    def test_lifetimes_that_do_not_run_down(self):
        early, late = (lifetimes(_replay.state(PLAIN, f"--until={until}")) for until in (1, 3.5))
        self.assertEqual([one - 2.5 for one in early], late)
        self.assertEqual(len(early), 5)

    def test_frame_after_the_end_heard(self):
        state = _replay.state(PLAIN, "--until=5", "--events")
        heard = [one["time"] for one in state["events"] if one["event"] == "RaAccepted"]
        self.assertEqual(heard, [0, 4.002567])

    def test_address_that_is_never_tentative_or_for_ever(self):
        at_start = addresses(_replay.state(PLAIN, "--until=0.000001"))
        self.assertEqual({one["state"] for one in at_start.values()}, {"tentative"})
        self.assertEqual(len(at_start), 3)
        later = addresses(_replay.state(PLAIN, "--until=2.1"))
        self.assertEqual([one["state"] for one in later.values()],
                         ["permanent", "preferred", "preferred"])

    def test_address_that_is_not_deprecated_in_time(self):
        for until, state in ((LAST + 3599, "preferred"), (LAST + 3601, "deprecated")):
            one = addresses(_replay.state(PLAIN, f"--until={until}"))[GLOBAL]
            self.assertEqual(one["state"], state)
            self.assertEqual(one["preferred"] == 0, state == "deprecated")

    def test_what_has_ended_and_is_still_there(self):
        state = _replay.state(PLAIN, f"--until={LAST + 1201}")
        self.assertEqual([len(state["pvds"][0][key]) for key in ("rdnss", "dnssl", "routers")],
                         [0, 0, 1])
        state = _replay.state(PLAIN, f"--until={LAST + 1801}")
        self.assertEqual(state["pvds"][0]["routers"], [])
        self.assertNotIn("::/0", [one["prefix"] for one in state["routes"]])
        self.assertIn(GLOBAL, addresses(_replay.state(PLAIN, f"--until={LAST + 7199}")))

    def test_pvd_that_ends_before_its_last_address(self):
        state = _replay.state(PLAIN, "--until=1000000")
        self.assertEqual(list(addresses(state)), ["fe80::ff:fe00:1", ULA])
        self.assertEqual([one["addresses"] for one in state["pvds"]], [[ULA]])

    def test_pvd_that_outlives_all_that_it_had(self):
        state = _replay.state(_replay.path("radvd-pvd"), "--until=10000", "--events")
        self.assertEqual(state["pvds"], [])
        self.assertEqual([one["pvd"] for one in state["events"] if one["event"] == "PvdRemoved"],
                         ["isp-b.example.com"])


class Names(unittest.TestCase):
    def test_interface_name_that_is_not_taken(self):
        state = _replay.state(PLAIN, "--ifname=wlan7")
        places = [*state["interfaces"], *state["pvds"]]
        self.assertEqual([one.get("name", one.get("id")) for one in places],
                         ["wlan7", IMPLICIT + "wlan7"])
        lists = state["addresses"] + state["routes"] + state["pvds"][0]["routers"]
        self.assertEqual({one["interface"] for one in lists}, {"wlan7"})

    def test_interfaces_of_one_name(self):
        for first, second in (("wlan7", "wlan8"), ("eth", "eth1"), ("p2p9", "p2p10")):
            state = _replay.state([PLAIN, PLAIN], f"--ifname={first}")
            self.assertEqual([one["name"] for one in state["interfaces"]], [first, second])

    def test_mac_that_is_not_taken(self):
        state = _replay.state(PLAIN, "--mac=02:0a:0b:0c:0d:0e")
        self.assertEqual(state["interfaces"][0]["mac"], "02:0a:0b:0c:0d:0e")
        self.assertEqual(list(addresses(state)),
                         [f"{prefix}a:bff:fe0c:d0e" for prefix in ("fe80::", "2001:db8:a:1:",
                                                                   "fd00:a::")])

    def test_macs_that_are_one_or_do_not_carry(self):
        for first, second in (("02:00:00:00:00:01", "02:00:00:00:00:02"),
                              ("02:00:00:00:ff:ff", "02:00:00:01:00:00")):
            state = _replay.state([PLAIN, PLAIN], f"--mac={first}")
            self.assertEqual([one["mac"] for one in state["interfaces"]], [first, second])


class SeveralCaptures(unittest.TestCase):
    def test_captures_that_are_not_an_interface_each(self):
        names = ["radvd-plain", "radvd-pvd", "radvd-pvd-rflag"]
        state = _replay.state([_replay.path(name) for name in names])
        self.assertEqual([(one["name"], one["index"]) for one in state["interfaces"]],
                         [("eth0", 1), ("eth1", 2), ("eth2", 3)])
        self.assertEqual([(one["id"], one["routers"][0]["interface"]) for one in state["pvds"]],
                         [(IMPLICIT + "eth0", "eth0"), ("isp-b.example.com", "eth1"),
                          ("video.isp-b.example.com", "eth2")])
        self.assertEqual([one["mtu"] for one in state["interfaces"]], [1480, 1500, 1500])

    def test_captures_whose_clocks_are_not_one(self):
        """One was made 15.8 s after the other, and is heard so much later."""
        state = _replay.state([_replay.path("radvd-pvd"), PLAIN], "--events")
        heard = {one["pvd"]: one["time"] for one in reversed(state["events"])
                 if one["event"] == "RaAccepted"}
        self.assertEqual(heard, {IMPLICIT + "eth1": 0, "isp-b.example.com": 15.822181})


class Limits(unittest.TestCase):
    def test_limits_that_hold_without_the_option_or_do_not_with_it(self):
        """MaxResolvers is 32: one Router Advertisement with 40 resolvers."""
        network = bytes.fromhex("20010db8") + bytes(11)
        servers = b"".join(network + bytes([1 + i]) for i in range(40))
        option = struct.pack(">BBHI", 25, 81, 0, 600) + servers
        frame = _captures.ra_frame(0, _captures.ra_header(64, 1800) + option)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "made.pcap"
            path.write_bytes(_captures.pcap([frame]))
            for options, kept, reasons in (([], 40, set()),
                                           (["--limits"], 32, {"too many resolvers"})):
                state = _replay.state(path, *options)
                self.assertEqual(len(state["pvds"][0]["rdnss"]), kept)
                self.assertEqual({one["reason"] for one in state["dropped"]}, reasons)


if __name__ == "__main__":
    unittest.main()
