# SPDX-License-Identifier: GPL-2.0-only
"""Configures and builds the standalone build. All that it prints goes to stderr."""

import contextlib
import fcntl
import json
import re
import shutil
import subprocess
import sys

import packages
from project import BUILD, TOP, Failure, call, jobs, say

# What ninja says when there is nothing to do.
NOISE = re.compile(r"^(ninja: no work to do\.|ninja: Entering directory .*|-- GLOB mismatch!|"
                   r"\[\d+/\d+\] Re-checking globbed directories\.\.\.)$")

KINDS = {
    "release": ["-DCMAKE_BUILD_TYPE=Release", "-DCMAKE_CXX_FLAGS_RELEASE=-O2 -DNDEBUG"],
    "sanitize": ["-DCMAKE_BUILD_TYPE=Debug", "-DCMAKE_CXX_FLAGS_DEBUG=-O1 -g1",
                 "-DPVD_SANITIZE=ON"],
}


def directory(kind="release"):
    return BUILD / kind


def compiler_cache():
    """CMake's option to compile through ccache, if that is there."""
    return ["-DCMAKE_CXX_COMPILER_LAUNCHER=ccache"] if shutil.which("ccache") else []


@contextlib.contextmanager
def locked(folder):
    """Keeps a second driver out of a build folder as long as one builds there."""
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / ".lock", "w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"waiting for another ./pvd that builds in {folder}")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def configuration(source, options):
    """All that decides the result of configuring: if it changes, configure again."""
    optional = sorted({package for need in packages.TEST + packages.BENCH
                       for package in need.packages()})
    return {
        "source": str(source),
        "options": options,
        # CMake would not notice an upgrade: the files of a package are as old as the package.
        "packages": packages.installed_versions(optional),
    }


def configure(source, folder, options):
    """Runs CMake, unless it has already run in the same circumstances."""
    wanted = configuration(source, options)
    stamp = folder / ".configuration.json"
    if (folder / "build.ninja").exists() and stamp.exists():
        if json.loads(stamp.read_text(encoding="utf-8")) == wanted:
            return
    stamp.unlink(missing_ok=True)
    say(f"configuring {folder}")
    call(["cmake", "-G", "Ninja", "-S", source, "-B", folder, *options])
    stamp.write_text(json.dumps(wanted), encoding="utf-8")


def run_ninja(folder, targets):
    """Builds; prints what is built, and nothing if all is up to date."""
    command = ["ninja", "-C", str(folder), f"-j{jobs()}", *targets]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          errors="replace") as ninja:
        for line in ninja.stdout:
            if not NOISE.match(line.rstrip("\n")):
                sys.stderr.write(line)
                sys.stderr.flush()
    if ninja.returncode != 0:
        raise Failure(f"the build in {folder} failed; the first line above that says FAILED or error "
                      "has the reason")


def build_project(source, folder, options, targets=()):
    with locked(folder):
        configure(source, folder, options + compiler_cache())
        run_ninja(folder, targets)


def build(kind="release", targets=()):
    """Brings the module, or some programs of it, up to date."""
    build_project(TOP, directory(kind), ["-DPVD_WERROR=ON", *KINDS[kind]], targets)
