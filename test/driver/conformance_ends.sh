# SPDX-License-Identifier: GPL-2.0-only
#
# A case of conformance fails if the simulated host does not end as it should, though its frames were
# right, with programs of our own in place of the simulated host.

set -eu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# A host that sends nothing, lets time pass, and ends as END says.
mkdir -p "$scratch/test"
cat >"$scratch/test/pvd-simulated-host" <<'END'
#!/bin/sh
while read -r verb rest; do
    if [ "$verb" = run ]; then echo "at $rest"; fi
    if [ "$verb" = frame ] && [ "$PVD_END" = early ]; then echo "lost" >&2; exit 3; fi
done
case "$PVD_END" in
status) echo "assert failed at the end" >&2; exit 6 ;;
signal) echo "a leak was found" >&2; kill -ABRT $$ ;;
command) echo "pvd-simulated-host: no command: dance" >&2 ;;
talk) echo "a sentence for the author of a script" >&2 ;;
# More than a pipe holds.
much) dd if=/dev/zero bs=1024 count=200 2>/dev/null | tr '\0' x >&2 ;;
esac
END
chmod +x "$scratch/test/pvd-simulated-host"

cat >"$scratch/check.py" <<'END'
import os, sys
sys.path.insert(0, os.environ["PVD_SOURCE_DIR"] + "/test/conformance")
import advertising_router, hosts, play
from tester import Fail, NotYet, Skip


class Case:
    id, title, node = "X.1", "a case", "host"

    def __init__(self, function):
        self.function = function

    def procedure(self):
        return self.function, {}


def well(tester):
    tester.listen(1)
    return "well"


def badly(error):
    def function(tester):
        tester.listen(1)
        raise error
    return function


def of_router(error=None):
    with advertising_router.router() as tester:
        tester.listen(1)
        if error:
            raise error
        return "well"


def end(how, function):
    os.environ["PVD_END"] = how
    return play.player("pvd")(Case(function))[1:3]


def end_router(how, *errors):
    os.environ["PVD_END"] = how
    return play.player("router")(Case(lambda: of_router(*errors)))[1:3]


for good in ("well", "talk", "much"):
    assert end(good, well) == ("PASS", "well"), good
    assert end_router(good) == ("PASS", "well"), good
    assert end(good, badly(Fail("no reply"))) == ("FAIL", "no reply")
    assert end(good, badly(Skip("too big")))[0] == "SKIP"
    assert end(good, badly(NotYet("later")))[0] == "NOT YET"

for how, said in {"status": "ended with 6: assert failed at the end",
                  "signal": "ended with -6: a leak was found",
                  "command": "no command: dance"}.items():
    for verdict, seen in (end(how, well), end(how, badly(Skip("too big"))),
                          end(how, badly(NotYet("later"))), end_router(how),
                          end_router(how, Skip("too big"))):
        assert verdict == "FAIL" and said in seen, (how, verdict, seen)
    # How the case itself failed is not forgotten.
    for verdict, seen in (end(how, badly(Fail("no reply"))), end_router(how, Fail("no reply"))):
        assert verdict == "FAIL" and said in seen and "no reply" in seen, (how, verdict, seen)


def in_between(tester):
    tester.echo(tester.tn1, tester.tn1.link)
    tester.listen(1)


verdict, seen = end("early", in_between)
assert verdict == "FAIL" and seen == "CRASH: the host ended with 3: lost", (verdict, seen)
END
PVD_BUILD_DIR=$scratch python3 -B "$scratch/check.py"
