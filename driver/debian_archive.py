# SPDX-License-Identifier: GPL-2.0-only
"""The Debian archive from which this machine gets its packages, and its other releases.

Where packages come from is read from the machine's own lists. Entries for sources, or for another
release of Debian, are made from these in private copies: nothing of the machine's own
configuration is changed.
"""

import os
import pathlib
import re
import subprocess
import sys

from project import Failure, ask, say

ETC = pathlib.Path("/etc/apt")
# The releases of Debian in which source packages are looked for.
SUITES = ["sid", "testing", "stable", "oldstable"]
# What apt-get and debootstrap may take for one attempt, in seconds, and how often they try.
FETCH_SECONDS = 900
FETCH_ATTEMPTS = 3


class FetchFailure(Failure):
    """The archive does not deliver what was asked for."""


def cache_folder():
    base = os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache"
    return pathlib.Path(base) / "ns3-pvd"


def source_lines(text, suites):
    """The lines of a .list file, asking for the sources of suites."""
    entry = re.compile(r"^deb(\s+\[[^\]]*\])?\s+(\S+)\s+\S+")
    found = (entry.match(line.strip()) for line in text.splitlines())
    return [f"deb-src{match.group(1) or ''} {match.group(2)} {suite} main"
            for match in found if match for suite in suites]


def source_stanzas(text, suites):
    """The stanzas of a .sources file, asking for the sources of suites."""
    def with_field(stanza, name, value):
        return re.sub(rf"^{name}:.*$", f"{name}: {value}", stanza,
                      flags=re.MULTILINE | re.IGNORECASE)

    stanzas = re.split(r"\n\s*\n", text)
    enabled = (stanza for stanza in stanzas
               if re.search(r"^Types:.*\bdeb\b(?!-)", stanza, re.MULTILINE | re.IGNORECASE)
               and not re.search(r"^Enabled:\s*no\b", stanza, re.MULTILINE | re.IGNORECASE))
    return [with_field(with_field(with_field(stanza, "Types", "deb-src"), "Suites", " ".join(suites)),
                       "Components", "main") for stanza in enabled]


def machine_lists(suites):
    """(name, entries, what separates them) of each list of this machine, for sources of suites."""
    files = [ETC / "sources.list", *sorted((ETC / "sources.list.d").glob("*"))]
    for path in files:
        if not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        if path.suffix == ".list":
            yield path.name, source_lines(text, suites), "\n"
        elif path.suffix == ".sources":
            yield path.name, source_stanzas(text, suites), "\n\n"


def places_of_packages():
    """The addresses from which this machine would get the packages of ns-3."""
    policy = ask(["apt-cache", "policy", "libns3-dev"]) or ""
    return {words[1].rstrip("/") for words in map(str.split, policy.splitlines())
            if len(words) > 2 and "://" in words[1]}


def mirror():
    """The address of the Debian archive that this machine uses."""
    places = sorted(places_of_packages())
    if not places:
        raise Failure("apt knows no place that has libns3-dev; run apt-get update, and see whether "
                      "this is a Debian system with its main archive in /etc/apt")
    return places[0]


def serves(entry, places):
    """Whether an entry names one of the places. That of security updates begins like another."""
    return not places or any(word.rstrip("/") in places for word in entry.split())


def write_private_lists(folder, suites):
    """Lists of source places, in the formats of the machine's own lists."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    places = places_of_packages()
    written = 0
    for name, entries, gap in machine_lists(suites):
        wanted = [entry for entry in entries if serves(entry, places)]
        if wanted:
            (folder / name).write_text(gap.join(wanted) + "\n", encoding="utf-8")
            written += len(wanted)
    if not written:
        raise Failure(f"the lists in {ETC} name no place of packages, so none of sources; give "
                      "./pvd in-tree the folder of an ns-3 tree")


def apt(program, folder):
    """A program of apt, with lists and state of its own in a folder."""
    options = {
        "Dir::Etc::SourceList": "/dev/null",
        "Dir::Etc::SourceParts": folder / "sources",
        "Dir::State::Lists": folder / "lists",
        "Dir::Cache": folder / "cache",
        # A mirror may lag behind by more than the week for which lists of moving suites are valid.
        "Acquire::Check-Valid-Until": "false",
    }
    if os.geteuid() == 0:
        # The user to whom apt steps down cannot see a cache folder in root's home.
        options["APT::Sandbox::User"] = "root"
    return [program, *(f"-o{name}={value}" for name, value in options.items())]


def prepare_apt(folder, suites):
    for part in ("lists/partial", "cache/archives/partial"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    write_private_lists(folder / "sources", suites)


def fetch(command, before_retry=None, output=None, **options):
    """Runs a program that fetches: with a time limit, and again if it fails.

    before_retry is called to remove what a failed attempt has left. A last failure is ours.
    """
    command = [str(word) for word in command]
    for attempt in range(1, FETCH_ATTEMPTS + 1):
        try:
            status = subprocess.run(command, check=False, timeout=FETCH_SECONDS,
                                    stdin=subprocess.DEVNULL, stdout=output or sys.stderr,
                                    stderr=output or sys.stderr, **options).returncode
            reason = f"exit status {status}"
        except subprocess.TimeoutExpired:
            status, reason = 1, f"not finished after {FETCH_SECONDS} s"
        if status == 0:
            return
        say(f"{command[0]} failed ({reason}), attempt {attempt} of {FETCH_ATTEMPTS}")
        if before_retry:
            before_retry()
    raise FetchFailure(f"{command[0]} could not fetch: {reason} in each of {FETCH_ATTEMPTS} "
                       "attempts; see whether the archive is reached, and try again")
