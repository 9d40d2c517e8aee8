# SPDX-License-Identifier: GPL-2.0-only
"""
`./pvd conformance` with a real host: the kernel of this machine, in a namespace. What Linux passes of
the public list must pass; a host that does not take Router Advertisements must fail.
"""

import csv
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as xml

import _captures
import _netns

if os.environ.get("PVD_WITHOUT_LINUX_CASES"):
    _netns.skip("PVD_WITHOUT_LINUX_CASES is set: the kernel was tested on the machine itself")
_netns.enter()

TOP = pathlib.Path(os.environ["PVD_SOURCE_DIR"])
CONTROL = TOP / "test" / "conformance" / "linux_control.py"
# Short ones of each chapter. The list has hundreds; ./pvd conformance --host=linux plays them all.
CASES = ["1.1.1B", "1.2.6E", "1.3.1B", "2.1.1A", "2.1.2A", "2.1.7A", "2.2.3A", "2.2.18", "2.2.23A",
         "2.3.1A", "2.3.2A", "3.1.1", "3.1.2B", "3.2.1A", "3.2.4F", "4.1.1C", "4.1.8", "5.1.1", "5.1.2A",
         "5.1.3C", "5.1.9A"]


def play(*words):
    """The status of ./pvd conformance, and the rows of its CSV file by ID."""
    with tempfile.TemporaryDirectory() as folder:
        table, report = (os.path.join(folder, name) for name in ("host.csv", "host.xml"))
        done = subprocess.run([TOP / "pvd", "conformance", *words, f"--csv={table}",
                               f"--junit={report}", f"--captures={folder}"],
                              check=False, capture_output=True, text=True, timeout=500)
        if not os.path.exists(table):
            raise AssertionError(done.stdout + done.stderr)
        with open(table, encoding="utf-8", newline="") as file:
            rows = {row["id"]: row for row in csv.DictReader(file)}
        captures = {path.stem: len(_captures.read_pcap(path))
                    for path in pathlib.Path(folder).glob("*.pcap")}
        return done, rows, captures, xml.parse(report).getroot()[0]


def failures(rows):
    return {id: row["seen"] for id, row in rows.items() if row["verdict"] != "PASS"}


def may_make_namespaces():
    probe = subprocess.run(["ip", "netns", "add", f"pvdprobe{os.getpid()}"], check=False,
                           capture_output=True)
    subprocess.run(["ip", "netns", "del", f"pvdprobe{os.getpid()}"], check=False,
                   capture_output=True)
    return probe.returncode == 0


class OnAWire(unittest.TestCase):
    def setUp(self):
        self.link = _netns.Link()
        self.addCleanup(self.link.__exit__)
        self.link.router("ip", "link", "set", _netns.ROUTER, "up")
        self.interface = f"--interface={_netns.ROUTER}"
        self.control = (f"--control={sys.executable} -B {CONTROL} --pid {self.link.process.pid} "
                        f"--interface {_netns.HOST}")

    def test_linux_passes_and_each_case_has_a_capture(self):
        done, rows, captures, suite = play(self.interface, self.control, "3.1.1", "5.1.1", "5.1.2A")
        self.assertEqual({id: row["verdict"] for id, row in rows.items()},
                         {"v6LC.3.1.1": "PASS", "v6LC.5.1.1": "PASS", "v6LC.5.1.2A": "PASS"},
                         done.stdout)
        self.assertEqual(done.returncode, 0)
        self.assertEqual(set(captures), set(rows))
        self.assertGreater(min(captures.values()), 2)
        self.assertEqual((suite.get("tests"), suite.get("failures")), ("3", "0"))

    def test_host_without_control_is_played_to_and_cases_of_its_start_are_skipped(self):
        self.link.host("sh", "-c", f"echo 0 >/proc/sys/net/ipv6/conf/{_netns.HOST}/addr_gen_mode")
        self.link.host("ip", "link", "set", _netns.HOST, "up")
        done, rows, _, _ = play(self.interface, "2.2.18", "2.1.7D", "3.1.1")
        self.assertEqual({id: row["verdict"] for id, row in rows.items()},
                         {"v6LC.2.2.18": "PASS", "v6LC.2.1.7D": "PASS", "v6LC.3.1.1": "SKIP"},
                         done.stdout)

    def test_host_that_takes_no_advertisements_fails(self):
        self.link.host("sh", "-c", f"echo 0 >/proc/sys/net/ipv6/conf/{_netns.HOST}/addr_gen_mode")
        self.link.host("sh", "-c", f"echo 0 >/proc/sys/net/ipv6/conf/{_netns.HOST}/accept_ra")
        self.link.host("ip", "link", "set", _netns.HOST, "up")
        done, rows, _, suite = play(self.interface, "2.2.18")
        self.assertEqual(rows["v6LC.2.2.18"]["verdict"], "FAIL", done.stdout)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(suite.get("failures"), "1")

    def test_wire_without_a_host_is_one_sentence(self):
        done = subprocess.run([TOP / "pvd", "conformance", self.interface, "5.1.2A"], check=False,
                              capture_output=True, text=True, timeout=100)
        self.assertEqual(done.returncode, 1)
        self.assertIn("is the host there", done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 1)


@unittest.skipUnless(may_make_namespaces(), "named network namespaces take root")
class InNamespaces(unittest.TestCase):
    def test_linux_passes_and_leaves_no_namespace(self):
        names = lambda: subprocess.run(["ip", "netns", "list"], check=True, capture_output=True,
                                       text=True).stdout
        before = names()
        done, rows, _, _ = play("--host=linux", "--jobs=24", *CASES)
        failed = failures(rows)
        if failed:
            # Two dozen kernels share the processors in real time. Alone, each has its time.
            done, again, _, _ = play("--host=linux", "--jobs=1", *failed)
            failed = failures(again)
        self.assertEqual(failed, {}, done.stdout)
        self.assertGreaterEqual(len(rows), len(CASES))
        self.assertEqual(names(), before)


if __name__ == "__main__":
    unittest.main()
