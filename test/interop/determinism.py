# SPDX-License-Identifier: GPL-2.0-only
"""Nothing but the capture and the options decides what pvd-replay prints."""

import os
import unittest

import _replay


def output(path, *options, **more):
    done = _replay.run(path, *options, **more)
    if done.returncode != 0:
        raise AssertionError(f"{path}: {done.stderr!r}")
    return done.stdout, done.stderr


class SameBytes(unittest.TestCase):
    def test_output_that_differs_from_run_to_run(self):
        """Other addresses in memory, other contents of fresh memory, another time zone."""
        strange = {**os.environ, "MALLOC_PERTURB_": "165", "MALLOC_ARENA_MAX": "1",
                   "TZ": "Asia/Kathmandu", "PADDING": "x" * 5000}
        for name in _replay.NAMES:
            for options in (["--json", "--events"], ["--json", "--parse-pvd=false"], ["--events"]):
                with self.subTest(f"{name} {options}"):
                    first = output(_replay.path(name), *options)
                    self.assertTrue(first == output(_replay.path(name), *options))
                    self.assertTrue(first == output(_replay.path(name), *options, env=strange))

    def test_events_that_change_the_state(self):
        for name in _replay.NAMES:
            plain = _replay.state(_replay.path(name))
            told = _replay.state(_replay.path(name), "--events")
            del told["events"]
            self.assertTrue(plain == told, name)


if __name__ == "__main__":
    unittest.main()
