# SPDX-License-Identifier: GPL-2.0-only
"""
Two network namespaces with a veth pair between them, for tests with a real kernel. A script that
uses it runs itself again in a namespace of its own, the router's; the host has another one. Both
end with the processes in them. Where namespaces are not allowed, the script says so and is skipped.
"""

import json
import os
import shutil
import subprocess
import sys
import time

import _replay

INSIDE = "PVD_TEST_NAMESPACE"
ROUTER, HOST = "rt0", "eth0"  # names of the two ends
ROUTER_MAC, HOST_MAC = "02:00:00:00:00:0a", "02:00:00:00:00:01"
ROUTER_LINK_LOCAL = "fe80::ff:fe00:a"
LONGEST = 10  # seconds that anything may take


def skip(why):
    print(f"not run: {why}")
    sys.exit(_replay.SKIPPED)


def enter():
    """Go on in a namespace of our own, or skip."""
    if os.environ.get(INSIDE):
        return
    for tool in ("ip", "unshare", "nsenter"):
        if shutil.which(tool) is None:
            skip(f"there is no program {tool} (Debian: iproute2, util-linux)")
    prefix = ["unshare", "--net"]
    if os.geteuid() != 0:
        prefix += ["--user", "--map-root-user"]
    probe = subprocess.run([*prefix, "ip", "link", "add", "a0", "type", "veth", "peer", "name", "b0"],
                           check=False, capture_output=True, text=True)
    if probe.returncode != 0:
        skip(f"network namespaces with veth pairs are not allowed here: {probe.stderr.strip()}")
    command = [*prefix, sys.executable, "-B", *sys.argv]
    sys.exit(subprocess.run(command, check=False, env={**os.environ, INSIDE: "1"}).returncode)


def wait_for(condition, what, longest=LONGEST):
    """The first value of a condition that is true; fails if it takes too long."""
    end = time.monotonic() + longest
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError(f"{what}: not within {longest} s")


class Link:
    """The pair: its first end is in this namespace, its second one in that of the host."""

    def __init__(self, number=0, seconds=600):
        """For so many seconds at most. Of several links each has another number, below 10."""
        self.router_end = f"{ROUTER[:-1]}{number}"
        self.router_mac = f"{ROUTER_MAC[:-2]}{number}a"
        here = os.readlink("/proc/self/ns/net")
        self.process = subprocess.Popen(["unshare", "--net", "sleep", str(seconds)])
        there = f"/proc/{self.process.pid}/ns/net"
        wait_for(lambda: os.readlink(there) != here, "a namespace for the host")
        self.router("ip", "link", "add", self.router_end, "address", self.router_mac, "type",
                    "veth", "peer", "name", HOST, "address", HOST_MAC)
        self.router("ip", "link", "set", HOST, "netns", str(self.process.pid))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        subprocess.run(["ip", "link", "del", self.router_end], check=False)
        self.process.kill()
        self.process.wait()

    def router(self, *command, **more):
        """Run a program at the router."""
        return subprocess.run(command, check=True, timeout=60, **more)

    def host_command(self, *command):
        return ["nsenter", "--net", "--target", str(self.process.pid), *command]

    def host(self, *command, **more):
        """Run a program at the host."""
        return self.router(*self.host_command(*command), **more)

    def host_json(self, *command):
        """What ip says at the host."""
        return json.loads(self.host(*command, capture_output=True, text=True).stdout or "[]")

    def host_set(self, name, value):
        self.host("sh", "-c", f"echo {value} >/proc/sys/net/ipv6/conf/{name}")

    def router_set(self, name, value):
        self.router("sh", "-c", f"echo {value} >/proc/sys/net/ipv6/conf/{name}")

    def up(self):
        """Bring both ends up, and wait until they have checked their addresses."""
        self.router("ip", "link", "set", self.router_end, "up")
        self.host("ip", "link", "set", HOST, "up")
        for run in (self.router, self.host):
            wait_for(lambda run=run: "fe80::" in run("ip", "-6", "addr", "show", "-tentative",
                                                     capture_output=True, text=True).stdout,
                     "a link-local address")
