# SPDX-License-Identifier: GPL-2.0-only
"""pvd-multihoming: hosts of several kinds on a link with two providers and a walled garden."""

import csv
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import _replay

PROGRAM = Path(_replay.REPLAY).with_name("pvd-multihoming")
SHORT = ("--failure=8", "--repair=11", "--renumber=14", "--congest=17", "--relief=20", "--end=23")
FIGURES = ("goodput", "completion", "recovery")


def run(folder, *options, **more):
    return subprocess.run([str(PROGRAM), f"--out={folder}", *options], check=False,
                          capture_output=True, text=True, timeout=300, cwd=folder, **more)


def table(folder):
    """The rows of the CSV, by run, kind and application."""
    with open(Path(folder) / "pvd-multihoming.csv", newline="", encoding="ascii") as file:
        return {(row["run"], row["kind"], row["application"]): row
                for row in csv.DictReader(file)}


class Multihoming(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = scratch.name

    def measure(self, *options, **more):
        done = run(self.folder, *SHORT, *options, **more)
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        return table(self.folder)

    def read_all(self):
        return {path.name: path.read_bytes() for path in Path(self.folder).iterdir()
                if path.suffix != ".png"}

    def test_runs_with_one_seed_give_the_same_bytes(self):
        options = (*SHORT, "--runs=2", "--figures=true")
        first = run(self.folder, *options)
        files = self.read_all()
        strange = {**os.environ, "MALLOC_PERTURB_": "165", "TZ": "Asia/Kathmandu"}
        second = run(self.folder, *options, env=strange)
        self.assertEqual((first.returncode, first.stdout), (0, second.stdout), first.stderr)
        self.assertEqual(files, self.read_all())

    def test_a_run_does_not_depend_on_those_before_it(self):
        both = self.measure("--runs=2", "--figures=false")
        alone = self.measure("--run=2", "--figures=false")
        self.assertEqual({key: row for key, row in both.items() if key[0] == "2"}, alone)

    def test_other_seeds_give_other_flows(self):
        one = self.measure("--kinds=stock", "--figures=false")
        other = self.measure("--kinds=stock", "--seed=2", "--figures=false")
        self.assertNotEqual(one, other)

    def test_every_flow_is_accounted_for_and_kinds_have_the_same_flows(self):
        rows = self.measure("--figures=false")
        for (_, kind, application), row in rows.items():
            with self.subTest(f"{kind} {application}"):
                ends = [int(row[end]) for end in ("completed", "no_route", "filtered", "timeout")]
                self.assertEqual(sum(ends), int(row["flows"]))
                self.assertEqual(row["flows"], rows["1", "stock", application]["flows"])
                self.assertGreater(int(row["flows"]), 0)

    def test_what_each_kind_can_and_cannot_do(self):
        rows = self.measure("--figures=false")
        # A source is of the wrong provider only where nothing ties it to the next hop.
        for kind in ("no-rule-5.5", "policy-routing", "vrf"):
            self.assertGreater(int(rows["1", kind, "web"]["filtered"]), 0, kind)
        for kind in ("vrf-virtual", "pvd-bound", "pvd-failover"):
            for application in ("voice", "garden"):
                self.assertEqual(rows["1", kind, application]["misfit_packets"], "0", kind)
        # ns-3's own host ignores Route Information options.
        self.assertEqual(rows["1", "stock", "garden"]["completed"], "0")
        # What is bound to A alone has no route while A has withdrawn, and B does not help.
        self.assertGreater(int(rows["1", "pvd-bound", "web"]["no_route"]), 0)
        self.assertEqual(rows["1", "pvd-failover", "web"]["no_route"], "0")

    def test_providers_that_do_not_filter(self):
        rows = self.measure("--filter=false", "--kinds=no-rule-5.5", "--figures=false")
        web = rows["1", "no-rule-5.5", "web"]
        self.assertEqual(web["filtered"], "0")
        self.assertGreater(int(web["misfit_packets"]), 0)

    def test_figures_without_gnuplot(self):
        """The scripts and their data are there, and a line says how to draw them."""
        for tools in ([], ["sh"]):
            with self.subTest(tools), tempfile.TemporaryDirectory() as path:
                for tool in tools:
                    os.symlink(shutil.which(tool), Path(path) / tool)
                done = run(self.folder, *SHORT, "--kinds=stock", env={"PATH": path})
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                self.assertIn("there is no gnuplot", done.stdout)
                for figure in FIGURES:
                    for suffix in ("plt", "dat"):
                        file = Path(self.folder) / f"pvd-multihoming-{figure}.{suffix}"
                        self.assertTrue(file.exists())
                        file.unlink()


if __name__ == "__main__":
    unittest.main()
