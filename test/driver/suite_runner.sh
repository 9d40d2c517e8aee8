# SPDX-License-Identifier: GPL-2.0-only
#
# A suite passes only if a test case of it has run, whatever the exit status of the runner says.

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
--suite=pvd-empty) echo 'PASS pvd-empty 0.000 s' ;;
--suite=pvd-bad) printf 'FAIL pvd-bad 0.000 s\n  FAIL a case 0.000 s\n'; exit 1 ;;
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
expect 1 pvd-good pvd-empty
expect 1 pvd-good pvd-bad
expect 1 pvd-dead
expect 1 other-suite
expect 1
