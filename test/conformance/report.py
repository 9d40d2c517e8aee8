# SPDX-License-Identifier: GPL-2.0-only
"""Results as lines, a table, CSV, JUnit XML and captures."""

import collections
import csv
import re
import xml.etree.ElementTree as xml

from capture import write_pcap

VERDICTS = ("PASS", "FAIL", "SKIP", "NOT YET")
# What XML cannot have.
CONTROL = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd]")


def line(result):
    return f"{result.verdict:<7} {result.case.id}  {result.case.title}: {result.seen}"


def table(results):
    """How many of each chapter passed, as text."""
    counts = {}
    for result in results:
        counts.setdefault(result.case.group, collections.Counter())[result.verdict] += 1
    counts["all"] = sum(counts.values(), collections.Counter())
    lines = ["chapter  " + "  ".join(f"{verdict:>7}" for verdict in VERDICTS)]
    for group, count in counts.items():
        lines.append(f"{group:<7}  " + "  ".join(f"{count[verdict]:>7}" for verdict in VERDICTS))
    return "\n".join(lines)


def write_csv(path, results):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["id", "title", "verdict", "seen", "seconds"])
        for result in results:
            writer.writerow([result.case.id, result.case.title, result.verdict, result.seen,
                             f"{result.seconds:.2f}"])


def write_junit(path, results, name):
    """JUnit XML, as servers for continuous integration read it."""
    count = collections.Counter(result.verdict for result in results)
    suite = xml.Element("testsuite", name=name, tests=str(len(results)),
                        failures=str(count["FAIL"]), errors="0",
                        skipped=str(count["SKIP"] + count["NOT YET"]),
                        time=f"{sum(result.seconds for result in results):.2f}")
    for result in results:
        case = xml.SubElement(suite, "testcase", classname=f"{name}.{result.case.group}",
                              name=f"{result.case.id} {result.case.title}",
                              time=f"{result.seconds:.2f}")
        seen = CONTROL.sub("?", result.seen)
        if result.verdict == "FAIL":
            failure = xml.SubElement(case, "failure", message=seen)
            failure.text = f"sent: {result.case.sent}\nexpected: {result.case.expected}\n" \
                           f"seen: {seen}\nspecified in: RFC {result.case.section}"
        elif result.verdict != "PASS":
            xml.SubElement(case, "skipped", message=f"{result.verdict}: {seen}")
    root = xml.Element("testsuites")
    root.append(suite)
    xml.indent(root)
    xml.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def write_capture(folder, result):
    """The frames of a case, and the commands by which a simulated host gets them again."""
    folder.mkdir(parents=True, exist_ok=True)
    if result.log:
        write_pcap(folder / f"{result.case.id}.pcap", result.log)
    if result.commands:
        text = "\n".join(result.commands) + "\n"
        (folder / f"{result.case.id}.txt").write_text(text, encoding="ascii")
