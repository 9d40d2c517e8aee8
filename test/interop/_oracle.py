# SPDX-License-Identifier: GPL-2.0-only
"""
What a host holds after some Router Advertisements, from the fields that tshark reads: a second
opinion, written from the RFCs and not from the module. It knows one link and has no PvDs.
"""

import ipaddress

INFINITE = 2**32 - 1
SECOND = 10**6  # all times are in microseconds, whole ones
TWO_HOURS = 7200 * SECOND
FOR_EVER = float("inf")
PIO, MTU, RIO, RDNSS, DNSSL = 3, 5, 24, 25, 31
PREFERENCES = {0: "medium", 1: "high", 3: "low"}
# What a host takes of the timers, milliseconds: a router may announce no Reachable Time over an hour
# (RFC 4861, section 6.2.1).
LIMITS = {"reachable_time": (10, 3600000), "retrans_timer": (10, 3600000)}
UNSPECIFIED = 0


def span(seconds):
    """A lifetime on the wire, or one that pvd-replay prints."""
    return FOR_EVER if seconds in (None, INFINITE) else round(seconds * SECOND)


def network(option):
    """The prefix of an option, which an RIO may leave out; None if its length is over 128."""
    length = option.number("prefix.length")
    if length > 128:
        return None
    address = option.fields.get("prefix", ["::"])[0]
    return ipaddress.ip_network((address, length), strict=False)


def is_fit_route(option):
    """RFC 4191, section 2.3."""
    bits, length = option.number("prefix.length"), option.length
    least = 3 if bits > 64 else 2 if bits > 0 else 1
    preference = option.number("route_info.flag.route_preference")
    return bits <= 128 and least <= length <= 3 and preference in PREFERENCES


class Host:
    """Tables by key, each with an expiry; what has ended is left out when asked."""

    def __init__(self, identifier):
        self.identifier = int(ipaddress.ip_address(identifier))
        self.routes = {}  # (prefix, gateway or None): (preference, expiry)
        self.addresses = {}  # prefix: (end of validity, end of preference)
        self.resolvers = {}  # address: expiry
        self.domains = {}  # name: expiry
        self.mtu = None
        self.header = {"cur_hop_limit": 64, "reachable_time": 30000, "retrans_timer": 1000}

    def hear(self, message, time):
        """One Router Advertisement that is valid (RFC 4861, section 6.3.4)."""
        header = message.header
        for name in self.header:
            if header[name] != UNSPECIFIED:
                low, high = LIMITS.get(name, (0, 255))
                self.header[name] = min(max(header[name], low), high)
        preference = PREFERENCES.get(header["flag.prf"], "medium")
        self.set_route("::/0", message.source, preference, header["router_lifetime"], time)
        takers = {PIO: self.take_prefix, MTU: self.take_mtu, RIO: self.take_route,
                  RDNSS: self.take_resolvers, DNSSL: self.take_domains}
        for option in message.options:
            if option.kind in takers:
                takers[option.kind](option, message.source, time)

    def set_route(self, prefix, gateway, preference, lifetime, time):
        key = str(prefix), gateway
        if lifetime:
            self.routes[key] = (preference, time + span(lifetime))
        else:
            self.routes.pop(key, None)

    def take_route(self, option, source, time):
        if is_fit_route(option):
            preference = PREFERENCES[option.number("route_info.flag.route_preference")]
            lifetime = option.number("route_lifetime")
            self.set_route(network(option), source, preference, lifetime, time)

    def take_prefix(self, option, _, time):
        prefix = network(option) if option.length == 4 else None
        if prefix is None or prefix.is_link_local or prefix.is_multicast:
            return
        if option.number("prefix.flag.l"):
            lifetime = option.number("prefix.valid_lifetime")
            self.set_route(prefix, None, "medium", lifetime, time)
        valid = span(option.number("prefix.valid_lifetime"))
        preferred = span(option.number("prefix.preferred_lifetime"))
        if option.number("prefix.flag.a") and preferred <= valid and prefix.prefixlen == 64:
            self.set_address(prefix, valid, preferred, time)

    def set_address(self, prefix, valid, preferred, time):
        """RFC 4862, section 5.5.3 d and e."""
        left = self.addresses.get(prefix, (time, 0))[0] - time
        if left > 0 and not (valid > TWO_HOURS or valid > left):
            valid = left if left <= TWO_HOURS else TWO_HOURS
        if valid:
            self.addresses[prefix] = time + valid, time + preferred

    def take_mtu(self, option, *_):
        if option.length == 1 and 1280 <= option.number("mtu") <= 1500:
            self.mtu = option.number("mtu")

    def take_resolvers(self, option, _, time):
        if option.length >= 3 and option.length % 2 == 1:
            for address in option.fields["rdnss"]:
                if not ipaddress.ip_address(address).is_multicast:
                    self.resolvers[address] = time + span(option.number("rdnss.lifetime"))

    def take_domains(self, option, _, time):
        if option.length >= 2:
            for name in option.fields["dnssl"]:
                self.domains[name.rstrip(".")] = time + span(option.number("dnssl.lifetime"))

    def state(self, now):
        """All that has not ended, as comparable() gives it."""
        bits = 2**64 - 1 & self.identifier
        addresses = {str(prefix[bits]): (end - now, max(0, preferred - now))
                     for prefix, (end, preferred) in self.addresses.items() if end > now}
        routes = {key: (preference, end - now)
                  for key, (preference, end) in self.routes.items() if end > now}
        return {"addresses": addresses, "routes": routes, "mtu": self.mtu,
                "resolvers": running(self.resolvers, now), "domains": running(self.domains, now),
                "link": tuple(self.header.values())}


def running(table, now):
    return {key: end - now for key, end in table.items() if end > now}


def comparable(state):
    """The state that pvd-replay prints, all PvDs in one."""
    pvds, link = state["pvds"], state["interfaces"][0]
    mtus = [one["mtu"] for one in pvds if one["mtu"] is not None]
    return {
        "addresses": {one["address"]: (span(one["valid"]), span(one["preferred"]))
                      for one in state["addresses"] if one["pvd"]},
        "routes": {(one["prefix"], one["gateway"]): (one["preference"], span(one["lifetime"]))
                   for one in state["routes"] if one["pvd"]},
        "mtu": mtus[-1] if mtus else None,
        "resolvers": {one["address"]: span(one["lifetime"])
                      for pvd in pvds for one in pvd["rdnss"]},
        "domains": {one["domain"]: span(one["lifetime"])
                    for pvd in pvds for one in pvd["dnssl"]},
        "link": (link["curHopLimit"], round(link["reachableTime"] * 1e3),
                 round(link["retransTimer"] * 1e3)),
    }
