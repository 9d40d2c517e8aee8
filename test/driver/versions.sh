# SPDX-License-Identifier: GPL-2.0-only
#
# README claims no version of ns-3 that doc/versions.csv does not have, and a run replaces the row
# of an older run.

set -eu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cat >"$scratch/check.py" <<'END'
import os, pathlib, sys
sys.path.insert(0, os.environ["PVD_SOURCE_DIR"] + "/driver")
import versions

disagreement = versions.disagreement()
assert disagreement is None, disagreement

scratch = pathlib.Path(sys.argv[1])
readme, table = versions.README.read_text(), versions.TABLE.read_text()
versions.README, versions.TABLE = scratch / "README.md", scratch / "versions.csv"
versions.README.write_text(readme)
versions.TABLE.write_text(table)

# A claim that no run stands behind.
claim = "| 3.99 | in the tree, CMake | g++ 99.1 | 23 | release | 1 of 1 | 0 | 2026-01-01 |\n"
versions.README.write_text(readme.replace(versions.END, claim + versions.END))
assert "README" in versions.disagreement()

run = {"ns-3": "3.48", "how": "Debian 99, by itself", "compiler": "g++ 16.1", "standard": 23,
       "profile": "release", "passed": 430, "failed": 0, "skipped": 7, "commit": "abc"}
before = len(versions.rows())
versions.record(run)
versions.record({**run, "ns-3": "3.5", "passed": 429, "failed": 1})
assert versions.disagreement() is None
assert "| 430 of 430, 7 not run |" in versions.README.read_text()
assert "| 429 of 430, 7 not run |" in versions.README.read_text()
assert versions.passed_before("3.48", "Debian 99, by itself", "g++ 16.1")
assert not versions.passed_before("3.5", "Debian 99, by itself", "g++ 16.1")
assert versions.is_newer_than_all("3.100") and not versions.is_newer_than_all("3.48")
versions.record({**run, "failed": 3, "passed": 427})
assert len(versions.rows()) == before + 2
assert not versions.passed_before("3.48", "Debian 99, by itself", "g++ 16.1")
# Newest first: 3.48 is newer than 3.5.
order = [row["ns-3"] for row in versions.rows() if row["how"] == "Debian 99, by itself"]
assert order == ["3.48", "3.5"], order
END
python3 -B "$scratch/check.py" "$scratch"
