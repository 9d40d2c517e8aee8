# SPDX-License-Identifier: GPL-2.0-only
"""The Debian packages that each verb needs, and installing those that are missing."""

import os
import pathlib
import shutil
import subprocess
import sys
from typing import NamedTuple

from project import Failure, ask, call, say

# Exit status of ./pvd where apt-get failed, so that callers can tell it from faults of the module.
NOT_INSTALLED = os.EX_UNAVAILABLE


class InstallFailure(Failure):
    """apt-get could not fetch or install packages."""

    status = NOT_INSTALLED


class Need(NamedTuple):
    """One thing that is needed: the package that has it, why, and how to see it without dpkg.

    The package may be several, as in a dependency of Debian: "a | b". One of them is enough, and
    the first that this release of Debian has is installed.
    """

    package: str
    why: str
    tool: str = ""
    header: str = ""
    required: bool = True  # False: installed along with others, never for its own sake

    def packages(self):
        return self.package.split(" | ")


COMPILER = Need("g++", "compiles the module", tool="g++")
CMAKE = Need("cmake", "configures the build", tool="cmake")
NINJA = Need("ninja-build", "runs the build", tool="ninja")
CCACHE = Need("ccache", "keeps what was compiled once", tool="ccache", required=False)
BOOST_JSON = Need("libboost-json-dev | libboost-json1.81-dev", "pvd-replay writes JSON with it",
                  header="boost/json.hpp")

BUILD = [
    COMPILER,
    CMAKE,
    NINJA,
    CCACHE,
    Need("libns3-dev", "the ns-3 that the module extends"),
    Need("ns3", "programs that the CMake package of libns3-dev insists on"),
    Need("libpcap-dev", "pvd-replay reads captures with it", header="pcap/pcap.h"),
    BOOST_JSON,
]
FIGURES = [
    Need("gnuplot-nox", "draws the figures of pvd-multihoming", tool="gnuplot"),
]
TEST = BUILD + FIGURES + [
    Need("libgtest-dev", "the unit tests are written with it", header="gtest/gtest.h"),
    Need("tshark", "dissects the packets of the module independently", tool="tshark"),
    Need("radvd", "is compared with what routers advertise", tool="radvd"),
    Need("iproute2", "connects a simulation with the kernel in a test", tool="ip"),
    Need("iputils-ping", "asks a simulated host for an answer", tool="ping"),
    Need("pkg-config", "tries the installed ns3-pvd.pc", tool="pkg-config"),
]
BENCH = BUILD + [
    Need("libbenchmark-dev", "the benchmarks are written with it", header="benchmark/benchmark.h"),
]
FUZZ = [
    CMAKE,
    NINJA,
    Need("clang", "its libFuzzer drives the fuzz targets", tool="clang++"),
    Need("libclang-rt-dev", "the run-time part of libFuzzer and the sanitizers"),
    Need("libns3-dev", "the ns-3 in which hosts are fuzzed"),
    Need("ns3", "programs that the CMake package of libns3-dev insists on"),
]
IN_TREE = [
    COMPILER,
    CMAKE,
    NINJA,
    CCACHE,
    Need("libpcap-dev", "pvd-replay reads captures with it", header="pcap/pcap.h"),
    BOOST_JSON,
]
DEBIAN_SOURCE = [
    Need("dpkg-dev", "unpacks the source package of ns-3", tool="dpkg-source"),
    Need("ca-certificates", "fetches it where the package source is reached by https"),
]
MATRIX = [
    Need("debootstrap", "makes root folders of other releases of Debian", tool="debootstrap"),
    Need("git", "copies the committed tree into them", tool="git"),
    Need("mount", "mounts folders in them", tool="mount"),
]
DOC = [
    Need("python3-sphinx", "makes HTML of the documentation", tool="sphinx-build"),
    Need("doxygen", "makes the reference of the classes", tool="doxygen"),
]
FORMAT = [
    Need("clang-format", "knows the coding style", tool="clang-format"),
]

INCLUDE_DIRS = [pathlib.Path("/usr/include"), pathlib.Path("/usr/local/include")]


def installed_versions(names):
    """The versions of those of these Debian packages that are installed."""
    command = ["dpkg-query", "-W", "-f", "${db:Status-Status} ${Package} ${Version}\\n", *names]
    try:
        done = subprocess.run(command, check=False, text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL)
    except FileNotFoundError:
        return {}
    rows = (line.split() for line in done.stdout.splitlines())
    return {row[1]: row[2] for row in rows if len(row) == 3 and row[0] == "installed"}


def is_there_anyway(need):
    """Whether something that is not an installed package has been put there in another way."""
    if need.tool:
        return shutil.which(need.tool) is not None
    return bool(need.header) and any((place / need.header).exists() for place in INCLUDE_DIRS)


def missing(needs):
    present = installed_versions([package for need in needs for package in need.packages()])
    return [need for need in needs
            if present.keys().isdisjoint(need.packages()) and not is_there_anyway(need)]


def available(package):
    """Whether the package lists of this machine have it; some releases of Debian do not."""
    policy = ask(["apt-cache", "policy", package]) or ""
    return any(line.strip().startswith("Candidate:") and not line.endswith("(none)")
               for line in policy.splitlines())


def chosen_package(need):
    """The package to install, once the package lists are up to date."""
    return next(filter(available, need.packages()), need.packages()[0])


def root_prefix():
    """What to put before a command so that root runs it, or None if that is not possible."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    if ask(["sudo", "-n", "true"]) is not None:
        return ["sudo", "-n"]
    return ["sudo"] if sys.stdin.isatty() else None


def install(needs):
    """Installs packages. Nothing is ever removed for them."""
    steps = "apt-get update && apt-get install -y --no-install-recommends "
    line = steps + " ".join(chosen_package(need) for need in needs)
    if shutil.which("apt-get") is None:
        names = ", ".join(need.package for need in needs)
        raise Failure(f"there is no apt-get here; install what these Debian packages hold: {names}")
    prefix = root_prefix()
    if prefix is None:
        raise Failure(f"no rights to install them; as root, run:\n{line}")
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-oAcquire::Retries=3"]
    try:
        call([*apt, "update"])
        names = [chosen_package(need) for need in needs]
        line = steps + " ".join(names)
        call([*apt, "install", "-y", "--no-install-recommends", "--no-remove", *names],
             stdin=subprocess.DEVNULL)
    except Failure as failure:
        raise InstallFailure(
            f"{failure}\nIf packages stand in the way (another Boost, say), decide yourself what "
            f"is to go and, as root, run:\n{line}") from failure


def ensure(needs):
    """Installs what is missing of these needs. True if anything was."""
    absent = missing(needs)
    if not any(need.required for need in absent):
        return False
    say("installing what is missing on this machine:")
    for need in absent:
        say(f"  {need.package.replace(' | ', ' or ')}: {need.why}")
    install(absent)
    return True


def wish(needs):
    """Installs what is missing if that is possible, and goes on without it if not."""
    try:
        ensure(needs)
    except Failure as failure:
        say(f"going on without it: {failure}")
