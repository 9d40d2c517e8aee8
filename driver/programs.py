# SPDX-License-Identifier: GPL-2.0-only
"""./pvd run: the example programs, and the main job."""

import os
import subprocess
import sys

import cmake_build
import packages
from project import CAPTURES, EXAMPLES, Failure

MAIN_PROGRAM = "pvd-replay"
MAIN_CAPTURES = [
    ("radvd-plain.pcap", "one router, no PvD option"),
    ("radvd-two-routers.pcap", "two routers on one link, no PvD option"),
    ("radvd-pvd.pcap", "a router that names its provisioning domain"),
    ("radvd-pvd-rflag.pcap", "a PvD option with a header of its own (R flag)"),
    ("mutated.pcap", "400 RAs that were damaged on purpose"),
]


def names():
    return sorted(source.stem for source in EXAMPLES.glob("pvd-*.cc"))


def bring_up_to_date(name):
    """Builds one program and gives its path."""
    if name not in names():
        raise Failure(f"no program {name}; there are: {', '.join(names()) or 'none'}")
    packages.ensure(packages.BUILD)
    cmake_build.build(targets=[name])
    return cmake_build.directory() / "examples" / name


def run_main_job():
    """Shows what a host makes of each bundled capture."""
    program = bring_up_to_date(MAIN_PROGRAM)
    worst = 0
    for number, (capture, subject) in enumerate(MAIN_CAPTURES):
        title = f"{capture}: {subject}"
        print(f"{'' if number == 0 else chr(10)}{title}\n{'=' * len(title)}\n", flush=True)
        done = subprocess.run([program, f"--pcap={CAPTURES / capture}"], check=False)
        worst = max(worst, abs(done.returncode))
    return worst


def run(name, arguments):
    """Becomes the program. Its stdout is the driver's, untouched."""
    program = str(bring_up_to_date(name))
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(program, [program, *arguments])
