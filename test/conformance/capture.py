# SPDX-License-Identifier: GPL-2.0-only
"""Writes a pcap file of Ethernet frames."""

import struct

MAGIC, VERSION, SNAP_LENGTH, ETHERNET = 0xA1B2C3D4, (2, 4), 65535, 1


def write_pcap(path, frames):
    """frames: pairs of seconds and octets."""
    with open(path, "wb") as file:
        file.write(struct.pack(">IHHiIII", MAGIC, *VERSION, 0, 0, SNAP_LENGTH, ETHERNET))
        for seconds, octets in frames:
            microseconds = round(seconds * 1e6)
            file.write(struct.pack(">IIII", *divmod(microseconds, 10 ** 6), len(octets),
                                   len(octets)))
            file.write(octets)
