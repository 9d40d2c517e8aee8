# SPDX-License-Identifier: GPL-2.0-only
"""./pvd in-tree: the module inside an ns-3 source tree, and its suites in that tree's runner."""

import os
import pathlib
import shutil
import subprocess
import sys

import debian_source
import packages
from project import TOP, Failure, call, jobs, say

NAME = "pvd"
# The release profile with asserts and logs: as fast to build as release, and as strict in its
# checks as the default profile.
CMAKE_OPTIONS = {
    "CMAKE_BUILD_TYPE": "release",
    "NS3_ASSERT": "ON",
    "NS3_LOG": "ON",
    "NS3_TESTS": "ON",
    "NS3_EXAMPLES": "ON",
    "NS3_ENABLED_MODULES": NAME,
    "NS3_FILTER_MODULE_EXAMPLES_AND_TESTS": NAME,
    "NS3_PYTHON_BINDINGS": "OFF",
    # A newer compiler warns of the tree's own sources; ours are clean in the standalone build.
    "NS3_WARNINGS_AS_ERRORS": "OFF",
}
WAF_OPTIONS = ["-d", "release", "--enable-asserts", "--enable-logs", f"--enable-modules={NAME}",
               "--enable-tests", "--enable-examples", "--disable-python", "--disable-werror"]


def find_tree(folder):
    tree = pathlib.Path(folder).resolve()
    if not (tree / "VERSION").is_file() or not (tree / "contrib").is_dir():
        raise Failure(f"{tree} is not the top of an ns-3 source tree (3.35 or newer)")
    return tree


def link_module(tree):
    """Makes this module the tree's contrib/pvd."""
    place = tree / "contrib" / NAME
    if TOP.parent == tree / "contrib" and TOP.name != NAME:
        raise Failure(f"inside an ns-3 tree the folder of this module must be called {NAME}: "
                      f"rename {TOP} to {place}")
    if place.exists() and place.samefile(TOP):
        return
    if place.is_symlink():
        say(f"{place} was a link to {os.readlink(place)}")
        place.unlink()
    elif place.exists():
        raise Failure(f"{place} is there already and is not this module; move it away first")
    place.symlink_to(TOP, target_is_directory=True)
    say(f"linked {place} to {TOP}")


def generator(cache):
    """The generator that the tree is configured with already, or Ninja."""
    listing = cache / "CMakeCache.txt"
    if listing.is_file():
        for line in listing.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("CMAKE_GENERATOR:"):
                return line.partition("=")[2]
    return "Ninja"


def build_with_cmake(tree):
    # The folder where the tree's own ./ns3 looks for its configuration.
    cache = tree / "cmake-cache"
    options = [f"-D{name}={value}" for name, value in CMAKE_OPTIONS.items()]
    call(["cmake", "-G", generator(cache), "-S", tree, "-B", cache, *options])
    # ./ns3 build would leave cores idle.
    call(["cmake", "--build", cache, "--parallel", jobs()])


def python_for_waf():
    """A Python that the waf of ns-3.35 runs on: it uses a module that 3.12 has no longer."""
    if sys.version_info < (3, 12):
        return sys.executable
    for minor in range(11, 5, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            return found
    raise Failure("ns-3.35 is built by a waf that needs Python 3.11 or older, which is not here")


def build_with_waf(tree):
    python = python_for_waf()
    environment = {**os.environ, "CXXFLAGS": os.environ.get("CXXFLAGS", "")}
    call([python, "waf", "configure", *WAF_OPTIONS], cwd=tree, env=environment)
    call([python, "waf", "build", f"-j{jobs()}"], cwd=tree)


def test_runner(tree):
    runners = [path for path in (tree / "build" / "utils").glob("*test-runner*")
               if path.is_file() and os.access(path, os.X_OK) and path.suffix != ".so"]
    if not runners:
        raise Failure(f"{tree} has built no test-runner")
    return max(runners, key=lambda path: path.stat().st_mtime)


def run_suites(tree):
    """One line for each suite; fails if one fails, or if there is none."""
    libraries = str(tree / "build" / "lib")
    environment = {**os.environ, "LD_LIBRARY_PATH": libraries}
    command = [sys.executable, "-B", TOP / "test" / "runner" / "suites.py", test_runner(tree)]
    return subprocess.run(command, cwd=tree, env=environment, check=False).returncode


def in_tree(folder):
    """Builds the module in the tree and runs its suites; gives the exit status."""
    packages.ensure(packages.IN_TREE)
    tree = find_tree(folder) if folder else debian_source.unpack()
    link_module(tree)
    version = (tree / "VERSION").read_text(encoding="utf-8").strip()
    say(f"building ns-3 {version} in {tree} with this module")
    if (tree / "CMakeLists.txt").is_file():
        build_with_cmake(tree)
    elif (tree / "waf").is_file():
        build_with_waf(tree)
    else:
        raise Failure(f"{tree} has neither CMakeLists.txt nor waf")
    return run_suites(tree)
