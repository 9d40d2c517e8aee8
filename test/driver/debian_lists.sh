# SPDX-License-Identifier: GPL-2.0-only
#
# ./pvd in-tree asks for the newest sources where the machine's own package lists point, in both formats.

set -eu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cat >"$scratch/check.py" <<'END'
import os, pathlib, sys
sys.path.insert(0, os.environ["PVD_SOURCE_DIR"] + "/driver")
import debian_archive

one_line = """# a comment
deb [signed-by=/k.gpg] http://one.invalid/debian bookworm main
deb-src http://one.invalid/debian bookworm main
deb	http://other.invalid/tool stable main
"""
assert debian_archive.source_lines(one_line, "sid") == [
    "deb-src [signed-by=/k.gpg] http://one.invalid/debian sid main",
    "deb-src http://other.invalid/tool sid main",
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
found = debian_archive.source_stanzas(stanzas, "sid")
assert len(found) == 3, found
assert all(stanza.startswith("Types: deb-src\nURIs: ") for stanza in found), found
assert all("\nSuites: sid" in stanza for stanza in found), found

etc, private = (pathlib.Path(sys.argv[1]) / name for name in ("etc", "private"))
(etc / "sources.list.d").mkdir(parents=True)
(etc / "sources.list").write_text(one_line)
(etc / "sources.list.d" / "debian.sources").write_text(stanzas)
debian_archive.ETC = etc
debian_archive.places_of_packages = lambda: {"http://one.invalid/debian"}
debian_archive.write_private_lists(private, "sid")
assert sorted(path.name for path in private.iterdir()) == ["debian.sources", "sources.list"]
text = "".join(path.read_text() for path in private.iterdir())
assert "debian-security" not in text, text
assert "two.invalid" not in text and "other.invalid" not in text, text
END
python3 -B "$scratch/check.py" "$scratch"
