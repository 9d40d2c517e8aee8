# SPDX-License-Identifier: GPL-2.0-only
"""
What README and the tutorial read from the study pvd-multihoming, with its default parameters. The
random draws of ns-3 differ between its releases, so the numbers do too; which kinds of hosts win,
and by roughly what, must not.
"""

import csv
import pathlib
import subprocess
import tempfile
import unittest

import _replay

PROGRAM = pathlib.Path(_replay.REPLAY).with_name("pvd-multihoming")
KINDS = ("stock", "no-rule-5.5", "rule-5.5", "policy-routing", "vrf", "vrf-virtual", "pvd-unbound",
         "pvd-bound", "pvd-failover")


class Reading(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run([str(PROGRAM), f"--out={folder}", "--figures=false"], check=False,
                                  capture_output=True, text=True, timeout=600)
            if done.returncode != 0:
                raise AssertionError(f"status {done.returncode}: {done.stderr}")
            with open(pathlib.Path(folder) / "pvd-multihoming.csv", newline="",
                      encoding="ascii") as file:
                cls.rows = {(row["kind"], row["application"]): row for row in csv.DictReader(file)}

    def percent(self, kind, application, end):
        row = self.rows[kind, application]
        return 100 * int(row[end]) / int(row["flows"])

    def completed(self, kind, application="web"):
        return self.percent(kind, application, "completed")

    def test_only_the_stock_host_finds_no_way_into_the_garden(self):
        for kind in KINDS:
            with self.subTest(kind):
                self.assertEqual(self.completed(kind, "garden"), 0 if kind == "stock" else 100)

    def test_filters_drop_most_of_what_is_sent_without_rule_5_5(self):
        for kind in ("no-rule-5.5", "vrf"):
            with self.subTest(kind):
                self.assertGreater(self.percent(kind, "web", "filtered"), 50)
        self.assertGreater(self.percent("policy-routing", "web", "filtered"), 30)

    def test_filters_drop_next_to_nothing_of_hosts_that_tie_source_to_next_hop(self):
        for kind in ("rule-5.5", "vrf-virtual", "pvd-unbound", "pvd-bound", "pvd-failover"):
            with self.subTest(kind):
                self.assertLess(self.percent(kind, "web", "filtered"), 5)

    def test_kinds_are_in_the_order_that_readme_gives(self):
        order = ("pvd-failover", "rule-5.5", "pvd-bound", "policy-routing", "no-rule-5.5")
        for better, worse in zip(order, order[1:]):
            with self.subTest(f"{better} completes more than {worse}"):
                self.assertGreater(self.completed(better), self.completed(worse) + 3)

    def test_a_binding_with_a_second_choice_completes_nearly_all(self):
        self.assertGreater(self.completed("pvd-failover"), 88)
        self.assertEqual(self.percent("pvd-failover", "web", "no_route"), 0)

    def test_a_binding_to_one_provider_has_no_route_while_that_is_away(self):
        self.assertGreater(self.percent("pvd-bound", "web", "no_route"), 12)
        self.assertLess(self.percent("pvd-bound", "web", "no_route"), 35)
        self.assertEqual(self.percent("pvd-bound", "voice", "no_route"), 0)

    def test_unbound_flows_of_a_pvd_host_fare_as_with_rule_5_5(self):
        self.assertLess(abs(self.completed("pvd-unbound") - self.completed("rule-5.5")), 5)

    def test_a_vrf_for_one_interface_changes_nothing(self):
        self.assertLess(abs(self.completed("vrf") - self.completed("no-rule-5.5")), 5)

    def test_congestion_costs_hosts_that_stay_with_their_provider(self):
        for kind in ("rule-5.5", "pvd-unbound"):
            with self.subTest(kind):
                self.assertGreater(self.percent(kind, "web", "timeout"), 7)


if __name__ == "__main__":
    unittest.main()
