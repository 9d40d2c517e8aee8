# SPDX-License-Identifier: GPL-2.0-only
#
# What the verdicts of conformance are held against: a case that is not in the table may not become
# skipped unnoticed, and at ns-3's own host only what reads unwritten memory is not compared.

set -eu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cat >"$scratch/check.py" <<'END'
import os, sys
sys.path.insert(0, os.environ["PVD_SOURCE_DIR"] + "/test/conformance")
import expected
from cases import read_cases
from play import Result

cases = {case.id: case for case in read_cases()}
VERDICTS = ("PASS", "FAIL", "SKIP", "NOT YET")


def taken(id, kind="pvd"):
    """The verdicts about which there is no complaint."""
    return {verdict for verdict in VERDICTS
            if not list(expected.complaints([Result(cases[id], verdict, "", 0, [], [])], kind))}


# Outside the table of the list: only what is in one of the two lists need not pass.
for id in ("PVD.1.1", "PVD.3.2", "ND.1A", "ND.7", "FRAME.1", "FRAME.20"):
    assert taken(id) == {"PASS"}, (id, taken(id))
assert taken("PVD.4.3") == taken("PVD.4.4") == {"NOT YET"}
assert taken("PVD.1.9") == {"FAIL"}
exceptions = [id for id in cases if not id.startswith("v6LC") and taken(id) != {"PASS"}]
assert exceptions == ["PVD.1.9", "PVD.4.3", "PVD.4.4"], exceptions

# Of the list: what the table says.
assert taken("v6LC.1.1.1A") == {"PASS"}
assert taken("v6LC.1.1.9", "router") == {"PASS"}
assert taken("v6LC.2.2.21A-alone") == {"FAIL"}
assert taken("v6LC.2.2.10B", "router") == {"PASS"}
assert taken("v6LC.1.1.7A", "stock") == {"FAIL"}

# ns-3's own host: any verdict of messages in which it reads what is not there, and only of those.
for id in ("v6LC.2.1.17E", "v6LC.2.1.18L", "v6LC.2.1.21D", "v6LC.2.3.1A", "v6LC.2.3.3I",
           "v6LC.2.3.7", "v6LC.2.3.12C", "v6LC.2.3.15H"):
    assert taken(id, "stock") == set(VERDICTS), id
for id in ("v6LC.2.1.17D", "v6LC.2.1.18A", "v6LC.2.1.19H", "v6LC.2.1.20C", "v6LC.2.1.21E",
           "v6LC.2.3.1B", "v6LC.2.3.1D", "v6LC.2.3.2A", "v6LC.2.3.4B", "v6LC.2.3.8C"):
    assert len(taken(id, "stock")) == 1, id
    assert len(taken(id)) == 1, id
END
PVD_NS3_VERSION=3.37 python3 -B "$scratch/check.py"
