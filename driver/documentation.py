# SPDX-License-Identifier: GPL-2.0-only
"""./pvd doc: the documentation as HTML."""

import shutil
import subprocess

import packages
from project import BUILD, TOP, call, say

FOLDER = BUILD / "doc"

DOXYGEN_SETTINGS = f"""
PROJECT_NAME = "ns-3 module pvd"
INPUT = {TOP}/model {TOP}/helper
RECURSIVE = YES
OUTPUT_DIRECTORY = {FOLDER}/api
GENERATE_LATEX = NO
QUIET = YES
WARN_IF_UNDOCUMENTED = NO
"""


def doc():
    packages.ensure(packages.DOC)
    FOLDER.mkdir(parents=True, exist_ok=True)
    call(["sphinx-build", "-q", "-W", "--keep-going", "-b", "html", "-d", FOLDER / "doctrees",
          TOP / "doc", FOLDER / "html"])
    print(FOLDER / "html" / "index.html")
    if shutil.which("doxygen") is None:
        say("doxygen is not installed: the reference of classes is left out")
        return
    (FOLDER / "api").mkdir(exist_ok=True)
    subprocess.run(["doxygen", "-"], input=DOXYGEN_SETTINGS, text=True, check=True)
    print(FOLDER / "api" / "html" / "index.html")
