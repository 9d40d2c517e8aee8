# SPDX-License-Identifier: GPL-2.0-only
"""
Whoever mistypes an option of a program of examples/ reads one sentence, which says what to write
instead, and the status is 1. ns-3 by itself would abort, or print its whole help.
"""

import pathlib
import re
import subprocess
import tempfile
import unittest

import _replay

PROGRAMS = pathlib.Path(_replay.REPLAY).parent
NAMES = sorted(path.stem for path in (_replay.SOURCE / "examples").glob("pvd-*.cc"))

# What no program knows, and what ns-3 cannot read.
OF_EVERY_PROGRAM = ("--frobnicate", "--frobnicate=1", "-frobnicate", "--", "-", "", "stray", "a=b",
                    "--ns3::PvdRegistry::MaxPvds=many", "--ns3::PvdRegistry::DrainTime=soon",
                    "--ns3::PvdRegistry::Frobnicate=1", "--ns3::Frobnicate::MaxPvds=1",
                    "--RngRun=x", "--SchedulerType=none", "--SimulatorImplementationType=none",
                    "--PrintAttributes=none")
NO_NUMBERS = ("", "x", "3x", "x3", "1,5", "nan", "inf", "1e999", "-1e300", "0x10", " 3", "3 4")
NO_TIMES = (*NO_NUMBERS, "10 s", "s", "3parsec", "1e300s", "-1e300y", "nans")
# Newer releases of ns-3 read "10 Mbps", with a blank.
NO_RATES = (*NO_NUMBERS, "Mbps", "3Mparsec", "-3Mbps", "99999999999999999999Gbps")
NO_TRUTHS = ("maybe", "2", "yes", "true ")


def run(name, *options, **more):
    return subprocess.run([str(PROGRAMS / name), *options], check=False, capture_output=True,
                          text=True, timeout=60, **more)


def wrong_values(default):
    """What an option with this default cannot be."""
    if default in ("true", "false"):
        return NO_TRUTHS
    if re.fullmatch(r"[+-][0-9.e+]+[a-z]+", default):
        return NO_TIMES
    if re.fullmatch(r"[0-9.e+]+[a-zA-Z]*bps", default):
        return NO_RATES
    if re.fullmatch(r"-?[0-9.e+]+", default):
        return NO_NUMBERS
    return ()


def options_of(name):
    """(option, default) of each option of a program that has one, as its help says."""
    own = run(name, "--help").stdout.split("General Arguments:")[0]
    return re.findall(r"^ +--([\w-]+): .*\[([^][]*)\]$", own, re.MULTILINE)


class CommandLine(unittest.TestCase):
    def expect_sentence(self, name, *options, **more):
        with self.subTest(f"{name} {options}"):
            done = run(name, *options, **more)
            self.assertEqual((done.returncode, done.stdout), (1, ""), done.stderr)
            self.assertRegex(done.stderr, rf"\A{name}: [^\n]+\n\Z")
            return done.stderr
        return ""

    def test_word_that_nobody_knows(self):
        for name in NAMES:
            for word in OF_EVERY_PROGRAM:
                self.expect_sentence(name, word)

    def test_value_of_an_attribute_has_an_example(self):
        for option, example in (("RootBinding", '"inherit"'), ("RootBinding", "isp-a.example.com"),
                                ("OnPvdLoss", '"Fail"'), ("BindCheck", '"Strict"')):
            sentence = self.expect_sentence("pvd-tutorial", f"--ns3::PvdProcessTable::{option}=,")
            self.assertIn(example, sentence)
        for option in ("--ns3::PvdRegistry::MaxPvds=many", "--ns3::PvdRegistry::DrainTime=soon",
                       "--ns3::PvdDuplicateAddressDetection::Delay=x", "--RngRun=x"):
            self.assertRegex(self.expect_sentence("pvd-tutorial", option), r'such as "[^"]+"')

    def test_value_that_cannot_be_read(self):
        found = {}
        for name in NAMES:
            for option, default in options_of(name):
                values = wrong_values(default)
                found[values] = found.get(values, 0) + 1
                for value in values:
                    sentence = self.expect_sentence(name, f"--{option}={value}")
                    self.assertIn(f"--{option}={value}: write ", sentence)
        for values in (NO_NUMBERS, NO_TIMES, NO_RATES, NO_TRUTHS):
            self.assertGreater(found.get(values, 0), 2, values)

    def test_value_out_of_its_range(self):
        for name, option in (("pvd-multihoming", "--runs=0"), ("pvd-multihoming", "--runs=-1"),
                             ("pvd-multihoming", "--runs=1001"), ("pvd-multihoming", "--seed=0"),
                             ("pvd-multihoming", "--run=4294967296"),
                             ("pvd-multihoming", "--start=1"), ("pvd-multihoming", "--end=1e9"),
                             ("pvd-multihoming", "--servers=0"), ("pvd-multihoming", "--loss=2"),
                             ("pvd-multihoming", "--rateA=1bps"),
                             ("pvd-multihoming", "--webSize=0"),
                             ("pvd-multihoming", "--patience=-1s"),
                             ("pvd-multihoming", "--delayA=10"),
                             ("pvd-multihoming", "--congestion=-1"),
                             ("pvd-echo", "--first=0"), ("pvd-echo", "--first=3"),
                             ("pvd-echo", "--count=0"), ("pvd-echo", "--count=1000000"),
                             ("pvd-echo", "--interval=-1s"), ("pvd-tutorial", "--fail=-3s"),
                             ("pvd-tutorial", "--stop=0s"), ("pvd-advertise", "--duration=-1s"),
                             ("pvd-advertise", "--duration=31d"), ("pvd-replay", "--until=2e9")):
            self.assertIn(f"{option}: write ", self.expect_sentence(name, option))

    def test_value_that_only_the_program_can_judge(self):
        for name, option in (("pvd-multihoming", "--failure=100"),
                             ("pvd-multihoming", "--kinds=nothing"),
                             ("pvd-multihoming", "--kinds=stock,stock"),
                             ("pvd-multihoming", "--kinds="), ("pvd-multihoming", "--out="),
                             ("pvd-tutorial", "--resolve=host"), ("pvd-tutorial", "--bind=a,,b"),
                             ("pvd-advertise", "--config=/nowhere"),
                             ("pvd-advertise", "--config=/dev/null"),
                             ("pvd-advertise", "--config=/"), ("pvd-advertise", "--config="),
                             ("pvd-echo", "--prefix1=host"), ("pvd-echo", "--net2=ff02::"),
                             ("pvd-address-selection", "--vectors=/nowhere"),
                             ("pvd-replay", "--pcap=/nowhere"), ("pvd-replay", "--mac=zz")):
            self.expect_sentence(name, option)

    def test_mistake_in_a_file_of_radvd(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "radvd.conf"
            path.write_text("interface lan {\n    MaxRtrAdvInterval soon;\n};\n", encoding="ascii")
            sentence = self.expect_sentence("pvd-advertise", f"--config={path}")
            self.assertIn(f"{path}:2:23: ", sentence)
            path.write_text("# nothing yet\n", encoding="ascii")
            sentence = self.expect_sentence("pvd-advertise", f"--config={path}")
            self.assertIn("has no interface; write one", sentence)

    def test_file_that_cannot_be_written(self):
        """Root may write anywhere, but not to where a folder is, nor below a file."""
        short = ("--failure=8", "--repair=11", "--renumber=14", "--congest=17", "--relief=20",
                 "--end=23", "--kinds=stock", "--figures=false")
        with tempfile.TemporaryDirectory() as folder:
            top = pathlib.Path(folder)
            (top / "file").write_text("", encoding="ascii")
            for options in (["--stop=1s", f"--pcap={top}/file/below"],
                            ["--stop=1s", f"--pcap={top}"]):
                self.expect_sentence("pvd-tutorial", *options)
            self.expect_sentence("pvd-advertise", f"--pcap={top}/file/below")
            for out in (top / "file", top / "file" / "below", top / "not" / "there"):
                self.expect_sentence("pvd-multihoming", *short, f"--out={out}")
            for option, name in (("pcap", "lan.pcap"), ("pcap", "uplink-garden.pcap"),
                                 ("anim", "anim.xml"), ("flowmon", "flowmon.xml")):
                out = top / name
                (out / f"pvd-multihoming-{name}").mkdir(parents=True, exist_ok=True)
                sentence = self.expect_sentence("pvd-multihoming", *short, f"--out={out}",
                                                f"--{option}")
                self.assertTrue(name in sentence or "was built without" in sentence, sentence)
            (top / "table" / "pvd-multihoming.csv").mkdir(parents=True)
            self.expect_sentence("pvd-multihoming", *short, f"--out={top}/table")
            # What is only asked for is not made, and what is there is not touched.
            self.assertEqual(sorted(path.name for path in top.iterdir()),
                             ["anim.xml", "file", "flowmon.xml", "lan.pcap", "table",
                              "uplink-garden.pcap"])


class WhatIsGood(unittest.TestCase):
    """The checks refuse nothing that ns-3 takes."""

    def test_values_in_all_their_forms(self):
        with tempfile.TemporaryDirectory() as folder:
            for name, options in (("pvd-tutorial", ["--stop=2500ms", "--fail=+1.5e0", "-trace=T"]),
                                  ("pvd-tutorial", ["--stop=0.05min", "--state=0", "--trace"]),
                                  ("pvd-tutorial", ["--stop=3", "--SchedulerType=ns3::MapScheduler",
                                                    "--ns3::PvdRegistry::DrainTime=3s",
                                                    "--RngRun=7"]),
                                  ("pvd-multihoming", ["--kinds=stock", "--figures=f", "--end=81",
                                                       "--congest=66", "--relief=6.7e1",
                                                       "--rateA=10Mb/s", "--rateB=1000kBps",
                                                       "--rateGarden=10000000000", "--loss=.001",
                                                       f"--out={folder}"]),
                                  ("pvd-tutorial", ["--PrintAttributes=ns3::PvdRegistry"]),
                                  ("pvd-tutorial", ["--PrintGlobals"])):
                with self.subTest(f"{name} {options}"):
                    done = run(name, *options)
                    self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_capture_that_was_there_is_written_anew(self):
        """And its name may have blanks, at which ns-3 would cut it."""
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "packets of the host.pcap"
            for _ in range(2):
                self.assertEqual(run("pvd-tutorial", "--stop=3s", f"--pcap={path}").returncode, 0)
                first = path.read_bytes()
            self.assertEqual(path.read_bytes(), first)
            self.assertGreater(len(first), 24)


if __name__ == "__main__":
    unittest.main()
