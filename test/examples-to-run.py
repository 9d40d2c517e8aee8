#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only

# Read by the test.py of an ns-3 tree, which runs each program from a folder of its own, two levels
# below the top of the tree. Each entry: command, condition to run it, condition to run it under
# valgrind. A program that has not been built is passed over.
cpp_examples = [
    ("pvd-replay --pcap=../../contrib/pvd/examples/data/radvd-plain.pcap", "True", "True"),
    ("pvd-replay --pcap=../../contrib/pvd/examples/data/radvd-two-routers.pcap", "True", "False"),
    ("pvd-replay --pcap=../../contrib/pvd/examples/data/radvd-pvd.pcap --json", "True", "True"),
    ("pvd-replay --pcap=../../contrib/pvd/examples/data/radvd-pvd-rflag.pcap --events", "True", "False"),
    ("pvd-advertise --duration=60s", "True", "True"),
    (
        "pvd-multihoming --failure=8 --repair=11 --renumber=14 --congest=17 --relief=20 --end=23 "
        "--kinds=stock,no-rule-5.5,pvd-failover --out=.",
        "True",
        "False",
    ),
    ("pvd-topology-a", "True", "False"),
    ("pvd-topology-b", "True", "False"),
    ("pvd-topology-c", "True", "False"),
    ("pvd-topology-d", "True", "False"),
    ("pvd-echo", "True", "True"),
    ("pvd-echo --first=1 --json", "True", "False"),
    ("pvd-address-selection", "True", "True"),
    ("pvd-tutorial", "True", "True"),
    ("pvd-tutorial --fail=5.5s --trace --state", "True", "False"),
]

python_examples = []
