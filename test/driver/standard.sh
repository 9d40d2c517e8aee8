# SPDX-License-Identifier: GPL-2.0-only
#
# The C++ standard is what the ns-3 of this time asks for, not of the last time that the same build
# folder was configured, with headers of our own in place of those of ns-3; and ./pvd configures
# again when ns-3 was upgraded.

set -eu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

mkdir -p "$scratch/include/ns3" "$scratch/bin"
cat >"$scratch/CMakeLists.txt" <<END
cmake_minimum_required(VERSION 3.18)
project(standard CXX)
add_library(fake INTERFACE IMPORTED)
set_target_properties(fake PROPERTIES INTERFACE_INCLUDE_DIRECTORIES "$scratch/include")
include($PVD_SOURCE_DIR/cmake/standard.cmake)
pvd_set_standard(fake)
message(STATUS "needs \${pvd_standard}, takes \${CMAKE_CXX_STANDARD}")
END

# A compiler whose version is in a file.
cat >"$scratch/bin/c++" <<END
#!/bin/sh
if [ "\$1" = -dumpfullversion ]; then cat "$scratch/version"; exit; fi
exec ${CXX:-c++} "\$@"
END
chmod +x "$scratch/bin/c++"

# Headers that ask for this value of __cplusplus.
ask_for() {
    for name in core internet network; do
        printf '#if __cplusplus < %s\n#error too old\n#endif\n' "$1" \
            >"$scratch/include/ns3/$name-module.h"
    done
}

generator=
if command -v ninja >/dev/null; then generator="-GNinja"; fi

# Configures once more; $1: the version of ns-3, $2: what is expected, then options of CMake.
expect() {
    version=$1 wanted=$2
    shift 2
    cmake $generator -S "$scratch" -B "$scratch/build" -DCMAKE_CXX_COMPILER="$scratch/bin/c++" \
        -Dns3_VERSION="$version" "$@" >"$scratch/out" 2>&1 || { cat "$scratch/out"; exit 1; }
    grep -q "^-- $wanted$" "$scratch/out" || {
        echo "FAIL: with ns-3 $version not: $wanted"
        cat "$scratch/out"
        exit 1
    }
}

echo 12.2.0 >"$scratch/version"
ask_for 201703L
expect 3.37 "needs 17, takes 17"
# ns-3 is upgraded, then the compiler.
ask_for 202002L
expect 3.43 "needs 20, takes 20"
ask_for 202100L
echo 14.2.0 >"$scratch/version"
expect 3.43 "needs 23, takes 23"
# And back.
ask_for 201703L
expect 3.37 "needs 17, takes 17"
# What the user gives counts, unless ns-3 needs more; it stays given.
expect 3.37 "needs 17, takes 20" -DCMAKE_CXX_STANDARD=20
expect 3.37 "needs 17, takes 20"
ask_for 202100L
expect 3.48 "needs 23, takes 23"
ask_for 201703L
expect 3.36 "needs 17, takes 17" -UCMAKE_CXX_STANDARD

cat >"$scratch/check.py" <<'END'
import os, pathlib, sys
sys.path.insert(0, os.environ["PVD_SOURCE_DIR"] + "/driver")
import cmake_build, matrix, packages

calls = []
cmake_build.call = lambda command, **options: calls.append(command)
scratch = pathlib.Path(sys.argv[1])
folder = scratch / "driver"
folder.mkdir()
(folder / "build.ninja").touch()
for version, count in (("3.37+dfsg-3", 1), ("3.37+dfsg-3", 1), ("3.43-1", 2), ("3.43-1", 2)):
    packages.installed_versions = lambda names: {"libns3-dev": version}
    cmake_build.configure("source", folder, [])
    assert len(calls) == count, (version, calls)

# ./pvd matrix finds the standard in the cache.
root = object.__new__(matrix.Root)
root.work = scratch / "root"
place = root.work / matrix.INSIDE.lstrip("/") / "build"
place.mkdir(parents=True)
(scratch / "build").rename(place / "release")
assert root.standard() == "17", root.standard()
END
python3 -B "$scratch/check.py" "$scratch" 2>"$scratch/err" || { cat "$scratch/err"; exit 1; }
