# SPDX-License-Identifier: GPL-2.0-only
"""./pvd test: everything that ctest knows."""

import os
import subprocess

import cmake_build
import packages
from project import TOP, jobs

SANITIZER_OPTIONS = {
    "ASAN_OPTIONS": "detect_leaks=1:strict_string_checks=1",
    "UBSAN_OPTIONS": "print_stacktrace=1",
    "LSAN_OPTIONS": f"suppressions={TOP / 'test' / 'lsan.supp'}:print_suppressions=0",
}


def test(sanitize, ctest_arguments):
    """Builds all and runs ctest; gives its exit status."""
    kind = "sanitize" if sanitize else "release"
    environment = {**SANITIZER_OPTIONS, **os.environ} if sanitize else None
    packages.ensure(packages.TEST)
    # The list of test cases is made by running the test programs, as part of the build.
    if sanitize:
        os.environ.update(environment)
    cmake_build.build(kind)
    command = ["ctest", "--output-on-failure", "--no-tests=error",
               "--no-label-summary", f"-j{jobs()}", *ctest_arguments]
    return subprocess.run(command, cwd=cmake_build.directory(kind), check=False).returncode
