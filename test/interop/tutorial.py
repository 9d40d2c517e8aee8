# SPDX-License-Identifier: GPL-2.0-only
"""
doc/tutorial.rst shows what its commands print. Each block of the kind "console" is run; with
--update the output in the tutorial is written anew.

The output must be the same word by word with the release of ns-3 that the tutorial names. Other
releases draw other random numbers: with them, what depends on those is left out of the comparison.
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
import _tshark

TUTORIAL = _replay.SOURCE / "doc" / "tutorial.rst"
NS3_VERSION = os.environ.get("PVD_NS3_VERSION", "")
PROGRAMS = pathlib.Path(_replay.REPLAY).parent
BLOCK = re.compile(r"(?<=^\.\. code-block:: console\n\n)(?:(?: {3}.*)?\n)+?(?=^\S)", re.MULTILINE)
WHAT_RUNS_BY_ITSELF = "pvd-multihoming"
MARGIN = " " * 3
PROMPT = "$ "
RELEASE = re.compile(r"those of ns-(\d+\.\d+)\. Other releases")
# When the routers advertise is random: a capture has these rows in any order, and often enough.
CAPTURE_OF_RANDOM_TIMES = "host.pcap"
RANDOM = [
    (re.compile(r"\b\d+ %"), "# %"),
    (re.compile(r"\(\d+\.\d+\)"), "(#)"),  # seconds that are left
    (re.compile(r"^ *\d+\.\d{4,} s", re.MULTILINE), "# s"),  # of an advertisement
    (re.compile(r"^ *(\d+)\.\d{3} s", re.MULTILINE), r"\1.# s"),  # delays of links and queues
]


def output_of(line, folder):
    """What a command, or a pipe of them, prints to stdout, given at the top of the module."""
    output = b""
    for command in line.split(" | "):
        words = shlex.split(command)
        if words[:2] == ["./pvd", "run"]:
            name, *options = words[2:] or [WHAT_RUNS_BY_ITSELF]
            words = [str(PROGRAMS / name), *options]
        rights = _tshark.without_rights(folder) if words[0] == "tshark" else {}
        done = subprocess.run(words, cwd=folder, check=False, capture_output=True, timeout=300,
                              input=output, umask=0o022, **rights)
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


def release_of(text):
    """The release of ns-3 whose output the tutorial shows."""
    return RELEASE.search(" ".join(text.split()))[1]


def without_random(command, output):
    """The part of an output that does not depend on random numbers."""
    for pattern, instead in RANDOM:
        output = pattern.sub(instead, output)
    if CAPTURE_OF_RANDOM_TIMES in command:
        rows = {line.partition("\t")[2] for line in output.splitlines()}
        return "\n".join(sorted(rows))
    return output


class Folder:
    """A folder that looks to the commands like the top of the module, and may be written to. Its
    files are copies that everybody may read."""

    def __enter__(self):
        self.scratch = tempfile.TemporaryDirectory()
        top = pathlib.Path(self.scratch.name)
        for name in ("examples", "tools"):
            shutil.copytree(_replay.SOURCE / name, top / name)
        for path in (top, *top.rglob("*")):
            path.chmod(0o755)
        return self.scratch.name

    def __exit__(self, *reason):
        self.scratch.cleanup()


class Tutorial(unittest.TestCase):
    maxDiff = None

    def test_output_that_is_another_by_now(self):
        text = TUTORIAL.read_text(encoding="utf-8")
        blocks = BLOCK.findall(text)
        self.assertGreater(len(blocks), 9)
        is_same_release = NS3_VERSION in ("", release_of(text))
        with Folder() as folder:
            for command, shown in (one for block in blocks for one in commands_of(block)):
                with self.subTest(command):
                    printed = tidy(output_of(command, folder))
                    if not is_same_release:
                        printed, shown = (without_random(command, one) for one in (printed, shown))
                    self.assertEqual(printed, shown)

    def test_answers_reach_the_host(self):
        with Folder() as folder:
            for pvd, prefix in (("isp-a.example.com", "2600:a:"), ("isp-b.example.com", "2600:800b:")):
                output_of(f"./pvd run pvd-tutorial --bind={pvd} --stop=7s --pcap=host.pcap", folder)
                receivers = output_of("tshark -n -r host.pcap -Y udp.srcport==7 -T fields -e ipv6.dst",
                                      folder).split()
                self.assertEqual([one.startswith(prefix) for one in receivers], [True, True], pvd)


def update():
    """Write what the commands print into the tutorial."""
    release = release_of(TUTORIAL.read_text(encoding="utf-8"))
    if NS3_VERSION not in ("", release):
        return f"the tutorial shows the output of ns-{release}, and this is ns-{NS3_VERSION}"
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
