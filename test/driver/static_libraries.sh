# SPDX-License-Identifier: GPL-2.0-only
#
# In an ns-3 tree that is configured with --enable-static, a program gets the static form of its
# libraries with all that they need, and is left out if one does not link in that form.

set -eu
for tool in cmake ninja g++ ar pkg-config; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed"; exit 77; }
done
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"

fail() {
    echo "FAIL: $1"
    cat log
    exit 1
}

# A library of one function: static, shared or both.
make_library() {
    name=$1 forms=$2
    echo "$3" | g++ -fPIC -x c++ -c -o "$name.o" -
    for form in $forms; do
        case $form in
        static) ar rc "lib$name.a" "$name.o" ;;
        shared) g++ -shared -o "lib$name.so" "$name.o" ;;
        esac
    done
    echo "int ${name}Function();" >"$name.h"
}
make_library alone 'static shared' 'int aloneFunction() { return 0; }'
make_library helped 'static shared' 'int helperFunction(); int helpedFunction() { return helperFunction(); }'
make_library helper 'static shared' 'int helperFunction() { return 0; }'
make_library forlorn 'static shared' 'int absent(); int forlornFunction() { return absent(); }'
make_library sharedonly 'shared' 'int sharedonlyFunction() { return 0; }'
cat >libhelped.pc <<END
Name: helped
Description: a library that needs another one
Version: 1
Libs: -L$scratch -lhelped
Libs.private: -lhelper
END

mkdir cmake
cp "$PVD_SOURCE_DIR/cmake/optional.cmake" cmake
cat >cmake/optional-libraries.txt <<'END'
ALONE       alone.h       alone       The Library Alone
HELPED      helped.h      helped      The Helped Library
FORLORN     forlorn.h     forlorn     The Forlorn Library
SHAREDONLY  sharedonly.h  sharedonly  The Shared Library
END
cat >CMakeLists.txt <<'END'
cmake_minimum_required(VERSION 3.21)
project(test LANGUAGES CXX)
include(cmake/optional.cmake)
foreach(package ALONE HELPED FORLORN SHAREDONLY)
  pvd_optional_libraries(libraries ${package})
  message(STATUS "${package}: ${libraries} missing: ${libraries_MISSING}")
endforeach()
END

configure() {
    PKG_CONFIG_PATH=. cmake -G Ninja -S . -B "$1" -DNS3_STATIC="$2" -DCMAKE_PREFIX_PATH="$scratch" \
        -DCMAKE_LIBRARY_PATH="$scratch" -DCMAKE_INCLUDE_PATH="$scratch" >log 2>&1 ||
        fail "it cannot be configured"
}
expect() {
    grep -qxF -e "-- $1" log || fail "there is no line: $1"
}

configure shared OFF
for name in alone helped forlorn sharedonly; do
    expect "$(echo $name | tr a-z A-Z): $scratch/lib$name.so missing: "
done

configure static ON
expect "ALONE: $scratch/libalone.a missing: "
expect "HELPED: $scratch/libhelped.a;$scratch/libhelper.a missing: "
expect "FORLORN:  missing: The Forlorn Library in a form that links statically"
expect "SHAREDONLY:  missing: The Shared Library in a form that links statically"
