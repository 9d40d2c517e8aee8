# SPDX-License-Identifier: GPL-2.0-only
#
# Rules that hold for every file of the module: a licence line, no file that is too long, no name
# of the machine that it was written on.

set -eu
cd "$PVD_SOURCE_DIR"
broken=0

sources() {
    find CMakeLists.txt CITATION.cff wscript pvd cmake driver model helper examples test bench doc tools .ci -type f \
        ! -name '*.pcap*' ! -name '*.json' ! -name '*.csv' ! -name '*.pyc' ! -name '*.png'
}

for file in $(sources); do
    grep -q 'SPDX-License-Identifier: GPL-2.0-only' "$file" || { echo "no licence line: $file"; broken=1; }
    case "$file" in
    *.h) longest=250 ;;
    *.cc | *.py | *.lua) longest=500 ;;
    *) continue ;;
    esac
    lines=$(wc -l <"$file")
    [ "$lines" -le "$longest" ] || { echo "$lines lines, at most $longest: $file"; broken=1; }
done

if grep -nE '(/home/|/work/|/tmp/)[a-z]' $(sources | grep -v house_rules); then
    echo "a path of one machine"
    broken=1
fi
exit "$broken"
