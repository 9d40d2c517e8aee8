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


def newest_version(apt_folder):
    """The version of the newest source package in the lists, such as 3.48-1."""
    listing = ask([*debian_archive.apt("apt-cache", apt_folder), "showsrc", PACKAGE]) or ""
    versions = re.findall(r"^Version: (\S+)$", listing, re.MULTILINE)
    # Lists of one suite hold one version, or the next one beside it for some hours.
    return versions[-1] if versions else None


def fetch_lists(apt_folder):
    """Brings the lists up to date. False if the archive cannot be reached."""
    try:
        debian_archive.prepare_apt(apt_folder, debian_archive.NEWEST)
        debian_archive.fetch([*debian_archive.apt("apt-get", apt_folder), "update"])
    except Failure as failure:
        say(str(failure))
        return False
    return True


def unpack():
    """Gives the tree of Debian's newest ns-3, fetched if it is not there yet."""
    packages.ensure(packages.DEBIAN_SOURCE)
    place = debian_archive.cache_folder() / "source"
    apt_folder = place / "apt"
    apt_folder.mkdir(parents=True, exist_ok=True)
    is_listed = fetch_lists(apt_folder)
    version = newest_version(apt_folder)
    if not version:
        raise Failure(f"the archive of this machine has no source package {PACKAGE} in "
                      f"{debian_archive.NEWEST}; give ./pvd in-tree the folder of an ns-3 tree")
    folder = place / version
    if unpacked(folder) is None:
        if not is_listed:
            raise Failure("the archive cannot be reached, so Debian's ns-3 cannot be fetched; give "
                          "./pvd in-tree the folder of an ns-3 tree")
        folder.mkdir(parents=True, exist_ok=True)
        say(f"fetching Debian's source package {PACKAGE} {version} into {folder}")
        debian_archive.fetch([*debian_archive.apt("apt-get", apt_folder), "source",
                              f"{PACKAGE}={version}"], cwd=folder)
    tree = unpacked(folder)
    if tree is None:
        raise Failure(f"the source package {PACKAGE} left no ns-3 tree in {folder}")
    return tree
