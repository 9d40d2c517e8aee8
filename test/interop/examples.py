# SPDX-License-Identifier: GPL-2.0-only
"""
test/examples-to-run.py is what the test.py of an ns-3 tree runs: it has every program of examples/,
and each command does well in less than 5 s of processor time.
"""

import os
import pathlib
import runpy
import shlex
import subprocess
import tempfile
import unittest

import _replay

LISTED = _replay.SOURCE / "test" / "examples-to-run.py"
PROGRAMS = pathlib.Path(_replay.REPLAY).parent
LONGEST = 5  # seconds
# A sanitizer makes a program slower; the bound is for programs as users build them.
IS_SANITIZED = PROGRAMS.parent.name == "sanitize"


def commands():
    return [shlex.split(command) for command, *_ in runpy.run_path(str(LISTED))["cpp_examples"]]


class ExamplesToRun(unittest.TestCase):
    def test_program_that_is_not_run(self):
        programs = {source.stem for source in (_replay.SOURCE / "examples").glob("pvd-*.cc")}
        self.assertEqual({words[0] for words in commands()}, programs)

    def test_command_that_fails_or_takes_too_long(self):
        with tempfile.TemporaryDirectory() as tree:
            # As test.py does it: from two levels below the top, the module in contrib/pvd.
            folder = pathlib.Path(tree) / "out" / "run"
            folder.mkdir(parents=True)
            (pathlib.Path(tree) / "contrib").mkdir()
            os.symlink(_replay.SOURCE, pathlib.Path(tree) / "contrib" / "pvd")
            for words in commands():
                with self.subTest(" ".join(words)):
                    before = os.times()
                    done = subprocess.run([str(PROGRAMS / words[0]), *words[1:]], cwd=folder,
                                          check=False, capture_output=True, timeout=300)
                    after = os.times()
                    self.assertEqual((done.returncode, done.stderr), (0, b""))
                    used = (after.children_user + after.children_system
                            - before.children_user - before.children_system)
                    if not IS_SANITIZED:
                        self.assertLess(used, LONGEST)

    def test_help_that_does_not_say_what_a_program_does(self):
        for name in sorted({words[0] for words in commands()}):
            with self.subTest(name):
                done = subprocess.run([str(PROGRAMS / name), "--help"], check=False,
                                      capture_output=True, text=True, timeout=60)
                self.assertRegex(done.stdout, rf"\A{name} [^\n]+\n\n[^\n]+\.")


if __name__ == "__main__":
    unittest.main()
