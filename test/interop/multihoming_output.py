# SPDX-License-Identifier: GPL-2.0-only
"""
What pvd-multihoming says and writes besides its CSV: the table of several runs, what it means, the
progress, captures, and what NetAnim and FlowMonitor read. The CSV decides what is right.
"""

import csv
import itertools
import math
import os
import pathlib
import re
import shutil
import statistics
import struct
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

import _replay
import _tshark

PROGRAM = pathlib.Path(_replay.REPLAY).with_name("pvd-multihoming")
SHORT = ("--failure=8", "--repair=11", "--renumber=14", "--congest=17", "--relief=20", "--end=23",
         "--figures=false")
KINDS = ("stock", "no-rule-5.5", "pvd-failover")
USES = ("web", "voice", "garden")
EVENTS = ("A_fails", "A_is_back", "A_renumbered", "B_congested", "B_is_free")
OUTCOMES = ("completed", "no_route", "filtered", "timeout")
# 97.5 % quantiles of Student's t distribution, as in printed tables, by number of runs.
STUDENT = {2: 12.706, 3: 4.303, 4: 3.182}
SERVERS = 8


def command(folder, *options):
    return [str(PROGRAM), *SHORT, f"--kinds={','.join(KINDS)}", f"--out={folder}", *options]


def run(folder, *options):
    done = subprocess.run(command(folder, *options), check=False, capture_output=True, text=True,
                          timeout=300)
    if done.returncode != 0 or done.stderr:
        raise AssertionError(f"{options}: status {done.returncode}, {done.stderr}")
    return done.stdout


def rows_of(folder):
    """Rows of the CSV, those of each run in a list, by kind and application."""
    found = {}
    path = pathlib.Path(folder) / "pvd-multihoming.csv"
    with open(path, newline="", encoding="ascii") as file:
        for row in csv.DictReader(file):
            found.setdefault((row["kind"], row["application"]), []).append(row)
    return found


def shares(rows, outcome):
    return [100 * int(row[outcome]) / int(row["flows"]) for row in rows]


def mean_text(values, digits):
    """As a statistician would write it: the mean, and half of the interval."""
    mean = f"{statistics.fmean(values):.{digits}f}"
    if len(values) < 2:
        return mean
    half = STUDENT[len(values)] * statistics.stdev(values) / math.sqrt(len(values))
    return f"{mean}±{half:.{digits}f}"


def recovery_text(values):
    times = [float(value) for value in values if value not in ("never", "unreliable")]
    if not times:
        return "never" if "never" in values else "-"
    return mean_text(times, 1) + ("" if len(times) == len(values) else f" ({len(times)})")


def expected_line(kind, rows):
    words = [kind, mean_text([int(row["flows"]) for row in rows], 0)]
    words += [mean_text(shares(rows, outcome), 1) for outcome in OUTCOMES]
    words.append(mean_text([int(row["goodput_bit_per_s"]) / 1000 for row in rows], 0))
    words.append(mean_text([int(row["misfit_packets"]) for row in rows], 0))
    words += [recovery_text([row[f"recovery_{event}_s"] for row in rows]) for event in EVENTS]
    return " ".join(words)


class Scratch(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)


class Table(Scratch):
    def check_table(self, runs):
        output = run(self.folder, f"--runs={runs}")
        rows = rows_of(self.folder)
        blocks = {block.split()[0]: [" ".join(line.split()) for line in block.splitlines()[2:]]
                  for block in output.split("\n\n")}
        for use in USES:
            expected = [expected_line(kind, rows[kind, use]) for kind in KINDS]
            self.assertEqual(blocks[use], expected, use)
            self.assertEqual(len(rows["stock", use]), runs)
        return output, rows

    def test_mean_or_interval_that_is_not_that_of_the_runs(self):
        output, rows = self.check_table(3)
        self.assertIn("Means of 3 runs with 95 % confidence intervals", output)
        # The runs differ, or there would be nothing to see.
        self.assertGreater(len({row["goodput_bit_per_s"] for row in rows["stock", "web"]}), 1)

    def test_one_run_has_no_interval(self):
        output, _ = self.check_table(1)
        self.assertNotIn("±", output)

    def test_explanation_with_numbers_that_were_not_measured(self):
        output = run(self.folder, "--runs=2")
        rows = rows_of(self.folder)
        lines = dict(line.split(maxsplit=1) for line in
                     output.split("What it means\n")[1].split("\n\n")[0].splitlines())
        self.assertEqual(tuple(lines), KINDS)

        def measured(kind, use, outcome):
            return f"{statistics.fmean(shares(rows[kind, use], outcome)):.0f} %"

        stock, none, failover = (lines[kind] for kind in KINDS)
        self.assertIn(f"(web: {measured('stock', 'web', 'filtered')} filtered)", stock)
        self.assertIn(f"no way into the garden ({measured('stock', 'garden', 'completed')})", stock)
        self.assertIn(f"({measured('no-rule-5.5', 'web', 'filtered')} of web, "
                      f"{measured('no-rule-5.5', 'voice', 'filtered')} of voice)", none)
        self.assertIn(f"(web: {measured('pvd-failover', 'web', 'no_route')} no route, "
                      f"{measured('pvd-failover', 'web', 'completed')} completed)", failover)
        self.assertIn(f"({measured('pvd-failover', 'voice', 'timeout')} of voice: timeout)",
                      failover)
        self.assertNotRegex("".join(lines.values()), "[<>]")

    def test_explanation_of_a_kind_that_is_missing(self):
        done = subprocess.run([str(PROGRAM), *SHORT, f"--out={self.folder}"], check=True,
                              capture_output=True, text=True, timeout=300)
        kinds = done.stdout.split("\n\n")[0].splitlines()[1:]
        lessons = done.stdout.split("What it means\n")[1].split("\n\n")[0].splitlines()
        self.assertEqual([line.split()[0] for line in lessons],
                         [line.split()[0] for line in kinds])
        for line in lessons:
            self.assertRegex(line, r"^  \S+ {2,}[^<>]+\d %[^<>]*$")


class Figures(Scratch):
    """The shapes in them are those of the tables; whoever changes a script looks at the picture."""

    def draw(self, runs):
        words = [word for word in command(self.folder, f"--runs={runs}")
                 if not word.startswith("--figures")]
        done = subprocess.run(words, check=False, capture_output=True, text=True, timeout=300)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def blocks(self, figure):
        text = (self.folder / f"pvd-multihoming-{figure}.dat").read_text(encoding="ascii")
        lines = [line for line in text.splitlines() if not line.startswith("#")]
        return [block.strip().splitlines() for block in "\n".join(lines).split("\n\n\n")
                if block.strip()]

    @unittest.skipUnless(shutil.which("gnuplot"), "gnuplot is not installed (Debian: gnuplot-nox)")
    def test_script_of_which_gnuplot_complains(self):
        for runs in (1, 2):
            self.draw(runs)
            for figure in ("goodput", "completion", "recovery"):
                path = self.folder / f"pvd-multihoming-{figure}.png"
                octets = path.read_bytes()
                self.assertEqual(octets[:8], b"\x89PNG\r\n\x1a\n")
                width, height = struct.unpack(">II", octets[16:24])
                self.assertEqual(width, 1000)
                self.assertGreater(height, 100 + 30 * len(KINDS))
                path.unlink()

    def test_recovery_without_a_mark(self):
        """A bar, a dot for "no flow failed", a pale bar or a cross: an empty row says nothing."""
        runs = 3
        self.draw(runs)
        rows = rows_of(self.folder)
        blocks = self.blocks("recovery")
        self.assertEqual(len(blocks), len(EVENTS) * len(USES))
        for (event, use), block in zip(itertools.product(EVENTS, USES), blocks):
            self.assertEqual([line.split()[0] for line in block], list(KINDS))
            for line in block:
                kind, *numbers = line.split()
                seconds, _, never, without = (float(number) for number in numbers)
                found = [row[f"recovery_{event}_s"] for row in rows[kind, use]]
                with self.subTest(f"{kind} {use} {event}"):
                    self.assertEqual((never, without),
                                     (found.count("never"), found.count("unreliable")))
                    times = [float(one) for one in found if one not in ("never", "unreliable")]
                    self.assertEqual(len(times) + never + without, runs)
                    # The data are printed with six digits, the table with three after the point.
                    self.assertAlmostEqual(seconds, statistics.fmean(times) if times else -1,
                                           delta=1e-3 + 1e-5 * abs(seconds))

    def test_completion_that_is_not_that_of_the_runs(self):
        self.draw(2)
        rows = rows_of(self.folder)
        for use, block in zip(USES, self.blocks("completion")):
            for line in block:
                kind, *numbers = line.split()
                *means, half = (float(number) for number in numbers)
                for outcome, mean in zip(OUTCOMES, means):
                    self.assertAlmostEqual(mean, statistics.fmean(shares(rows[kind, use], outcome)),
                                           delta=1e-3)
                completed = shares(rows[kind, use], "completed")
                self.assertAlmostEqual(half, STUDENT[2] * statistics.stdev(completed) / 2**0.5,
                                       delta=1e-3)


class Progress(Scratch):
    def watch(self, *options):
        """What the program prints on a terminal, and on its stdout, which is none."""
        ours, its = os.openpty()
        output = self.folder / "stdout"
        with open(output, "wb") as file:
            program = subprocess.Popen(command(self.folder, *options), stdout=file, stderr=its)
        os.close(its)
        heard = b""
        try:
            while chunk := os.read(ours, 4096):
                heard += chunk
        except OSError:
            pass  # nobody has the other end any more
        finally:
            os.close(ours)
            self.assertEqual(program.wait(timeout=300), 0, heard)
        return heard.decode(), output.read_text(encoding="utf-8")

    def check_cleared(self, heard):
        """Each line goes over the last one, and in the end there is none."""
        self.assertNotIn("\n", heard)
        *lines, blank, end = heard.split("\r")[1:]
        self.assertEqual((blank.strip(" "), end), ("", ""))
        self.assertGreaterEqual(len(blank), max(len(line) for line in lines))
        return lines

    def test_terminal_is_told_how_far_a_run_is(self):
        heard, output = self.watch()
        lines = self.check_cleared(heard)
        done = [int(re.fullmatch(r"pvd-multihoming: (\d+) % ", line)[1]) for line in lines]
        self.assertGreater(len(done), 2)
        self.assertTrue(all(a < b for a, b in itertools.pairwise(done)), done)
        self.assertTrue(0 <= done[0] and done[-1] <= 100, done)
        self.assertEqual(output, run(self.folder))

    def test_terminal_is_told_how_many_runs_are_done(self):
        heard, output = self.watch("--runs=3")
        self.assertEqual(self.check_cleared(heard),
                         [f"pvd-multihoming: {i} of 3 runs " for i in (1, 2, 3)])
        self.assertEqual(output, run(self.folder, "--runs=3"))

    def test_pipe_is_told_nothing(self):
        for options in ((), ("--runs=2",)):
            done = subprocess.run(command(self.folder, *options), check=True, capture_output=True,
                                  timeout=300)
            self.assertEqual(done.stderr, b"")


class Traces(Scratch):
    def trace(self, *options):
        """Run with traces. Those of the first run are written, whatever becomes of others."""
        done = subprocess.run(command(self.folder, *options), check=False, capture_output=True,
                              text=True, timeout=300)
        if "this ns-3 was built without" in done.stderr:
            self.skipTest(done.stderr)
        # NetAnim itself asks for classes by names that are deprecated from ns-3.43 on.
        said = [line for line in done.stderr.splitlines()
                if not line.startswith("Deprecation warning for name ")]
        self.assertEqual((done.returncode, said), (0, []))

    def names(self, suffix):
        return {path.name[len("pvd-multihoming-") : -len(suffix)]
                for path in self.folder.glob(f"*{suffix}")}

    def fields(self, link, display, *fields):
        path = self.folder / f"pvd-multihoming-{link}.pcap"
        words = [_tshark.TOOL, "-n", "-r", str(path), "-Y", display, "-T", "fields"]
        words += [word for field in fields for word in ("-e", field)]
        done = subprocess.run(words, check=True, capture_output=True, text=True, timeout=300)
        self.assertNotIn("cut short", done.stderr)
        return done.stdout.splitlines()

    @unittest.skipUnless(_tshark.TOOL, "tshark is not installed (Debian: tshark)")
    def test_link_without_a_capture_that_tshark_reads(self):
        self.trace("--pcap=true", "--runs=2")
        servers = {f"server{i + 1}" for i in range(SERVERS)}
        links = {"lan", "garden", "background"} | servers
        links |= {f"uplink-{name}" for name in ("a", "b", "garden")}
        links |= {f"core-{name}" for name in ("a", "b")}
        self.assertEqual(self.names(".pcap"), links)
        for link in links:
            self.assertTrue(self.fields(link, "ipv6", "frame.number"), link)
            self.assertEqual(self.fields(link, "_ws.malformed", "frame.number"), [], link)
        # Three routers advertise themselves on the link of the hosts, and all hosts ask servers.
        self.assertEqual(len(set(self.fields("lan", "icmpv6.type == 134", "ipv6.src"))), 3)
        asking = set(self.fields("lan", "tcp.flags.syn == 1 && tcp.flags.ack == 0", "eth.src"))
        self.assertEqual(len(asking), len(KINDS))
        # Between A and its router go only packets from and to its prefixes, and neighbours'.
        for line in self.fields("core-a", "tcp || udp", "ipv6.src", "ipv6.dst"):
            self.assertRegex(line, "3fff:400:")

    def test_animation_without_all_nodes(self):
        self.trace("--anim=true")
        root = ElementTree.parse(self.folder / "pvd-multihoming-anim.xml").getroot()
        self.assertEqual(root.tag, "anim")
        nodes = {node.get("id") for node in root.iter("node")}
        names = {update.get("id"): update.get("descr") for update in root.iter("nu")
                 if update.get("p") == "d"}
        self.assertEqual(set(names), nodes)
        expected = {*KINDS, "internet", "garden", "background"}
        expected |= {f"{kind}-{name}" for kind in ("edge", "isp") for name in ("a", "b", "garden")}
        expected |= {f"server{i + 1}" for i in range(SERVERS)}
        self.assertEqual(set(names.values()), expected)
        self.assertEqual(len(names), len(expected))
        places = {(node.get("locX"), node.get("locY")) for node in root.iter("node")}
        self.assertEqual(len(places), len(nodes), "nodes on one place")
        # From a second before the failure on, packets are on their way.
        begun = [float(packet.get("fbTx")) for packet in root.iter("p")]
        self.assertGreater(len(begun), 100)
        self.assertTrue(7 <= min(begun) and max(begun) <= 17, (min(begun), max(begun)))

    def test_flow_monitor_without_the_flows(self):
        self.trace("--flowmon=true")
        root = ElementTree.parse(self.folder / "pvd-multihoming-flowmon.xml").getroot()
        self.assertEqual(root.tag, "FlowMonitor")
        stats = {flow.get("flowId"): flow for flow in root.find("FlowStats")}
        flows = list(root.find("Ipv6FlowClassifier"))
        self.assertTrue({flow.get("flowId") for flow in flows} <= set(stats))
        rows = rows_of(self.folder)
        for use, port, protocol in (("web", "80", "6"), ("garden", "8080", "6")):
            asked = [flow for flow in flows if flow.get("destinationPort") == port
                     and flow.get("protocol") == protocol]
            # A request that never left its host is no flow, and one that came to nothing may be
            # left out of the table at the end.
            completed = sum(int(row["completed"]) for kind in KINDS for row in rows[kind, use])
            self.assertGreaterEqual(len(asked), completed, use)
            arrived = [flow for flow in asked if int(stats[flow.get("flowId")].get("rxPackets"))]
            self.assertGreaterEqual(len(arrived), completed, use)


if __name__ == "__main__":
    unittest.main()
