# SPDX-License-Identifier: GPL-2.0-only
"""Router Advertisements as tshark, an independent decoder, reads them."""

import functools
import ipaddress
import os
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from typing import NamedTuple

TOOL = shutil.which("tshark")
HEADER = "icmpv6.nd.ra."
OPTION = "icmpv6.opt"
GOOD_CHECKSUM = "1"
LINK_LOCAL = ipaddress.ip_network("fe80::/10")
OPTIONS_AT = 16  # octets of a Router Advertisement before its options
NOBODY = 65534  # the user without rights


class Option(NamedTuple):
    """One option: its fields by name, without "icmpv6.opt."; where it stands in the frame."""

    fields: dict
    start: int
    size: int

    @property
    def kind(self):
        return int(self.fields["type"][0])

    @property
    def length(self):
        return int(self.fields["length"][0])

    def number(self, name):
        return to_number(self.fields[name][0])


class Message(NamedTuple):
    """One packet that is, or should be, a Router Advertisement."""

    time: float  # seconds from the first packet
    source: str
    hop_limit: int
    code: int
    checksum_is_good: bool
    header: dict  # numbers by name, without "icmpv6.nd.ra."; what is cut off is not there
    options: list
    options_fit: bool  # they end where the packet ends

    @property
    def is_link_local(self):
        return ipaddress.ip_address(self.source) in LINK_LOCAL


def without_rights(home):
    """What subprocess.run needs so that tshark runs scripts: as root, newer ones than 4.0 run none.
    The folder is one that everybody may read."""
    if os.geteuid() != 0:
        return {}
    return {"user": NOBODY, "group": NOBODY, "extra_groups": [],
            "env": {**os.environ, "HOME": str(home)}}


def shows(element):
    """All fields in an element by name: lists of what tshark shows."""
    found = {}
    for field in element.iter("field"):
        found.setdefault(field.get("name"), []).append(field.get("show"))
    return found


def read_option(element):
    fields = {name[len(OPTION) + 1 :]: values for name, values in shows(element).items()
              if name.startswith(OPTION + ".")}
    return Option(fields, int(element.get("pos")), int(element.get("size")))


def read_options(element):
    return [read_option(one) for one in element.findall("field") if one.get("name") == OPTION]


def fit(options, size):
    """Whether these options fill a message of this size."""
    lengths = [one.length if "length" in one.fields else 0 for one in options]
    return 0 not in lengths and OPTIONS_AT + 8 * sum(lengths) == size


def to_number(shown):
    """The value of a field. A flag is 0 or 1 up to Wireshark 4.2, and False or True in newer ones."""
    return {"False": 0, "True": 1}[shown] if shown in ("False", "True") else int(shown, 0)


def read_packet(packet):
    protocols = {one.get("name"): one for one in packet.findall("proto")}
    frame, ip, icmp = (shows(protocols[name]) for name in ("frame", "ipv6", "icmpv6"))
    header = {name[len(HEADER) :]: to_number(values[0]) for name, values in icmp.items()
              if name.startswith(HEADER)}
    options = read_options(protocols["icmpv6"])
    return Message(time=float(frame["frame.time_relative"][0]),
                   source=ip["ipv6.src"][0],
                   hop_limit=int(ip["ipv6.hlim"][0]),
                   code=int(icmp["icmpv6.code"][0]),
                   checksum_is_good=icmp.get("icmpv6.checksum.status") == [GOOD_CHECKSUM],
                   header=header,
                   options=options,
                   options_fit=fit(options, int(ip["ipv6.plen"][0])))


@functools.lru_cache(maxsize=None)
def decode(path):
    """All packets of a capture that has nothing but Router Advertisements."""
    command = [TOOL, "-n", "-r", str(path), "-T", "pdml"]
    done = subprocess.run(command, check=True, capture_output=True, timeout=300)
    return [read_packet(one) for one in ElementTree.fromstring(done.stdout).findall("packet")]
