# SPDX-License-Identifier: GPL-2.0-only
"""pvd-echo: what the peer of a bound socket sees on the test bench of libpvd."""

import json
import subprocess
import unittest
from pathlib import Path

import _replay

PROGRAM = Path(_replay.REPLAY).with_name("pvd-echo")
ADDRESSES = {"router1": "3fff:db8:1::ff:fe00:1", "router2": "3fff:db8:cafe:1:0:ff:fe00:1"}
PROTOCOLS = ("TCP", "UDP", "connected UDP")


def run(*options):
    return subprocess.run([str(PROGRAM), *options], check=False, capture_output=True, text=True,
                          timeout=120)


def routers(process, first):
    """Which router each kind of binding leads to, if what is free takes the first one."""
    inherited = "router1" if process == "pirl1.cisco.com" else "router2"
    named = "pirl1.cisco.com" if first == "router1" else "pirl2.cisco.com"
    return {"pirl1.cisco.com": "router1", "pirl2.cisco.com": "router2",
            f"{named} (process: {process})": first, f"none (process: {process})": first,
            f"inherit (process: {process})": inherited, "unbound": first}


class Echo(unittest.TestCase):
    def check(self, expected, *options):
        done = run("--json", *options)
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        result = json.loads(done.stdout)
        self.assertEqual((result["passed"], result["failed"], result["refused"]), (18, 0, 0))
        found = {(row["protocol"], row["binding"]): (row["router"], row["seen"], row["answers"])
                 for row in result["rows"]}
        self.assertEqual(found, {(protocol, binding): (router, ADDRESSES[router], 3)
                                 for protocol in PROTOCOLS
                                 for binding, router in expected.items()})

    def test_router2_is_heard_first(self):
        self.check(routers("pirl1.cisco.com", "router2"))

    def test_router1_is_heard_first(self):
        self.check(routers("pirl2.cisco.com", "router1"), "--first=1")

    def test_without_rule_55_only_what_is_free_goes_wrong(self):
        done = run("--json", "--first=1", "--rule55=false")
        self.assertEqual(done.returncode, 1)
        result = json.loads(done.stdout)
        self.assertGreater(result["refused"], 0)
        failed = [row for row in result["rows"] if not row["passed"]]
        self.assertEqual({(row["protocol"], row["binding"].split()[0]) for row in failed},
                         {(protocol, free) for protocol in PROTOCOLS
                          for free in ("none", "unbound")})
        for row in failed:
            self.assertEqual((row["seen"], row["router"]),
                             ("lost: " + ADDRESSES["router2"], "router1"))

    def test_table_ends_with_the_count(self):
        done = run("--count=1")
        self.assertEqual(done.stdout.splitlines()[-1], "18 passed, 0 failed")
        self.assertEqual(done.stdout.count(" ok\n"), 18)
        self.assertEqual(done.returncode, 0)

    def test_many_requests(self):
        done = run("--count=50", "--interval=10ms")
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)

    def test_runs_are_the_same(self):
        self.assertEqual(run("--json").stdout, run("--json").stdout)

    def test_documentation_prefix_is_not_forwarded(self):
        done = run("--prefix1=2001:db8:1::", "--prefix2=2001:db8:cafe:1::/64",
                   "--net2=2001:db8:cafe:ffff::/64")
        self.assertEqual(done.returncode, 1)
        self.assertIn("ns-3 does not forward packets to 2001:db8::/32", done.stderr)
        self.assertEqual(done.stdout.splitlines()[-1], "0 passed, 18 failed")

    def test_mistakes_are_said_in_a_sentence(self):
        for option in ("--prefix1=host", "--prefix1=3fff::1/64", "--prefix2=3fff:db8:9::/48",
                       "--net2=ff02::", "--net2=fe80::/64", "--net2=::/64",
                       "--prefix1=3fff:db8:cafe:1::/64"):
            with self.subTest(option=option):
                done = run(option)
                self.assertEqual((done.returncode, done.stdout), (1, ""))
                self.assertRegex(done.stderr, r"\Apvd-echo: [^\n]+\n\Z")

    def test_help_names_the_options(self):
        done = run("--help")
        for word in ("--prefix1", "--prefix2", "--net2", "--count", "--interval", "--first",
                     "--rule55", "--json", "2001:db8::/32"):
            self.assertIn(word, done.stdout)


if __name__ == "__main__":
    unittest.main()
