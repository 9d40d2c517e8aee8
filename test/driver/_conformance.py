# SPDX-License-Identifier: GPL-2.0-only
"""Holds doc/conformance.csv and the tests together.

A test says which requirement rows it covers in a comment above it, `// Rows: A, B`. A row that some
test covers is `done` and lists all of them; no other row is. With --update the table is written
anew from the comments: rows that lost their tests become `later` without an owner, which the check
then refuses until a person has looked.
"""

import csv
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
TABLE = ROOT / "doc" / "conformance.csv"
FIELDS = ["row", "state", "test", "note"]
STATES = ("done", "later", "not applicable")
ROW = re.compile(r"[A-Z0-9]+-[\w.\-]*\w")
COMMENT = r"((?:[ \t]*//[^\n]*\n)+)"
SUITE_CASE = re.compile(COMMENT + r"\s*[\w:<>&* ]+\n\w+::(\w+)\(")
UNIT_CASE = re.compile(COMMENT + r"TEST(?:_P|_F)?\((\w+), (\w+)\)")
NAMED = re.compile(r'(?:\bAdd|\bnew \w+)\(\s*"([^"]+)"\s*,\s*&\w+::(\w+)\)')


def rows_of(comment):
    """The rows that a comment lists."""
    _, found, listed = comment.partition("Rows:")
    return ROW.findall(listed) if found else []


def suite_tests(text):
    """(rows, test) of the cases of an ns-3 suite."""
    suite = re.search(r'TestSuite\("([^"]+)"', text)
    names = {function: case for case, function in NAMED.findall(text)}
    for comment, function in SUITE_CASE.findall(text):
        if rows_of(comment):
            if function not in names:
                raise SystemExit(f"{suite.group(1)}: {function} lists rows, and is no case")
            yield rows_of(comment), f"{suite.group(1)}: {names[function]}"


def unit_tests(text):
    """(rows, test) of GoogleTest cases."""
    for comment, group, case in UNIT_CASE.findall(text):
        if rows_of(comment):
            yield rows_of(comment), f"{group}.{case}"


def covered():
    """The tests of each row, in the order of the files."""
    tests = {}
    sources = [(suite_tests, sorted((ROOT / "test").glob("*-test-suite.cc"))),
               (unit_tests, sorted((ROOT / "test" / "unit").glob("*.cc")))]
    for read, paths in sources:
        for path in paths:
            for rows, test in read(path.read_text(encoding="utf-8")):
                for row in rows:
                    tests.setdefault(row, []).append(test)
    return tests


def read_table():
    """The rows of the table as dictionaries."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def update(table, tests):
    """Write the table anew from the comments."""
    for entry in table:
        if entry["row"] in tests:
            entry.update(state="done", test="; ".join(tests[entry["row"]]), note="")
        elif entry["state"] == "done":
            entry.update(state="later", test="")
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)


def complaints(table, tests):
    """What is not so."""
    seen = set()
    for entry in table:
        row, state = entry["row"], entry["state"]
        if row in seen:
            yield f"{row} stands there twice"
        seen.add(row)
        if state not in STATES:
            yield f"{row}: '{state}' is no state"
        if (state == "done") != (row in tests):
            yield f"{row} is '{state}', and {len(tests.get(row, []))} tests name it"
        elif state == "done" and entry["test"] != "; ".join(tests[row]):
            yield f"{row}: the tests are now {'; '.join(tests[row])}"
        if state != "done" and not entry["note"]:
            yield f"{row} is '{state}' without a word why"


def main():
    """Check, or update."""
    tests = covered()
    table = read_table()
    if "--update" in sys.argv[1:]:
        update(table, tests)
        return 0
    if not tests or not table:
        print("no tests, or no rows")
        return 1
    found = list(complaints(table, tests))
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
