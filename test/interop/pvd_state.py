# SPDX-License-Identifier: GPL-2.0-only
"""The whole state that the captures with a PvD option must lead to, value by value."""

import struct
import tempfile
import unittest
from pathlib import Path

import _replay
from _captures import pcap, ra_frame
from _captures import ra_header as header

ROUTER = "fe80::ff:fe00:a"
HOST = "0:ff:fe00:1"  # interface identifier of 02:00:00:00:00:01
IMPLICIT = "fe80:0000:0000:0000:0000:00ff:fe00:000a%eth0"
ISP_B = "isp-b.example.com"
VIDEO = "video.isp-b.example.com"
S = 10**9  # nanoseconds


def interface(hop_limit):
    return {"name": "eth0", "index": 1, "mac": "02:00:00:00:00:01", "mtu": 1500,
            "curHopLimit": hop_limit, "reachableTime": 30, "retransTimer": 1}


def router(lifetime, preference):
    return {"interface": "eth0", "address": ROUTER, "lifetime": lifetime, "preference": preference}


def pvd(name, prefixes, routes, **others):
    return {"id": name, "explicit": name != IMPLICIT, "index": 1, "sequence": 0, "http": False,
            "legacy": False, "raHeader": False, "delay": 0, "routers": [],
            "addresses": [f"{prefix}:{HOST}" for prefix in prefixes], "routes": routes,
            "rdnss": [], "dnssl": [], "mtu": None, "curHopLimit": None, "captivePortal": None,
            **others}


def address(name, prefix):
    by = [{"pvd": name, "router": ROUTER}]
    return {"address": f"{prefix}:{HOST}", "prefixLength": 64, "interface": "eth0",
            "state": "preferred", "valid": 7198, "preferred": 3598, "pvd": name,
            "advertisedBy": by}


def prefix_entry(name, prefix):
    return {"prefix": f"{prefix}::/64", "interface": "eth0", "pvd": name, "onLink": True,
            "autonomous": True, "pdPreferred": False, "valid": 7198, "preferred": 3598}


def route(name, prefix, gateway, preference, lifetime):
    return {"prefix": prefix, "gateway": gateway, "interface": "eth0", "preference": preference,
            "lifetime": lifetime, "pvd": name}


LINK_LOCAL = {"address": "fe80::ff:fe00:1", "prefixLength": 64, "interface": "eth0",
              "state": "permanent", "valid": None, "preferred": None, "pvd": None,
              "advertisedBy": []}
TO_LINK = route(None, "fe80::/64", None, "medium", None)

# What the router says: an outer header of 900 s and low preference with the prefix b:1; in the
# option the prefix b:2, a route, a resolver and a search domain. All of it is of the PvD.
RADVD_PVD = {
    "time": 11.238717,
    "interfaces": [interface(64)],
    "pvds": [pvd(ISP_B, ["2001:db8:b:1", "2001:db8:b:2"],
                 ["::/0", "2001:db8:b:1::/64", "2001:db8:b:2::/64", "2001:db8:bbbb::/48"],
                 sequence=4660, http=True, legacy=True, routers=[router(898, "low")],
                 rdnss=[{"address": "2001:db8:b:2::53", "lifetime": 898}],
                 dnssl=[{"domain": "isp-b.example", "lifetime": 898}], curHopLimit=64)],
    "addresses": [LINK_LOCAL, address(ISP_B, "2001:db8:b:1"), address(ISP_B, "2001:db8:b:2")],
    "routes": [TO_LINK,
               route(ISP_B, "::/0", ROUTER, "low", 898),
               route(ISP_B, "2001:db8:b:1::/64", None, "medium", 7198),
               route(ISP_B, "2001:db8:b:2::/64", None, "medium", 7198),
               route(ISP_B, "2001:db8:bbbb::/48", ROUTER, "medium", 898)],
    "prefixes": [prefix_entry(ISP_B, "2001:db8:b:1"), prefix_entry(ISP_B, "2001:db8:b:2")],
    "dropped": [],
}

# An outer header of 0 s and hop limit 64; in the option a header of 1200 s and hop limit 62.
RADVD_PVD_RFLAG = {
    "time": 11.807522,
    "interfaces": [interface(62)],
    "pvds": [pvd(VIDEO, ["2001:db8:b:3"], ["::/0", "2001:db8:b:3::/64"], sequence=7,
                 raHeader=True, routers=[router(1198, "medium")], curHopLimit=62)],
    "addresses": [LINK_LOCAL, address(VIDEO, "2001:db8:b:3")],
    "routes": [TO_LINK,
               route(VIDEO, "::/0", ROUTER, "medium", 1198),
               route(VIDEO, "2001:db8:b:3::/64", None, "medium", 7198)],
    "prefixes": [prefix_entry(VIDEO, "2001:db8:b:3")],
    "dropped": [],
}

# The same two as a host sees them that does not know the option.
RADVD_PVD_UNPARSED = {
    "pvds": [pvd(IMPLICIT, ["2001:db8:b:1"], ["::/0", "2001:db8:b:1::/64"],
                 routers=[router(898, "low")], curHopLimit=64)],
    "addresses": [LINK_LOCAL, address(IMPLICIT, "2001:db8:b:1")],
    "routes": [TO_LINK,
               route(IMPLICIT, "::/0", ROUTER, "low", 898),
               route(IMPLICIT, "2001:db8:b:1::/64", None, "medium", 7198)],
    "prefixes": [prefix_entry(IMPLICIT, "2001:db8:b:1")],
}
RADVD_PVD_RFLAG_UNPARSED = {"pvds": [], "addresses": [LINK_LOCAL], "routes": [TO_LINK],
                            "prefixes": []}


def mtu(value):
    return struct.pack(">BBHI", 5, 1, 0, value)


def prefix_information(valid):
    network = bytes.fromhex("20010db8000b0009") + bytes(8)
    return struct.pack(">BBBBIII", 3, 4, 64, 0xC0, valid, valid, 0) + network


def pvd_option(sequence, inner=b"", contained=b""):
    """The option of a PvD "x.example"; with an inner header R is set."""
    flags = 0xA000 if inner else 0x8000
    body = struct.pack(">HH", flags, sequence) + b"\1x\7example\0"
    body += bytes(-(len(body) + 2) % 8) + inner + contained
    return bytes([21, (len(body) + 2) // 8]) + body


class PvdState(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.capture = Path(scratch.name) / "made.pcap"

    def replay(self, *messages, options=()):
        """What the host holds after these messages, one each second."""
        frames = [ra_frame(i * S, message) for i, message in enumerate(messages)]
        self.capture.write_bytes(pcap(frames))
        return _replay.state(self.capture, *options)

    def test_pvd_option_and_outer_options_not_of_one_pvd(self):
        self.assertEqual(_replay.state(_replay.path("radvd-pvd")), RADVD_PVD)

    def test_inner_header_that_does_not_win(self):
        self.assertEqual(_replay.state(_replay.path("radvd-pvd-rflag")), RADVD_PVD_RFLAG)

    def test_contents_of_an_option_that_is_not_understood_taken(self):
        for name, expected in (("radvd-pvd", RADVD_PVD_UNPARSED),
                               ("radvd-pvd-rflag", RADVD_PVD_RFLAG_UNPARSED)):
            with self.subTest(name):
                state = _replay.state(_replay.path(name), "--parse-pvd=false")
                self.assertEqual({key: state[key] for key in expected}, expected)

    def test_option_that_is_skipped_without_a_word(self):
        state = _replay.state(_replay.path("radvd-pvd"), "--parse-pvd=false")
        self.assertEqual([one["option"] for one in state["dropped"]], [21, 21, 21])

    def test_inner_option_that_wins_only_behind_the_outer_one(self):
        option = pvd_option(1, header(62, 1200), mtu(1400) + prefix_information(5000))
        outer = mtu(1300) + prefix_information(9000)
        for options in (option + outer, outer + option):
            state = self.replay(header(64, 1800) + options)
            one = state["pvds"][0]
            self.assertEqual((one["id"], one["mtu"], one["curHopLimit"]), ("x.example", 1400, 62))
            self.assertEqual([each["lifetime"] for each in one["routers"]], [1198])
            self.assertEqual([each["valid"] for each in state["addresses"]], [None, 4998])

    def test_inner_lifetime_of_zero_that_leaves_a_default_router(self):
        option = pvd_option(1, header(64, 0), prefix_information(9000))
        state = self.replay(header(64, 1800) + option)
        self.assertEqual([one["routers"] for one in state["pvds"]], [[]])
        self.assertNotIn("::/0", [one["prefix"] for one in state["routes"]])

    def test_second_pvd_option_that_is_not_ignored(self):
        second = pvd_option(2, contained=prefix_information(9000)).replace(b"\1x", b"\1y")
        state = self.replay(header(64, 1800) + pvd_option(1) + second)
        self.assertEqual([one["id"] for one in state["pvds"]], ["x.example"])
        self.assertEqual(len(state["addresses"]), 1)
        self.assertEqual([one["option"] for one in state["dropped"]], [21])

    def test_new_sequence_number_that_is_not_told(self):
        state = self.replay(header(64, 1800) + pvd_option(1), header(64, 1800) + pvd_option(2),
                            header(64, 1800) + pvd_option(2), options=["--events"])
        told = [(one["time"], one["pvd"], one["text"]) for one in state["events"]
                if one["event"] == "PvdChanged"]
        self.assertEqual(told, [(1, "x.example", "sequence")])
        self.assertEqual([one["sequence"] for one in state["pvds"]], [2])

    def test_pvd_on_two_interfaces_that_is_two_pvds(self):
        one = _replay.state([_replay.path("radvd-pvd"), _replay.path("radvd-pvd")])["pvds"]
        self.assertEqual([each["id"] for each in one], [ISP_B])
        self.assertEqual([each["interface"] for each in one[0]["routers"]], ["eth0", "eth1"])
        self.assertEqual(len(one[0]["addresses"]), 4)

    def test_implicit_pvds_of_two_interfaces_that_are_one(self):
        state = _replay.state([_replay.path("radvd-plain"), _replay.path("radvd-plain")])
        self.assertEqual([one["id"] for one in state["pvds"]],
                         [IMPLICIT, IMPLICIT.replace("eth0", "eth1")])


if __name__ == "__main__":
    unittest.main()
