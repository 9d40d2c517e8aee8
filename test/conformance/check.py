# SPDX-License-Identifier: GPL-2.0-only
"""Plays cases to simulated hosts and holds the results against what is expected of them.

  check.py KIND [ID...]    KIND is pvd, no-rule-5.5, stock or router; an ID may be the beginning of one
  check.py --tables        the tables fit each other
  check.py --update        writes what the simulated hosts do into doc/conformance-v6lc.csv, and takes
                           what passes now out of known-failures.csv
  check.py --take FILE     does the same with what ./pvd conformance --host=linux --csv=FILE says
"""

import os
import sys

import expected
import report
from cases import read_cases, select
from play import SIMULATED, Result, play_all, player

JOBS = 1  # ctest runs several of these


def cases_of(kind, wanted):
    return [case for case in select(read_cases(), wanted)
            if (case.node == "router") == (kind == "router")]


def play_kind(kind, wanted, jobs=JOBS):
    """The results of a kind of host; a line for each as it comes."""
    results = []
    for result in play_all(cases_of(kind, wanted), player(kind), jobs):
        print(report.line(result), flush=True)
        results.append(result)
    return results


def check(kind, wanted):
    if kind not in (*SIMULATED, "router"):
        raise SystemExit(__doc__)
    results = play_kind(kind, wanted)
    if not results:
        raise SystemExit("no cases")
    wrong = list(expected.complaints(results, kind))
    print("\n" + report.table(results))
    print("\n".join(["", f"{len(wrong)} are not as expected:", *wrong]) if wrong else "all as expected")
    return 1 if wrong else 0


def check_tables():
    """Every case has a row, every exception a case, every known failure a reason."""
    cases = {case.id: case for case in read_cases()}
    wrong = []
    listed = [name for name in cases if name.startswith("v6LC")]
    if [row["id"] for row in expected.read(expected.TABLE)] != listed:
        wrong.append("the rows of doc/conformance-v6lc.csv are not those of cases.csv: --update")
    for row in expected.read(expected.KNOWN):
        if row["id"] not in cases:
            wrong.append(f"known-failures.csv: there is no case {row['id']}")
        if not row["reason"] or not set(row["hosts"].split()) <= set(expected.OURS):
            wrong.append(f"known-failures.csv: hosts or reason of {row['id']}")
    for name in expected.NOT_YET.keys() - cases.keys():
        wrong.append(f"NOT_YET of expected.py: there is no case {name}")
    for case in cases.values():
        if case.procedure() is not None and not callable(case.procedure()[0]):
            wrong.append(f"{case.id}: {case.call} is no function")
    print("\n".join(wrong) or "the tables fit each other")
    return 1 if wrong else 0


def update():
    jobs = os.cpu_count()
    wanted = {"pvd": [], "no-rule-5.5": ["2.2.21", "2.2.23"], "stock": ["v6LC"],
              "router": ["v6LC"]}
    results_of = {kind: play_kind(kind, ids, jobs) for kind, ids in wanted.items()}
    expected.update(read_cases(), results_of)
    expected.forget_passed(results_of)
    return 0


def take(path):
    cases = {case.id: case for case in read_cases()}
    rows = [row for row in expected.read(path) if row["id"] in cases]
    expected.update(cases.values(), {"linux": [
        Result(cases[row["id"]], row["verdict"], row["seen"], 0, [], []) for row in rows]})
    return 0


def main(words):
    if words == ["--tables"]:
        return check_tables()
    if words == ["--update"]:
        return update()
    if len(words) == 2 and words[0] == "--take":
        return take(words[1])
    if not words or words[0].startswith("-"):
        raise SystemExit(__doc__)
    return check(words[0], words[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
