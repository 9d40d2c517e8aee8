# SPDX-License-Identifier: GPL-2.0-only
"""Debian's source package of ns-3, unpacked into a cache folder.

A Debian machine seldom lists where sources are. The places follow from where its packages come
from, so a private copy of its lists is made that asks for sources; nothing of the machine's own
configuration is changed, and no rights are needed.
"""

import os
import pathlib
import re

import packages
from project import Failure, ask, call, say

ETC = pathlib.Path("/etc/apt")
PACKAGE = "ns3"


def cache_folder():
    base = os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache"
    return pathlib.Path(base) / "ns3-pvd"


def source_lines(text):
    """The lines of a .list file, asking for sources."""
    lines = (line.strip() for line in text.splitlines())
    return [re.sub(r"^deb(?=[\s\[])", "deb-src", line) for line in lines
            if re.match(r"^deb[\s\[]", line)]


def source_stanzas(text):
    """The stanzas of a .sources file, asking for sources."""
    stanzas = re.split(r"\n\s*\n", text)
    enabled = (stanza for stanza in stanzas
               if re.search(r"^Types:.*\bdeb\b(?!-)", stanza, re.MULTILINE | re.IGNORECASE)
               and not re.search(r"^Enabled:\s*no\b", stanza, re.MULTILINE | re.IGNORECASE))
    return [re.sub(r"^Types:.*$", "Types: deb-src", stanza, flags=re.MULTILINE | re.IGNORECASE)
            for stanza in enabled]


def machine_lists():
    """(name, entries) of each list of this machine."""
    files = [ETC / "sources.list", *sorted((ETC / "sources.list.d").glob("*"))]
    for path in files:
        if not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        if path.suffix == ".list":
            yield path.name, source_lines(text), "\n"
        elif path.suffix == ".sources":
            yield path.name, source_stanzas(text), "\n\n"


def places_of_packages():
    """The addresses from which this machine would get the packages of ns-3."""
    policy = ask(["apt-cache", "policy", "libns3-dev"]) or ""
    return {words[1].rstrip("/") for words in map(str.split, policy.splitlines())
            if len(words) > 2 and "://" in words[1]}


def serves(entry, places):
    return not places or any(place in entry for place in places)


def write_private_lists(folder):
    """Lists of source places, in the formats of the machine's own lists."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    places = places_of_packages()
    written = 0
    for name, entries, gap in machine_lists():
        wanted = [entry for entry in entries if serves(entry, places)]
        if wanted:
            (folder / name).write_text(gap.join(wanted) + "\n", encoding="utf-8")
            written += len(wanted)
    if not written:
        raise Failure(f"the lists in {ETC} name no place of packages, so none of sources")


def apt_get(folder):
    """apt-get with lists and state of its own."""
    state = folder / "apt"
    for part in ("lists/partial", "cache/archives/partial"):
        (state / part).mkdir(parents=True, exist_ok=True)
    write_private_lists(state / "sources")
    options = {
        "Dir::Etc::SourceList": "/dev/null",
        "Dir::Etc::SourceParts": state / "sources",
        "Dir::State::Lists": state / "lists",
        "Dir::Cache": state / "cache",
    }
    if os.geteuid() == 0:
        # The user to whom apt steps down cannot see a cache folder in root's home.
        options["APT::Sandbox::User"] = "root"
    return ["apt-get", *(f"-o{name}={value}" for name, value in options.items())]


def unpacked(folder):
    """The tree that is already there, if one is. The package may hold more than the tree."""
    versions = [*folder.glob(f"{PACKAGE}-*/VERSION"), *folder.glob(f"{PACKAGE}-*/ns-*/VERSION")]
    return sorted(version.parent for version in versions)[-1] if versions else None


def unpack():
    """Gives the tree of Debian's ns-3, fetched if it is not there yet."""
    folder = cache_folder()
    tree = unpacked(folder)
    if tree is None:
        packages.ensure(packages.DEBIAN_SOURCE)
        folder.mkdir(parents=True, exist_ok=True)
        say(f"fetching Debian's source package {PACKAGE} into {folder}")
        apt = apt_get(folder)
        call([*apt, "update"])
        call([*apt, "source", PACKAGE], cwd=folder)
        tree = unpacked(folder)
    if tree is None:
        raise Failure(f"the source package {PACKAGE} left no ns-3 tree in {folder}")
    return tree
