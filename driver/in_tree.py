# SPDX-License-Identifier: GPL-2.0-only
"""./pvd in-tree: the module inside an ns-3 source tree, and its suites in that tree's runner."""

import os
import pathlib
import re
import shutil
import subprocess
import sys

import debian_source
import packages
import versions
from project import TOP, Failure, call, jobs, say

NAME = "pvd"
# The release profile, which is what ./pvd in-tree takes if not told otherwise, gets asserts and
# logs: as fast to build as release, and as strict in its checks as the default profile.
PROFILES = ["release", "default", "debug"]
EXAMPLE_SECONDS = 600
# The lines of test/runner/suites.py; the report of a suite that fails has others.
RESULT = re.compile(r"(PASS) [\w-]+$|(FAIL|SKIP)(?: [\w-]+)?: ")
CMAKE_OPTIONS = {
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
TARGETS = ["pvd-programs", "test-runner"]
WAF_OPTIONS = ["--enable-asserts", "--enable-logs", f"--enable-modules={NAME}",
               "--enable-tests", "--enable-examples", "--disable-python", "--disable-werror"]

# waf has no profile called default.
WAF_PROFILES = {"release": "release", "default": "debug", "debug": "debug"}


def find_tree(folder):
    tree = pathlib.Path(folder).resolve()
    if not (tree / "VERSION").is_file() or not (tree / "contrib").is_dir():
        raise Failure(f"{tree} is not the top of an ns-3 source tree (3.35 or newer); give "
                      "the folder that has VERSION and contrib")
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


def build_with_cmake(tree, profile):
    """Builds what is of this module. The tree compiles through ccache by itself where that is."""
    # The folder where the tree's own ./ns3 looks for its configuration.
    cache = tree / "cmake-cache"
    settings = {**CMAKE_OPTIONS, "CMAKE_BUILD_TYPE": profile}
    options = [f"-D{name}={value}" for name, value in settings.items()]
    call(["cmake", "-G", generator(cache), "-S", tree, "-B", cache, *options])
    # ./ns3 build would leave cores idle. 3.36 has no filter: there, the programs of other modules
    # are left out only by not asking for them.
    call(["cmake", "--build", cache, "--parallel", jobs(), "--target", *TARGETS])


def python_for_waf():
    """A Python that the waf of ns-3.35 runs on: it uses a module that 3.12 has no longer."""
    if sys.version_info < (3, 12):
        return sys.executable
    for minor in range(11, 5, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            return found
    raise Failure("ns-3.35 is built by a waf that needs Python 3.11 or older, which is not here; "
                  "install python3.11, or give a newer ns-3")


def build_with_waf(tree, profile):
    python = python_for_waf()
    environment = {**os.environ, "CXXFLAGS": os.environ.get("CXXFLAGS", "")}
    if shutil.which("ccache"):
        environment.setdefault("CXX", "ccache g++")
    call([python, "waf", "configure", "-d", WAF_PROFILES[profile], *WAF_OPTIONS], cwd=tree,
         env=environment)
    call([python, "waf", "build", f"-j{jobs()}"], cwd=tree)


def test_runner(tree):
    runners = [path for path in (tree / "build" / "utils").glob("*test-runner*")
               if path.is_file() and os.access(path, os.X_OK) and path.suffix != ".so"]
    if not runners:
        raise Failure(f"{tree} has built no test-runner; configure the tree with tests, or remove its "
                      "cmake-cache and try again")
    return max(runners, key=lambda path: path.stat().st_mtime)


def run_suites(tree, libraries):
    """One line for each suite; gives how many passed, how many failed, and how many suites or parts
    of suites the tree's ns-3 leaves nothing to test."""
    command = [sys.executable, "-B", TOP / "test" / "runner" / "suites.py", test_runner(tree)]
    counts = {"PASS": 0, "FAIL": 0, "SKIP": 0}
    with subprocess.Popen([str(word) for word in command], cwd=tree, env=libraries, text=True,
                          errors="replace", stdout=subprocess.PIPE) as runner:
        for line in runner.stdout:
            print(line, end="", flush=True)
            found = RESULT.match(line)
            if found:
                counts[found[1] or found[2]] += 1
    failed = counts["FAIL"] or (1 if runner.returncode else 0)
    return counts["PASS"], failed, counts["SKIP"]


def example_commands():
    """The commands of test/examples-to-run.py, which the tree's own test.py reads too."""
    listing = {}
    exec((TOP / "test" / "examples-to-run.py").read_text(encoding="utf-8"), listing)
    return [command.split() for command, *_ in listing["cpp_examples"]]


def program_of(tree, name):
    """The program as the tree has built it, whose file name may carry release and profile."""
    places = [*(tree / "build" / "contrib" / NAME / "examples").glob(f"*{name}*"),
              *(tree / "build" / "src" / NAME / "examples").glob(f"*{name}*")]
    # A release begins the name as "ns3.48-", the development tree as "ns3-dev-".
    pattern = re.compile(rf"(?:ns[\w.]*-(?:dev-)?)?{re.escape(name)}"
                         r"(?:-(?:debug|default|release|optimized))?")
    found = [path for path in places if path.is_file() and os.access(path, os.X_OK) and
             pattern.fullmatch(path.name)]
    return max(found, key=lambda path: path.stat().st_mtime) if found else None


def run_example(tree, command, libraries):
    """None, or why the program did not do what it should."""
    program = program_of(tree, command[0])
    if program is None:
        return "it was not built"
    # The paths in the commands start two levels below the top of the tree.
    folder = tree / "testpy-output" / NAME
    folder.mkdir(parents=True, exist_ok=True)
    try:
        done = subprocess.run([program, *command[1:]], cwd=folder, env=libraries, check=False,
                              text=True, errors="replace", timeout=EXAMPLE_SECONDS,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    except subprocess.TimeoutExpired:
        return f"it did not end within {EXAMPLE_SECONDS} s"
    if done.returncode == 0:
        return None
    print(done.stdout, end="")
    return f"exit status {done.returncode}"


def run_examples(tree, libraries):
    """One line for each program; gives how many passed and how many failed."""
    failed = 0
    commands = example_commands()
    for command in commands:
        reason = run_example(tree, command, libraries)
        failed += reason is not None
        line = " ".join(command)
        print(f"FAIL {line}: {reason}" if reason else f"PASS {line}", flush=True)
    return len(commands) - failed, failed


def cache_entry(tree, name):
    listing = tree / "cmake-cache" / "CMakeCache.txt"
    text = listing.read_text(encoding="utf-8", errors="replace") if listing.exists() else ""
    found = re.search(rf"^{name}:\w+=(.*)$", text, re.MULTILINE)
    return found.group(1) if found else ""


def standard_of(tree):
    """The C++ standard that the tree compiles with."""
    if not (tree / "CMakeLists.txt").is_file():
        return "17"
    settings = [*(tree / "build-support").glob("*.cmake"), tree / "CMakeLists.txt"]
    for path in settings:
        found = re.search(r"set\(CMAKE_CXX_STANDARD(?:_MINIMUM)? (\d+)\)",
                          path.read_text(encoding="utf-8", errors="replace"))
        if found:
            return found.group(1)
    return "17"


def record(tree, profile, commit, passed, failed, skipped):
    system = "CMake" if (tree / "CMakeLists.txt").is_file() else "waf"
    compiler = cache_entry(tree, "CMAKE_CXX_COMPILER") or "c++"
    versions.record({
        "ns-3": (tree / "VERSION").read_text(encoding="utf-8").strip(),
        "how": f"in the tree, {system}",
        "compiler": versions.describe_compiler(compiler),
        "standard": standard_of(tree),
        "profile": f"{profile}, asserts",
        "passed": passed,
        "failed": failed,
        "skipped": skipped,
        "commit": commit,
    })


def in_tree(folder, profile):
    """Builds the module in the tree and runs its suites and programs; gives the exit status."""
    packages.ensure(packages.IN_TREE)
    tree = find_tree(folder) if folder else debian_source.unpack()
    link_module(tree)
    version = (tree / "VERSION").read_text(encoding="utf-8").strip()
    commit = versions.commit()
    say(f"building ns-3 {version} in {tree} with this module")
    if (tree / "CMakeLists.txt").is_file():
        build_with_cmake(tree, profile)
    elif (tree / "waf").is_file():
        build_with_waf(tree, profile)
    else:
        raise Failure(f"{tree} has neither CMakeLists.txt nor waf; give a whole ns-3 tree")
    libraries = {**os.environ, "LD_LIBRARY_PATH": str(tree / "build" / "lib")}
    if (tree / "build" / f"libns3-{NAME}.so").exists():
        libraries["LD_LIBRARY_PATH"] += f":{tree / 'build'}"
    passed, failed, skipped = run_suites(tree, libraries)
    more_passed, more_failed = run_examples(tree, libraries)
    passed, failed = passed + more_passed, failed + more_failed
    print(f"{passed} of {passed + failed} suites and programs passed with ns-3 {version}, "
          f"{skipped} suites or parts of suites were skipped")
    record(tree, profile, commit, passed, failed, skipped)
    return 1 if failed else 0
