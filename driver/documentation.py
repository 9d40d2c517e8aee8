# SPDX-License-Identifier: GPL-2.0-only
"""./pvd doc: the documentation as HTML."""

import re
import subprocess

import packages
from project import BUILD, TOP, Failure, call

FOLDER = BUILD / "doc"
PRIVATE_HEADERS = TOP / "cmake" / "private-headers.txt"

# Of these nothing is to be said that their name, or the class of ns-3 that they come from, does
# not say: "Member ... is not documented." The trace sources are in a table of doc/pvd.rst.
SELF_EVIDENT = re.compile(r"Member (.* override|GetTypeId\(.*|operator.*|\w+TracedCallback\).*"
                          r"|(\w+)\((const \2 &other|\2 &&)\).*|(begin|end)\(\) const)"
                          r" \(\w+\) of .* is not documented")


def private_headers():
    """The headers that nobody outside of the module sees."""
    lines = PRIVATE_HEADERS.read_text(encoding="ascii").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def write_manual(folder):
    """HTML of doc/. A warning is an error."""
    call(["sphinx-build", "-q", "-W", "--keep-going", "-b", "html", "-d", folder / "doctrees",
          TOP / "doc", folder / "html"])
    print(folder / "html" / "index.html")


def write_reference(folder):
    """HTML of the public headers. A warning is an error."""
    reference = folder / "api"
    reference.mkdir(exist_ok=True)
    settings = (TOP / "doc" / "Doxyfile").read_text(encoding="ascii")
    settings += f"EXCLUDE = {' '.join(private_headers())}\nOUTPUT_DIRECTORY = {reference}\n"
    done = subprocess.run(["doxygen", "-"], input=settings, text=True, check=False, cwd=TOP,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    lines = dict.fromkeys(done.stderr.splitlines())
    complaints = [line for line in lines if line and not SELF_EVIDENT.search(line)]
    if done.returncode != 0 or complaints:
        raise Failure("\n".join(["mend what doxygen says about the headers:", *complaints]))
    print(reference / "html" / "index.html")


def doc():
    packages.ensure(packages.DOC)
    FOLDER.mkdir(parents=True, exist_ok=True)
    write_manual(FOLDER)
    write_reference(FOLDER)
