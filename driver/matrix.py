# SPDX-License-Identifier: GPL-2.0-only
"""./pvd matrix: what a newcomer sees on other releases of Debian.

Each suite gets a minimal root folder that debootstrap makes once and that stays as it is; a run
works in a copy of it, in which nothing is installed. What compilers made and what packages were
fetched is shared between runs.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
from typing import NamedTuple

import debian_archive
import packages
import versions
from project import BUILD, TOP, Failure, call, say

SUITES = ["trixie", "sid"]
# Suites whose packages change without a new release of Debian.
MOVING = {"sid", "unstable", "testing", "experimental"}
# A base folder of a moving suite is made anew after this many seconds.
BASE_AGE = 7 * 24 * 3600
# A mirror may lag behind by more than the week for which the lists of moving suites are valid.
APT_SETTINGS = 'Acquire::Check-Valid-Until "false";\nAcquire::Retries "3";\n'
INSIDE = "/root/pvd"
PROGRAM = "pvd-replay"
# What a newcomer types. Each step installs what it needs.
STEPS = {
    f"./pvd run {PROGRAM}": ["./pvd", "run", PROGRAM],
    "./pvd test": ["./pvd", "test"],
}
# What one step may take, in seconds: several times what it takes on two cores.
STEP_SECONDS = 3600
# Mounts of the running system, and folders that outlive a run, then the program in the root. The
# kernel is that of this machine in every root, so the test that plays cases to it is left out.
# Arguments: the root, the folder of fetched packages, the folder of ccache, the program.
ENTER = """set -e
root=$1 archives=$2 ccache=$3
shift 3
# Inside, "/" has to be a mount: network namespaces are made by programs that change how it is shared.
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount --rbind /sys "$root/sys"
mkdir -p "$root/root/.cache/ccache"
mount --bind "$archives" "$root/var/cache/apt/archives"
mount --bind "$ccache" "$root/root/.cache/ccache"
if [ -e /etc/resolv.conf ]; then cat /etc/resolv.conf >"$root/etc/resolv.conf"; fi
exec chroot "$root" /usr/bin/env -i HOME=/root LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin \
    PVD_WITHOUT_LINUX_CASES=1 sh -c 'cd "$0" && exec "$@"' "$@"
"""
SUMMARY = re.compile(r"^\d+% tests passed, (\d+) tests failed out of (\d+)$", re.MULTILINE)
NOT_RUN = re.compile(r"^\s*\d+/\d+ Test\s+#\d+: .*\*\*\*(?:Skipped|Not Run)", re.MULTILINE)


class Row(NamedTuple):
    """The result of one suite, as printed."""

    suite: str
    ns3: str = "-"
    compiler: str = "-"
    standard: str = "-"
    passed: str = "-"
    seconds: float = 0
    verdict: str = ""
    ok: bool = False

    def cells(self):
        minutes, seconds = divmod(round(self.seconds), 60)
        return (self.suite, self.ns3, self.compiler, self.standard, self.passed,
                f"{minutes} min {seconds:02} s", self.verdict)


HEADINGS = ("suite", "ns-3", "compiler", "C++", "tests passed", "time", "verdict")


class Root:
    """The root folder of one suite."""

    def __init__(self, suite):
        self.suite = suite
        self.place = debian_archive.cache_folder() / "matrix" / suite
        self.base = self.place / "base"
        self.work = self.place / "work"
        self.archives = debian_archive.cache_folder() / "matrix" / "archives" / suite
        self.ccache = ccache_folder()
        self.log = BUILD / "matrix" / f"{suite}.log"
        self.commit = "unknown"

    def is_stale(self):
        age = time.time() - self.base.stat().st_mtime
        return self.suite in MOVING and age > BASE_AGE

    def make_base(self):
        """Makes the minimal root folder, if it is not there."""
        if self.base.exists() and not self.is_stale():
            return
        partial = self.place / "partial"

        def clear():
            shutil.rmtree(partial, ignore_errors=True)

        shutil.rmtree(self.base, ignore_errors=True)
        clear()
        self.place.mkdir(parents=True, exist_ok=True)
        say(f"{self.suite}: making a root folder with debootstrap")
        with self.log.open("a", encoding="utf-8") as log:
            debian_archive.fetch(["debootstrap", "--variant=minbase", self.suite, partial,
                                  debian_archive.mirror()], before_retry=clear, output=log)
        (partial / "etc/apt/apt.conf.d/90mirror").write_text(APT_SETTINGS, encoding="utf-8")
        partial.rename(self.base)
        os.utime(self.base)

    def make_work(self):
        """A copy of the base, with a clone of the committed tree in it."""
        for folder in (self.archives, self.ccache):
            folder.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(self.work, ignore_errors=True)
        call(["cp", "-a", "--reflink=auto", self.base, self.work])
        call(["git", "clone", "--quiet", "--no-hardlinks", TOP, f"{self.work}{INSIDE}"])
        self.commit = versions.commit().rstrip("+")  # changes that are not committed stay here

    def command(self, words):
        return [str(word) for word in
                ("timeout", "--kill-after=60", STEP_SECONDS, "unshare", "--mount", "sh", "-c", ENTER, "sh", self.work, self.archives,
                 self.ccache, INSIDE, *words)]

    def run(self, words):
        """Runs a program in the root; its output goes to the log. Gives status and output."""
        with self.log.open("a", encoding="utf-8") as log:
            start = log.tell()
            status = subprocess.run(self.command(words), check=False, stdin=subprocess.DEVNULL,
                                    stdout=log, stderr=subprocess.STDOUT).returncode
        with self.log.open(encoding="utf-8", errors="replace") as log:
            log.seek(start)
            return status, log.read()

    def ask(self, words):
        """The output of a program in the root, or an empty text."""
        done = subprocess.run(self.command(words), check=False, text=True, errors="replace",
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL)
        return done.stdout.strip() if done.returncode == 0 else ""

    def ns3(self):
        """The version of ns-3 in the root, without that of the package."""
        return self.ask(["dpkg-query", "-W", "-f", "${Version}", "libns3-dev"]).partition("-")[0]

    def compiler(self):
        version = self.ask(["c++", "-dumpfullversion"])
        return f"g++ {'.'.join(version.split('.')[:2])}" if version else ""

    def standard(self):
        cache = self.work / INSIDE.lstrip("/") / "build" / "release" / "CMakeCache.txt"
        text = cache.read_text(encoding="utf-8", errors="replace") if cache.exists() else ""
        found = re.search(r"^PVD_STANDARD:INTERNAL=(\d+)$", text, re.MULTILINE)
        return found.group(1) if found else ""

    def debian(self):
        """How the release of Debian is called in tables."""
        text = (self.work / "etc" / "os-release").read_text(encoding="utf-8")
        number = re.search(r'^VERSION_ID="?(\d+)"?$', text, re.MULTILINE)
        if self.suite in MOVING or not number:
            return f"Debian {self.suite}"
        return f"Debian {number.group(1)}"


def ccache_folder():
    """Where ccache keeps what it compiled, on this machine."""
    given = os.environ.get("CCACHE_DIR")
    if given:
        return pathlib.Path(given)
    return debian_archive.cache_folder().parent / "ccache"


def needs_root():
    if os.geteuid() != 0:
        raise Failure("./pvd matrix makes root folders and enters them with chroot, which only "
                      "root may do: run it as root, or with sudo")


def verdict_of(suite, ns3, how, compiler, failed):
    """(what to print, whether it is good enough)."""
    if failed == 0:
        return "passed", True
    if suite not in MOVING or versions.passed_before(ns3, how, compiler):
        return f"FAILED: {failed} tests", False
    if versions.is_newer_than_all(ns3):
        return f"new: ns-3 {ns3} was never tried before; {failed} tests failed", True
    return f"{failed} tests failed, as no row of doc/versions.csv says otherwise", True


def show_failure(root, output):
    """The end of what a step printed, so that a log that is not kept shows it too."""
    sys.stderr.write("\n".join(output.splitlines()[-80:]) + "\n")
    say(f"{root.suite}: the whole log is {root.log}, the root folder {root.work}")


def result_of_tests(output):
    """(passed, failed, not run), or None if ctest did not come to its end."""
    summary = SUMMARY.search(output)
    if not summary:
        return None
    failed, total = int(summary.group(1)), int(summary.group(2))
    skipped = len(NOT_RUN.findall(output))
    return total - failed - skipped, failed, skipped


class Trial(NamedTuple):
    """What became of the steps: the counts of the tests, or None; the step that failed, if any."""

    outcome: tuple = None
    failed_step: str = ""
    status: int = 0

    def complaint(self):
        """Why the steps did not pass, where that is not a matter of single tests; or ""."""
        if self.outcome and self.outcome[1] > 0:
            return ""
        if self.failed_step:
            return f"{self.failed_step} ended with {self.status}"
        return "" if self.outcome else "no summary of ctest"


def try_steps(root):
    """Runs what a newcomer types, up to the first step that fails."""
    outcome = None
    for title, words in STEPS.items():
        say(f"{root.suite}: {title}")
        status, output = root.run(words)
        outcome = result_of_tests(output)
        if status != 0:
            show_failure(root, output)
            return Trial(outcome, title, status)
    return Trial(outcome)


def judge(root, started):
    """Runs the steps in a root that is ready, writes the row of the table."""
    trial = try_steps(root)
    facts = {"ns-3": root.ns3(), "how": f"{root.debian()}, by itself",
             "compiler": root.compiler(), "standard": root.standard(), "profile": "release",
             "commit": root.commit}
    seconds = time.monotonic() - started
    row = Row(root.suite, facts["ns-3"] or "-", facts["compiler"] or "-", facts["standard"] or "-",
              seconds=seconds)
    if trial.status == packages.NOT_INSTALLED:
        return row._replace(verdict="not fetched: apt-get could not install packages",
                            ok=root.suite in MOVING)
    passed, failed, skipped = trial.outcome or (0, 0, 0)
    if trial.outcome:
        text = f"{passed} of {passed + failed}" + (f", {skipped} not run" if skipped else "")
        row = row._replace(passed=text)
    complaint = trial.complaint()
    verdict, good = verdict_of(root.suite, facts["ns-3"], facts["how"], facts["compiler"],
                               1 if complaint else failed)
    if complaint:
        # Without ns-3 nothing was tried, and nothing of the suite's own can have failed.
        return row._replace(verdict=f"FAILED: {complaint}", ok=good and bool(facts["ns-3"]))
    versions.record({**facts, "passed": passed, "failed": failed, "skipped": skipped})
    return row._replace(verdict=verdict, ok=good)


def run_suite(suite):
    """The row of one suite."""
    started = time.monotonic()
    root = Root(suite)
    root.log.parent.mkdir(parents=True, exist_ok=True)
    root.log.write_text("", encoding="utf-8")
    try:
        root.make_base()
    except debian_archive.FetchFailure as failure:
        # Nothing is known of a suite that could not be fetched, so a fixed one does not pass.
        return Row(suite, seconds=time.monotonic() - started, ok=suite in MOVING,
                   verdict=f"not fetched: {failure}")
    root.make_work()
    row = judge(root, started)
    if row.verdict == "passed":
        shutil.rmtree(root.work, ignore_errors=True)
    return row


def print_table(table):
    lines = [HEADINGS, *(row.cells() for row in table)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    for line in lines:
        print("  ".join(text.ljust(width) for text, width in zip(line, widths)).rstrip())


def matrix(suites):
    """Tries each suite; exit status 1 if one is not good enough."""
    needs_root()
    packages.ensure(packages.MATRIX)
    table = [run_suite(suite) for suite in suites or SUITES]
    print_table(table)
    return 0 if all(row.ok for row in table) else 1
