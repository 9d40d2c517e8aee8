# SPDX-License-Identifier: GPL-2.0-only
"""pvd-address-selection on the examples of RFC 6724, in both orders, and on files with mistakes."""

import csv
import json
import subprocess
import tempfile
import unittest
from pathlib import Path

import _replay

PROGRAM = Path(_replay.REPLAY).with_name("pvd-address-selection")
EXAMPLES = _replay.DATA / "rfc6724-examples.csv"
POLICIES = _replay.DATA / "rfc6724-policies.csv"


def run(*options):
    return subprocess.run([str(PROGRAM), *options], check=False, capture_output=True, text=True,
                          timeout=60)


def rows():
    with EXAMPLES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class File:
    """A file of rows that goes away."""

    def __init__(self, lines, fields=None):
        self.lines, self.fields = lines, fields

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "rows.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            if self.fields:
                writer = csv.DictWriter(file, self.fields)
                writer.writeheader()
                writer.writerows(self.lines)
            else:
                file.write("\n".join(self.lines) + "\n")
        return path

    def __exit__(self, *_):
        self.folder.cleanup()


class Examples(unittest.TestCase):
    def test_example_of_the_rfc_fails(self):
        self.assertEqual(len(rows()), 32)
        done = run(f"--vectors={EXAMPLES}", f"--policies={POLICIES}")
        self.assertEqual(done.stdout.splitlines()[-1], "32 passed, 0 failed")
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_order_of_candidates_matters(self):
        reverse = []
        for row in rows():
            row["candidates"] = ";".join(reversed(row["candidates"].split(";")))
            reverse.append(row)
        with File(reverse, list(reverse[0])) as path:
            done = run(f"--vectors={path}")
        self.assertEqual(done.stdout.splitlines()[-1], "32 passed, 0 failed", done.stdout)

    def test_order_of_destinations_matters(self):
        reverse = []
        for row in rows():
            row["destinations"] = ";".join(reversed(row["destinations"].split(";")))
            reverse.append(row)
        with File(reverse, list(reverse[0])) as path:
            done = run(f"--vectors={path}")
        self.assertEqual(done.stdout.splitlines()[-1], "32 passed, 0 failed", done.stdout)

    def test_wrong_expectation_passes(self):
        wrong = rows()
        for row in wrong:
            row["rule"] = "S5" if row["rule"] != "S5" else "S6"
        with File(wrong, list(wrong[0])) as path:
            done = run(f"--vectors={path}")
        self.assertEqual(done.stdout.splitlines()[-1], "0 passed, 32 failed")
        self.assertEqual(done.returncode, 1)
        for row in wrong:
            row["rule"], row["expected"] = "", "2001:db8:dead::1"
        with File(wrong, list(wrong[0])) as path:
            self.assertIn("0 passed, 32 failed", run(f"--vectors={path}").stdout)

    def test_json(self):
        done = json.loads(run("--json").stdout)
        self.assertEqual((done["passed"], done["failed"], len(done["rows"])), (32, 0, 32))
        by_id = {row["id"]: row for row in done["rows"]}
        self.assertEqual(by_id["6724-10.1-5"]["rule"], "S8")
        self.assertEqual(by_id["6724-10.2-1"]["sources"], ["2001:db8:1::2", "169.254.13.78"])

    def test_duels(self):
        done = run("--explain")
        self.assertIn("    2001:db8:1::2 beats 2001:db8:3::2 for 2001:db8:1::1: S8", done.stdout)
        self.assertIn("goes before", done.stdout)


HEADER = "id,kind,policy,candidates,destinations,expected,expected_sources,rule"


class Mistakes(unittest.TestCase):
    def test_bad_row_ends_the_run_or_is_not_told(self):
        bad = ["x,source,default,nonsense,2001:db8::1,ANY,,",
               "x,source,nowhere,2001:db8::1,2001:db8::2,ANY,,",
               "x,source,default,2001:db8::1[new],2001:db8::2,ANY,,",
               "x,source,default,2001:db8::1,2001:db8::2[new],ANY,,",
               "x,neither,default,2001:db8::1,2001:db8::2,ANY,,",
               "x,source,default",
               "x,source,default,2001:db8::1,,ANY,,"]
        good = "y,source,default,2001:db8::1;2001:db8::3,2001:db8::2,ANY,,"
        with File([HEADER, *bad, good]) as path:
            done = run(f"--vectors={path}")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stdout.splitlines()[-1], f"1 passed, {len(bad)} failed")
        complaints = done.stderr.splitlines()
        self.assertEqual(len(complaints), len(bad))
        for line, complaint in enumerate(complaints, start=2):
            self.assertIn(f"rows.csv:{line}: ", complaint)

    def test_id_of_any_octets_breaks_json(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "rows.csv"
            path.write_bytes(HEADER.encode() + b"\n\xff\xfe\x01,source,default,2001:db8::1,"
                             b"2001:db8::2,ANY,,\n")
            done = subprocess.run([str(PROGRAM), f"--vectors={path}", "--json"], check=False,
                                  capture_output=True, timeout=60)
        self.assertEqual(json.loads(done.stdout.decode("utf-8"))["passed"], 1)

    def test_any_source_is_none(self):
        row = "x,destination,default,2001:db8::1,192.0.2.1,ANY,ANY,"
        with File([HEADER, row]) as path:
            done = run(f"--vectors={path}")
        self.assertEqual(done.stdout.splitlines()[-1], "0 passed, 1 failed", done.stdout)

    def test_argument_that_is_no_option_is_ignored(self):
        done = run(str(EXAMPLES))
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("write --vectors=", done.stderr)

    def test_many_candidates_take_long(self):
        many = ";".join(f"2001:db8:{i:x}::1" for i in range(20000))
        row = f"x,source,default,{many},2001:db8::2,ANY,,"
        with File([HEADER, row]) as path:
            self.assertEqual(run(f"--vectors={path}").returncode, 0)

    def test_attributes(self):
        lines = [
            "next-hop,source,default,2001:db8:1::1[adv=fe80::a];2001:db8:2::1[adv=fe80::b],"
            "2001:db8:2::9[nh=fe80::a],2001:db8:1::1,2001:db8:1::1,S5.5",
            "interface,source,default,2001:db8:1::1[if=2];2001:db8:2::1,"
            "2001:db8:1::9[oif=2],2001:db8:1::1,,S5",
            "none,destination,default,fe80::1[if=2],fe80::9;ff02::1,ANY,NONE;NONE,",
            "tie,source,default,2001:db8:1::1;2001:db8:1::2,2001:db8:9::9,ANY,,",
            "unreachable,destination,default,2001:db8:1::1,2001:db8:1::9[unreachable];2001:db8:9::9,"
            "2001:db8:9::9;2001:db8:1::9,,D1",
            "tunnel,destination,default,2001:db8:1::1,2001:db8:1::9[encap];2001:db8:9::9,"
            "2001:db8:9::9;2001:db8:1::9,,D7",
        ]
        with File([HEADER, *lines]) as path:
            done = run(f"--vectors={path}")
        self.assertEqual(done.stdout.splitlines()[-1], f"{len(lines)} passed, 0 failed", done.stdout)

    def test_file_that_is_not_there(self):
        for option in ("--vectors=/nowhere/at/all", "--policies=/nowhere/at/all"):
            done = run(option)
            self.assertEqual(done.returncode, 1)
            self.assertIn("/nowhere/at/all", done.stderr)


if __name__ == "__main__":
    unittest.main()
