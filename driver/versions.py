# SPDX-License-Identifier: GPL-2.0-only
"""doc/versions.csv: which releases of ns-3 the module was built and tested with, and the table of
README that is made from it."""

import csv
import datetime
import re

from project import TOP, Failure, ask

TABLE = TOP / "doc" / "versions.csv"
README = TOP / "README.md"
FIELDS = ["ns-3", "how", "compiler", "standard", "profile", "passed", "failed", "skipped",
          "commit", "date"]
# Rows that agree in these are one configuration: a newer run replaces the row of an older one.
KEY = FIELDS[:5]
# What is written after a build, and what no build reads.
TEXTS = ["README.md", "CHANGES.md", "CITATION.cff", "doc"]
BEGIN = "<!-- versions: made from doc/versions.csv -->"
END = "<!-- versions: end -->"


def rows():
    if not TABLE.exists():
        return []
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def order(row):
    """Newest ns-3 first; the development tree before all releases."""
    numbers = [int(number) for number in re.findall(r"\d+", row["ns-3"])]
    return ("dev" not in row["ns-3"], [-number for number in numbers], row["how"], row["profile"])


def key(row):
    return tuple(row[field] for field in KEY)


def passed_before(ns3, how, compiler):
    """Whether the table says that all tests passed with this ns-3 and compiler."""
    return any(row["ns-3"] == ns3 and row["how"] == how and row["compiler"] == compiler and
               row["failed"] == "0" for row in rows())


def is_newer_than_all(ns3):
    """Whether a release of ns-3 is newer than each one in the table."""
    def number(text):
        return [int(part) for part in re.findall(r"\d+", text)]

    known = [number(row["ns-3"]) for row in rows() if "dev" not in row["ns-3"]]
    return not known or number(ns3) > max(known)


def commit():
    """The commit of this tree; a plus sign says that files differ from it."""
    name = ask(["git", "-C", TOP, "rev-parse", "--short=10", "HEAD"])
    if name is None:
        return "unknown"
    changed = ask(["git", "-C", TOP, "status", "--porcelain", "--untracked-files=no", "--",
                   ":!doc/versions.csv", ":!README.md"])
    return name.strip() + ("+" if changed else "")


def staleness(row):
    """Why what a row was built from is not the present commit, or None if it is, texts aside."""
    name = row["commit"]
    if not re.fullmatch("[0-9a-f]+", name):
        return f"was built from changes that are in no commit ({name})"
    if ask(["git", "-C", TOP, "merge-base", "--is-ancestor", name, "HEAD"]) is None:
        return f"was built from {name}, which is not in the history of HEAD"
    changed = ask(["git", "-C", TOP, "diff", "--name-only", name, "HEAD", "--", ".",
                   *(f":!{text}" for text in TEXTS)])
    if not changed:
        return None
    count = len(changed.splitlines())
    files = f"{count} files" if count > 1 else "one file"
    return f"was built from {name}, from which HEAD differs in {files}"


def describe_compiler(program="c++", **options):
    """The compiler as the table names it, such as g++ 12.2."""
    version = ask([program, "-dumpfullversion", "-dumpversion"], **options)
    banner = ask([program, "--version"], **options)
    if version is None or banner is None:
        raise Failure(f"the compiler {program} does not say its version; is it a g++ or a clang++?")
    name = "clang++" if "clang" in banner else "g++"
    return f"{name} {'.'.join(version.strip().split('.')[:2])}"


def render(table):
    """The table of README, as lines of Markdown."""
    lines = ["| ns-3 | how | compiler | C++ | profile | tests passed | commit | date |",
             "| --- | --- | --- | --- | --- | --- | --- | --- |"]
    for row in table:
        total = int(row["passed"]) + int(row["failed"])
        passed = f"{row['passed']} of {total}"
        if row["skipped"] != "0":
            passed += f", {row['skipped']} not run"
        cells = [row["ns-3"], row["how"], row["compiler"], row["standard"], row["profile"], passed,
                 row["commit"], row["date"]]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def readme_with(table):
    """The text of README with its table made anew."""
    text = README.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise Failure(f"README.md has lost the lines between which its table of versions stands: "
                      f"{BEGIN} and {END}")
    return f"{before}{begin}\n\n{render(table)}\n\n{end}{after}"


def write(table):
    table = sorted(table, key=order)
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
    README.write_text(readme_with(table), encoding="utf-8")


def record(row):
    """Puts the result of a run into the table and into README. The row has the commit that was
    built, which need not be that of the tree by now."""
    row = {**row, "date": datetime.date.today().isoformat()}
    row = {field: str(row[field]) for field in FIELDS}
    write([other for other in rows() if key(other) != key(row)] + [row])


def disagreement():
    """What README says otherwise than the table, or None."""
    if readme_with(rows()) != README.read_text(encoding="utf-8"):
        return ("README.md's table of versions is not the one that doc/versions.csv gives; "
                "./pvd release --write makes it anew")
    return None
