# SPDX-License-Identifier: GPL-2.0-only
"""./pvd conformance: plays the cases of test/conformance to a host."""

import argparse
import collections
import contextlib
import os
import pathlib
import queue
import shlex
import sys
import threading

import cmake_build
import packages
from project import TOP, Failure, jobs, positive, say

sys.path.insert(0, str(TOP / "test" / "conformance"))

import cases as tables  # noqa: E402
import play  # noqa: E402
import report  # noqa: E402
import wire_host  # noqa: E402

LINUX = "linux"
HOSTS = (*play.SIMULATED, play.ROUTER, LINUX)
# Linux has one limit of neighbours for all namespaces.
MOST_NAMESPACES = 40
NAMESPACES = 24
OF_THE_LIST = [tables.LIST]

DESCRIPTION = """Plays cases of conformance to a host, looks at the frames that it sends, and prints
a line for each case: PASS, FAIL, SKIP (cannot be played to this host) or NOT YET (the module does
not do it yet). Without arguments: all cases to the simulated PvD-aware host of this module, which
takes seconds and no rights.

The cases are those of the public list for IPv6 core protocols (v6LC...), further ones of Neighbor
Discovery (ND...) and of odd packets (FRAME...), and those for PvD-aware hosts (PVD...: RFC 8801,
8028, 4191, 6724). An ID may be the beginning of one: 2.1 is address
resolution, 2.1.9 a few cases of it, PVD.2 the choice of routers."""

EPILOG = """A real host:
  --interface=NAME plays to whatever host is on the other end of an interface of this machine: a
  veth pair, or a network card with a wire to the host. The tester is all other nodes of the link:
  routers, neighbours, and what is behind the routers. It runs as root, and nothing else may be on
  the wire; IPv6 of this machine is off on that interface while it runs. Several interfaces, each
  with a host of its own, are used at one time. The host must form its addresses of its hardware
  address (EUI-64), take Router Advertisements, and not limit the rate of ICMPv6 errors.

  --control=COMMAND is a program that does on the host what the tester asks for. It is started with
  these words, and exits with 0, with 77 if the host cannot do that, or with something else if it
  failed; that a ping is not answered is no failure:
    up, down                    bring the interface up, take it down
    ping DST SIZE               send an Echo Request with SIZE octets of data
    udp DST PORT SIZE           send a datagram
    bind NAME PVD               make a flow that is bound to a PvD; print "bind NAME ok"
    send NAME DST PORT SIZE     send a datagram of that flow; print "send NAME ok", or a reason
    query [PVD]                 send a DNS query to each resolver of the PvD, or of all
    address ADDR                configure an address statically
    dhcp ADDR SECONDS           let DHCPv6 assign an address
    state                       print what the host knows: "state PVD explicit",
                                "state PVD prefix P/L", "state PVD resolver ADDR"; "state end"
  test/conformance/linux_control.py is one for Linux, in a namespace or reached by ssh. Without a
  control, the tester cannot restart the host: it uses other addresses for each case, and skips the
  cases that watch the host come up.

Examples:
  ./pvd conformance 2.1 PVD
  ./pvd conformance --host=linux 3 --csv=linux.csv
  ./pvd conformance --interface=veth0 --junit=host.xml --captures=out \\
      --control='test/conformance/linux_control.py --namespace h0 --interface eth0'

Exit status: 0 if no case fails, 1 otherwise."""


def add_verb(verbs):
    verb = verbs.add_parser("conformance", help="play cases of conformance to a host",
                            formatter_class=argparse.RawDescriptionHelpFormatter,
                            description=DESCRIPTION, epilog=EPILOG)
    verb.add_argument("ids", nargs="*", metavar="ID", help="only these cases (default: all)")
    verb.add_argument("--host", choices=HOSTS, default="pvd",
                      help="a simulated host, a router of the module, or the kernel of this "
                           "machine in namespaces of its own (default: pvd)")
    verb.add_argument("--interface", metavar="NAME", action="append",
                      help="a real host, on the other end of this interface; may be given again")
    verb.add_argument("--mac", help="hardware address of the real host (default: that of the only "
                                    "node on the wire)")
    verb.add_argument("--control", metavar="COMMAND",
                      help="does on the real host what is asked for; {interface} in it stands for "
                           "the interface of this machine")
    verb.add_argument("--jobs", type=positive, metavar="N",
                      help="cases at a time, with simulated hosts and namespaces")
    verb.add_argument("--csv", metavar="FILE", help="write the results as CSV")
    verb.add_argument("--junit", metavar="FILE", help="write the results as JUnit XML")
    verb.add_argument("--captures", metavar="DIR", type=pathlib.Path,
                      help="write a pcap file of each case")
    verb.add_argument("--list", action="store_true", help="print the cases, and play none")
    verb.set_defaults(function=conformance)


def chosen(options):
    """The cases to be played."""
    wanted = options.ids
    if not wanted and (options.host != "pvd" or options.interface):
        wanted = OF_THE_LIST
    try:
        found = tables.select(tables.read_cases(), wanted)
    except ValueError as error:
        raise Failure(f"{error}; ./pvd conformance --list prints all") from error
    node = "router" if options.host == play.ROUTER else "host"
    found = [case for case in found if case.node == node]
    if not found:
        raise Failure(f"none of these cases is for a {node}; give others, or another host in --host")
    return found


def require_folders(options):
    """Before cases are played for hours: whether the results can be kept."""
    places = {path: pathlib.Path(path).resolve().parent
              for path in (options.csv, options.junit) if path}
    if options.captures:
        # This folder is made, with those above it.
        above = options.captures.resolve()
        places[options.captures] = next(folder for folder in (above, *above.parents)
                                        if folder.exists())
    for path, folder in places.items():
        if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
            raise Failure(f"{path} cannot be written: {folder} is no folder, or not yours to write "
                          "to; give another place for the results")


def require_root(what):
    if os.geteuid() != 0:
        raise Failure(f"{what} takes root: run ./pvd conformance as root, or with sudo")


class Wires:
    """The interfaces with real hosts; each is used by one case at a time."""

    def __init__(self, options):
        self.free = queue.Queue()
        self.number = 0
        self.lock = threading.Lock()
        self.count = len(options.interface)
        for name in options.interface:
            control = self.control_of(options.control, name)
            mac = (options.mac or wire_host.find_host(name, control)).lower()
            say(f"on {name}: the host at {mac}")
            self.free.put((name, mac, control))

    @staticmethod
    def control_of(text, interface):
        return text and shlex.split(text.replace("{interface}", interface))

    def next_number(self, control):
        """Of the network that the host is put into: a host that is not restarted remembers."""
        with self.lock:
            self.number += 0 if control else 1
            return self.number

    def play(self, case):
        name, mac, control = wire = self.free.get()
        try:
            return play.play(case, lambda: wire_host.OnWire(name, mac, self.next_number(control),
                                                            control))
        finally:
            self.free.put(wire)


@contextlib.contextmanager
def own_ipv6_off(interfaces):
    """This machine must not speak beside the tester."""
    before = {}
    for name in interfaces:
        path = pathlib.Path("/proc/sys/net/ipv6/conf") / name / "disable_ipv6"
        if not path.exists():
            raise Failure(f"this machine has no interface {name}; ip link shows those that it has")
        before[path] = path.read_text(encoding="ascii")
    try:
        for path in before:
            path.write_text("1\n", encoding="ascii")
        yield
    finally:
        for path, value in before.items():
            path.write_text(value, encoding="ascii")


def play_all(options, found, play_one, count):
    """Play, and print a line for each case; returns the results in the order of the tables."""
    results = []
    for result in play.play_all(found, play_one, count):
        results.append(result)
        print(f"[{len(results):>{len(str(len(found)))}}/{len(found)}] {report.line(result)}",
              flush=True)
        if options.captures:
            report.write_capture(options.captures, result)
    order = {case.id: i for i, case in enumerate(found)}
    return sorted(results, key=lambda result: order[result.case.id])


def play_to_wires(options, found):
    require_root("a packet socket")
    with own_ipv6_off(options.interface):
        try:
            wires = Wires(options)
        except wire_host.NoHost as error:
            raise Failure(str(error)) from error
        return play_all(options, found, wires.play, wires.count)


def play_to_linux(options, found):
    require_root("a network namespace")
    count = min(options.jobs or NAMESPACES, MOST_NAMESPACES)
    say(f"{count} namespaces at a time; all cases of the list take a few minutes")
    return play_all(options, found, lambda case: play.play(case, wire_host.Namespace), count)


def play_to_simulated(options, found):
    packages.ensure(packages.BUILD)
    cmake_build.build(targets=["pvd-simulated-host"])
    return play_all(options, found, play.player(options.host), options.jobs or jobs())


def conformance(options):
    found = chosen(options)
    if options.list:
        for case in found:
            print(f"{case.id}  {case.title} (RFC {case.section})")
        return 0
    require_folders(options)
    if options.interface:
        name, results = "wire", play_to_wires(options, found)
    elif options.host == LINUX:
        name, results = LINUX, play_to_linux(options, found)
    else:
        name, results = options.host, play_to_simulated(options, found)
    print("\n" + report.table(results))
    if options.csv:
        report.write_csv(options.csv, results)
    if options.junit:
        report.write_junit(options.junit, results, name)
    count = collections.Counter(result.verdict for result in results)
    return 1 if count["FAIL"] else 0
