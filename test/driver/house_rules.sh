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

# ns-3 puts the headers of all modules into one folder, where the first of a name wins.
if find model helper -name '*.h' | grep -vE '/(pvd|ipn|xsk|xdp)-[^/]*$'; then
    echo "another module may have a header of this name"
    broken=1
fi

# What some of the supported releases of ns-3 do not have, and what all of them have instead.
not_everywhere() {
    if grep -nE "$1" $(sources | grep -E '\.(h|cc)$'); then
        echo "not in every supported ns-3; write $2"
        broken=1
    fi
}
not_everywhere '\.Is(Running|Pending)\(\)' '!event.IsExpired()'
not_everywhere 'header\.Set(Source|Destination)Address\(' 'SetSource, SetDestination'
not_everywhere '\<PROT_NUMBER\>' 'GetProtocolNumber(), Icmpv6L4Protocol::GetStaticProtocolNumber()'
not_everywhere 'Ipv6AddressHash|hash<Ipv6Address>' 'an ordered map'
not_everywhere 'TestSuite::(UNIT|SYSTEM)|TestCase::(QUICK|Duration)' 'Type::UNIT, and no duration'
not_everywhere 'TypeId::(SUPPORTED|DEPRECATED|OBSOLETE)' 'TypeId::SupportLevel::SUPPORTED'
not_everywhere 'DynamicCast<Ipv6StaticRouting>' 'Ipv6StaticRoutingHelper::GetStaticRouting'

# Prose has at most 120 columns. Tables, links and what programs print have as many as they need.
for file in README.md $(find doc -name '*.md' -o -name '*.rst'); do
    case "$file" in
    *.md) prose() { sed '/^```/,/^```/s/.*//' "$file" | sed '/^|/s/.*//; /](/s/.*//; /http/s/.*//'; } ;;
    *.rst) prose() { sed '/^   /s/.*//; /http/s/.*//' "$file"; } ;;
    esac
    if prose | LC_ALL=C.UTF-8 grep -nE '^.{121}'; then
        echo "more than 120 columns: $file"
        broken=1
    fi
done

# Of a class one table has all attributes, and one all trace sources.
twice=$(grep -hE '^\.\. list-table:: ' doc/*.rst | sort | uniq -d)
[ -z "$twice" ] || { echo "two tables have one title: $twice"; broken=1; }
exit "$broken"
