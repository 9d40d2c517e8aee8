# SPDX-License-Identifier: GPL-2.0-only
#
# What ./pvd matrix makes of suites that cannot be fetched, that fail, and that are new, with
# programs of our own in place of debootstrap; and what it says to a user without rights.

set -eu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
chmod 755 "$scratch"

mkdir "$scratch/bin"
cat >"$scratch/bin/debootstrap" <<'END'
#!/bin/sh
echo "an attempt" >>"$PVD_SCRATCH/attempts"
exit 1
END
chmod +x "$scratch/bin/debootstrap"

cat >"$scratch/check.py" <<'END'
import os, pathlib, sys
sys.path.insert(0, os.environ["PVD_SOURCE_DIR"] + "/driver")
import debian_archive, matrix, packages, project, versions

scratch = pathlib.Path(os.environ["PVD_SCRATCH"])
matrix.BUILD = scratch
packages.ensure = lambda needs: None
debian_archive.mirror = lambda: "http://one.invalid/debian"
matrix.needs_root = lambda: None

# A suite that cannot be fetched is tried three times and is one line. A released one does not pass.
assert matrix.matrix(["trixie"]) == 1
assert len((scratch / "attempts").read_text().splitlines()) == 3
assert matrix.matrix(["sid"]) == 0


# A machine that knows no archive is no matter of the suite.
def no_mirror():
    raise project.Failure("apt knows no place")


debian_archive.mirror = no_mirror
try:
    matrix.matrix(["sid"])
    sys.exit("sid is good enough without an archive")
except project.Failure as failure:
    assert str(failure) == "apt knows no place", failure

# Of suites that change from day to day only one that has passed with this ns-3 and compiler fails.
versions.rows = lambda: [
    {"ns-3": "3.48", "how": "Debian sid, by itself", "compiler": "g++ 16.1", "failed": "0"},
    {"ns-3": "3.47", "how": "Debian sid, by itself", "compiler": "g++ 15.2", "failed": "2"}]


def is_good(suite, ns3, compiler, failed):
    return matrix.verdict_of(suite, ns3, f"Debian {suite}, by itself", compiler, failed)[1]


assert is_good("sid", "3.48", "g++ 16.1", 0)
assert not is_good("sid", "3.48", "g++ 16.1", 1)
assert is_good("sid", "3.48", "g++ 17.1", 1)
assert is_good("sid", "3.47", "g++ 15.2", 1)
assert is_good("sid", "3.49", "g++ 16.1", 1)
assert not is_good("trixie", "3.49", "g++ 16.1", 1)
assert "new" in matrix.verdict_of("sid", "3.49", "", "g++ 16.1", 1)[0]
assert "new" not in matrix.verdict_of("sid", "3.48", "", "g++ 17.1", 1)[0]

# What ctest prints at its end.
ends = """  3/437 Test   #3: interop.linux_dad ................***Skipped   0.11 sec
99% tests passed, 2 tests failed out of 437
"""
assert matrix.result_of_tests(ends) == (434, 2, 1)
assert matrix.result_of_tests("ninja: build stopped") is None


class Root:
    """A root folder in which the steps end with these statuses and outputs."""

    log = work = commit = "-"

    def __init__(self, suite, ns3, *ends):
        self.suite, self.version, self.ends = suite, ns3, list(ends)

    def run(self, words):
        return self.ends.pop(0)

    def ns3(self):
        return self.version

    def compiler(self):
        return "g++ 16.1"

    def standard(self):
        return "23"

    def debian(self):
        return f"Debian {self.suite}"


recorded = []
versions.record = recorded.append


def row(*arguments):
    """The row of a suite, and whether its result was recorded."""
    recorded.clear()
    made = matrix.judge(Root(*arguments), 0)
    return made.verdict, made.ok, bool(recorded)


well = (0, "100% tests passed, 0 tests failed out of 5")
assert row("trixie", "3.43", (0, ""), well) == ("passed", True, True)
failing = (8, "80% tests passed, 1 tests failed out of 5")
assert row("trixie", "3.43", (0, ""), failing) == ("FAILED: 1 tests", False, True)
# Only apt-get can make a suite one that was not fetched, and that whatever is there already.
for ns3 in ("", "3.43"):
    for ends in ([(69, "E: 404")], [(0, ""), (69, "E: 404")]):
        for suite in ("sid", "trixie"):
            verdict, ok, kept = row(suite, ns3, *ends)
            assert verdict.startswith("not fetched") and not kept, verdict
            assert ok == (suite == "sid"), suite
# The driver crashes before it has installed anything: that is no matter of the suite.
for suite in ("sid", "trixie"):
    verdict, ok, kept = row(suite, "", (1, "Traceback"))
    assert verdict == "FAILED: ./pvd run pvd-replay ended with 1" and not ok and not kept, verdict
# No failed test, and a step that failed all the same.
for status in (1, 8, 124, 139):
    verdict, ok, kept = row("trixie", "3.43", (0, ""), (status, well[1]))
    assert verdict == f"FAILED: ./pvd test ended with {status}" and not ok and not kept, verdict
assert row("sid", "3.48", (0, ""), (8, well[1]))[1] is False
assert row("trixie", "3.43", (0, ""), (0, "")) == ("FAILED: no summary of ctest", False, False)
assert row("trixie", "3.43", (2, ""))[0] == "FAILED: ./pvd run pvd-replay ended with 2"
END
PVD_SCRATCH=$scratch XDG_CACHE_HOME=$scratch PATH="$scratch/bin:$PATH" \
    python3 -B "$scratch/check.py" >"$scratch/out" 2>"$scratch/err" || {
    cat "$scratch/out" "$scratch/err"
    exit 1
}
[ "$(grep -c "^trixie .*not fetched" "$scratch/out")" -eq 1 ] || {
    echo "FAIL: a suite that cannot be fetched is not one line"
    cat "$scratch/out"
    exit 1
}

# Without rights: one sentence. Only a test that runs as root can become another user, for whom only
# a Python that all may read is there.
if [ "$(id -u)" -eq 0 ] && [ -x /usr/bin/python3 ]; then
    mkdir "$scratch/copy" "$scratch/copy/test"
    cp -r "$PVD_SOURCE_DIR/driver" "$scratch/copy"
    cp -r "$PVD_SOURCE_DIR/test/conformance" "$scratch/copy/test"
    status=0
    PATH=/usr/bin:/bin setpriv --reuid=65534 --regid=65534 --clear-groups python3 -B "$scratch/copy/driver/main.py" matrix \
        2>"$scratch/err" || status=$?
    [ "$status" -eq 1 ] && grep -q "run it as root" "$scratch/err" || {
        echo "FAIL: no sentence about rights"
        cat "$scratch/err"
        exit 1
    }
fi
