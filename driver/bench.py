# SPDX-License-Identifier: GPL-2.0-only
"""./pvd bench: our figures beside those of stock ns-3.

The machine may be busy, so nothing is said about absolute numbers: each round runs ours and the
stock one directly after each other, each in a process of its own, and only ratios are judged.

The program pvd-bench names its benchmarks FIGURE/CASE/ours and FIGURE/CASE/stock. What counts is
their CPU time or, if they set it, the counter "value"; a label gives its unit.
"""

import configparser
import json
import statistics
import subprocess

import cmake_build
import packages
from project import TOP, Failure, ask, say

PROGRAM = "pvd-bench"
SIDES = ("ours", "stock")
BARS = TOP / "bench" / "bars.cfg"


def bars():
    """The largest ratio allowed for each figure."""
    settings = configparser.ConfigParser()
    settings.read(BARS, encoding="utf-8")
    return {name: float(value) for name, value in settings["bars"].items()}


def cases(program, names):
    """(figure, case) of all pairs of benchmarks, of these figures only if any are named."""
    listing = ask([program, "--benchmark_list_tests"])
    if listing is None:
        raise Failure(f"{program} does not list its benchmarks")
    found = [tuple(line.rsplit("/", 1)[0].split("/", 1))
             for line in listing.splitlines() if line.endswith("/" + SIDES[0])]
    figures = list(dict.fromkeys(figure for figure, _ in found))
    unknown = sorted(set(names) - set(figures))
    if unknown or not found:
        raise Failure(f"no figure {', '.join(unknown)}; there are: {', '.join(figures) or 'none'}")
    return [pair for pair in found if not names or pair[0] in names]


def measure(program, name):
    """Runs one benchmark in a process of its own: (value, unit)."""
    done = subprocess.run([program, f"--benchmark_filter=^{name}$", "--benchmark_format=json"],
                          check=False, text=True, stdout=subprocess.PIPE)
    if done.returncode != 0:
        raise Failure(f"the benchmark {name} failed ({done.returncode})")
    result = json.loads(done.stdout)["benchmarks"][0]
    if result.get("error_occurred"):
        raise Failure(f"the benchmark {name} failed: {result.get('error_message')}")
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
                value, units[pair] = measure(program, "/".join((*pair, side)))
                values[pair][side].append(value)
    return units, values


def figure_of(pair, unit, values, bar):
    """One line of the result."""
    ours, stock = (statistics.median(values[side]) for side in SIDES)
    ratios = [mine / theirs for mine, theirs in zip(*(values[side] for side in SIDES))]
    ratio = ours / stock
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


def print_table(figures):
    print(f"{'figure':<16} {'case':<16} {'unit':<6} {'ours':>12} {'stock':>12} {'ratio':>7} "
          f"{'spread':>15} {'bar':>6}")
    for row in figures:
        spread = f"{row['spread'][0]:.3f}-{row['spread'][1]:.3f}"
        bar = "-" if row["bar"] is None else f"{row['bar']:.2f}"
        print(f"{row['name']:<16} {row['case']:<16} {row['unit']:<6} {row['ours']:>12.1f} "
              f"{row['stock']:>12.1f} {row['ratio']:>7.3f} {spread:>15} {bar:>6} "
              f"{'ok' if row['ok'] else 'MISSED'}")


def bench(names, rounds, as_json):
    """Measures and reports; exit status 1 if a bar is missed."""
    packages.ensure(packages.BENCH)
    cmake_build.build(targets=[PROGRAM])
    program = str(cmake_build.directory() / "bench" / PROGRAM)
    pairs = cases(program, names)
    units, values = measure_rounds(program, pairs, rounds)
    limits = bars()
    figures = [figure_of(pair, units[pair], values[pair], limits.get(pair[0])) for pair in pairs]
    if as_json:
        print(json.dumps({"figures": figures}, indent=2))
    else:
        print_table(figures)
    return 0 if all(row["ok"] for row in figures) else 1
