# SPDX-License-Identifier: GPL-2.0-only
"""
What pvd-replay makes of a capture is what a Linux host made of the same Router Advertisements:
addresses, on-link prefixes, default routers and RIO routes, each with its lifetimes. Linux knows
no PvD option, so captures with one are read without. Where Linux leaves the RFCs,
mutated-differences.csv says so, with the RFC's row; nothing else may differ, and nothing that is
listed there may have ceased to differ.
"""

import csv
import ipaddress
import pathlib
import unittest
from typing import NamedTuple

import _replay

TOLERANCE = 3  # seconds
INFINITE = 2**32 - 1
DIFFERENCES = pathlib.Path(__file__).with_name("mutated-differences.csv")
ABSENT = "absent"
ETHERNET_MTU = 1500
FIRST_HOP_LIMIT = 64


class Fact(NamedTuple):
    """One thing that a host holds: words that must be equal, lifetimes that may be a bit off."""

    words: str
    lifetimes: tuple = ()  # seconds; None: infinite

    def __str__(self):
        shown = ["infinite" if one is None else str(int(one)) for one in self.lifetimes]
        return " ".join([self.words, *shown])


def near(a, b):
    return a == b or (None not in (a, b) and abs(a - b) <= TOLERANCE)


def same(a, b):
    return a and b and a.words == b.words and all(map(near, a.lifetimes, b.lifetimes))


def route_key(prefix, gateway):
    return f"{ipaddress.ip_network(prefix)} {'via ' + gateway if gateway else 'on-link'}"


def our_address(one):
    """Which addresses are tentative still is chance, and another test's matter."""
    words = "deprecated" if one["preferred"] == 0 else "preferred"
    tentative = one["state"] == "tentative"
    return Fact(words if tentative else one["state"], (one["valid"], one["preferred"]))


def our_facts(state):
    facts = {}
    for one in state["addresses"]:
        facts["address", f"{one['address']}/{one['prefixLength']}"] = our_address(one)
    for one in state["routes"]:
        key = ("route", route_key(one["prefix"], one["gateway"]))
        facts[key] = Fact(one["preference"], (one["lifetime"],))
    for pvd in state["pvds"]:
        for router in pvd["routers"]:
            mtu, hop_limit = pvd["mtu"] or ETHERNET_MTU, pvd["curHopLimit"]
            facts["link", f"of {router['address']}"] = Fact(f"mtu {mtu} hop limit {hop_limit}")
    return facts


def linux_lifetime(seconds):
    return None if seconds == INFINITE else seconds


def linux_address(one):
    words = "deprecated" if one.get("deprecated") else "preferred"
    times = one["valid_life_time"], one["preferred_life_time"]
    return Fact(words if one.get("dynamic") else "permanent", tuple(map(linux_lifetime, times)))


def linux_facts(dump):
    facts = {}
    for link in dump["addresses"]:
        for one in link["addr_info"]:
            facts["address", f"{one['local']}/{one['prefixlen']}"] = linux_address(one)
    for one in dump["routes"]:
        prefix = "::/0" if one["dst"] == "default" else one["dst"]
        gateway = one.get("gateway")
        facts["route", route_key(prefix, gateway)] = Fact(one["pref"], (one.get("expires"),))
        if prefix == "::/0" and gateway:
            metrics = one.get("metrics", [{}])[0]
            mtu = metrics.get("mtu", ETHERNET_MTU)
            hop_limit = metrics.get("hoplimit", FIRST_HOP_LIMIT)
            facts["link", f"of {gateway}"] = Fact(f"mtu {mtu} hop limit {hop_limit}")
    return facts


def differences(name, *options):
    """What differs, as rows (kind, key, what we have, what Linux has)."""
    ours = our_facts(_replay.state(_replay.path(name), *options))
    theirs = linux_facts(_replay.linux(name))
    rows = []
    for key in sorted({*ours, *theirs}):
        mine, other = ours.get(key), theirs.get(key)
        if not same(mine, other):
            rows.append((*key, str(mine or ABSENT), str(other or ABSENT)))
    return rows


def listed():
    with DIFFERENCES.open(encoding="ascii", newline="") as file:
        return list(csv.DictReader(file))


def listed_rows():
    return [(row["kind"], row["key"], row["ours"], row["linux"]) for row in listed()]


class LinuxState(unittest.TestCase):
    maxDiff = None

    def test_plain_router_advertisements_taken_otherwise_than_linux(self):
        for name in _replay.PLAIN:
            with self.subTest(name):
                self.assertEqual(differences(name), [])

    def test_pvd_option_not_skipped_without_parse_pvd(self):
        for name in _replay.WITH_PVD:
            with self.subTest(name):
                self.assertEqual(differences(name, "--parse-pvd=false"), [])

    def test_comparison_that_compares_nothing(self):
        for name, least in (("radvd-plain", 10), ("radvd-two-routers", 10), ("radvd-pvd", 5),
                            ("radvd-pvd-rflag", 2), ("mutated", 300)):
            with self.subTest(name):
                self.assertGreaterEqual(len(linux_facts(_replay.linux(name))), least)

    def test_mutated_difference_without_a_reason(self):
        reasons = listed_rows()
        self.assertEqual([row for row in differences("mutated") if row not in reasons], [])

    def test_reason_for_a_difference_that_is_no_more(self):
        found = differences("mutated")
        self.assertEqual([row for row in listed_rows() if row not in found], [])

    def test_reason_that_is_listed_twice_or_names_no_row_of_an_rfc(self):
        rows = listed_rows()
        self.assertEqual(len(rows), len(set(rows)))
        for row in listed():
            with self.subTest(row["key"]):
                self.assertRegex(row["row"], r"^(4191|4861|4862)-[0-9.]+-\w+$")
                self.assertGreater(len(row["explanation"].split()), 5)


if __name__ == "__main__":
    unittest.main()
