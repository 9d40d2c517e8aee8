# SPDX-License-Identifier: GPL-2.0-only
"""What fuzzing starts from: options known byte by byte, the RAs of the bundled captures, and
the bundled files of radvd. For whole hosts: frames that a tester of conformance sends."""

import csv
import hashlib
import shutil
import struct

import frame_seeds
from project import CAPTURES, TOP, Failure

GOLDEN_BYTES = TOP / "test" / "unit" / "option-golden-bytes.csv"
# Type 134, hop limit 64, router lifetime 1800 s, no reachable time, no retransmission timer.
RA_HEADER = bytes.fromhex("86000000" "40000708" "00000000" "00000000")

ETHERNET_IPV6 = b"\x86\xdd"
ETHERNET_HEADER = 14
IPV6_HEADER = 40
ICMPV6 = 58
ROUTER_ADVERTISEMENT = 134

# Magic number of a pcap file as its first four bytes: byte order of the rest.
PCAP_ORDERS = {
    b"\xd4\xc3\xb2\xa1": "<",
    b"\xa1\xb2\xc3\xd4": ">",
    b"\x4d\x3c\xb2\xa1": "<",
    b"\xa1\xb2\x3c\x4d": ">",
}


def frames(path):
    """The frames of a pcap file."""
    content = path.read_bytes()
    order = PCAP_ORDERS.get(content[:4])
    if order is None:
        raise Failure(f"{path} is not a pcap file; remove it, or save it in that format")
    offset = 24
    while offset + 16 <= len(content):
        length = struct.unpack_from(order + "I", content, offset + 8)[0]
        yield content[offset + 16:offset + 16 + length]
        offset += 16 + length


def advertisement(frame):
    """The ICMPv6 message in an Ethernet frame, if it is a Router Advertisement."""
    packet = frame[ETHERNET_HEADER:]
    message = packet[IPV6_HEADER:]
    if frame[12:14] != ETHERNET_IPV6 or len(message) == 0:
        return None
    if packet[6] != ICMPV6 or message[0] != ROUTER_ADVERTISEMENT:
        return None
    return message[:struct.unpack_from(">H", packet, 4)[0]]


def golden_options():
    with open(GOLDEN_BYTES, encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            yield bytes.fromhex(row["hex"])


def seeds():
    for option in golden_options():
        yield option
        yield RA_HEADER + option
    for capture in sorted(CAPTURES.glob("*.pcap")):
        for frame in frames(capture):
            message = advertisement(frame)
            if message:
                yield message
    for configuration in sorted(CAPTURES.glob("*.conf")):
        yield configuration.read_bytes()


def write_seeds(folder, are_frames):
    """Writes each seed to a file of its own, and gives their number."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for seed in frame_seeds.seeds() if are_frames else seeds():
        (folder / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    return len(list(folder.iterdir()))
