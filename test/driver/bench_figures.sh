# SPDX-License-Identifier: GPL-2.0-only
#
# What ./pvd bench makes of measurements, with a program of our own in place of the benchmarks:
# both sides in turn, medians, ratio, spread of the ratio, and the verdict on the bar.

set -eu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Ours takes 80, 90, 100 ... ns, stock always 100 ns; the order of the runs is kept in a file.
cat >"$scratch/program" <<'END'
#!/usr/bin/env python3
import json, os, sys
log = os.path.dirname(os.path.abspath(__file__)) + "/runs"
if sys.argv[1] == "--benchmark_list_tests":
    print("speed/one-case/ours/iterations:1\nspeed/one-case/stock/iterations:1")
    sys.exit()
name = sys.argv[1].partition("=")[2].strip("^$")
side = name.split("/")[2]
with open(log, "a") as runs:
    print(side, file=runs)
number = open(log).read().split().count("ours")
value = 70 + 10 * number if side == "ours" else 100
print(json.dumps({"benchmarks": [{"name": name, "value": value, "label": "ns/RA"}]}))
END
chmod +x "$scratch/program"

cat >"$scratch/check.py" <<'END'
import os, sys
sys.path.insert(0, os.environ["PVD_SOURCE_DIR"] + "/driver")
import bench

program = sys.argv[1]
pairs = bench.cases(program, ["speed"])
units, values = bench.measure_rounds(program, pairs, 3)
pair = ("speed", "one-case")
assert open(os.path.dirname(program) + "/runs").read().split() == ["ours", "stock"] * 3
row = bench.figure_of(pair, units[pair], values[pair], 1.0)
assert (row["ours"], row["stock"], row["ratio"], row["unit"]) == (90, 100, 0.9, "ns/RA"), row
assert row["spread"] == [0.8, 1.0] and row["ok"], row
assert not bench.figure_of(pair, units[pair], values[pair], 0.89)["ok"]
assert bench.bar_of(("host_memory", "any-case"), 50) == 1.15
assert bench.bar_of(("route_output", "10-routes"), 50) == 0.333
assert bench.bar_of(("fib_memory", "any-case"), 50) == 160 / 50
assert bench.bar_of(("route_output", "no-such-case"), 50) is None
END
python3 -B "$scratch/check.py" "$scratch/program"
