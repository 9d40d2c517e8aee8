# SPDX-License-Identifier: GPL-2.0-only
"""Running pvd-replay, and where its captures are. What ctest does not say is guessed."""

import json
import os
import pathlib
import subprocess

SOURCE = pathlib.Path(os.environ.get("PVD_SOURCE_DIR", pathlib.Path(__file__).parents[2]))
REPLAY = os.environ.get("PVD_REPLAY", SOURCE / "build" / "release" / "examples" / "pvd-replay")
DATA = SOURCE / "examples" / "data"

PLAIN = ["radvd-plain", "radvd-two-routers"]
WITH_PVD = ["radvd-pvd", "radvd-pvd-rflag"]
NAMES = [*PLAIN, *WITH_PVD, "mutated"]

SKIPPED = 77  # the exit status that ctest takes for "not run"
AFTERGLOW = 2  # seconds from the last frame to the state that is printed


def path(name):
    return DATA / f"{name}.pcap"


def run(captures, *options, **more):
    """Runs pvd-replay with a file, or a list of files, and gives what became of it."""
    files = captures if isinstance(captures, list) else [captures]
    command = [str(REPLAY), *(f"--pcap={file}" for file in files), *options]
    return subprocess.run(command, check=False, capture_output=True, timeout=300, **more)


def no_key_twice(pairs):
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError(f"an object has a key twice: {keys}")
    return dict(pairs)


def parse(octets):
    """JSON text as a value, strictly: no key twice, no NaN, one line, nothing around it."""
    def refuse(text):
        raise ValueError(f"{text} is no JSON")

    text = octets.decode("utf-8")
    if not text.endswith("\n") or text.count("\n") != 1:
        raise ValueError(f"not one line: {text[:200]!r}")
    return json.loads(text, object_pairs_hook=no_key_twice, parse_constant=refuse)


def state(captures, *options):
    """The state that pvd-replay prints, which must be without any complaint."""
    done = run(captures, "--json", *options)
    if done.returncode != 0 or done.stderr:
        raise AssertionError(f"{captures} {options}: status {done.returncode}, {done.stderr!r}")
    return parse(done.stdout)


def linux(name):
    """What a Linux host made of the same Router Advertisements."""
    return json.loads((DATA / f"{name}.linux.json").read_text(encoding="ascii"))
