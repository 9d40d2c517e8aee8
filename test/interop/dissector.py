# SPDX-License-Identifier: GPL-2.0-only
"""
The dissector for Wireshark, tools/wireshark/pvd.lua: on no packet does Lua complain, it sees what
pvd-replay sees, and it reads what a PvD option contains as tshark reads the same outside of one.
"""

import csv
import ipaddress
import random
import struct
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import _captures
import _dissector
import _replay
import _tshark

GOLDEN = _replay.SOURCE / "test" / "unit" / "option-golden-bytes.csv"
PVD = 21
ROUTE_INFORMATION = 24
RA = 134  # ICMPv6 type
IPV6_HEADER = 40  # octets
ALL_NODES = bytes.fromhex("ff02") + bytes(13) + b"\1"
MS = 10**6  # nanoseconds
OUTER_LIFETIME = 1800
R_FLAG = 0x2000
PREFERENCES = {0: "medium", 1: "high", 3: "low"}

# Why a host ignores an option as a dissector can tell: from its octets.
TOLD = {"unknown type", "not for a router advertisement", "bad length", "prefix length over 128",
        "reserved preference", "bad domain name", "not a unicast address", "bad uri",
        "no room for the inner header", "contained option past the end", "second pvd option",
        "pvd option in a pvd option"}

# The names of tshark's own for the fields of an option.
OWN_NAMES = {
    "prefix.length": "opt.prefix.length", "prefix.flag.l": "opt.prefix.l",
    "prefix.flag.a": "opt.prefix.a", "prefix.flag.r": "opt.prefix.r",
    "prefix.valid_lifetime": "opt.prefix.valid_lifetime",
    "prefix.preferred_lifetime": "opt.prefix.preferred_lifetime", "prefix": "opt.prefix",
    "route_info.flag.route_preference": "opt.route.prf", "route_lifetime": "opt.route.lifetime",
    "mtu": "opt.mtu", "linkaddr": "opt.slla", "rdnss.lifetime": "opt.rdnss.lifetime",
    "rdnss": "opt.rdnss", "dnssl.lifetime": "opt.dnssl.lifetime", "dnssl": "opt.dnssl",
    "captive_portal": "opt.captive_portal", "pref64.plc": "opt.pref64.plc",
    "pref64.scaled_lifetime": "opt.pref64.lifetime",
}

INNER_NAMES = {"flag.m": "m", "flag.o": "o", "flag.h": "home_agent", "flag.prf": "prf",
               "flag.p": "proxy", "flag.s": "snac"}
NEW = {"inner.snac"}  # of the inner header: tshark shows it from version 4.6 on


def golden_options():
    """The octets of all options in the file, by id, good and malformed ones."""
    with GOLDEN.open(encoding="ascii", newline="") as file:
        return {row["id"]: bytes.fromhex(row["hex"]) for row in csv.DictReader(file)
                if row["length_field"]}


def header(hop_limit=64, lifetime=OUTER_LIFETIME):
    return _captures.ra_header(hop_limit, lifetime)


def pvd_option(name, contained=b"", flags=0, sequence=0):
    """A PvD option; what it contains begins with the inner header if R is set."""
    labels = b"".join(bytes([len(label)]) + label.encode("ascii") for label in name.split("."))
    body = struct.pack(">HH", flags, sequence) + labels + b"\0"
    body += bytes(-(len(body) + 2) % 8) + contained
    return bytes([PVD, (len(body) + 2) // 8]) + body


def long_name(octets):
    """A domain name of 195 to 257 octets, the root label included."""
    return ".".join(["x" * 63] * 3 + ["y" * (octets - 194)])


def fitted(option):
    """An option whose Length is that of its octets, as far as one octet can say it."""
    option += bytes(-len(option) % 8)
    return option[:1] + bytes([len(option) // 8 & 0xFF]) + option[2:]


def damaged(rng, option):
    """An option with some octets changed, or cut, or grown; often with a Length that fits."""
    octets = bytearray(option)
    for _ in range(rng.choice((1, 1, 2, 4))):
        octets[rng.randrange(len(octets))] = rng.choice((0, 1, 21, 63, 64, 0xC0, 0xFF,
                                                         rng.randrange(256)))
    shape = rng.randrange(4)
    if shape == 0:
        return bytes(octets[: rng.randrange(1, len(octets) + 1)])
    if shape == 1:
        return fitted(bytes(octets[: rng.randrange(2, len(octets) + 1)]))
    if shape == 2:
        return fitted(bytes(octets) + bytes(rng.randrange(256) for _ in range(rng.randrange(40))))
    return bytes(octets)


def as_identity(name):
    """A domain name as the name of a PvD: a "%" in it is not that of an implicit one."""
    return name.replace("%", r"\037").lower()


def has_others(frame):
    """Whether a message without defect has more than PvD options: what is ignored of those the
    dissector does not tell."""
    message, at = _captures.message_of(frame), 16
    while at < len(message) and message[at] == PVD:
        at += 8 * message[at + 1]
    return at < len(message)


def seen_by_host(state):
    """What became of each message: reason for which it was dropped, ignored options, PvD."""
    seen = {}
    for event in state["events"]:
        at = seen.setdefault(round(event["time"], 6), {"dropped": None, "ignored": [], "pvd": None})
        if event["event"] == "RaAccepted":
            at["pvd"] = event["pvd"]
    for drop in state["dropped"]:
        at = seen[round(drop["time"], 6)]
        if drop["option"] is None:
            at["dropped"] = drop["reason"]
        elif drop["reason"] in TOLD:
            at["ignored"].append((drop["option"], drop["reason"]))
    return seen


def ignored_by(option):
    """(type, reason) of what a host ignores of a PvD option: it, or options in it."""
    if "ignored" in option.fields:
        return [(PVD, option.fields["ignored"][0])]
    return [(int(one["opt.type"][0]), reason) for one in option.contained
            for reason in one.get("ignored", [])]


def prefix_of(one, name):
    """The prefix of a contained option as a host keeps it: nothing is set past its length."""
    text = f"{one[f'opt.{name}'][0]}/{one[f'opt.{name}.length'][0]}"
    return str(ipaddress.ip_network(text, strict=False))


def random_header(rng):
    """An RA header of any values, except that Prf is not the reserved one."""
    flags = rng.choice((0, 0x08, 0x18)) | rng.choice((0, 0x80, 0x40, 0x20, 0x04, 0x02, 0xE6))
    return struct.pack(">BBHBBHII", 134, 0, 0, rng.randrange(1, 256), flags,
                       rng.randrange(1, 9001), rng.randrange(3600001), rng.randrange(1 << 32))


def random_contained(rng):
    """Options that a host takes, of one kind each at most once."""
    network = bytes.fromhex("20010db8") + bytes(rng.randrange(256) for _ in range(4))
    server = bytes.fromhex("20010db8") + bytes(11) + bytes([rng.randrange(2, 256)])
    lifetime = rng.randrange(1000, 1 << 31)
    made = [struct.pack(">BBBBIII", 3, 4, 64, 0xC0, lifetime, lifetime, 0) + network + bytes(8),
            struct.pack(">BBBBI", 24, 2, rng.randrange(33, 64), rng.choice((0, 8, 24)), lifetime)
            + network, struct.pack(">BBHI", 25, 3, 0, lifetime) + server,
            struct.pack(">BBHI", 31, 2, 0, lifetime) + b"\4find\2it\0"[:8],
            struct.pack(">BBHI", 5, 1, 0, rng.randrange(1280, 1501)),
            bytes([37, 3]) + f"https://cp.{rng.randrange(10)}.it".encode("ascii").ljust(22, b"\0")]
    return b"".join(one for one in made if rng.random() < 0.7)


def random_pvd(rng, number):
    """A PvD option that a host takes whole, with a name of its own."""
    flags = rng.randrange(1 << 16) & ~R_FLAG  # reserved bits too
    inner = random_header(rng) if rng.random() < 0.5 else b""
    name = f"{'x' * rng.randrange(1, 20)}.n{number}.example"
    return pvd_option(name, inner + random_contained(rng), flags | (R_FLAG if inner else 0),
                      rng.randrange(1 << 16))


def contained_values(option, name):
    """The values of a field in the options that are contained."""
    return [value for one in option.contained for value in one.get(f"opt.{name}", [])]


def values_shown(option):
    """What the dissector shows, in the form of values_held()."""
    fields = option.fields
    has_header = option.truth("r")
    lifetime = option.number("inner.router_lifetime") if has_header else OUTER_LIFETIME
    prefix = [prefix_of(one, "prefix") for one in option.contained if "opt.prefix" in one]
    route = [prefix_of(one, "route") for one in option.contained if "opt.route" in one]
    ends = [int(one["opt.rdnss.lifetime"][0]) for one in option.contained if "opt.rdnss" in one]
    return {
        "id": fields["id"][0], "sequence": option.number("sequence"), "http": option.truth("h"),
        "legacy": option.truth("l"), "raHeader": has_header, "delay": option.number("delay"),
        "curHopLimit": option.number("inner.cur_hop_limit") if has_header else 64,
        "router": (lifetime, PREFERENCES[option.number("inner.prf") if has_header else 0]),
        "routes": sorted(["::/0", *prefix, *route]),
        "rdnss": list(zip(contained_values(option, "rdnss"), ends)),
        "dnssl": contained_values(option, "dnssl"),
        "mtu": [int(value) for value in contained_values(option, "mtu")],
        "captivePortal": contained_values(option, "captive_portal"),
    }


def values_held(pvd, past):
    """What a host holds of a PvD, as if it had heard of it just now."""
    kept = ("id", "sequence", "http", "legacy", "raHeader", "delay", "curHopLimit")
    (router,) = pvd["routers"]
    return {
        **{name: pvd[name] for name in kept},
        "router": (round(router["lifetime"] + past, 3), router["preference"]),
        "routes": sorted(pvd["routes"]),
        "rdnss": [(one["address"], round(one["lifetime"] + past, 3)) for one in pvd["rdnss"]],
        "dnssl": [one["domain"] for one in pvd["dnssl"]],
        "mtu": [] if pvd["mtu"] is None else [pvd["mtu"]],
        "captivePortal": [] if pvd["captivePortal"] is None else [pvd["captivePortal"]],
    }


def same_form(values):
    """Values of a field as text that does not depend on the type of the field."""
    return [str(int(value, 0)) if value.isdigit() or value.startswith("0x") else value
            for value in values]


class Dissector(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.capture = Path(scratch.name) / "made.pcap"

    def write(self, messages):
        """A capture with one message each millisecond."""
        frames = [_captures.ra_frame(i * MS, message) for i, message in enumerate(messages)]
        self.capture.write_bytes(_captures.pcap(frames))
        return self.capture

    def expect_same(self, path):
        """The dissector and the host must agree on each message with a PvD option. How many."""
        seen = seen_by_host(_replay.state(path, "--events"))
        found = 0
        for frame, packet in zip(_captures.read_pcap(path), _dissector.decode(path)):
            host = seen[packet.time]
            if not packet.options:
                self.assertNotIn(PVD, [kind for kind, _ in host["ignored"]])
                self.assertTrue(host["pvd"] is None or "%" in host["pvd"], host)
                continue
            found += 1
            with self.subTest(packet.time):
                first = packet.options[0].fields
                dropped = first.get("dropped", [])
                if host["dropped"]:
                    self.assertIn(host["dropped"], dropped)
                    continue
                self.assertEqual(dropped, [])
                told = [one for option in packet.options for one in ignored_by(option)]
                if has_others(frame):
                    rest = iter(host["ignored"])
                    self.assertTrue(all(one in rest for one in told), (told, host["ignored"]))
                else:
                    self.assertEqual(told, host["ignored"])
                name = None if "ignored" in first else as_identity(first["id"][0])
                self.assertEqual(name, None if "%" in host["pvd"] else host["pvd"].lower())
        return found

    def test_capture_of_a_router_read_otherwise(self):
        found = {name: self.expect_same(_replay.path(name)) for name in _replay.NAMES}
        self.assertEqual(found, {"radvd-plain": 0, "radvd-two-routers": 0, "radvd-pvd": 3,
                                 "radvd-pvd-rflag": 3, "mutated": 3})

    def test_known_octets_read_otherwise(self):
        messages = []
        for octets in golden_options().values():
            around = octets if octets[0] == PVD else pvd_option("a.b", octets)
            messages += [header() + around, header() + around + pvd_option("c.d", octets)]
        messages += [header() + pvd_option(long_name(octets)) for octets in range(253, 258)]
        self.assertEqual(self.expect_same(self.write(messages)), len(messages))

    def test_damaged_option_read_otherwise_or_too_much_for_lua(self):
        rng = random.Random(8801)
        known = [octets if octets[0] == PVD else pvd_option("a.b", octets)
                 for octets in golden_options().values()]
        known = [octets for octets in known if octets[0] == PVD]
        messages = [header() + damaged(rng, rng.choice(known)) for _ in range(1500)]
        messages += [header() + pvd_option("a.b") + damaged(rng, rng.choice(known))
                     for _ in range(300)]
        self.assertGreater(self.expect_same(self.write(messages)), 1500)

    def test_advertisement_of_our_own_read_otherwise(self):
        sent = self.capture.with_name("sent.pcap")
        program = Path(_replay.REPLAY).with_name("pvd-tutorial")
        subprocess.run([program, "--fail=5.5s", "--stop=60s", f"--pcap={sent}"], check=True,
                       capture_output=True, timeout=300)
        # It has no Ethernet headers, without which pvd-replay takes nothing.
        ethernet = _captures.ra_frame(0, header()).octets[: _captures.ETHERNET_HEADER]
        frames = [frame._replace(octets=ethernet + frame.octets, size=None)
                  for frame in _captures.read_pcap(sent)
                  if frame.octets[IPV6_HEADER] == RA and frame.octets[24:40] == ALL_NODES]
        self.capture.write_bytes(_captures.pcap(frames))
        self.assertGreaterEqual(self.expect_same(self.capture), 8)
        shown = {(packet.options[0].fields["id"][0], *contained_values(packet.options[0], "rdnss"))
                 for packet in _dissector.decode(sent) if packet.options}
        self.assertEqual(shown, {("isp-a.example.com", "2600:a::53"),
                                 ("isp-b.example.com", "2600:800b::53")})

    def test_packet_that_is_cut_too_much_for_lua(self):
        option = pvd_option("a.b", b"".join(golden_options()[name] for name in
                                            ("g-pio", "g-rio-64", "g-rdnss-1", "g-dnssl", "g-cp")))
        whole = _captures.ra_frame(0, header() + option)
        frames = [_captures.Frame(i * MS, whole.octets[:i], size)
                  for i in range(1, len(whole.octets)) for size in (len(whole.octets), None)]
        self.capture.write_bytes(_captures.pcap(frames))
        packets = _dissector.decode(self.capture)
        self.assertEqual(len(packets), len(frames))
        # Of what the capture has cut off nobody knows whether a host would drop it.
        for frame, packet in zip(frames, packets):
            was_cut = frame.wire_size > len(frame.octets)
            for option in packet.options:
                self.assertEqual("dropped" in option.fields, not was_cut)

    def test_value_read_otherwise(self):
        rng = random.Random(6724)
        messages = [header() + random_pvd(rng, i) for i in range(120)]
        state = _replay.state(self.write(messages))
        hosts = {pvd["id"]: pvd for pvd in state["pvds"]}
        packets = _dissector.decode(self.capture)
        self.assertEqual(len(hosts), len(packets))
        for packet in packets:
            (option,) = packet.options
            with self.subTest(option.fields["id"]):
                pvd = hosts[option.fields["id"][0]]
                past = state["time"] - packet.time
                self.assertEqual(values_shown(option), values_held(pvd, past))

    def test_contained_option_read_otherwise_than_the_same_outside(self):
        known = {name: octets for name, octets in golden_options().items() if octets[0] != PVD}
        known["pref64"] = bytes.fromhex("26020708") + bytes.fromhex("0064ff9b") + bytes(8)
        outside = self.write([header() + octets for octets in known.values()])
        alone = [message.options[0] for message in _tshark.decode(outside)]
        inside = self.write([header() + pvd_option("a.b", octets) for octets in known.values()])
        compared = set()
        for name, other, packet in zip(known, alone, _dissector.decode(inside)):
            contained = packet.options[0].contained
            if not contained or "ignored" in contained[0]:
                continue
            (mine,) = contained
            for field in OWN_NAMES.keys() & other.fields.keys():
                with self.subTest(name, field=field):
                    my_name = OWN_NAMES[field]
                    if other.kind == ROUTE_INFORMATION:
                        my_name = my_name.replace("prefix", "route")
                    theirs = same_form(other.fields[field])
                    if field == "pref64.scaled_lifetime":  # in units of 8 s
                        theirs = [str(8 * int(value)) for value in theirs]
                    self.assertEqual(same_form(mine[my_name]), theirs)
                    compared.add(field)
        self.assertEqual(compared, set(OWN_NAMES))

    def test_inner_header_read_otherwise_than_the_outer_one(self):
        rng = random.Random(4191)
        headers = [random_header(rng) for _ in range(50)]
        path = self.write([one + pvd_option("a.b", one, R_FLAG) for one in headers])
        for packet, other in zip(_dissector.decode(path), _tshark.decode(path)):
            inner = {name: _tshark.to_number(values[0]) for name, values in packet.options[0].fields.items()
                     if name.startswith("inner.")}
            outer = {f"inner.{INNER_NAMES.get(name, name)}": value
                     for name, value in other.header.items()
                     if name not in ("flag", "flag.rsv")}
            self.assertEqual({name: inner[name] for name in outer}, outer)
            self.assertEqual(len(outer.keys() - NEW), 9)


if __name__ == "__main__":
    if not _tshark.TOOL:
        print("tshark is not installed (Debian: tshark)")
        sys.exit(_replay.SKIPPED)
    unittest.main()
