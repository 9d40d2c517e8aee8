# SPDX-License-Identifier: GPL-2.0-only
#
# A layer is one line in cmake/layers.txt: CMake and waf find its files whatever they are called, and
# where its library is missing it is left out with one line. Nothing else is warned of.

set -eu
for tool in cmake ninja; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed"; exit 77; }
done
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
module="$scratch/pvd"
mkdir "$module"
(cd "$PVD_SOURCE_DIR" && cp -r CMakeLists.txt cmake wscript model helper examples test bench "$module")

fail() {
    echo "FAIL: $1"
    exit 1
}

# A layer with its line, and a class that stands for what it may hold.
add_layer() {
    folder=$1 file=$2
    mkdir -p "$module/$folder"
    cat >"$module/$folder/$file.h" <<END
namespace ns3
{
int Answer();
}
END
    cat >"$module/$folder/$file.cc" <<END
#include "$file.h"
$3
int
ns3::Answer()
{
    return 42;
}
END
}

add_layer model/xsk xsk-foo '#include "pvd-domain-name.h"'
add_layer helper ipn-helper ''
add_layer model/there xdp-there '#ifndef PVD_HAVE_MATHS
#error "no definition"
#endif'
add_layer model/absent xdp-absent '#error "this is not to be compiled"'
printf '%s\n' model/xsk 'model/there  MATHS' 'model/absent  MATHS NOSUCH' >>"$module/cmake/layers.txt"
cat >>"$module/cmake/optional-libraries.txt" <<'END'
MATHS   math.h           m       the mathematics of C
NOSUCH  no/such/thing.h  nosuch  No Such Library (Debian: libnosuch-dev)
END
echo helper/ipn-helper.h >>"$module/cmake/private-headers.txt"
line='pvd: model/absent is left out, it needs No Such Library (Debian: libnosuch-dev)'

# By itself, with CMake.
build="$scratch/build"
cmake -G Ninja -S "$module" -B "$build" --warn-uninitialized >"$scratch/log" 2>&1 || {
    cat "$scratch/log"
    fail "it cannot be configured"
}
# An ns-3 tree asks CMake for these warnings.
! grep -A3 "uninitialized variable" "$scratch/log" || fail "CMake reads a variable without a value"
[ "$(grep -c -F "$line" "$scratch/log")" -eq 1 ] || fail "CMake does not say once what is left out"
objects="CMakeFiles/pvd.dir"
ninja -C "$build" "$objects/model/xsk/xsk-foo.cc.o" "$objects/helper/ipn-helper.cc.o" \
    "$objects/model/there/xdp-there.cc.o" >"$scratch/log" 2>&1 || {
    cat "$scratch/log"
    fail "CMake does not compile a layer"
}
ninja -C "$build" -t query "$objects/model/absent/xdp-absent.cc.o" >/dev/null 2>&1 &&
    fail "CMake compiles what is left out"
ninja -C "$build" -t commands libns3-pvd.so | grep -q -e ' -lm ' -e '/libm\.' ||
    fail "CMake does not link the library of a layer"
cmake --install "$build" --component Development --prefix "$scratch/prefix" >/dev/null
headers="$scratch/prefix/include/ns3"
for header in xsk-foo.h xdp-there.h; do
    [ -f "$headers/$header" ] || fail "$header is not installed"
    grep -q "\"$header\"" "$headers/pvd-module.h" || fail "pvd-module.h does not include $header"
done
for header in ipn-helper.h xdp-absent.h; do
    [ ! -e "$headers/$header" ] || fail "$header is installed"
    ! grep -q "\"$header\"" "$headers/pvd-module.h" || fail "pvd-module.h includes $header"
done

# In a tree of 3.35, with waf: its list, without waf itself.
cat >"$scratch/waf.py" <<'END'
import collections
import runpy
import sys
import types

module, line = sys.argv[1:]
sys.modules["waflib"] = types.ModuleType("waflib")
sys.modules["waflib.Errors"] = types.ModuleType("waflib.Errors")
sys.modules["waflib.Errors"].WafError = Exception
wscript = runpy.run_path(module + "/wscript")
env = collections.defaultdict(list)
for name, header, library, text in wscript["optional_libraries"](module):
    env["PVD_NAME_" + name] = text
    env["PVD_HAVE_" + name] = name != "NOSUCH"
present = wscript["present_layers"](module, env)
assert present["model/xsk"] == [], present
assert present["model/there"] == ["MATHS"], present
assert "model/absent" not in present, present
assert "model/wire" in present, present
assert wscript["left_out"](module, env) == [line]
assert "helper/ipn-helper.h" in wscript["read_list"](module, "private-headers.txt")


class Folder:
    """Stands for waf's node of the module: what its ant_glob is asked for."""

    def ant_glob(self, patterns, excl):
        self.asked = patterns
        return []


class Build:
    path = Folder()


wscript["find"](Build, present, "*.cc")
assert "model/xsk/*.cc" in Build.path.asked, Build.path.asked
END
python3 -B "$scratch/waf.py" "$module" "$line" || fail "waf reads another list"
