# SPDX-License-Identifier: GPL-2.0-only
"""The JSON of pvd-replay: exactly its keys, their order and types, and lists that agree."""

import ipaddress
import unittest

import _replay
import _shape

MODES = [[], ["--events"], ["--parse-pvd=false"], ["--parse-pvd=false", "--events"],
         ["--until=3"], ["--until=0"], ["--limits"], ["--ifname=wlan7", "--mac=02:0a:0b:0c:0d:0e"]]
BOTH = ["radvd-two-routers", "radvd-pvd"]


def each_state():
    """Each capture in each mode, and two captures at once."""
    for mode in MODES:
        for name in _replay.NAMES:
            yield f"{name} {mode}", mode, _replay.state(_replay.path(name), *mode)
        files = [_replay.path(name) for name in BOTH]
        yield f"{BOTH} {mode}", mode, _replay.state(files, *mode)


def full_text(address):
    return ipaddress.IPv6Address(address).exploded


def on_each_state(check):
    """A test of one state as a test of them all."""
    def test(self):
        for title, mode, state in self.states:
            with self.subTest(title):
                check(self, mode, state)

    return test


def ids_of(state):
    return [pvd["id"] for pvd in state["pvds"]]


def in_order_of_sight(values):
    return list(dict.fromkeys(values))


class Shape(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.states = list(each_state())

    @on_each_state
    def test_key_more_or_less_or_elsewhere_or_value_of_another_type(self, mode, state):
        shape = _shape.EVENTS if "--events" in mode else _shape.STATE
        self.assertEqual(list(_shape.defects(state, shape)), [])

    @on_each_state
    def test_explicit_pvd_with_the_name_of_an_implicit_one_or_the_reverse(self, mode, state):
        for pvd in state["pvds"]:
            implicit = _shape.IMPLICIT.fullmatch(pvd["id"])
            self.assertEqual(pvd["explicit"], not implicit)
            self.assertFalse(pvd["explicit"] and "--parse-pvd=false" in mode)

    @on_each_state
    def test_implicit_pvd_that_is_not_its_routers(self, _, state):
        for pvd in state["pvds"]:
            pair = [(full_text(one["address"]), one["interface"]) for one in pvd["routers"]]
            implicit = _shape.IMPLICIT.fullmatch(pvd["id"])
            if implicit:
                self.assertEqual(pair, [implicit.group("router", "interface")])

    @on_each_state
    def test_implicit_pvd_with_what_only_an_option_can_say(self, _, state):
        quiet = {"sequence": 0, "http": False, "legacy": False, "raHeader": False, "delay": 0}
        for pvd in state["pvds"]:
            if not pvd["explicit"]:
                self.assertEqual({key: pvd[key] for key in quiet}, quiet)

    @on_each_state
    def test_pvd_index_that_is_twice_there(self, _, state):
        indices = [pvd["index"] for pvd in state["pvds"]]
        self.assertEqual(indices, sorted(set(indices)))

    @on_each_state
    def test_addresses_of_a_pvd_that_the_list_of_addresses_has_otherwise(self, _, state):
        for pvd in state["pvds"]:
            flat = [one["address"] for one in state["addresses"] if one["pvd"] == pvd["id"]]
            self.assertCountEqual(pvd["addresses"], flat)

    @on_each_state
    def test_routes_of_a_pvd_that_the_list_of_routes_has_otherwise(self, _, state):
        for pvd in state["pvds"]:
            flat = [one["prefix"] for one in state["routes"] if one["pvd"] == pvd["id"]]
            self.assertEqual(pvd["routes"], in_order_of_sight(flat))

    @on_each_state
    def test_default_router_without_its_route_or_with_another(self, _, state):
        for pvd in state["pvds"]:
            routes = [{"interface": one["interface"], "address": one["gateway"],
                       "lifetime": one["lifetime"], "preference": one["preference"]}
                      for one in state["routes"] if one["pvd"] == pvd["id"] and one["gateway"]
                      and one["prefix"] == "::/0"]
            self.assertCountEqual(pvd["routers"], routes)

    @on_each_state
    def test_pvd_that_is_named_and_not_listed(self, _, state):
        names = {one["pvd"] for one in state["addresses"] + state["routes"]}
        names |= {by["pvd"] for one in state["addresses"] for by in one["advertisedBy"]}
        self.assertEqual(names - {None} - set(ids_of(state)), set())

    @on_each_state
    def test_null_for_a_pvd_anywhere_but_at_link_local(self, _, state):
        link_local = ipaddress.IPv6Network("fe80::/64")
        for one in state["addresses"]:
            inside = ipaddress.IPv6Address(one["address"]) in link_local
            self.assertEqual(one["pvd"] is None, inside, one)
            self.assertEqual(one["advertisedBy"] == [], inside, one)
        for one in state["routes"]:
            self.assertEqual(one["pvd"] is None, one["prefix"] == str(link_local), one)

    @on_each_state
    def test_address_whose_state_and_lifetimes_contradict_each_other(self, _, state):
        for one in state["addresses"]:
            valid, preferred = (float("inf") if one[key] is None else one[key]
                                for key in ("valid", "preferred"))
            self.assertLessEqual(preferred, valid, one)
            if one["state"] in ("preferred", "deprecated"):
                self.assertEqual(one["state"] == "deprecated", preferred == 0, one)
            if one["state"] == "permanent":
                self.assertEqual((one["valid"], one["preferred"]), (None, None), one)

    @on_each_state
    def test_drop_or_event_out_of_order_or_after_the_end(self, _, state):
        for key in ("dropped", "events"):
            times = [one["time"] for one in state.get(key, [])]
            self.assertEqual(times, sorted(times))
            self.assertTrue(all(time <= state["time"] for time in times))

    @on_each_state
    def test_drop_that_the_timeline_does_not_tell(self, mode, state):
        if "--events" in mode:
            told = [(one["time"], one["event"] == "OptionIgnored") for one in state["events"]
                    if one["event"] in ("RaDropped", "OptionIgnored")]
            drops = [(one["time"], one["option"] is not None) for one in state["dropped"]]
            self.assertEqual(told, drops)


if __name__ == "__main__":
    unittest.main()
