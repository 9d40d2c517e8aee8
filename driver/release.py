# SPDX-License-Identifier: GPL-2.0-only
"""./pvd release: whether version, changes, citation, table of versions and tests agree."""

import json
import re

import cmake_build
import versions
from project import TOP, ask, say

# The releases of Debian that README promises, and that a release must have been tried with.
PROMISED = ["Debian 12, by itself", "Debian 13, by itself", "Debian sid, by itself"]
TESTS = re.compile(r"(0 tests failed out of )(\d+)")


class Note(str):
    """Something that a check has to say, and that does not stop a release."""


def read(name):
    return (TOP / name).read_text(encoding="utf-8")


def version():
    """The version of the module, from CMakeLists.txt."""
    return re.search(r"^\s+VERSION (\d+\.\d+\.\d+)$", read("CMakeLists.txt"), re.MULTILINE).group(1)


def check_changes():
    heading = re.search(r"^## (\S+)(.*)$", read("CHANGES.md"), re.MULTILINE)
    if heading.group(1) != version():
        yield f"CHANGES.md begins with {heading.group(1)}, the module is {version()}"
    elif "not released" in heading.group(2):
        yield f"CHANGES.md says that {version()} is not released"


def check_citation():
    text = read("CITATION.cff")
    found = re.search(r"^version: (\S+)$", text, re.MULTILINE)
    if not found or found.group(1) != version():
        yield f"CITATION.cff has version {found and found.group(1)}, the module is {version()}"
    date = re.search(r"^date-released: (\d{4}-\d\d-\d\d)$", text, re.MULTILINE)
    heading = re.search(r"^## \S+ \((.*)\)$", read("CHANGES.md"), re.MULTILINE)
    if not date or not heading or date.group(1) != heading.group(1):
        yield (f"CITATION.cff was released on {date and date.group(1)}, CHANGES.md says "
               f"{heading and heading.group(1)}")


def check_versions():
    table = versions.rows()
    for how in PROMISED:
        if not any(row["how"] == how for row in table):
            yield f"doc/versions.csv has no row '{how}'; ./pvd matrix makes one"
    for row in table:
        if row["failed"] != "0":
            yield (f"doc/versions.csv: {row['failed']} tests failed with ns-3 {row['ns-3']}, "
                   f"{row['how']}, {row['compiler']}, {row['profile']}")
    disagreement = versions.disagreement()
    if disagreement:
        yield disagreement


def check_builds():
    """Rows that ./pvd matrix makes can be made of the very commit that is released, and must be. Trees
    of ns-3 are built by hand, one after the other, while the work goes on: of these rows it is only
    said how old they are."""
    for row in versions.rows():
        stale = versions.staleness(row)
        if stale:
            what = f"ns-3 {row['ns-3']}, {row['how']}, {stale}"
            is_promised = row["how"] in PROMISED
            yield f"{what}; ./pvd matrix makes the row anew" if is_promised else Note(what)


def number_of_tests():
    """How many tests ctest knows in the release build, or None if there is none."""
    folder = cmake_build.directory()
    listing = ask(["ctest", "--show-only=json-v1"], cwd=folder) if folder.is_dir() else None
    return len(json.loads(listing)["tests"]) if listing else None


def check_tests():
    number = number_of_tests()
    if number is None:
        yield "there is no build to count tests in; run ./pvd build first"
        return
    for found in TESTS.finditer(read("README.md")):
        if int(found.group(2)) != number:
            yield f"README.md shows {found.group(2)} tests, there are {number}"


CHECKS = {
    "changes": check_changes,
    "citation": check_citation,
    "versions": check_versions,
    "builds": check_builds,
    "tests": check_tests,
}


def write():
    """Makes anew what README repeats from elsewhere."""
    versions.write(versions.rows())
    number = number_of_tests()
    if number is not None:
        text = TESTS.sub(rf"\g<1>{number}", read("README.md"))
        (TOP / "README.md").write_text(text, encoding="utf-8")
    say("README.md agrees with doc/versions.csv and with the number of tests")


def release(is_writing):
    """Writes, or prints one line for each check; exit status 1 if one of them does not agree."""
    if is_writing:
        write()
        return 0
    good = True
    for name, check in CHECKS.items():
        said = list(check())
        agrees = all(isinstance(sentence, Note) for sentence in said)
        print(f"{name}: {'agrees with version ' + version() if agrees else 'does not agree'}")
        for sentence in said:
            print(f"  note: {sentence}" if isinstance(sentence, Note) else f"  {sentence}")
        good = good and agrees
    return 0 if good else 1
