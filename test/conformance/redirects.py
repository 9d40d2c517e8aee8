# SPDX-License-Identifier: GPL-2.0-only
"""2.3 of the list: Redirects (RFC 4861 8)."""

from neighbor_states import entry_in
from tester import Fail
from wire import (NS, cut, mac_octets, mtu_option, packet, prefix_information, redirect,
                  redirected_header, solicited_node, source_link_layer, target_link_layer)

GROUP = "ff1e::1"


class Message:
    """A Redirect from TR1 about TN2, and what may be wrong with it."""

    def __init__(self, tester, target, options=b""):
        self.tester = tester
        self.target, self.options = target, options
        self.source, self.sender = tester.tr1.link, tester.tr1
        self.about, self.hop_limit = tester.tn2.glob, 255
        self.code = self.reserved = 0
        self.wrong_checksum, self.size = False, None

    def spoil(self, flaw):
        """Change the message; flaws of options are added by those who make them."""
        tester = self.tester
        if flaw == "source":
            self.source = tester.tr1.glob
        elif flaw == "not first hop":
            self.source, self.sender = tester.tr3.link, tester.tr3
        elif flaw == "hop limit":
            self.hop_limit = 254
        elif flaw == "code":
            self.code = 1
        elif flaw == "checksum":
            self.wrong_checksum = True
        elif flaw == "target":
            self.target = solicited_node(tester.tn2.glob)
        elif flaw == "target global":
            self.target = tester.tr2.glob
        elif flaw == "reserved":
            self.reserved = 0xFFFFFFFF
        elif flaw == "destination":
            self.about = GROUP
        elif flaw == "length":
            self.size = 32

    def send(self):
        message = redirect(self.target, self.about, self.options, self.reserved, self.code)
        self.tester.send(self.sender,
                         packet(self.source, self.tester.host_global, cut(message, self.size),
                                self.hop_limit, wrong_checksum=self.wrong_checksum))


def further_option(tester, node, flaw):
    """An option that does not belong there, or is wrong."""
    return {"unknown option": bytes([0xFE, 1]) + bytes(6),
            "option length": bytes([2, 0]) + mac_octets(node.mac),
            "slla": source_link_layer(tester.tr1.other_mac),
            "prefix": prefix_information(tester.behind, autonomous=0),
            "mtu": mtu_option(1280)}.get(flaw, b"")


def redirected(tester, to, option=0, quoted=0, flaw=None, expect="yes"):
    """TR1 says that TN2 is a neighbour ("host"), or behind TR2 ("router")."""
    tester.setup()
    node = tester.tn2 if to == "host" else tester.tr2
    target = node.glob if to == "host" else node.link
    tester.neighbors[target] = node.mac, node.is_router
    first = tester.via(tester.tr1)
    options = target_link_layer(node.mac) if option else b""
    options += redirected_header(first.octets) if quoted else b""
    message = Message(tester, target, options + further_option(tester, node, flaw))
    message.spoil(flaw)
    message.send()
    tester.listen(0.5)
    seen = tester.via(node if expect == "yes" else tester.tr1)
    check_asked(tester, message.target, seen, expect, option and flaw is None)
    return f"reply to {tester.name(seen.to)}"


def check_asked(tester, target, reply, expect, has_address):
    """Whether the target was solicited must fit."""
    asked = [one for one in tester.seen
             if one.kind == NS and one.target == target and one.source != "::"]
    if expect == "yes" and has_address and asked and asked[0].time < reply.time:
        raise Fail(f"asked for the hardware address that the option gave: {asked[0]}")
    if expect == "no" and asked:
        raise Fail(f"asked for the target of the flawed Redirect: {asked[0]}")


def send_valid(tester, sender, target):
    """One router says that TN2 is behind another."""
    octets = packet(sender.link, tester.host_global,
                    redirect(target.link, tester.tn2.glob, target_link_layer(target.mac)))
    tester.send(sender, octets)
    tester.listen(0.5)


def redirected_twice(tester):
    tester.setup()
    tester.know(tester.tr2, tester.tr3, glob=False)
    tester.via(tester.tr1)
    send_valid(tester, tester.tr1, tester.tr2)
    tester.via(tester.tr2)
    send_valid(tester, tester.tr2, tester.tr3)
    tester.via(tester.tr3)
    return "TR1, TR2, TR3"


def redirect_unasked(tester):
    """A Redirect before anything was sent to the destination."""
    tester.setup()
    tester.know(tester.tr2, glob=False)
    send_valid(tester, tester.tr1, tester.tr2)
    tester.via(tester.tr2)
    return "reply to TR2"


def redirect_cache(tester, flaw):
    """A flawed Redirect does not change the hardware address of its target, which is STALE."""
    tester.setup(reachable=30000)
    tester.via(tester.tr1)
    node = tester.tr2
    entry = entry_in(tester, node, "STALE")
    options = target_link_layer(node.other_mac)
    if flaw == "option length":
        options += bytes([1, 0]) + mac_octets(tester.tr1.mac)
    message = Message(tester, node.link, options)
    message.spoil(flaw)
    message.send()
    tester.listen(0.3)
    return entry.examine("STALE", node.mac)
