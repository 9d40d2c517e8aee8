# SPDX-License-Identifier: GPL-2.0-only
#
# ./pvd release --check finds each disagreement of what a release says in several places.

set -eu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cat >"$scratch/check.py" <<'END'
import os, pathlib, sys
sys.path.insert(0, os.environ["PVD_SOURCE_DIR"] + "/driver")
import release, versions

top = pathlib.Path(os.environ["PVD_SOURCE_DIR"])
real = {name: (top / name).read_text(encoding="utf-8")
        for name in ("CMakeLists.txt", "CHANGES.md", "CITATION.cff", "README.md")}
said = dict(real)
release.read = said.__getitem__


def complaints(check, **changed):
    """What a check says of texts in which something was replaced: name=(old, new)."""
    said.update(real)
    for name, (old, new) in changed.items():
        name = {"changes": "CHANGES.md", "citation": "CITATION.cff", "build": "CMakeLists.txt",
                "readme": "README.md"}[name]
        assert old in real[name], f"{name} has no {old}"
        said[name] = real[name].replace(old, new, 1)
    return list(check())


# The texts of this very tree agree in what does not depend on a build.
version = release.version()
assert complaints(release.check_changes) == []
assert complaints(release.check_citation) == []

assert complaints(release.check_changes, build=(f"VERSION {version}", "VERSION 9.9.9"))
assert complaints(release.check_changes, changes=(f"## {version} (", f"## {version} (not released "))
assert complaints(release.check_citation, citation=(f"version: {version}", "version: 9.9.9"))
assert complaints(release.check_citation, citation=("date-released: 2", "date-released: 1"))

release.number_of_tests = lambda: 437
assert complaints(release.check_tests, readme=("0 tests failed out of ", "0 tests failed out of 1"))

row = {"ns-3": "3.48", "how": "", "compiler": "g++ 16.1", "standard": "23", "profile": "release",
       "passed": "5", "failed": "0", "skipped": "0", "commit": "0", "date": "2026-01-01"}
versions.disagreement = lambda: None
table = [{**row, "how": how} for how in release.PROMISED]
versions.rows = lambda: table
assert complaints(release.check_versions) == []
table[0]["failed"] = "1"
assert len(complaints(release.check_versions)) == 1
del table[0]
assert len(complaints(release.check_versions)) == 1

# A note does not stop a release, anything else does.
release.CHECKS = {"builds": lambda: [release.Note("old")]}
assert release.release(False) == 0
release.CHECKS = {"builds": lambda: [release.Note("old"), "wrong"]}
assert release.release(False) == 1
END
python3 -B "$scratch/check.py" >"$scratch/out" || { cat "$scratch/out"; exit 1; }
grep -q "^  note: old$" "$scratch/out"
