# SPDX-License-Identifier: GPL-2.0-only
"""
doc/tutorial.rst shows what its commands print. Each block of the kind "console" is run; with
--update the output in the tutorial is written anew.
"""

import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest

import _replay

TUTORIAL = _replay.SOURCE / "doc" / "tutorial.rst"
PROGRAMS = pathlib.Path(_replay.REPLAY).parent
BLOCK = re.compile(r"(?<=^\.\. code-block:: console\n\n)(?:(?: {3}.*)?\n)+?(?=^\S)", re.MULTILINE)
WHAT_RUNS_BY_ITSELF = "pvd-multihoming"
MARGIN = " " * 3
PROMPT = "$ "


def output_of(line, folder):
    """What a command, or a pipe of them, prints to stdout, given at the top of the module."""
    output = b""
    for command in line.split(" | "):
        words = shlex.split(command)
        if words[:2] == ["./pvd", "run"]:
            name, *options = words[2:] or [WHAT_RUNS_BY_ITSELF]
            words = [str(PROGRAMS / name), *options]
        done = subprocess.run(words, cwd=folder, check=False, capture_output=True, timeout=300,
                              input=output)
        if done.returncode != 0:
            raise AssertionError(f"{line}: status {done.returncode}, {done.stderr.decode()}")
        output = done.stdout
    return output.decode()


def commands_of(block):
    """(command, the output that is shown) of each command in a block."""
    found = []
    for line in block.splitlines():
        line = line[len(MARGIN) :]
        if line.startswith(PROMPT):
            found.append((line[len(PROMPT) :], []))
        else:
            found[-1][1].append(line)
    return [(command, tidy("\n".join(shown))) for command, shown in found]


def tidy(text):
    """Text without blanks at the ends of lines, and without empty lines at its end."""
    return "\n".join(line.rstrip() for line in text.splitlines()).rstrip("\n")


class Folder:
    """A folder that looks to the commands like the top of the module, and may be written to."""

    def __enter__(self):
        self.scratch = tempfile.TemporaryDirectory()
        for name in ("examples", "tools"):
            os.symlink(_replay.SOURCE / name, pathlib.Path(self.scratch.name) / name)
        return self.scratch.name

    def __exit__(self, *reason):
        self.scratch.cleanup()


class Tutorial(unittest.TestCase):
    maxDiff = None

    def test_output_that_is_another_by_now(self):
        blocks = BLOCK.findall(TUTORIAL.read_text(encoding="utf-8"))
        self.assertGreater(len(blocks), 9)
        with Folder() as folder:
            for command, shown in (one for block in blocks for one in commands_of(block)):
                with self.subTest(command):
                    self.assertEqual(tidy(output_of(command, folder)), shown)


def update():
    """Write what the commands print into the tutorial."""
    with Folder() as folder:
        def block(match):
            lines = []
            for command, _ in commands_of(match.group()):
                lines += [PROMPT + command, *tidy(output_of(command, folder)).splitlines()]
            return "".join(f"{MARGIN}{line}".rstrip() + "\n" for line in lines) + "\n"

        text = BLOCK.sub(block, TUTORIAL.read_text(encoding="utf-8"))
    TUTORIAL.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    for tool, package in (("tshark", "tshark"), ("gnuplot", "gnuplot-nox")):
        if not shutil.which(tool):
            print(f"{tool} is not installed (Debian: {package})")
            sys.exit(_replay.SKIPPED)
    if sys.argv[1:] == ["--update"]:
        sys.exit(update())
    unittest.main()
