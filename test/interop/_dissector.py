# SPDX-License-Identifier: GPL-2.0-only
"""PvD options as tools/wireshark/pvd.lua shows them in tshark."""

import pathlib
import re
import subprocess
import tempfile
import xml.etree.ElementTree as ElementTree
from typing import NamedTuple

import _replay
import _tshark

SCRIPT = _replay.SOURCE / "tools" / "wireshark" / "pvd.lua"
CONTAINED = "pvd.opt"
COMPLAINT = re.compile(rb"Lua:? [Ee]rror|Lua: (syntax error|Error)|_ws\.lua\.(text|error)")


class Option(NamedTuple):
    """One PvD option: its own fields, and those of each option in it, by name without "pvd."."""

    fields: dict
    contained: list

    def number(self, name):
        return int(self.fields[name][0], 0)

    def truth(self, name):
        return self.fields[name][0] in ("1", "True")


class Packet(NamedTuple):
    """One packet: seconds from the first one, and its PvD options."""

    time: float
    options: list


def shows(elements):
    """What tshark shows of the fields in these elements: lists by name without "pvd."."""
    found = {}
    for element in elements:
        for name, values in _tshark.shows(element).items():
            if name.startswith("pvd."):
                found.setdefault(name[len("pvd.") :], []).extend(values)
    return found


def read_option(element):
    own = [one for one in element.findall("field") if one.get("name") != CONTAINED]
    contained = [one for one in element.findall("field") if one.get("name") == CONTAINED]
    return Option(shows(own), [shows([one]) for one in contained])


def run(path, *options):
    """tshark with the dissector: what it prints. A complaint of Lua is an error."""
    with tempfile.TemporaryDirectory() as folder, open(path, "rb") as capture:
        copy = pathlib.Path(folder) / SCRIPT.name
        copy.write_bytes(SCRIPT.read_bytes())
        copy.chmod(0o644)
        copy.parent.chmod(0o755)
        command = [_tshark.TOOL, "-n", "-X", f"lua_script:{copy}", "-r", "-", *options]
        done = subprocess.run(command, check=True, capture_output=True, timeout=300, stdin=capture,
                              **_tshark.without_rights(folder))
    for output in (done.stdout, done.stderr):
        complaint = COMPLAINT.search(output)
        if complaint:
            at = complaint.start()
            raise AssertionError(f"{path}: {output[at : at + 400].decode()}")
    return done.stdout


def decode(path):
    """All packets of a capture."""
    packets = []
    for packet in ElementTree.fromstring(run(path, "-T", "pdml")).findall("packet"):
        frame = _tshark.shows(packet.find("proto[@name='frame']"))
        options = [read_option(one) for one in packet.findall("proto[@name='pvd']")]
        packets.append(Packet(round(float(frame["frame.time_relative"][0]), 6), options))
    return packets
