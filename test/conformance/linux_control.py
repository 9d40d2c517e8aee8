#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The control of a Linux host: does what the tester asks for, as root.

  linux_control.py [--namespace NAME | --pid PID | --ssh HOST] --interface NAME COMMAND [WORD...]

COMMAND is up, down, ping DST SIZE, udp DST PORT SIZE or address ADDR. Exit status 77: not a command of
a Linux host. Before the interface comes up, what the tester relies on is set: addresses with the
EUI-64 identifier, no limit on the rate of ICMPv6 errors, routes of any length.
"""

import argparse
import shlex
import subprocess
import sys

CANNOT = 77
NO_ANSWER = 1  # exit status of ping
SETTINGS = ("addr_gen_mode=0", "use_tempaddr=0", "accept_ra=1", "accept_ra_rt_info_max_plen=128")
SENDER = ("import socket, sys; s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM); "
          "a, p, n, i = sys.argv[1:]; "
          "s.sendto(bytes(int(n)), (a, int(p), 0, socket.if_nametoindex(i) if a[:2] in "
          "('fe', 'ff') else 0))")


def commands(interface, verb, words):
    """The command lines of a command; None if it is not one."""
    scope = ["-I", interface] if words and words[0][:2] in ("fe", "ff") else []
    if verb == "up":
        names = [f"net.ipv6.conf.{interface}.{setting}" for setting in SETTINGS]
        return [["sysctl", "-qw", "net.ipv6.icmp.ratelimit=0", *names],
                ["ip", "link", "set", interface, "up"]]
    if verb == "down":
        return [["ip", "link", "set", interface, "down"]]
    if verb == "ping":
        return [["ping", "-6", "-c1", "-W1", "-M", "want", *scope, "-s", words[1], words[0]]]
    if verb == "udp":
        return [["python3", "-c", SENDER, *words, interface]]
    if verb == "address":
        return [["ip", "addr", "add", f"{words[0]}/128", "dev", interface]]
    return None


def at_host(prefix, line):
    """The command line that runs another one at the host. ssh hands its words to a shell."""
    return [*prefix, shlex.join(line)] if prefix[:1] == ["ssh"] else [*prefix, *line]


def run(prefix, interface, verb, words):
    """Returns an exit status."""
    lines = commands(interface, verb, list(map(str, words)))
    if lines is None:
        return CANNOT
    for line in lines:
        done = subprocess.run(at_host(prefix, line), check=False, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, text=True)
        # A neighbour that does not answer is no fault of the host.
        if done.returncode == NO_ANSWER and verb == "ping":
            continue
        if done.returncode != 0:
            print(f"{shlex.join(line)} ended with {done.returncode}: {done.stderr.strip()}",
                  file=sys.stderr)
            return 1
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--namespace", help="the host is a network namespace of this machine")
    where.add_argument("--pid", help="the host is the network namespace of this process")
    where.add_argument("--ssh", metavar="HOST", help="the host is reached by ssh, not over the "
                                                     "interface that is tested")
    parser.add_argument("--interface", required=True, help="of the host")
    parser.add_argument("command")
    parser.add_argument("words", nargs="*")
    options = parser.parse_args()
    prefix = []
    if options.namespace:
        prefix = ["ip", "netns", "exec", options.namespace]
    elif options.pid:
        prefix = ["nsenter", "--net", "--target", options.pid]
    elif options.ssh:
        prefix = ["ssh", options.ssh]
    return run(prefix, options.interface, options.command, options.words)


if __name__ == "__main__":
    sys.exit(main())
