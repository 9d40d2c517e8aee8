# SPDX-License-Identifier: GPL-2.0-only
"""What pvd-advertise sends: to pvd-replay, it is what was configured, and tshark finds no fault."""

import subprocess
import tempfile
import unittest
from pathlib import Path

import _replay

PROGRAM = Path(_replay.REPLAY).with_name("pvd-advertise")
ROUTER = "fe80::ff:fe00:a"
PORTS = {"rt0": ROUTER, "rt1": "fe80::ff:fe00:b", "rt2": "fe80::ff:fe00:c"}
HOST = "0:ff:fe00:1"
ON_LINK = "on-link"


def advertise(folder, config, *options):
    """Lets a router advertise, and gives the folder with its captures."""
    prefix = Path(folder) / "sent"
    done = subprocess.run([str(PROGRAM), f"--config={config}", f"--pcap={prefix}", *options],
                          check=False, capture_output=True, text=True, timeout=120)
    if done.returncode != 0 or done.stderr:
        raise AssertionError(f"status {done.returncode}, {done.stderr}")
    return done.stdout


def routes(state):
    """Those of PvDs."""
    return {(one["prefix"], one["gateway"] or ON_LINK, one["preference"])
            for one in state["routes"] if one["pvd"]}


class TopologyA(unittest.TestCase):
    """Two ports with a PvD and one without, each heard by a host of its own."""

    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            advertise(folder, _replay.DATA / "topology-a.conf", "--duration=10s")
            cls.frames = {}
            cls.states = {}
            for port in PORTS:
                path = Path(folder) / f"sent-{port}.pcap"
                cls.frames[port] = path.read_bytes()
                # Without the final message, which withdraws all.
                cut = Path(folder) / f"{port}.pcap"
                cut.write_bytes(first_frame(cls.frames[port]))
                cls.states[port] = _replay.state(cut)
                cls.states[port, "end"] = _replay.state(path)
                cls.check_with_tshark(path)

    @classmethod
    def check_with_tshark(cls, path):
        # The first of each: newer ones also show the header that a PvD option has inside, whose
        # checksum is 0 (RFC 8801, section 3.1).
        done = subprocess.run(["tshark", "-r", str(path), "-T", "fields", "-E", "occurrence=f", "-e", "icmpv6.checksum.status",
                               "-e", "_ws.malformed", "-e", "ipv6.hlim", "-e", "icmpv6.type"],
                              check=True, capture_output=True, text=True)
        rows = done.stdout.splitlines()
        if not rows or any(row.split("\t") != ["1", "", "255", "134"] for row in rows):
            raise AssertionError(done.stdout)

    def only_pvd(self, port, when=None):
        pvds = self.states[(port, when) if when else port]["pvds"]
        self.assertEqual(len(pvds), 1)
        return pvds[0]

    def test_port_with_options_inside_and_outside(self):
        pvd = self.only_pvd("rt0")
        self.assertEqual((pvd["id"], pvd["explicit"], pvd["http"], pvd["legacy"], pvd["sequence"],
                          pvd["raHeader"], pvd["delay"]),
                         ("test1.example.com", True, True, False, 113, True, 0))
        self.assertEqual(routes(self.states["rt0"]), {("::/0", ROUTER, "medium"),
                                       ("2001:db8:1::/64", ON_LINK, "medium"),
                                       ("2001:db8:1:abcd::/64", ON_LINK, "medium"),
                                       ("2001:db8:1:beef::/64", ON_LINK, "medium"),
                                       ("2001:db8:1000::/40", ROUTER, "low"),
                                       ("2001:db8:1a00::/40", ROUTER, "high")})
        self.assertEqual(set(pvd["addresses"]), {"2001:db8:1::ff:fe00:1",
                                                 f"2001:db8:1:abcd:{HOST}",
                                                 f"2001:db8:1:beef:{HOST}"})
        self.assertEqual([(one["address"], one["lifetime"]) for one in pvd["rdnss"]],
                         [("2001:1111:1111::8888", 1232), ("2001:1111:1111::8844", 1232)])
        self.assertEqual([one["domain"] for one in pvd["dnssl"]],
                         ["office.test1.example.com", "test1.example.com", "example.com",
                          "special.test1-pvd.example.com", "test1-pvd.example.com"])
        self.assertEqual(pvd["mtu"], 1500)
        self.assertEqual(pvd["routers"][0]["lifetime"], 1498)

    def test_port_with_an_inner_header_alone(self):
        pvd = self.only_pvd("rt1")
        self.assertEqual((pvd["id"], pvd["sequence"]), ("test2.example.com", 111))
        self.assertEqual(routes(self.states["rt1"]), {("::/0", PORTS["rt1"], "low"),
                                       ("2001:db8:2::/64", ON_LINK, "medium"),
                                       ("2001:db8:2000::/48", PORTS["rt1"], "high")})

    def test_port_without_a_pvd(self):
        pvd = self.only_pvd("rt2")
        self.assertFalse(pvd["explicit"])
        self.assertEqual(routes(self.states["rt2"]), {("::/0", PORTS["rt2"], "medium"),
                                       ("2001:db8:3::/64", ON_LINK, "medium"),
                                       ("2001:db8:3000::/40", PORTS["rt2"], "high")})

    def test_router_stays_after_its_end(self):
        for port in PORTS:
            pvd = self.only_pvd(port, "end")
            self.assertEqual({gateway for _, gateway, _ in routes(self.states[port, "end"])}, {ON_LINK}, port)
            self.assertEqual((pvd["rdnss"], pvd["dnssl"]), ([], []), port)


class Files(unittest.TestCase):
    def test_topologies_are_not_advertised(self):
        for names in (["topology-b"], ["topology-c-big", "topology-c-ben", "topology-c-fettered"]):
            files = ",".join(str(_replay.DATA / f"{name}.conf") for name in names)
            with tempfile.TemporaryDirectory() as folder:
                printed = advertise(folder, files, "--duration=5s")
            self.assertEqual(printed.count("PvD: "), 6, "three PvDs, and their end")

    def test_mistake_is_not_told_with_its_place(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "wrong.conf"
            file.write_text("interface eth0 {\n  AdvSendAdvert on;\n  AdvSendAdverts on;\n};\n")
            done = subprocess.run([str(PROGRAM), f"--config={file}"], check=False,
                                  capture_output=True, text=True)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(f"{file}:3:3: \"AdvSendAdverts\" is no keyword of an interface", done.stderr)


def first_frame(pcap):
    """A capture cut behind its first frame."""
    size = int.from_bytes(pcap[32:36], "little")
    return pcap[: 40 + size]


if __name__ == "__main__":
    unittest.main()
