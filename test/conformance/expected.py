# SPDX-License-Identifier: GPL-2.0-only
"""What is expected of the simulated hosts: the table in doc/, and the failures that are known.

doc/conformance-v6lc.csv says what became of each case of the list. known-failures.csv has each case
that fails at a host of the module, and why; all others must pass. Both are for ns-3.37, and say what
differs from a later release on: "FAIL; 3.43: PASS", or the column "until".
"""

import csv
import os
import re

from cases import HERE

TOP = HERE.parents[1]
TABLE = TOP / "doc" / "conformance-v6lc.csv"
KNOWN = HERE / "known-failures.csv"
KINDS = ("pvd", "no-rule-5.5", "stock", "linux")
FIELDS = ["id", "title", *KINDS]
OURS = ("pvd", "no-rule-5.5", "router")
# Advertisements and Redirects without a link-layer address let ns-3's own host read memory that it
# has not written. What it does then depends on the compiler and on what ran before, so that its
# verdicts in these chapters are a record, and not compared.
UNDEFINED_AT_STOCK = ("v6LC.2.1.17", "v6LC.2.1.18", "v6LC.2.1.19", "v6LC.2.1.20", "v6LC.2.1.21",
                      "v6LC.2.3.")


def release(text):
    """A release of ns-3 as a number that can be compared; of none, that of the tables."""
    found = re.search(r"3\.(\d+)", text)
    return int(found.group(1)) if found else 37


PRESENT = release(os.environ.get("PVD_NS3_VERSION", ""))


def verdict_in(cell):
    """The verdict that a cell of the table has for the present release."""
    verdict, *later = cell.split("; ")
    for change in later:
        since, _, changed = change.partition(": ")
        verdict = changed if PRESENT >= release(since) else verdict
    return verdict


def column_of(kind):
    """Cases of routers stand in the column of the module, too."""
    return "pvd" if kind == "router" else kind


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def known_failures(kind):
    """IDs of cases that fail at a host of the module, and the reasons."""
    return {row["id"]: row["reason"] for row in read(KNOWN)
            if kind in row["hosts"].split()
            and (not row["until"] or PRESENT < release(row["until"]))}


def is_defined(case, kind):
    """Whether a case has the same verdict each time that it is played to a host."""
    return kind != "stock" or not case.id.startswith(UNDEFINED_AT_STOCK)


def complaints(results, kind):
    """What is not as expected, a line for each case."""
    failures = known_failures(kind) if kind in OURS else {}
    table = {row["id"]: row for row in read(TABLE)}
    for result in results:
        case, verdict = result.case, result.verdict
        if kind in OURS and (verdict == "FAIL") != (case.id in failures):
            what = ("passes, and known-failures.csv has it" if verdict == "PASS"
                    else f"does not pass ({verdict})")
            yield f"{case.id} {what}: {case.title}: {result.seen}"
        elif not is_defined(case, kind) or case.id not in table:
            continue
        elif verdict_in(table[case.id][column_of(kind)]) != verdict:
            yield (f"{case.id} is {verdict}, and in {TABLE.name} "
                   f"{table[case.id][column_of(kind)] or 'nothing'}: {result.seen}")


def update(cases, results_of):
    """Write the table anew. results_of: {kind: results}; what is not in it stays."""
    old = {row["id"]: row for row in read(TABLE)} if TABLE.exists() else {}
    rows = {}
    for case in cases:
        if case.id.startswith("v6LC"):
            kept = old.get(case.id, {})
            rows[case.id] = {"id": case.id, "title": case.title,
                             **{kind: kept.get(kind, "") for kind in KINDS}}
    for kind, results in results_of.items():
        for result in results:
            row = rows.get(result.case.id, {})
            if row and verdict_in(row[column_of(kind)]) != result.verdict:
                row[column_of(kind)] = result.verdict
    with open(TABLE, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows.values())


def forget_passed(results_of):
    """Take what passes now out of the known failures. What fails is added by hand, with a reason."""
    passed = {(result.case.id, kind) for kind, results in results_of.items()
              for result in results if result.verdict == "PASS"}
    rows = read(KNOWN)
    for row in rows:
        row["hosts"] = " ".join(kind for kind in row["hosts"].split()
                                if (row["id"], kind) not in passed)
    with open(KNOWN, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["id", "hosts", "until", "reason"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(row for row in rows if row["hosts"])
