# SPDX-License-Identifier: GPL-2.0-only
"""
Duplicate Address Detection lasts as long as at a Linux host that heard the same Router
Advertisements. Some of `mutated` carry a Retrans Timer of days, so that addresses stay tentative
(RFC 4862, section 5.4). Each test begins after a random delay of up to 1 s (section 5.4.2):
addresses for which chance decides which Retrans Timer is in force then are left out.
"""

import ipaddress
import struct
import unittest

import _captures
import _replay

NAME = "mutated"
MAX_DELAY = 1  # seconds, MAX_RTR_SOLICITATION_DELAY
RETRANS_AT = 12  # octets from the start of a Router Advertisement
LEAST_TENTATIVE = 15
LEAST_READY = 60
FIRST_RETRANS = 1  # seconds, RETRANS_TIMER
SLACK = 0.1  # Linux heard the frames a moment earlier or later


def accepted(state):
    """(seconds from the first frame, message) of each Router Advertisement that is not dropped."""
    frames = _captures.read_pcap(_replay.path(NAME))
    dropped = {one["time"] for one in state["dropped"] if one["option"] is None}
    timed = (((one.time - frames[0].time) / 1e9, _captures.message_of(one)) for one in frames)
    return [(time, message) for time, message in timed if round(time, 6) not in dropped]


def retrans_timers(messages):
    """(when, seconds) of each value of the link's Retrans Timer."""
    values = ((time, *struct.unpack_from(">I", message, RETRANS_AT)) for time, message in messages)
    return [(0, FIRST_RETRANS), *((time, value / 1e3) for time, value in values if value)]


def ours(state):
    """Whether each address is tentative. Not that which no RA brought, nor that of ::/64, whose
    prefix is not to be told from fields that are 0."""
    return {one["address"]: one["state"] == "tentative"
            for one in state["addresses"] if one["pvd"] and not one["address"].startswith("::")}


def of_linux():
    infos = (one for link in _replay.linux(NAME)["addresses"] for one in link["addr_info"])
    return {one["local"]: one.get("tentative", False) for one in infos}


def possible_timers(formed, timers):
    """The values that may be in force when an address of this age is solicited."""
    before = [value for time, value in timers if time <= max(0, formed - SLACK)]
    after = [value for time, value in timers if -SLACK <= time - formed <= MAX_DELAY + SLACK]
    return {before[-1], *after}


def expected(address, messages, timers, end):
    """The states in which DAD may have left an address: a set of booleans, True is tentative."""
    prefix = ipaddress.ip_address(address).packed[:8]
    formed = next((time for time, message in messages if prefix in message), 0)
    states = set()
    for value in possible_timers(formed, timers):
        states |= {formed + value > end, formed + MAX_DELAY + value > end}
    return states


class DuplicateAddressDetection(unittest.TestCase):
    def test_address_tentative_for_another_time_than_at_linux(self):
        state = _replay.state(_replay.path(NAME))
        messages = accepted(state)
        timers = retrans_timers(messages)
        mine, other = ours(state), of_linux()
        sets = {one: expected(one, messages, timers, state["time"]) for one in mine}
        certain = {one: states.copy().pop() for one, states in sets.items() if len(states) == 1}
        self.assertEqual({one: mine[one] for one in certain}, certain)
        self.assertEqual({one: other[one] for one in certain}, certain)
        self.assertGreater(list(certain.values()).count(True), LEAST_TENTATIVE)
        self.assertGreater(list(certain.values()).count(False), LEAST_READY)

    def test_address_of_a_plain_capture_still_tentative(self):
        for name in _replay.PLAIN:
            states = [one["state"] for one in _replay.state(_replay.path(name))["addresses"]]
            self.assertNotIn("tentative", states)


if __name__ == "__main__":
    unittest.main()
