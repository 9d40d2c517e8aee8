# SPDX-License-Identifier: GPL-2.0-only
#
# What ./pvd says before it builds anything: help for each verb, and one line on a mistake.

set -eu
pvd="$PVD_SOURCE_DIR/pvd"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

fail() {
    echo "FAIL: $1"
    cat "$scratch/out" "$scratch/err"
    exit 1
}

try() {
    status=0
    "$pvd" "$@" >"$scratch/out" 2>"$scratch/err" </dev/null || status=$?
}

for verb in run test build bench fuzz in-tree matrix conformance doc format release; do
    try "$verb" --help
    [ "$status" -eq 0 ] || fail "$verb --help gives status $status"
    grep -q "^usage: ./pvd $verb" "$scratch/out" || fail "$verb --help shows no usage"
done

try --help
for verb in run test build bench fuzz in-tree matrix conformance doc format release; do
    grep -Eq "^    $verb( |$)" "$scratch/out" || fail "--help does not name $verb"
done

try run no-such-program
[ "$status" -eq 1 ] || fail "an unknown program gives status $status"
[ ! -s "$scratch/out" ] || fail "an unknown program writes to stdout"
[ "$(wc -l <"$scratch/err")" -eq 1 ] || fail "an unknown program gives more than one line"
grep -q pvd-replay "$scratch/err" || fail "an unknown program does not bring the names of the others"

try no-such-verb
[ "$status" -eq 2 ] || fail "an unknown verb gives status $status"

try in-tree "$scratch"
[ "$status" -eq 1 ] || fail "a folder that is no ns-3 tree gives status $status"
grep -q "not the top of an ns-3 source tree" "$scratch/err" || fail "no sentence about the folder"

touch "$scratch/link"
# What is wrong with the command line is said before a case is played.
for words in "--csv=$scratch/no/such/folder/a.csv" "--junit=$scratch/no/such/folder/a.xml" \
    "--captures=$scratch/link/folder"; do
    try conformance 2.1.1A "$words"
    [ "$status" -eq 1 ] || fail "$words gives status $status"
    [ "$(wc -l <"$scratch/err")" -eq 1 ] || fail "$words gives more than one line"
    grep -q "cannot be written" "$scratch/err" || fail "no sentence about $words"
done
try conformance --jobs=0 2.1.1A
[ "$status" -eq 2 ] || fail "no case at a time gives status $status"

# Started from elsewhere and through a link, it still finds itself.
ln -sf "$pvd" "$scratch/link"
(cd "$scratch" && ./link --help) >"$scratch/out" 2>"$scratch/err" || fail "not through a link"
