# SPDX-License-Identifier: GPL-2.0-only
"""./pvd run: the example programs, and the main one."""

import os
import sys

import cmake_build
import packages
from project import EXAMPLES, Failure

MAIN_PROGRAM = "pvd-multihoming"


def names():
    return sorted(source.stem for source in EXAMPLES.glob("pvd-*.cc"))


def bring_up_to_date(name):
    """Builds one program and gives its path."""
    if name not in names():
        raise Failure(f"no program {name}; name one of: {', '.join(names()) or 'none'}")
    packages.ensure(packages.BUILD)
    if name == MAIN_PROGRAM:
        packages.wish(packages.FIGURES)
    cmake_build.build(targets=[name])
    return cmake_build.directory() / "examples" / name


def run(name, arguments):
    """Becomes the program. Its stdout is the driver's, untouched."""
    program = str(bring_up_to_date(name))
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(program, [program, *arguments])
