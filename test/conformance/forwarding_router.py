# SPDX-License-Identifier: GPL-2.0-only
"""The tester on both links of a router of the module that forwards packets.

  TN3 --- TR1 --+-- first link --+-- router --+-- second link --+-- TR2 --- TN4
  TN1 ----------+                             +---------------- TN2

TN1, TR1, TN2 and TR2 are neighbours of the router; its routes to TN3 and TN4 are by TR1 and TR2.
"""

import contextlib
import os
import tempfile

from hosts import Simulated
from seen import is_error
from tester import Fail, Node, Tester
from wire import LEAST_MTU, canonical, echo_request, eui64, frame, packet, text

MACS = "02:00:00:00:00:01", "02:00:00:00:00:02"  # of the router, by link
# ns-3 forwards nothing to 2001:db8::/32.
FIRST, SECOND, BEHIND_TR1, BEHIND_TR2 = (f"fd00:0:0:{group}::" for group in range(1, 5))
PREFIXES = FIRST, SECOND
UNKNOWN = "fd00:0:0:99::99"  # the router has no route there
BOOT_TIME = 6  # seconds until the addresses are there, and the first advertisements out
HOP_LIMIT_AT = 7
FILE = """interface eth0 {{ AdvSendAdvert on; MinRtrAdvInterval 200; MaxRtrAdvInterval 600;
                   prefix {0}/64 {{}}; }};
interface eth1 {{ AdvSendAdvert on; MinRtrAdvInterval 200; MaxRtrAdvInterval 600;
                   prefix {1}/64 {{}}; }};
"""


def is_between(octets):
    """A packet with the source and the destination of another one."""
    return lambda seen: seen.is_ipv6 and seen.octets[8:40] == octets[8:40]


class Forwarder(Tester):
    """The tester on both links of a router. Nodes are on the link of their hardware address."""

    def __init__(self, host):
        super().__init__(host)
        self.tn1, self.tr1 = self.make("TN1", FIRST), self.make("TR1", FIRST, True)
        self.tn2, self.tr2 = self.make("TN2", SECOND), self.make("TR2", SECOND, True)
        self.tn3, self.tn4 = self.make("TN3", BEHIND_TR1), self.make("TN4", BEHIND_TR2)
        self.link_of = {node.mac: link for link, nodes in enumerate(
            [(self.tn1, self.tr1), (self.tn2, self.tr2)]) for node in nodes}
        self.links = [eui64("fe80::", mac) for mac in MACS]
        self.globals = [canonical(prefix + "ff") for prefix in PREFIXES]

    def send(self, sender, octets, to=None):
        mac = sender.mac if isinstance(sender, Node) else sender
        link = self.link_of[mac]
        self.host.send_on(link, frame(mac, to or MACS[link], octets))

    def answer(self, seen):
        mac, _ = self.neighbors.get(seen.target, (None, False))
        if mac and self.link_of[mac] == seen.link:
            super().answer(seen)

    def configure(self):
        """Give the router its addresses and routes, and see that it forwards."""
        for link, address in enumerate(self.globals):
            self.host.do("assign", link, address, 64)
        self.host.do("route", 0, BEHIND_TR1, 64, self.tr1.link)
        self.host.do("route", 1, BEHIND_TR2, 64, self.tr2.link)
        self.know(self.tn1, self.tr1, self.tn2, self.tr2)
        self.listen(BOOT_TIME)
        self.expect_forwarded(self.tn1, self.request(), self.tn2)
        self.expect_forwarded(self.tn2, self.request(self.tn2.glob, self.tn1.glob), self.tn1)

    def request(self, source=None, destination=None, size=8, hop_limit=64, **fields):
        """An Echo Request of TN1 to TN2, or between other addresses."""
        self.echoes += 1
        return packet(source or self.tn1.glob, destination or self.tn2.glob,
                      echo_request(size, self.echoes), hop_limit=hop_limit, **fields)

    def expect_forwarded(self, sender, octets, receiver):
        """Send a packet: the router must hand it to the receiver, with nothing else changed than a
        Hop Limit of one less."""
        self.send(sender, octets)
        seen = self.expect(is_between(octets), 2, "forwarded packet")
        place = seen.link, seen.source_mac, seen.to
        link = self.link_of[receiver.mac]
        if place != (link, MACS[link], receiver.mac):
            raise Fail(f"on link {seen.link}, not to {receiver.name}: {seen}")
        wanted = bytearray(octets)
        wanted[HOP_LIMIT_AT] -= 1
        if seen.octets != wanted:
            raise Fail(f"changed on its way: {octets.hex()} to {seen.octets.hex()}")
        return seen

    def refuse_forwarded(self, sender, octets, what, to=None):
        """Send a packet: the router must neither forward it nor report an error."""
        self.send(sender, octets, to)
        is_copy = is_between(octets)
        self.refuse(lambda seen: is_copy(seen) or is_error(seen), 2, what)

    def expect_error(self, sender, octets, wanted, seconds=2):
        """Wait for an error about a packet that was sent, and nothing else of it. wanted: type,
        code, and what is behind the checksum."""
        is_copy = is_between(octets)
        seen = self.expect(lambda one: is_copy(one) or is_error(one), seconds, "error")
        if not is_error(seen):
            raise Fail(f"forwarded: {seen}")
        if (seen.kind, seen.code, seen.parameter) != wanted:
            raise Fail(f"{seen}, expected type, code and parameter {wanted}")
        link = self.link_of[sender.mac]
        if (seen.link, seen.to) != (link, sender.mac):
            raise Fail(f"on link {seen.link}, not to {sender.name}: {seen}")
        self.check_error(seen, octets)
        return seen

    def check_error(self, seen, octets):
        """Addresses of an error, its size, and what it quotes."""
        if seen.source not in self.links + self.globals:
            raise Fail(f"from an address that is not the router's: {seen}")
        if seen.destination != text(octets[8:24]) or not seen.checksum_ok:
            raise Fail(f"not to the source, or with a wrong checksum: {seen}")
        if len(seen.octets) > LEAST_MTU:
            raise Fail(f"error of {len(seen.octets)} octets")
        quoted, original = bytearray(seen.body[4:]), bytearray(octets[:len(seen.body) - 4])
        # Whether a router has lowered it already when it quotes the packet is left open.
        quoted[HOP_LIMIT_AT] = original[HOP_LIMIT_AT]
        if quoted != original or len(seen.octets) < min(LEAST_MTU - 8, 48 + len(octets)):
            raise Fail(f"quotes {quoted.hex()} of {octets.hex()}")


@contextlib.contextmanager
def forwarder():
    """The tester on the links of a router that is configured."""
    with tempfile.NamedTemporaryFile("w", suffix=".conf") as file:
        file.write(FILE.format(*PREFIXES))
        file.flush()
        host = Simulated("--kind=router", "--links=2", f"--config={os.path.abspath(file.name)}")
        try:
            tester = Forwarder(host)
            tester.configure()
            yield tester
        finally:
            host.close()
