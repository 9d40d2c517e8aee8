# SPDX-License-Identifier: GPL-2.0-only
"""./pvd format: the coding style of ns-3, as .clang-format has it."""

import shutil
import subprocess
import sys

import packages
from project import TOP, Failure

FOLDERS = ["model", "helper", "examples", "test", "bench"]


def sources():
    files = (path for folder in FOLDERS for path in (TOP / folder).rglob("*"))
    return sorted(str(path) for path in files if path.suffix in (".h", ".cc"))


def format_sources(check):
    """Rewrites all sources in the style, or only looks whether they are in it."""
    packages.ensure(packages.FORMAT)
    # The settings are for version 14; where several are installed, that one is asked.
    tool = shutil.which("clang-format-14") or "clang-format"
    mode = ["--dry-run", "--Werror"] if check else ["-i"]
    files = sources()
    done = subprocess.run([tool, "--style=file", *mode, *files], check=False, stdout=sys.stderr)
    if done.returncode != 0:
        raise Failure("the style of these files differs: ./pvd format rewrites them" if check
                      else f"{tool} failed; see above")
    if check:
        print(f"{len(files)} files are formatted")
