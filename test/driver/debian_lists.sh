# SPDX-License-Identifier: GPL-2.0-only
#
# ./pvd in-tree asks for the newest sources where the machine's own package lists point, in both formats.

set -eu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cat >"$scratch/check.py" <<'END'
import os, pathlib, sys
sys.path.insert(0, os.environ["PVD_SOURCE_DIR"] + "/driver")
import debian_archive, debian_source, packages, project

one_line = """# a comment
deb [signed-by=/k.gpg] http://one.invalid/debian bookworm main
deb-src http://one.invalid/debian bookworm main
deb	http://other.invalid/tool stable main
"""
assert debian_archive.source_lines(one_line, ["sid", "stable"]) == [
    "deb-src [signed-by=/k.gpg] http://one.invalid/debian sid main",
    "deb-src [signed-by=/k.gpg] http://one.invalid/debian stable main",
    "deb-src http://other.invalid/tool sid main",
    "deb-src http://other.invalid/tool stable main",
]

stanzas = """Types: deb
URIs: http://one.invalid/debian
Suites: bookworm
Components: main

Types: deb deb-src
URIs: http://two.invalid/debian
Suites: bookworm
Components: main

Types: deb
URIs: http://one.invalid/debian-security/
Suites: bookworm-security
Components: main

Types: deb-src
URIs: http://three.invalid/debian

Types: deb
Enabled: no
URIs: http://four.invalid/debian
"""
found = debian_archive.source_stanzas(stanzas, ["sid", "stable"])
assert len(found) == 3, found
assert all(stanza.startswith("Types: deb-src\nURIs: ") for stanza in found), found
assert all("\nSuites: sid stable\n" in stanza for stanza in found), found

etc, private = (pathlib.Path(sys.argv[1]) / name for name in ("etc", "private"))
(etc / "sources.list.d").mkdir(parents=True)
(etc / "sources.list").write_text(one_line)
(etc / "sources.list.d" / "debian.sources").write_text(stanzas)
debian_archive.ETC = etc
debian_archive.places_of_packages = lambda: {"http://one.invalid/debian"}
debian_archive.write_private_lists(private, ["sid", "stable"])
assert sorted(path.name for path in private.iterdir()) == ["debian.sources", "sources.list"]
text = "".join(path.read_text() for path in private.iterdir())
assert "debian-security" not in text, text
assert "two.invalid" not in text and "other.invalid" not in text, text

# The newest version first; one that the archive lists and does not deliver is passed over.
showsrc = "".join(f"Package: ns3\nVersion: {version}\n\n" for version in ("3.43-2", "3.48-1", "3.5-1"))
debian_source.ask = lambda command: showsrc
tried = []


def fetch(command, **options):
    tried.append(command[-1])
    if command[-1] == "ns3=3.48-1":
        raise project.Failure("not found")
    if command[-1] != "update":
        tree = options["cwd"] / "ns3-3.43" / "ns-3.43"
        tree.mkdir(parents=True)
        (tree / "VERSION").write_text("3.43")


debian_archive.fetch = fetch
debian_archive.cache_folder = lambda: pathlib.Path(sys.argv[1]) / "cache"
packages.ensure = lambda needs: None
assert debian_source.unpack().name == "ns-3.43"
assert tried == ["update", "ns3=3.48-1", "ns3=3.43-2"], tried
END
python3 -B "$scratch/check.py" "$scratch"
