# SPDX-License-Identifier: GPL-2.0-only
"""./pvd bench: our figures beside those of stock ns-3.

The machine may be busy, so nothing is said about absolute numbers: each round runs ours and the
stock one directly after each other, each in a process of its own, on the same processor, and only
ratios are judged.

The program pvd-bench names its benchmarks FIGURE/CASE/ours and FIGURE/CASE/stock, to which Google
Benchmark adds how often they run. What counts is their CPU time or, if they set it, the counter
"value"; a label gives its unit.
"""

import configparser
import json
import os
import re
import statistics
import subprocess

import cmake_build
import packages
from project import TOP, Failure, ask, say

PROGRAM = "pvd-bench"
SIDES = ("ours", "stock")
BARS = TOP / "bench" / "bars.cfg"


def bars(section="bars"):
    """The largest ratio, or with "limits" the largest value of ours, of figures and cases."""
    settings = configparser.ConfigParser()
    settings.read(BARS, encoding="utf-8")
    return {name: float(value) for name, value in settings[section].items()}


def bar_of(pair, stock):
    """The largest ratio that a case may have, or None."""
    case = "/".join(pair)
    allowed, limits = bars(), bars("limits")
    for name in (case, pair[0]):
        if name in allowed:
            return allowed[name]
        if name in limits:
            return limits[name] / stock
    return None


def cases(program, names):
    """The benchmarks as {(figure, case): {side: name}}, of these figures only if any are named."""
    listing = ask([program, "--benchmark_list_tests"])
    if listing is None:
        raise Failure(f"{program} does not list its benchmarks; run it by itself to see why, and "
                      "remove build/release if it was built with another ns-3")
    found = {}
    for line in listing.splitlines():
        figure, case, side = line.split("/")[:3]
        found.setdefault((figure, case), {})[side] = line
    figures = list(dict.fromkeys(figure for figure, _ in found))
    unknown = sorted(set(names) - set(figures))
    if unknown or not found:
        raise Failure(f"no figure {', '.join(unknown)}; name one of: {', '.join(figures) or 'none'}")
    return {pair: sides for pair, sides in found.items() if not names or pair[0] in names}


def stay_on_one_processor():
    """Both sides on the same one: those of a virtual machine need not be equally fast."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def measure(program, name):
    """Runs one benchmark in a process of its own: (value, unit)."""
    # A POSIX expression, in which no more than these characters may be escaped.
    pattern = re.sub(r"([][.{}()*+?^$|\\])", r"\\\1", name)
    done = subprocess.run([program, f"--benchmark_filter=^{pattern}$", "--benchmark_format=json"],
                          check=False, text=True, stdout=subprocess.PIPE)
    if done.returncode != 0 or not done.stdout:
        raise Failure(f"the benchmark {name} ended with {done.returncode}; see above, and run it by "
                      f"itself: {program} --benchmark_filter='{name}'")
    result = json.loads(done.stdout)["benchmarks"][0]
    if result.get("error_occurred"):
        raise Failure(f"the benchmark {name} failed: {result.get('error_message')}; run it by "
                      f"itself: {program} --benchmark_filter='{name}'")
    if "value" in result:
        return result["value"], result.get("label", "")
    return result["cpu_time"], result["time_unit"]


def measure_rounds(program, pairs, rounds):
    """For each (figure, case): its unit and the values of both sides, round by round."""
    values = {pair: {side: [] for side in SIDES} for pair in pairs}
    units = {}
    for number in range(rounds):
        say(f"round {number + 1} of {rounds}")
        for pair in pairs:
            for side in SIDES:
                value, units[pair] = measure(program, pairs[pair][side])
                values[pair][side].append(value)
    return units, values


def figure_of(pair, unit, values, bar):
    """One line of the result."""
    ours, stock = (statistics.median(values[side]) for side in SIDES)
    # The two sides of a round ran one right after the other. A machine whose speed changes from
    # minute to minute changes the ratio of a round less than that of two medians.
    ratios = [mine / theirs for mine, theirs in zip(*(values[side] for side in SIDES))]
    ratio = statistics.median(ratios)
    return {
        "name": pair[0],
        "case": pair[1],
        "unit": unit,
        "ours": ours,
        "stock": stock,
        "ratio": ratio,
        "spread": [min(ratios), max(ratios)],
        "bar": bar,
        "ok": bar is None or ratio <= bar,
    }


HEADINGS = ("figure", "case", "unit", "ours", "stock", "ratio", "spread", "bar", "")


def cells(row):
    low, high = row["spread"]
    return (row["name"], row["case"], row["unit"], f"{row['ours']:.1f}", f"{row['stock']:.1f}",
            f"{row['ratio']:.3f}", f"{low:.3f}-{high:.3f}",
            "-" if row["bar"] is None else f"{row['bar']:.2f}", "ok" if row["ok"] else "MISSED")


def print_table(figures):
    """Medians of both sides, and of the ratio of each round, which has a spread."""
    lines = [HEADINGS, *map(cells, figures)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    for line in lines:
        padded = (text.ljust(width) if column < 3 else text.rjust(width)
                  for column, (text, width) in enumerate(zip(line, widths)))
        print("  ".join(padded).rstrip())


def bench(names, rounds, as_json):
    """Measures and reports; exit status 1 if a bar is missed."""
    packages.ensure(packages.BENCH)
    cmake_build.build(targets=[PROGRAM])
    program = str(cmake_build.directory() / "bench" / PROGRAM)
    pairs = cases(program, names)
    stay_on_one_processor()
    units, values = measure_rounds(program, pairs, rounds)
    figures = [figure_of(pair, units[pair], values[pair],
                         bar_of(pair, statistics.median(values[pair]["stock"])))
               for pair in pairs]
    if as_json:
        print(json.dumps({"figures": figures}, indent=2))
    else:
        print_table(figures)
    return 0 if all(row["ok"] for row in figures) else 1
