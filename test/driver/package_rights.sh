# SPDX-License-Identifier: GPL-2.0-only
#
# What ./pvd does about missing packages, with programs of our own in place of those of Debian:
# nothing if nothing is missing; the exact line to run if it has no rights.

set -eu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cat >"$scratch/check.py" <<'END'
import os, sys
sys.path.insert(0, os.environ["PVD_SOURCE_DIR"] + "/driver")
import packages, project

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
END
python3 -B "$scratch/check.py"
