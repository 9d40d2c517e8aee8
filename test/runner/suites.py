#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Runs the module's suites with an ns-3 test runner, ours or that of an ns-3 tree.

A runner is content with a suite that has no test cases; here such a suite fails, and so does a
runner without any suite of this module. A suite, or a part of one, that the present ns-3 leaves
nothing to test says so on a line of its own: "NAME: skipped, since ..." or "NAME: WHAT is skipped,
since ...". Such a suite has not passed; its exit status is 77.
"""

import argparse
import re
import subprocess
import sys
import textwrap

PREFIXES = ("pvd", "ipn", "xsk", "xdp")
SKIPPED = 77  # exit status of a suite that has nothing to test, which ctest knows
CASE_DONE = re.compile(r"^\s+PASS ", re.MULTILINE)


def suite_names(runner):
    """Names of all suites in the runner, in alphabetical order."""
    listing = subprocess.run([runner, "--print-test-name-list"], capture_output=True, text=True)
    if listing.returncode != 0:
        sys.exit(f"{runner} could not list its suites:\n{listing.stdout}{listing.stderr}")
    return sorted(line.strip() for line in listing.stdout.splitlines() if line.strip())


def run_suite(runner, name):
    """Runs one suite. Gives its report and, if it did not pass, the reason."""
    command = [runner, f"--suite={name}", "--verbose", "--fullness=EXTENSIVE"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          errors="replace")
    if done.returncode != 0:
        return done.stdout, f"exit status {done.returncode}"
    if not CASE_DONE.search(done.stdout):
        return done.stdout, "it ran no test case"
    return done.stdout, None


def skipped_parts(name, report):
    """(whether all of the suite is skipped, what is skipped of it and why: a line for each part)."""
    said = re.findall(rf"^{re.escape(name)}: ((?:.* )?skipped, since .+)$", report, re.MULTILINE)
    return any(line.startswith("skipped") for line in said), said


def run_one(runner, name):
    report, reason = run_suite(runner, name)
    print(report, end="")
    if reason:
        print(f"FAIL {name}: {reason}")
        return 1
    return SKIPPED if skipped_parts(name, report)[0] else 0


def run_all(runner):
    """A line for each suite of this module, and for each part that is skipped; before it, indented,
    the report of suites that fail."""
    names = [name for name in suite_names(runner) if name.startswith(PREFIXES)]
    if not names:
        print(f"FAIL: {runner} holds no suite of this module")
        return 1
    failed = 0
    for name in names:
        report, reason = run_suite(runner, name)
        is_skipped, parts = skipped_parts(name, report)
        if reason:
            failed += 1
            print(textwrap.indent(report, "  "), end="")
            print(f"FAIL {name}: {reason}")
        elif not is_skipped:
            print(f"PASS {name}")
        for part in parts:
            print(f"SKIP {name}: {part}")
        sys.stdout.flush()
    return 1 if failed else 0


def write_ctest_file(runner, path):
    """A ctest script with one test for each suite."""
    names = suite_names(runner)
    strangers = [name for name in names if not name.startswith(PREFIXES)]
    if strangers or not names:
        sys.exit(f"the name of a suite must begin with {' or '.join(PREFIXES)}: "
                 f"{', '.join(strangers) or 'none'}")
    with open(path, "w", encoding="utf-8") as script:
        for name in names:
            command = " ".join(f'"{word}"' for word in
                               (sys.executable, "-B", sys.argv[0], runner, name))
            script.write(f'add_test("{name}" {command})\n')
            script.write(f'set_tests_properties("{name}" PROPERTIES LABELS ns3 TIMEOUT 600 '
                         f'SKIP_RETURN_CODE {SKIPPED})\n')


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runner")
    parser.add_argument("suite", nargs="?", help="run only this one, and show its report")
    parser.add_argument("--ctest-file", help="run nothing, write the tests for ctest to this file")
    options = parser.parse_args()
    if options.ctest_file:
        write_ctest_file(options.runner, options.ctest_file)
        return 0
    if options.suite:
        return run_one(options.runner, options.suite)
    return run_all(options.runner)


if __name__ == "__main__":
    sys.exit(main())
