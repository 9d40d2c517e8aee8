# SPDX-License-Identifier: GPL-2.0-only
"""./pvd fuzz: libFuzzer on the decoders."""

import concurrent.futures
import re
import subprocess
import time

import cmake_build
import corpus
import packages
from project import BUILD, TOP, Failure, jobs, say

SOURCES = TOP / "test" / "fuzz"
FOLDER = BUILD / "fuzz"
# An RA with two full PvD containers still fits.
LONGEST_INPUT = 4096


def targets():
    return sorted(source.stem for source in SOURCES.glob("*.cc"))


def build_targets():
    packages.ensure(packages.FUZZ)
    cmake_build.build_project(SOURCES, FOLDER, ["-DCMAKE_CXX_COMPILER=clang++"])


def fuzz_target(name, seconds, seeds):
    """Fuzzes one target. Gives a line about it, and the inputs that broke it."""
    grown = FOLDER / "corpus" / name
    broken = FOLDER / "found" / name
    grown.mkdir(parents=True, exist_ok=True)
    broken.mkdir(parents=True, exist_ok=True)
    before = set(broken.iterdir())
    log = FOLDER / f"{name}.log"
    started = time.monotonic()
    with open(log, "w", encoding="utf-8", errors="replace") as output:
        status = subprocess.run(
            [FOLDER / name, f"-max_total_time={seconds}", f"-max_len={LONGEST_INPUT}",
             "-timeout=10", "-print_final_stats=1", f"-artifact_prefix={broken}/", grown, seeds],
            check=False, stdout=output, stderr=subprocess.STDOUT).returncode
    took = time.monotonic() - started
    runs = re.search(r"stat::number_of_executed_units:\s*(\d+)",
                     log.read_text(encoding="utf-8", errors="replace"))
    found = sorted(set(broken.iterdir()) - before)
    verdict = "nothing found" if status == 0 else f"FAILED ({status}), see {log}"
    line = (f"{name}: {runs.group(1) if runs else 'an unknown number of'} runs in {took:.0f} s, "
            f"{len(list(grown.iterdir()))} inputs kept, {verdict}")
    return line, found, status == 0


def fuzz(seconds):
    """Fuzzes all targets side by side, each for that many seconds."""
    names = targets()
    if not names:
        raise Failure(f"there is no fuzz target in {SOURCES}")
    build_targets()
    seeds = FOLDER / "seeds"
    count = corpus.write_seeds(seeds)
    say(f"fuzzing {', '.join(names)} for {seconds} s from {count} seeds")
    with concurrent.futures.ThreadPoolExecutor(max_workers=jobs()) as pool:
        results = list(pool.map(lambda name: fuzz_target(name, seconds, seeds), names))
    for line, found, _ in results:
        print(line)
        for path in found:
            print(f"  the input that broke it: {path}")
    if not all(passed for _, _, passed in results):
        raise Failure("fuzzing found a defect")
