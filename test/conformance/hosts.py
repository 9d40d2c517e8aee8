# SPDX-License-Identifier: GPL-2.0-only
"""Hosts under test. What the tester may use of each:

  number, mac     the number of the network that it is put into, its hardware address
  now             seconds since it was made
  real_time       whether time passes by itself
  can_restart     whether start brings its interface up anew; if not, it is up
  start()         bring its interface up
  send(octets)    a frame to it
  receive(until)  (time, octets) of its next frame, of a router also the number of the link;
                  None if that time comes first
  do(words)       it does what main.cc of test/simulated-host lists, such as "ping", DST, SIZE
  reports         lines that it answered to do
  close()         the end; Crash, Fail or Skip if the host does not end as it should
"""

import os
import pathlib
import subprocess
import tempfile
import threading

from tester import Skip

HOST_MAC = "02:00:00:00:00:01"
TOP = pathlib.Path(__file__).resolve().parents[2]
UNAWARE = ("ping", "udp", "address")  # what a host can do that knows no PvDs
PATIENCE = 20  # seconds of real time for one step of a simulation
SHOWN = 300  # characters of what a program says at its end
NO_COMMAND = "pvd-simulated-host: no command"  # said of a command that the program does not know


class Crash(Exception):
    """The program of the simulated host has failed, or does not answer."""


def program():
    """The simulated host of the build that runs the tests."""
    build = os.environ.get("PVD_BUILD_DIR") or TOP / "build" / "release"
    return pathlib.Path(build) / "test" / "pvd-simulated-host"


class Host:
    """What all hosts have. Others add put, take, start, do and close."""

    number, mac, real_time, can_restart = 0, HOST_MAC, False, True

    def __init__(self):
        self.reports = []
        self.log = []  # (seconds, frame) of all frames, those of the tester too
        self.commands = []  # by which a case can be played by hand

    def send(self, octets):
        self.log.append((self.now, octets))
        self.put(octets)

    def receive(self, until):
        taken = self.take(until)
        if taken:
            self.log.append(taken[:2])
        return taken


class Simulated(Host):
    """A node in ns-3, in simulated time."""

    def __init__(self, *options):
        super().__init__()
        # A file: a pipe that nobody reads stops a program that says much.
        self.stderr = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")
        self.process = subprocess.Popen([program(), *options], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=self.stderr, text=True)
        self.is_hanging = False
        self.now = 0.0
        self.frames = []

    def command(self, *words):
        line = " ".join(map(str, words))
        self.commands.append(line)
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            self.crash()

    def crash(self):
        """For a program that has ended, or whose end is near, before it was told to end."""
        raise Crash(self.end() or "the host ended before its case")

    def end(self):
        """Wait for the end of the program. What is wrong with it, in words; "" if nothing is."""
        try:
            status = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.hang()
            status = self.process.wait()
        if self.is_hanging:
            return f"the host did not answer within {PATIENCE} s"
        self.stderr.seek(0)
        said = self.stderr.read()
        if status != 0:
            return f"the host ended with {status}: {said.strip()[-SHOWN:]}"
        return next((line for line in said.splitlines() if line.startswith(NO_COMMAND)), "")

    def hang(self):
        self.is_hanging = True
        self.process.kill()

    def start(self):
        self.command("up")

    def put(self, octets):
        self.command("frame", octets.hex())

    def send_on(self, link, octets):
        """The same on a link of a router that has several."""
        self.log.append((self.now, octets))
        self.command("frame", octets.hex(), link)

    def do(self, *words):
        if "--kind=stock" in self.process.args and words[0] not in UNAWARE:
            raise Skip("the host knows no PvDs")
        self.command(*words)

    def take(self, until):
        if not self.frames:
            self.command("run", f"{until:.6f}")
            self.read_run()
        return self.frames.pop(0) if self.frames else None

    def read_run(self):
        """Take what the host says until the time of a run is over. A host that hangs is killed."""
        timer = threading.Timer(PATIENCE, self.hang)
        timer.start()
        try:
            self.read_lines()
        finally:
            timer.cancel()

    def read_lines(self):
        for line in self.process.stdout:
            what, _, rest = line.rstrip("\n").partition(" ")
            if what == "at":
                self.now = float(rest)
                return
            if what == "tx":
                time, octets, *link = rest.split()
                self.frames.append((float(time), bytes.fromhex(octets), *map(int, link)))
            elif what == "report":
                self.reports.append(rest)
        self.crash()

    def close(self):
        try:
            self.process.stdin.close()
        except BrokenPipeError:
            pass
        wrong = self.end()
        self.process.stdout.close()
        self.stderr.close()
        if wrong:
            raise Crash(wrong)
