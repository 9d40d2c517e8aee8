# SPDX-License-Identifier: GPL-2.0-only
#
# ./pvd release --check sees which rows of doc/versions.csv were built from what is not released.

set -eu
command -v git >/dev/null || { echo "git is not installed"; exit 77; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cat >"$scratch/check.py" <<'END'
import os, pathlib, sys
sys.path.insert(0, os.environ["PVD_SOURCE_DIR"] + "/driver")
import project, release, versions

repository = pathlib.Path(sys.argv[1]) / "repository"
versions.TOP = repository
table = []
versions.rows = lambda: table


def git(*words):
    return project.ask(["git", "-C", repository, "-c", "user.name=N", "-c", "user.email=E", *words])


def commit(name):
    """Changes a file, and gives the commit."""
    (repository / name).parent.mkdir(parents=True, exist_ok=True)
    with open(repository / name, "a", encoding="utf-8") as file:
        file.write("x\n")
    git("add", "-A")
    git("commit", "-qm", name)
    return git("rev-parse", "--short=10", "HEAD").strip()


def builds(commit):
    """What is said of a row of ./pvd matrix and of one that was made by hand."""
    table[:] = [{"ns-3": "3.48", "how": how, "commit": commit}
                for how in (release.PROMISED[0], "in the tree, CMake")]
    return list(release.check_builds())


repository.mkdir()
git("init", "-q", "-b", "main")
first = commit("model/code.cc")
assert builds(first) == []
for name in ("README.md", "doc/versions.csv", "doc/figures/one.png", "CHANGES.md", "CITATION.cff"):
    commit(name)
    assert builds(first) == [], name
second = commit("model/code.cc")
git("checkout", "-q", first)
aside = commit("test/other.cc")
git("checkout", "-q", "main")
assert builds(second) == []
for stale in (first, aside, "0123456789", second + "+", "unknown"):
    failure, note = builds(stale)
    assert stale in failure and not isinstance(failure, release.Note), failure
    assert stale in note and isinstance(note, release.Note), note
assert "differs in one file" in builds(first)[0]
assert "not in the history" in builds(aside)[0]
END
python3 -B "$scratch/check.py" "$scratch"
