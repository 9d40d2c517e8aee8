# SPDX-License-Identifier: GPL-2.0-only
#
# What ./pvd does about missing packages, with programs of our own in place of those of Debian:
# nothing if nothing is missing; the exact line to run if it has no rights; an exit status of its own
# if apt-get fails.

set -eu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cat >"$scratch/check.py" <<'END'
import os, sys
sys.path.insert(0, os.environ["PVD_SOURCE_DIR"] + "/driver")
import main, packages, project

absent = packages.Need("pvd-no-such-package", "is never there")
shell = packages.Need("pvd-no-such-package", "has a program that is there", tool="sh")
assert packages.missing([shell]) == [], "a program on PATH is enough"
assert packages.missing([absent]) == [absent]
assert packages.ensure([shell]) is False

calls = []
packages.call = lambda command, **options: calls.append(command)

packages.root_prefix = lambda: None
try:
    packages.ensure([absent])
    sys.exit("no failure without rights")
except project.Failure as failure:
    line = "apt-get update && apt-get install -y --no-install-recommends pvd-no-such-package"
    assert str(failure).endswith("\n" + line), failure
assert calls == []

packages.root_prefix = lambda: ["sudo", "-n"]
assert packages.ensure([absent]) is True
assert [command[:2] for command in calls] == [["sudo", "-n"]] * 2, calls
assert "update" in calls[0] and "--no-remove" in calls[1], calls


def status_of(call, prefix):
    """The exit status of ./pvd: 69 if apt-get failed, 1 if anything else did."""
    packages.call, packages.root_prefix = call, lambda: prefix
    sys.argv = ["./pvd", "build"]
    packages.missing = lambda needs: [absent]
    return main.main()


def fail(*command, **options):
    raise project.Failure("this failed (100): apt-get")


assert status_of(fail, []) == 69
assert status_of(fail, None) == 1
packages.ensure, main.cmake_build.build = lambda needs: None, fail
assert status_of(fail, []) == 1
END
python3 -B "$scratch/check.py"

# The same of ./pvd before there is Python.
mkdir "$scratch/bin"
for program in python3 apt-get; do
    printf '#!/bin/sh\nexit 100\n' >"$scratch/bin/$program"
done
printf '#!/bin/sh\necho 0\n' >"$scratch/bin/id"
chmod +x "$scratch"/bin/*
status=0
PATH="$scratch/bin:/usr/bin:/bin" "$PVD_SOURCE_DIR/pvd" test 2>"$scratch/err" || status=$?
[ "$status" -eq 69 ] || { echo "FAIL: without Python and apt-get the status is $status"; exit 1; }
