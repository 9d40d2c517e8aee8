# SPDX-License-Identifier: GPL-2.0-only
#
# A suite passes only if a test case of it has run, whatever the exit status of the runner says, and
# one that says that it is skipped has not passed; ./pvd in-tree counts them so.

set -eu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
suites="$PVD_SOURCE_DIR/test/runner/suites.py"

# A runner that behaves like ns-3's, with suites named in $SUITES.
cat >"$scratch/runner" <<'END'
#!/bin/sh
case "$1" in
--print-test-name-list) printf '%s\n' $SUITES ;;
--suite=pvd-good | --suite=ipn-good) printf 'PASS pvd-good 0.000 s\n  PASS a case 0.000 s\n' ;;
--suite=pvd-old) printf 'pvd-old: a case is skipped, since it is too old\nPASS pvd-old 0.000 s\n  PASS a case 0.000 s\n' ;;
--suite=pvd-empty) echo 'PASS pvd-empty 0.000 s' ;;
--suite=pvd-bad) printf 'FAIL pvd-bad 0.000 s\n  FAIL a case 0.000 s\n'; exit 1 ;;
--suite=pvd-late) printf 'pvd-late: skipped, since this ns-3 is old\nPASS pvd-late 0.000 s\n  PASS skipped 0.000 s\n' ;;
--suite=pvd-part) printf 'pvd-part: UDP is skipped, since this ns-3 is old\nPASS pvd-part 0.000 s\n  PASS TCP 0.000 s\n' ;;
# Names of other things that hold the word.
--suite=pvd-word) printf 'option: skipped, since unknown\nPASS pvd-word 0.000 s\n  PASS pvd-word: skipped, since it is the name of a case 0.000 s\n' ;;
--suite=pvd-dead) printf 'PASS pvd-dead 0.000 s\n  PASS a case 0.000 s\n'; kill -9 $$ ;;
esac
END
chmod +x "$scratch/runner"

expect() {
    wanted=$1
    shift
    status=0
    SUITES="$*" python3 -B "$suites" "$scratch/runner" >"$scratch/out" 2>&1 || status=$?
    if [ "$status" -ne "$wanted" ]; then
        echo "FAIL: suites '$*' give status $status"
        cat "$scratch/out"
        exit 1
    fi
}

expect 0 pvd-good
expect 0 pvd-good other-suite
expect 0 ipn-good
expect 0 pvd-old
if ! grep -qx 'SKIP pvd-old: a case is skipped, since it is too old' "$scratch/out"; then
    echo "FAIL: nobody hears what a suite leaves out"
    cat "$scratch/out"
    exit 1
fi
expect 1 pvd-good pvd-empty
expect 1 pvd-good pvd-bad
if [ "$(grep -c '^FAIL' "$scratch/out")" -ne 1 ]; then
    echo "FAIL: a suite that fails has not just one line of its own"
    cat "$scratch/out"
    exit 1
fi
expect 1 pvd-dead
expect 1 other-suite
expect 1

# What is printed of each, and the exit status for ctest.
expect 0 pvd-good pvd-late pvd-part pvd-word
cat >"$scratch/wanted" <<'END'
PASS pvd-good
SKIP pvd-late: skipped, since this ns-3 is old
PASS pvd-part
SKIP pvd-part: UDP is skipped, since this ns-3 is old
PASS pvd-word
END
diff "$scratch/wanted" "$scratch/out"
for suite in good=0 part=0 word=0 late=77 bad=1 empty=1; do
    status=0
    python3 -B "$suites" "$scratch/runner" "pvd-${suite%=*}" >"$scratch/out" || status=$?
    [ "$status" -eq "${suite#*=}" ] || { echo "FAIL: $suite gives status $status"; exit 1; }
done
SUITES=pvd-good python3 -B "$suites" "$scratch/runner" --ctest-file="$scratch/list.cmake"
grep -q "SKIP_RETURN_CODE 77" "$scratch/list.cmake"

cat >"$scratch/check.py" <<'END'
import os, pathlib, sys
sys.path.insert(0, os.environ["PVD_SOURCE_DIR"] + "/driver")
import in_tree, versions

tree = pathlib.Path(sys.argv[1])
in_tree.test_runner = lambda tree: tree / "runner"


def counts(*names):
    return in_tree.run_suites(tree, {**os.environ, "SUITES": " ".join(names)})


assert counts("pvd-good", "ipn-good") == (2, 0, 0)
assert counts("pvd-good", "pvd-late", "pvd-part", "pvd-word") == (3, 0, 2)
# A suite that fails is one, though its report says FAIL too.
assert counts("pvd-good", "pvd-bad") == (1, 1, 0)
assert counts("pvd-dead", "pvd-late", "pvd-empty") == (0, 2, 1)
assert counts("other-suite") == (0, 1, 0)

# Programs are found under the names that trees of all ages give them, and no others.
folder = tree / "build" / "contrib" / "pvd" / "examples"
folder.mkdir(parents=True)
for name in ("pvd-echo", "ns3.37-pvd-echo-default", "ns3.48-pvd-echo-debug", "ns3-dev-pvd-echo-debug"):
    program = folder / name
    program.touch(0o755)
    assert in_tree.program_of(tree, "pvd-echo") == program, name
    assert in_tree.program_of(tree, "echo") is None, name
    program.unlink()

# They get into the table.
recorded = []
versions.record, versions.describe_compiler = recorded.append, lambda program: "g++ 1"
(tree / "VERSION").write_text("3.37")
in_tree.record(tree, "release", "abc", 3, 0, 2)
assert (recorded[0]["passed"], recorded[0]["skipped"]) == (3, 2)
END
python3 -B "$scratch/check.py" "$scratch" >"$scratch/out"
