# SPDX-License-Identifier: GPL-2.0-only
"""Debian's newest source package of ns-3, unpacked into a cache folder."""

import re

import debian_archive
import packages
from project import Failure, ask, say

PACKAGE = "ns3"


def unpacked(folder):
    """The tree that is already there, if one is. The package may hold more than the tree."""
    versions = [*folder.glob(f"{PACKAGE}-*/VERSION"), *folder.glob(f"{PACKAGE}-*/ns-*/VERSION")]
    return sorted(version.parent for version in versions)[-1] if versions else None


def versions(apt_folder):
    """The versions of the source packages in the lists, such as 3.48-1, the newest first."""
    listing = ask([*debian_archive.apt("apt-cache", apt_folder), "showsrc", PACKAGE]) or ""
    found = set(re.findall(r"^Version: (\S+)$", listing, re.MULTILINE))

    def number(version):
        return [int(part) for part in re.findall(r"\d+", version)]

    return sorted(found, key=number, reverse=True)


def fetch_lists(apt_folder):
    """Brings the lists up to date, or says that they are not."""
    try:
        debian_archive.prepare_apt(apt_folder, debian_archive.SUITES)
        debian_archive.fetch([*debian_archive.apt("apt-get", apt_folder), "update"])
    except Failure as failure:
        say(f"the lists of source packages are not up to date: {failure}")


def fetch_version(version, apt_folder, folder):
    """Fetches and unpacks a version, or says why that is not possible."""
    folder.mkdir(parents=True, exist_ok=True)
    say(f"fetching Debian's source package {PACKAGE} {version} into {folder}")
    try:
        debian_archive.fetch([*debian_archive.apt("apt-get", apt_folder), "source",
                              f"{PACKAGE}={version}"], cwd=folder)
    except Failure as failure:
        say(f"the archive lists {PACKAGE} {version} and does not deliver it: {failure}")


def unpack():
    """Gives the tree of the newest ns-3 that the archive delivers, fetched if it is not there."""
    packages.ensure(packages.DEBIAN_SOURCE)
    place = debian_archive.cache_folder() / "source"
    apt_folder = place / "apt"
    apt_folder.mkdir(parents=True, exist_ok=True)
    fetch_lists(apt_folder)
    for version in versions(apt_folder):
        folder = place / version
        if unpacked(folder) is None:
            fetch_version(version, apt_folder, folder)
        tree = unpacked(folder)
        if tree is not None:
            return tree
    raise Failure(f"the archive of this machine delivers no source package {PACKAGE}; give "
                  f"./pvd in-tree the folder of an ns-3 tree")
