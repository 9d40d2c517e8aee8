# SPDX-License-Identifier: GPL-2.0-only
"""The tester: the other nodes of the host's link, all in one.

Their names are those of the public list: TN1 and TN3 are hosts on the link, TN2 and TN4 are hosts
behind a router, TR1 to TR3 are routers on the link.
"""

from seen import Seen
from wire import (ALL_NODES, ECHO_IDENTIFIER, ECHO_REPLY, NA, NS, RS, advertisement, canonical, cut,
                  echo_request, eui64, frame, multicast_mac, packet, prefix_information,
                  router_advertisement, solicitation, solicited_node, source_link_layer,
                  target_link_layer, text)

DELAY_FIRST_PROBE = 5.0  # seconds, DELAY_FIRST_PROBE_TIME
PATIENCE = 0.05  # seconds that an answer may be late
REAL_PATIENCE = 0.6  # the same, if time and host are real
BOOT_TIME = 4  # seconds until a link-local address is there
LINK_MTU = 1500
MLD_REPORT = 143


class Fail(Exception):
    """The host does not do what the case expects."""


class Skip(Exception):
    """The case cannot be played to this host."""


class NotYet(Exception):
    """The module does not do yet what the case is about."""


class Node:
    """A node that the tester plays."""

    def __init__(self, number, name, prefix, is_router=False):
        last = {"TN1": "a1", "TN3": "a3", "TN2": "c2", "TN4": "c4",
                "TR1": "b1", "TR2": "b2", "TR3": "b3"}[name]
        middle = f"{number >> 8:02x}:{number & 0xFF:02x}"
        self.name = name
        self.is_router = is_router
        self.mac = f"02:00:00:{middle}:{last}"
        self.other_mac = f"02:00:99:{middle}:{last}"
        self.link = canonical(f"fe80::{number:x}:{last}")
        self.glob = canonical(prefix + last)


class Tester:
    """Sends, listens, and answers solicitations for the nodes that it is told to be."""

    def __init__(self, host):
        self.host = host
        self.prefix, self.second, self.behind, self.behind2 = (
            canonical(f"2001:db8:{group}:{host.number:x}::") for group in (1, 5, 2, 3))
        self.tn1, self.tn3 = self.make("TN1", self.prefix), self.make("TN3", self.prefix)
        self.tn2, self.tn4 = self.make("TN2", self.behind), self.make("TN4", self.behind2)
        self.tr1, self.tr2, self.tr3 = (self.make(name, self.prefix, True)
                                        for name in ("TR1", "TR2", "TR3"))
        self.nodes = {node.name: node for node in (self.tn1, self.tn2, self.tn3, self.tn4,
                                                   self.tr1, self.tr2, self.tr3)}
        self.host_link = eui64("fe80::", host.mac)
        self.host_global = eui64(self.prefix, host.mac)
        self.host_second = eui64(self.second, host.mac)
        self.patience = REAL_PATIENCE if host.real_time else PATIENCE
        self.neighbors = {}  # address: (hardware address, Router flag)
        self.advertised = []  # routers
        self.announced = set()  # prefixes of Prefix Information options
        self.seen = []
        self.echoes = 0

    def make(self, name, prefix, is_router=False):
        return Node(self.host.number, name, prefix, is_router)

    # Sending

    def send(self, sender, octets, to=None):
        """Send a packet. sender: a node, or a hardware address; to: the host unless said."""
        mac = sender.mac if isinstance(sender, Node) else sender
        self.host.send(frame(mac, to or self.host.mac, octets))

    def multicast(self, sender, octets):
        """Send a packet to the hardware address of its multicast destination."""
        self.send(sender, octets, "33:33:" + octets[36:40].hex(":"))

    def send_to(self, sender, destination, octets):
        """The same for a destination that may be the host or a group."""
        to = multicast_mac(destination) if destination.startswith("ff") else None
        self.send(sender, octets, to)

    def ra(self, router, *options, source=None, hop_limit=255, wrong_checksum=False, size=None,
           **fields):
        """A router sends a Router Advertisement. size: what is behind is cut off."""
        message = router_advertisement(b"".join(options), **fields)
        self.advertised.append(router)
        self.announced.update(option[16:32] for option in options if option[:1] == b"\3")
        self.multicast(router, packet(source or router.link, ALL_NODES, cut(message, size),
                                      hop_limit, wrong_checksum=wrong_checksum))

    def echo(self, sender, source, destination=None, size=8, to=None, **more):
        """Send an Echo Request; returns the condition for the reply."""
        self.echoes += 1
        number = self.echoes
        octets = packet(source, destination or self.host_link, echo_request(size, number), **more)
        if len(octets) > LINK_MTU:
            raise Skip(f"a packet of {len(octets)} octets")
        self.send(sender, octets, to)
        return self.is_reply(source, number)

    @staticmethod
    def is_reply(destination, number):
        return lambda seen: (seen.kind == ECHO_REPLY and seen.destination == destination
                             and seen.parameter == ECHO_IDENTIFIER << 16 | number)

    # Listening

    def listen(self, seconds, wanted=None):
        """Let time pass, or the host send what is wanted; returns that."""
        until = self.host.now + seconds
        while True:
            got = self.host.receive(until)
            if got is None:
                if self.host.now >= until - 1e-6:
                    return None
                continue
            seen = Seen(*got)
            self.seen.append(seen)
            self.answer(seen)
            if wanted and wanted(seen):
                return seen

    def answer(self, seen):
        if seen.kind != NS or seen.source == "::" or seen.target not in self.neighbors:
            return
        mac, is_router = self.neighbors[seen.target]
        message = advertisement(seen.target, target_link_layer(mac), r=int(is_router), s=1, o=1)
        self.send(mac, packet(seen.target, seen.source, message))

    def expect(self, wanted, seconds, what):
        seen = self.listen(seconds + self.patience, wanted)
        if seen is None:
            raise Fail(f"no {what} within {seconds:g} s{self.last()}")
        return seen

    def refuse(self, unwanted, seconds, what):
        seen = self.listen(seconds, unwanted)
        if seen is not None:
            raise Fail(f"{what}: {seen}")

    def last(self):
        """What came last, for the end of a sentence."""
        frames = [seen for seen in self.seen if seen.is_ipv6 and seen.kind not in (MLD_REPORT, RS)]
        return f"; last seen: {frames[-1]}" if frames else ""

    # What the nodes do

    def know(self, *nodes, glob=True):
        """Answer solicitations for these nodes from now on."""
        for node in nodes:
            self.neighbors[node.link] = node.mac, node.is_router
            if glob:
                self.neighbors[node.glob] = node.mac, node.is_router

    def forget(self, *nodes):
        for node in nodes:
            self.neighbors.pop(node.link, None)
            self.neighbors.pop(node.glob, None)

    def boot(self):
        """Bring the host up and let it form its link-local address."""
        if self.host.can_restart:
            self.host.start()
            self.listen(BOOT_TIME)

    def restart(self):
        """Bring the host up, where the case is about what it does then."""
        if not self.host.can_restart:
            raise Skip("the interface of this host cannot be brought up: see --control")
        self.host.start()

    def setup(self, reachable=10000, retrans=1000, options=None, **fields):
        """The host is up, TR1 is its router, and a reachable neighbour."""
        self.boot()
        self.know(self.tr1)
        self.ra(self.tr1, *(options or [prefix_information(self.prefix)]), reachable=reachable,
                retrans=retrans, **fields)
        self.listen(2.5 + retrans / 1000)
        if self.listen(3, self.echo(self.tr1, self.tr1.link)) is None:
            raise Fail("setup: TR1 got no echo reply" + self.last())
        self.listen(0.5)

    def via(self, router, source=None, seconds=3, sender=None, size=8, destination=None):
        """An Echo Request comes from behind a router: the reply must go to this router, a node or a
        hardware address; None: there must be none."""
        source, sender = source or self.tn2.glob, sender or self.tr1
        reply = self.echo(sender, source, destination or self.host_global, size)
        seen = self.listen(seconds + self.patience, reply)
        if router is None:
            if seen is not None:
                raise Fail(f"a reply to {source} went to {self.name(seen.to)}")
            return None
        if seen is None:
            raise Fail(f"no reply to {source}{self.last()}")
        expected = router.mac if isinstance(router, Node) else router
        if seen.to != expected:
            raise Fail(f"reply to {source} went to {self.name(seen.to)}, not to "
                       f"{self.name(expected)}")
        return seen

    def name(self, mac):
        """Whose hardware address it is."""
        for name, node in self.nodes.items():
            if mac == node.mac:
                return name
            if mac == node.other_mac:
                return f"{name} at its other hardware address"
        return mac

    def is_assigned(self, address, seconds=2):
        """Whether the host answers for the address, by what it says."""
        message = solicitation(address, source_link_layer(self.tn1.mac))
        self.multicast(self.tn1, packet(self.tn1.link, solicited_node(address), message))
        return self.listen(seconds, lambda seen: seen.kind == NA and seen.target == address)

    def expect_address(self, address):
        if not self.is_assigned(address):
            raise Fail(f"{address} is not assigned")

    def refuse_address(self, address):
        seen = self.is_assigned(address)
        if seen:
            raise Fail(f"{address} is assigned: {seen}")

    def finish(self):
        """Withdraw what was advertised: a host that cannot be restarted has to forget it."""
        if self.host.can_restart:
            return
        prefixes = [prefix_information(text(octets), valid=0, preferred=0)
                    for octets in sorted(self.announced)]
        for router in dict.fromkeys(self.advertised):
            self.multicast(router, packet(router.link, ALL_NODES, router_advertisement(
                b"".join(prefixes), lifetime=0)))

