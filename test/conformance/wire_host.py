# SPDX-License-Identifier: GPL-2.0-only
"""Real hosts: on a wire that an interface of this machine leads to, in real time. As root."""

import contextlib
import errno
import os
import select
import shlex
import socket
import struct
import subprocess
import threading
import time

import linux_control
from hosts import HOST_MAC, SHOWN, Host
from tester import Fail, Skip
from wire import (ALL_NODES, ETHERTYPE_IPV6, echo_request, eui64, frame, mac_text, multicast_mac,
                  packet, text)

ETH_P_ALL = 3
SOL_PACKET, PACKET_ADD_MEMBERSHIP, PACKET_MR_PROMISC = 263, 1, 1
LONGEST_FRAME = 65535
BACKGROUND = ("ping", "udp")  # commands that the tester does not wait for
STRANGER_MAC, STRANGER = "02:00:00:00:00:fe", "fe80::fe"  # of a node that looks for the host


class NoHost(Exception):
    """Nothing that could be tested is on the wire."""


def open_interface(name):
    """A socket for all frames of an interface, whatever their destination."""
    wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
    wire.bind((name, 0))
    index = socket.if_nametoindex(name)
    wire.setsockopt(SOL_PACKET, PACKET_ADD_MEMBERSHIP,
                    struct.pack("IHH8s", index, PACKET_MR_PROMISC, 0, b""))
    return wire


class OnWire(Host):
    """A host on the other end of an interface. control: a program that does what is asked for, as a
    list of words; None: there is none, and the host cannot be restarted."""

    real_time = True

    def __init__(self, interface, mac, number=0, control=None):
        super().__init__()
        self.mac, self.number, self.control = mac, number, control
        self.children = []
        self.wire = open_interface(interface)
        self.begin = time.monotonic()

    @property
    def can_restart(self):
        return self.control is not None

    @property
    def now(self):
        return time.monotonic() - self.begin

    def put(self, octets):
        try:
            self.wire.send(octets)
        except OSError as error:
            self.forgive_link_down(error, "send")

    @staticmethod
    def forgive_link_down(error, what):
        """The interface of the tester may go down with that of the host; other errors fail."""
        if error.errno != errno.ENETDOWN:
            raise Fail(f"the tester could not {what} a frame: {error.strerror}") from error

    def take(self, until):
        while True:
            left = until - self.now
            if left < 0 or not select.select([self.wire], [], [], left)[0]:
                return None
            try:
                octets, address = self.wire.recvfrom(LONGEST_FRAME)
            except OSError as error:
                self.forgive_link_down(error, "receive")
                continue
            if address[2] != socket.PACKET_OUTGOING and len(octets) >= 14:
                return self.now, octets

    def start(self):
        if self.can_restart:
            self.do("up")

    def do(self, *words):
        """Run the control; Skip if it cannot."""
        if self.control is None:
            raise Skip(f"needs a control that does {words[0]}: see --control")
        command = [*self.control, *map(str, words)]
        if words[0] in BACKGROUND:
            self.children.append((words[0], subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)))
            return
        done = self.run_control(command)
        self.answered(words[0], done.returncode, done.stdout, done.stderr)

    @staticmethod
    def run_control(command):
        try:
            return subprocess.run(command, check=False, capture_output=True, text=True)
        except OSError as error:
            raise Fail(f"the control {command[0]} does not start: {error.strerror}") from error

    def answered(self, verb, status, output, errors):
        """Take what the control says."""
        if status == linux_control.CANNOT:
            raise Skip(f"the control of this host does not do {verb}")
        if status != 0:
            raise Fail(f"the control of the host fails to do {verb}, with exit status {status}: "
                       f"{errors.strip()[-SHOWN:]}")
        self.reports += output.splitlines()

    def end_children(self):
        """Wait for what the control does in the background. Fails for the first that failed."""
        ends = [(verb, child, child.communicate()) for verb, child in self.children]
        for verb, child, (output, errors) in ends:
            self.answered(verb, child.returncode, output, errors)

    def close(self):
        try:
            self.end_children()
        finally:
            self.wire.close()
            if self.can_restart:
                self.take_down()

    def take_down(self):
        """So that the host forgets. A control without "down" leaves the host as it is."""
        done = self.run_control([*self.control, "down"])
        if done.returncode != linux_control.CANNOT:
            self.answered("down", done.returncode, done.stdout, done.stderr)


class Namespace(OnWire):
    """The kernel of this machine as a host: a network namespace on a veth pair, made for one case."""

    count = 0
    lock = threading.Lock()

    def __init__(self):
        with Namespace.lock:
            Namespace.count += 1
            self.name = f"pvd{os.getpid() % 100000}x{Namespace.count}"
        self.outer = self.name + "t"
        self.prefix = ["ip", "netns", "exec", self.name]
        for line in (f"ip netns add {self.name}",
                     f"ip link add {self.outer} type veth peer name eth0 netns {self.name}",
                     f"sysctl -qw net.ipv6.conf.{self.outer}.disable_ipv6=1",
                     f"ip link set {self.outer} up",
                     f"ip -n {self.name} link set lo up",
                     f"ip -n {self.name} link set eth0 address {HOST_MAC}"):
            self.run(line)
        here = linux_control.__file__
        super().__init__(self.outer, HOST_MAC,
                         control=[here, "--namespace", self.name, "--interface", "eth0"])

    @staticmethod
    def run(line, check=True):
        subprocess.run(shlex.split(line), check=check, stdout=subprocess.DEVNULL,
                       stderr=None if check else subprocess.DEVNULL)

    def start(self):
        """Without a program of its own: many cases start at once."""
        status = linux_control.run(self.prefix, "eth0", "up", [])
        if status != 0:
            raise Fail("the interface does not come up")

    def remove(self):
        self.run(f"ip link del {self.outer}", check=False)
        self.run(f"ip netns del {self.name}", check=False)

    def close(self):
        try:
            super().close()
        finally:
            self.remove()

    def take_down(self):
        """The namespace is removed instead."""


def find_host(interface, control, seconds=5):
    """The hardware address of the host. Fails if there is none, or its addresses are not as the
    tester needs them."""
    try:
        with contextlib.closing(OnWire(interface, HOST_MAC, control=control)) as host:
            return only_host(interface, addresses_of_all(host, seconds))
    except (Fail, Skip) as error:
        raise NoHost(f"the host on {interface} cannot be tested: {error}") from error


def addresses_of_all(host, seconds):
    """The addresses of each hardware address from which frames come within so many seconds."""
    host.start()
    found = {}
    until = host.now + seconds
    asked = 0
    while host.now < until:
        if host.now > asked:
            asked = host.now + 1
            octets = packet(STRANGER, ALL_NODES, echo_request())
            host.put(frame(STRANGER_MAC, multicast_mac(ALL_NODES), octets))
        got = host.take(min(until, asked))
        if got and got[1][12:14] == ETHERTYPE_IPV6:
            source = text(got[1][22:38])
            found.setdefault(mac_text(got[1][6:12]), set()).add(source)
    return found


def only_host(interface, found):
    """found: the addresses of each hardware address from which frames came."""
    if not found:
        raise NoHost(f"no frame of IPv6 came over {interface}: is the host there, and up?")
    if len(found) > 1:
        raise NoHost(f"several nodes are on {interface}: {', '.join(sorted(found))}; give the host "
                     "a wire of its own, or name it with --mac")
    mac, addresses = found.popitem()
    own = eui64("fe80::", mac)
    if own not in addresses and any(address.startswith("fe80") for address in addresses):
        raise NoHost(f"the host at {mac} uses {', '.join(sorted(addresses - {'::'}))}, not {own}: let "
                     "it form its addresses of its hardware address (on Linux: "
                     "net.ipv6.conf.NAME.addr_gen_mode=0, use_tempaddr=0)")
    return mac
