# SPDX-License-Identifier: GPL-2.0-only
"""Routes and sources that a Linux host chose on the captures, and what our host chooses there."""

import unittest

import _replay

NAMES = [*_replay.PLAIN, *_replay.WITH_PVD]
# Linux reads no PvD option, so with these our host is told not to either.
UNAWARE = "--parse-pvd=false"
MIXED = "2606:4700::1111"  # Linux sends it over router A with an address of router B
ROUTER_A = "fe80::ff:fe00:a"
SOURCE_A = "2001:db8:a:1:0:ff:fe00:1"


def ask(name, destinations, *options):
    return _replay.state(_replay.path(name), f"--query={','.join(destinations)}", *options)["get"]


def linux_answers(name):
    """{destination: (gateway, source), or None where Linux has no route}"""
    answers = {}
    for destination, answer in _replay.linux(name)["get"].items():
        reachable = isinstance(answer, dict) and answer.get("prefsrc")
        answers[destination] = (answer.get("gateway"), answer["prefsrc"]) if reachable else None
    return answers


def announcers(name, address, options):
    """The routers that announce a prefix of an address."""
    for one in _replay.state(_replay.path(name), *options)["addresses"]:
        if one["address"] == address:
            return {pair["router"] for pair in one["advertisedBy"]}
    return set()


def belong_together(name, gateway, source, options=(UNAWARE,)):
    return gateway is None or gateway in announcers(name, source, options)


class Get(unittest.TestCase):
    def test_without_rule_55_an_answer_differs_from_linux(self):
        compared = 0
        for name in NAMES:
            expected = linux_answers(name)
            got = ask(name, expected, UNAWARE, "--rule55=false")
            for destination, answer in expected.items():
                with self.subTest(capture=name, destination=destination):
                    mine = got[destination]
                    if answer is None:
                        self.assertIn("error", mine)
                    else:
                        self.assertEqual((mine.get("gateway"), mine.get("source")), answer)
                    compared += 1
        self.assertGreater(compared, 20)

    def test_answer_of_linux_that_belongs_together_is_changed(self):
        compared = 0
        for name in NAMES:
            expected = linux_answers(name)
            got = ask(name, expected, UNAWARE)
            for destination, answer in expected.items():
                if answer and belong_together(name, *answer):
                    with self.subTest(capture=name, destination=destination):
                        mine = got[destination]
                        self.assertEqual((mine.get("gateway"), mine.get("source")), answer)
                        compared += 1
        self.assertGreater(compared, 10)

    def test_next_hop_and_source_of_two_routers(self):
        for name in NAMES:
            for options in ([], [UNAWARE]):
                for destination, mine in ask(name, linux_answers(name), *options).items():
                    with self.subTest(capture=name, destination=destination, options=options):
                        if "error" not in mine and mine["gateway"]:
                            self.assertTrue(belong_together(
                                name, mine["gateway"], mine["source"], options), mine)

    def test_destination_that_linux_gets_wrong(self):
        mine = ask("radvd-two-routers", [MIXED])[MIXED]
        self.assertEqual((mine["gateway"], mine["source"]), (ROUTER_A, SOURCE_A))
        self.assertEqual(mine["rule"], "S6")  # rule 5.5 has left two addresses of router A
        self.assertNotEqual(linux_answers("radvd-two-routers")[MIXED][1], SOURCE_A)


class Options(unittest.TestCase):
    def test_shape_of_an_answer(self):
        got = ask("radvd-two-routers", [MIXED, "fe80::1"])
        self.assertEqual(list(got[MIXED]),
                         ["gateway", "interface", "source", "pvd", "rule", "prefix"])
        self.assertEqual(got[MIXED]["prefix"], "::/0")
        self.assertEqual(got[MIXED]["interface"], "eth0")
        self.assertIsNone(got["fe80::1"]["gateway"])
        self.assertIsNone(got["fe80::1"]["pvd"])

    def test_binding(self):
        pvds = [one["id"] for one in _replay.state(_replay.path("radvd-two-routers"))["pvds"]]
        for pvd in pvds:
            self.assertEqual(ask("radvd-two-routers", [MIXED], f"--bind={pvd}")[MIXED]["pvd"], pvd)
        both = ask("radvd-two-routers", [MIXED], f"--bind={','.join(pvds)}")[MIXED]
        self.assertEqual(both["gateway"], ROUTER_A)
        gone = ask("radvd-two-routers", [MIXED], "--bind=gone.example")[MIXED]
        self.assertEqual(gone, {"error": "no PvD gone.example"})

    def test_source(self):
        source = "2001:db8:b:1:0:ff:fe00:1"
        mine = ask("radvd-two-routers", [MIXED], f"--source={source}")[MIXED]
        self.assertEqual((mine["gateway"], mine["source"], mine["rule"]),
                         ("fe80::ff:fe00:b", source, "none"))
        foreign = ask("radvd-two-routers", [MIXED], "--source=2001:db8:dead::1")[MIXED]
        self.assertEqual(foreign, {"error": "address not available"})

    def test_mistakes_are_told_in_a_line(self):
        capture = _replay.path("radvd-plain")
        for options in (["--query=nonsense"], ["--query=2606::1", "--source=x"],
                        ["--bind=a.example"], ["--query=,"], ["--query=2606::1,,2606::2"],
                        ["--query=2606::1", "--bind=,"]):
            done = _replay.run(capture, *options)
            self.assertEqual(done.returncode, 1, options)
            self.assertEqual(done.stderr.count(b"\n"), 1, options)

    def test_table(self):
        done = _replay.run(_replay.path("radvd-two-routers"), f"--query={MIXED},::2")
        self.assertIn(b"How packets would leave", done.stdout)
        self.assertIn(SOURCE_A.encode(), done.stdout)


if __name__ == "__main__":
    unittest.main()
