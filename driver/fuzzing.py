# SPDX-License-Identifier: GPL-2.0-only
"""./pvd fuzz: libFuzzer on the decoders, and on whole hosts."""

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
# The target that gets frames in a row, and not one message; see test/fuzz/frame-records.h.
HOSTS = "host-fuzzer"
# An RA with two full PvD containers still fits; of frames, some hundred.
LONGEST_INPUT, LONGEST_FRAMES = 4096, 16384
FRAMES_SENT = re.compile(r"stat::frames_sent:\s*(\d+)")


def targets():
    return sorted(source.stem for source in SOURCES.glob("*.cc"))


def is_built(name):
    """The target for hosts is left out without ns-3."""
    return (FOLDER / name).exists()


def build_targets():
    packages.ensure(packages.FUZZ)
    cmake_build.build_project(SOURCES, FOLDER, ["-DCMAKE_CXX_COMPILER=clang++"])


def command_of(name, seconds, broken, folders):
    """How a target is run."""
    # Long rows of frames from the beginning: most of the time is spent on making a host.
    sizes = ([f"-max_len={LONGEST_FRAMES}", "-len_control=0"] if name == HOSTS
             else [f"-max_len={LONGEST_INPUT}"])
    dictionary = SOURCES / f"{name}.dict"
    known = [f"-dict={dictionary}"] if dictionary.exists() else []
    return [FOLDER / name, f"-max_total_time={seconds}", *sizes, "-timeout=10",
            "-print_final_stats=1", f"-artifact_prefix={broken}/", *known, *folders]


def amount_of(text, took):
    """How much was tried, from what a target has written."""
    runs = re.search(r"stat::number_of_executed_units:\s*(\d+)", text)
    words = f"{runs.group(1) if runs else 'an unknown number of'} runs in {took:.0f} s"
    frames = FRAMES_SENT.search(text)
    if frames:
        count = int(frames.group(1))
        words += f" with {count} frames, {count / max(took, 1):.0f} a second"
    return words


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
        status = subprocess.run(command_of(name, seconds, broken, [grown, seeds]), check=False,
                                stdout=output, stderr=subprocess.STDOUT).returncode
    amount = amount_of(log.read_text(encoding="utf-8", errors="replace"),
                       time.monotonic() - started)
    found = sorted(set(broken.iterdir()) - before)
    verdict = "nothing found" if status == 0 else f"FAILED ({status}), see {log}"
    line = f"{name}: {amount}, {len(list(grown.iterdir()))} inputs kept, {verdict}"
    return line, found, status == 0


def fuzz(seconds):
    """Fuzzes all targets side by side, each for that many seconds."""
    names = targets()
    if not names:
        raise Failure(f"there is no fuzz target in {SOURCES}; get them back with git checkout")
    build_targets()
    for name in [name for name in names if not is_built(name)]:
        say(f"{name} is left out, it needs ns-3")
        names.remove(name)
    seeds = {name: FOLDER / ("frames" if name == HOSTS else "seeds") for name in names}
    counts = {folder: corpus.write_seeds(folder, folder.name == "frames")
              for folder in set(seeds.values())}
    say(f"fuzzing {', '.join(names)} for {seconds} s from {sum(counts.values())} seeds")
    with concurrent.futures.ThreadPoolExecutor(max_workers=jobs()) as pool:
        results = list(pool.map(lambda name: fuzz_target(name, seconds, seeds[name]), names))
    for line, found, _ in results:
        print(line)
        for path in found:
            print(f"  the input that broke it: {path}")
    if not all(passed for _, _, passed in results):
        raise Failure("fuzzing found a defect; give an input that is named above to its target, in "
                      "build/fuzz, to see it again")
