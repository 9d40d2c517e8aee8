# SPDX-License-Identifier: GPL-2.0-only
"""The driver of the pvd module: its verbs and their options."""

import argparse
import sys

import bench
import cmake_build
import conformance
import documentation
import formatting
import fuzzing
import in_tree
import matrix
import packages
import programs
import release
import testing
from project import Failure, positive

EPILOG = """What is missing on a Debian machine (12 or newer) is installed with apt-get when a verb needs it,
as root or through sudo. Everything is built in build/."""


def add_run(verbs):
    verb = verbs.add_parser(
        "run", help="build and run an example program",
        description="Builds what is stale and runs an example program with its arguments. Its "
                    "stdout is left alone; what the build has to say goes to stderr. Without a "
                    "name: pvd-multihoming, the study.",
        epilog=f"Programs: {', '.join(programs.names()) or 'none'}.")
    verb.add_argument("name", nargs="?", metavar="NAME", help="the program")
    verb.add_argument("arguments", nargs=argparse.REMAINDER, metavar="ARGS",
                      help="its arguments, handed on as they are")
    verb.set_defaults(function=lambda options: programs.run(options.name or programs.MAIN_PROGRAM,
                                                            options.arguments))


def add_test(verbs):
    verb = verbs.add_parser(
        "test", help="build and run all tests",
        description="Builds all and runs all tests with ctest. Arguments that are not the "
                    "driver's own go to ctest: ./pvd test -R Registry")
    verb.add_argument("--sanitize", action="store_true",
                      help="with AddressSanitizer and UndefinedBehaviorSanitizer")
    verb.set_defaults(function=lambda options: testing.test(options.sanitize, options.rest))


def build(options):
    packages.ensure(packages.TEST + packages.BENCH)
    cmake_build.build("sanitize" if options.sanitize else "release", options.targets)


def add_build(verbs):
    verb = verbs.add_parser("build", help="build the module, its programs and tests",
                            description="Builds everything in build/release.")
    verb.add_argument("--sanitize", action="store_true",
                      help="in build/sanitize, with AddressSanitizer and "
                           "UndefinedBehaviorSanitizer")
    verb.add_argument("targets", nargs="*", metavar="TARGET", help="build only these targets")
    verb.set_defaults(function=build)


def add_bench(verbs):
    verb = verbs.add_parser(
        "bench", help="compare with stock ns-3",
        description="Measures our figures and those of stock ns-3 in turn and prints medians, "
                    "ratio, spread of the ratio and the largest ratio allowed. Fails if a ratio "
                    "is larger than that.")
    verb.add_argument("names", nargs="*", metavar="NAME", help="only these figures")
    verb.add_argument("--rounds", type=positive, default=7, help="rounds (default: 7)")
    verb.add_argument("--json", action="store_true", help="print JSON")
    verb.set_defaults(function=lambda options: bench.bench(options.names, options.rounds,
                                                           options.json))


def add_fuzz(verbs):
    verb = verbs.add_parser(
        "fuzz", help="fuzz the decoders and whole hosts",
        description="Runs libFuzzer on each target in test/fuzz, starting from known options, "
                    "the bundled captures and frames that hosts get in tests of conformance. Inputs that break a target are kept in "
                    "build/fuzz/found.")
    verb.add_argument("--seconds", type=positive, default=60,
                      help="time for each target (default: 60)")
    verb.set_defaults(function=lambda options: fuzzing.fuzz(options.seconds))


def add_in_tree(verbs):
    verb = verbs.add_parser(
        "in-tree", help="build and test inside an ns-3 tree",
        description="Links the module into contrib/pvd of an ns-3 source tree (3.35 or newer), "
                    "configures that tree for it, builds, and runs the module's suites with the "
                    "tree's test-runner, and the programs of examples/. Asserts are on. Without a "
                    "tree: the newest source package of ns-3 that Debian's archive delivers, in a "
                    "cache folder. The result becomes a row of doc/versions.csv.")
    verb.add_argument("folder", nargs="?", metavar="NS3_DIR", help="top of the ns-3 tree")
    verb.add_argument("--profile", choices=in_tree.PROFILES, default="release",
                      help="the tree's build profile (default: release)")
    verb.set_defaults(function=lambda options: in_tree.in_tree(options.folder, options.profile))


def add_matrix(verbs):
    verb = verbs.add_parser(
        "matrix", help="try other releases of Debian",
        description="Makes a minimal root folder of each suite with debootstrap, clones the "
                    "committed tree into a copy of it, and types there what a newcomer types: "
                    "./pvd run pvd-replay and ./pvd test. Prints one row for each suite, and "
                    "writes the rows to doc/versions.csv and README.md. Needs root. Logs are in "
                    "build/matrix.",
        epilog="Fails if a test of a suite fails. Suites that change from day to day (sid, "
               "testing) fail only while doc/versions.csv says that the same ns-3 and compiler "
               "passed, and do not fail if apt-get cannot fetch packages. The test interop.conformance_linux "
               "is left out: it plays cases to the kernel, which is that of this machine in every "
               "root folder, and takes minutes of real time. ./pvd test runs it on this machine; "
               "the environment variable PVD_WITHOUT_LINUX_CASES=1 leaves it out there too.")
    verb.add_argument("suites", nargs="*", metavar="SUITE",
                      help=f"releases of Debian (default: {' '.join(matrix.SUITES)})")
    verb.set_defaults(function=lambda options: matrix.matrix(options.suites))


def add_release(verbs):
    verb = verbs.add_parser(
        "release", help="check what a release consists of",
        description="Says whether version, changes, citation, the table of versions, README and "
                    "the number of tests agree, and whether the rows that ./pvd matrix makes are of "
                    "this commit. Rows of older commits that ./pvd in-tree has made are noted.")
    group = verb.add_mutually_exclusive_group(required=True)
    group.add_argument("--check", action="store_true", help="change nothing, fail on disagreement")
    group.add_argument("--write", action="store_true",
                       help="make README's table of versions and its number of tests anew")
    verb.set_defaults(function=lambda options: release.release(options.write))


def add_doc(verbs):
    verb = verbs.add_parser("doc", help="make the documentation",
                            description="Makes HTML in build/doc: of doc/ with Sphinx, and "
                                        "of the public headers with Doxygen. Fails if one of them "
                                        "has something to say.")
    verb.set_defaults(function=lambda options: documentation.doc())


def add_format(verbs):
    verb = verbs.add_parser("format", help="bring the sources into ns-3's style",
                            description="Rewrites the C++ sources with clang-format.")
    verb.add_argument("--check", action="store_true",
                      help="change nothing, fail if something would change")
    verb.set_defaults(function=lambda options: formatting.format_sources(options.check))


def parse(words):
    """The options; what ./pvd test does not know itself is for ctest."""
    parser = argparse.ArgumentParser(prog="./pvd", epilog=EPILOG,
                                     description="Driver of pvd, Provisioning Domains for ns-3.")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    for add in (add_run, add_test, add_build, add_bench, add_fuzz, add_in_tree, add_matrix,
                conformance.add_verb, add_doc, add_format, add_release):
        add(verbs)
    options, rest = parser.parse_known_args(words)
    if rest and options.verb != "test":
        parser.error(f"unknown: {' '.join(rest)}")
    options.rest = rest
    return options


def main():
    try:
        options = parse(sys.argv[1:])
        return options.function(options) or 0
    except Failure as failure:
        print(f"pvd: {failure}", file=sys.stderr)
        return failure.status
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
