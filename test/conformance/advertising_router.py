# SPDX-License-Identifier: GPL-2.0-only
"""2.2 of the list, routers: what a router of the module advertises (RFC 4861 6.2).

Each case makes a router with a file of radvd of its own.
"""

import contextlib
import os
import struct
import tempfile

from address_resolution import gaps_of
from hosts import Simulated
from neighbor_states import entry_in
from seen import is_kind
from tester import Fail, Tester
from wire import (ALL_NODES, ALL_ROUTERS, RA, cut, mac_octets, packet, router_solicitation,
                  source_link_layer)

SETTLED = 70  # seconds until after the three initial advertisements
MAX_INITIAL_INTERVAL = 16
MAX_RA_DELAY = 0.5
MIN_DELAY_BETWEEN_RAS = 3
PREFERENCES = {"high": 1, "medium": 0, "low": 3}
ROUTE_INFORMATION, DNS_SERVERS, DNS_SEARCH = 24, 25, 31


class Router(Tester):
    """The tester on the link of a router."""

    def advertisements(self, after=0):
        return [seen for seen in self.seen[after:] if seen.kind == RA]

    def settle(self):
        """Returns how many frames there were until the router has settled."""
        self.listen(SETTLED)
        if not self.advertisements():
            raise Fail(f"no Router Advertisement in {SETTLED} s")
        return len(self.seen)

    def solicit(self, flaw=None, source=None):
        """TN1 solicits. flaw: what is wrong with it."""
        options = b"" if source == "::" or flaw == "length" else source_link_layer(self.tn1.mac)
        if flaw == "option":
            options = b"\1\0" + mac_octets(self.tn1.mac)
        if flaw == "unspecified with SLLA":
            source = "::"
        message = router_solicitation(options, int(flaw == "code"))
        message = cut(message, 6 if flaw == "length" else None)
        self.multicast(self.tn1, packet(source or self.tn1.link, ALL_ROUTERS, message,
                                        254 if flaw == "hop limit" else 255,
                                        wrong_checksum=flaw == "checksum"))


@contextlib.contextmanager
def router(lines="", send="on", low=200, high=600, stop=None):
    """The tester on the link of a router with these lines in its file."""
    with tempfile.NamedTemporaryFile("w", suffix=".conf") as file:
        file.write(f"interface eth0 {{ AdvSendAdvert {send}; MinRtrAdvInterval {low}; "
                   f"MaxRtrAdvInterval {high}; prefix 2001:db8:1::/64 {{}}; {lines} }};\n")
        file.flush()
        options = ["--kind=router", f"--config={os.path.abspath(file.name)}"]
        host = Simulated(*options, *([f"--stop={stop}s"] if stop else []))
        try:
            yield Router(host)
        finally:
            host.close()


def invalid_rs(flaw):
    with router() as tester:
        before = tester.settle()
        tester.solicit(flaw)
        tester.listen(4)
        answers = tester.advertisements(before)
        if answers:
            raise Fail(f"answered: {answers[0]}")
        tester.solicit()
        tester.expect(is_kind(RA), 4, "answer to a valid solicitation afterwards")
        return "silence, then an answer to a valid one"


def valid_ra():
    with router() as tester:
        tester.settle()
        for seen in tester.advertisements():
            if seen.source != tester.host_link or seen.destination != ALL_NODES:
                raise Fail(f"addresses of {seen}")
            if seen.hop_limit != 255 or seen.code or len(seen.payload) < 16 or not seen.checksum_ok:
                raise Fail(f"header of {seen}")
        found = tester.advertisements()
        return f"{len(found)} advertisements, options {sorted(found[0].options)}"


def not_advertising():
    with router(send="off") as tester:
        tester.listen(40)
        tester.solicit()
        tester.listen(5)
        if tester.advertisements():
            raise Fail(str(tester.advertisements()[0]))
        return "silence"


def unsolicited(low, high):
    """The first three at most 16 s apart, the others between the limits."""
    with router(low=low, high=high) as tester:
        tester.listen(high * 12)
        gaps = gaps_of(tester.advertisements())
        early, late = gaps[:2], gaps[3:]
        if any(gap > MAX_INITIAL_INTERVAL + 0.1 for gap in early):
            raise Fail(f"initial gaps {early}")
        if not late or any(not max(low, MIN_DELAY_BETWEEN_RAS) - 0.1 <= gap <= high + 0.6
                           for gap in late):
            raise Fail(f"gaps {late}")
        return f"initial gaps {early}, then {min(late):.0f} to {max(late):.0f} s"


def ceasing():
    with router(stop=80) as tester:
        tester.listen(100)
        final = [seen for seen in tester.advertisements() if seen.time > 79.9]
        lifetimes = [struct.unpack(">H", seen.body[2:4])[0] for seen in final]
        if not 1 <= len(final) <= 3 or any(lifetimes):
            raise Fail(f"{len(final)} advertisements at the end, lifetimes {lifetimes}")
        return f"{len(final)} with Router Lifetime 0"


def solicited(source):
    with router() as tester:
        tester.settle()
        begin = tester.host.now
        tester.solicit(source="::" if source == "unspecified" else None)
        seen = tester.expect(is_kind(RA), 4, "answer")
        if seen.time - begin > MAX_RA_DELAY + 0.05:
            raise Fail(f"after {seen.time - begin:.2f} s (MAX_RA_DELAY_TIME is 0.5 s)")
        return f"after {seen.time - begin:.2f} s, to {seen.destination}"


def rate():
    """Multicast answers are at least 3 s apart."""
    with router() as tester:
        before = tester.settle()
        for _ in range(12):
            tester.solicit(source="::")
            tester.listen(0.5)
        tester.listen(4)
        times = [seen.time for seen in tester.advertisements(before)
                 if seen.destination == ALL_NODES]
        gaps = [round(second - first, 2) for first, second in zip(times, times[1:])]
        if not gaps or min(gaps) < MIN_DELAY_BETWEEN_RAS:
            raise Fail(f"gaps {gaps}")
        return f"gaps {gaps} s"


def cache(state):
    """What a Router Solicitation makes of the entry of its sender: STALE, with its address."""
    with router() as tester:
        tester.settle()
        node = tester.tn1
        entry = entry_in(tester, node, state)
        mac = node.mac if state in ("NONE", "INCOMPLETE") else node.other_mac
        message = router_solicitation(source_link_layer(mac))
        tester.multicast(mac, packet(node.link, ALL_ROUTERS, message))
        return entry.examine("STALE", mac)


def preference(value):
    with router(f"AdvDefaultPreference {value};") as tester:
        tester.settle()
        bits = tester.advertisements()[0].body[1] >> 3 & 3
        if bits != PREFERENCES[value]:
            raise Fail(f"preference bits {bits}")
        return f"bits {bits}"


def route(value):
    lines = (f"route 2001:db8:2::/64 {{ AdvRoutePreference {value}; AdvRouteLifetime 900; }};")
    with router(lines) as tester:
        tester.settle()
        option = tester.advertisements()[0].options.get(ROUTE_INFORMATION)
        if option is None:
            raise Fail("no Route Information option")
        length, bits, lifetime = struct.unpack(">BBI", option[:6])
        if (length, bits >> 3 & 3, lifetime) != (64, PREFERENCES[value], 900):
            raise Fail(f"option {option.hex()}")
        return f"option {option.hex()}"


def dns():
    lines = ("RDNSS 2001:db8:1::53 { AdvRDNSSLifetime 600; }; "
             "DNSSL example.com { AdvDNSSLLifetime 600; };")
    with router(lines) as tester:
        tester.settle()
        options = tester.advertisements()[0].options
        if not {DNS_SERVERS, DNS_SEARCH} <= set(options):
            raise Fail(f"options {sorted(options)}")
        return f"options {sorted(options)}"
