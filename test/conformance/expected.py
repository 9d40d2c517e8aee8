# SPDX-License-Identifier: GPL-2.0-only
"""What is expected of the simulated hosts: the table in doc/, and the failures that are known.

doc/conformance-v6lc.csv says what became of each case of the list. known-failures.csv has each case
that fails at a host of the module, and why. Both are for ns-3.37, and say what differs from a later
release on: "FAIL; 3.43: PASS", or the column "until". All other cases must pass at the hosts of the
module, except those in NOT_YET.
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
# Cases about what the module does not do yet, and what that is.
NOT_YET = {
    "PVD.4.3": "PvD Additional Information is not fetched",
    "PVD.4.4": "PvD Additional Information is not fetched",
}
# ns-3's own host reads memory that it has not written or that is behind a packet: of a Neighbor
# Advertisement without options the type of the first one, and of a Redirect a Redirected Header
# behind its Target Link-Layer Address, which may be the end of the packet, or an option of length 0.
# What the host does then depends on the compiler and on what ran before. The verdicts of these
# cases at it are a record, and not compared; in brackets the letters of their parts.
UNDEFINED_AT_STOCK = re.compile(r"""v6LC\.(?:
    2\.1\.17[EFGH] | 2\.1\.(?:18|19|20)[IJKL] | 2\.1\.21[ABCD] |  # advertisements
    2\.3\.[14][AC] | 2\.3\.[25]B | 2\.3\.[36][A-I] | 2\.3\.[79] | 2\.3\.1[0-5][A-I]  # Redirects
)""", re.VERBOSE)


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
    return kind != "stock" or not UNDEFINED_AT_STOCK.fullmatch(case.id)


def expected_verdict(case, kind, table, failures):
    """The verdict that a case must have, "" if the table has none; None if it may have any."""
    if not is_defined(case, kind):
        return None
    if case.id in table:
        return verdict_in(table[case.id][column_of(kind)])
    if kind not in OURS:
        return None
    if case.id in failures:
        return "FAIL"
    return "NOT YET" if case.id in NOT_YET else "PASS"


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
            continue
        wanted = expected_verdict(case, kind, table, failures)
        if wanted not in (None, verdict):
            must = f"must be {wanted}" if wanted else f"has no verdict in {TABLE.name}"
            yield f"{case.id} is {verdict}, and {must}: {result.seen}"


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
