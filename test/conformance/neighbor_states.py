# SPDX-License-Identifier: GPL-2.0-only
"""Brings the host's Neighbor Cache entry of a node into a state, and finds out its state.

Both look at frames alone (RFC 4861 7.3.2): whether the host solicits, whom, and when.
"""

from seen import is_solicitation
from tester import DELAY_FIRST_PROBE, Fail
from wire import NS, advertisement, packet, target_link_layer

# Longer than ReachableTime times MAX_RANDOM_FACTOR, 45 s.
UNTIL_STALE = 47


class Entry:
    """The host's entry of a node's link-local address."""

    def __init__(self, tester, node):
        self.tester = tester
        self.node = node
        self.pending = None  # the reply that waits for address resolution
        self.before = None

    def bring_to(self, state):
        """NONE, INCOMPLETE, REACHABLE, STALE or PROBE, with the node's own hardware address."""
        self.before = state
        if state == "NONE":
            return
        solicitation = self.resolve()
        if state == "INCOMPLETE":
            return
        self.confirm(solicitation.source)
        if state == "REACHABLE":
            return
        self.tester.listen(UNTIL_STALE)
        if state == "PROBE":
            self.begin_probing()

    def resolve(self):
        """Let the host solicit the node."""
        self.pending = self.tester.echo(self.node, self.node.link)
        solicitation = self.tester.listen(2, is_solicitation(self.node.link))
        if solicitation is None:
            raise Fail(f"setup: no solicitation for {self.node.link}{self.tester.last()}")
        return solicitation

    def confirm(self, destination):
        message = advertisement(self.node.link, target_link_layer(self.node.mac),
                                r=int(self.node.is_router), s=1, o=1)
        self.tester.send(self.node, packet(self.node.link, destination, message))
        if self.tester.listen(2, self.pending) is None:
            raise Fail("setup: no echo reply after the advertisement")

    def begin_probing(self):
        seen = self.tester.listen(2, self.tester.echo(self.node, self.node.link))
        if seen is None or seen.to != self.node.mac:
            raise Fail(f"setup: in STALE, reply {seen or 'missing'}")
        probe = is_solicitation(self.node.link, True)
        if self.tester.listen(DELAY_FIRST_PROBE + 1.5, probe) is None:
            raise Fail("setup: no probe after the delay" + self.tester.last())

    def examine(self, state, mac):
        """Fail unless the entry is in this state, with this hardware address."""
        if state in ("NONE", "INCOMPLETE"):
            return self.examine_absent(state)
        if state == "PROBE":
            return self.examine_probe(mac)
        if self.pending and self.before == "INCOMPLETE":
            seen = self.tester.expect(self.pending, 2, "queued echo reply")
            self.check_mac(seen, mac, "queued reply")
        reply = self.tester.echo(self.node, self.node.link)
        self.check_mac(self.tester.expect(reply, 2, "echo reply"), mac, "reply")
        return self.examine_age(state, mac)

    def examine_absent(self, state):
        reply = self.pending if state == "INCOMPLETE" else self.tester.echo(self.node,
                                                                            self.node.link)
        asked = is_solicitation(self.node.link)
        seen = self.tester.listen(2.5, lambda one: asked(one) or reply(one))
        if seen is None or seen.kind != NS or seen.destination == self.node.link:
            raise Fail(f"expected a multicast solicitation, saw {seen or 'nothing'}")
        return "multicast NS"

    def examine_probe(self, mac):
        seen = self.tester.expect(is_solicitation(self.node.link), 2.5, "probe")
        if seen.to != mac or seen.destination != self.node.link:
            raise Fail(f"probe went to {self.tester.name(seen.to)} ({seen.destination})")
        return f"unicast probe goes on to {self.tester.name(mac)}"

    def examine_age(self, state, mac):
        """STALE and REACHABLE differ by what follows a packet."""
        tester = self.tester
        probe = tester.listen(DELAY_FIRST_PROBE + 1.5 + tester.patience,
                              is_solicitation(self.node.link))
        if state == "REACHABLE":
            if probe is not None:
                raise Fail(f"a probe: entry is not REACHABLE ({probe})")
            return f"reply to {tester.name(mac)} and no probe"
        if probe is None:
            raise Fail("no probe after the delay: entry is not STALE")
        self.check_mac(probe, mac, "probe")
        return f"reply, then probe to {tester.name(mac)}"

    def check_mac(self, seen, mac, what):
        if seen.to != mac:
            raise Fail(f"{what} went to {self.tester.name(seen.to)}, not to "
                       f"{self.tester.name(mac)}")


def entry_in(tester, node, state):
    """The entry of a node, brought to a state."""
    entry = Entry(tester, node)
    entry.bring_to(state)
    return entry
