# SPDX-License-Identifier: GPL-2.0-only
"""The tables of cases, and which function plays each."""

import ast
import csv
import importlib
import pathlib

HERE = pathlib.Path(__file__).resolve().parent
TABLES = ("cases.csv", "further-cases.csv", "pvd-cases.csv")
LIST = "v6LC."


class Case:
    """A row of a table. node: "host" or "router", which of both it is for."""

    def __init__(self, row):
        self.id, self.title, self.node = row["id"], row["title"], row["node"]
        self.sent, self.expected, self.section = row["sent"], row["expected"], row["section"]
        self.call = row["procedure"]

    @property
    def group(self):
        """The chapter, such as 2.1, ND or PVD.1."""
        parts = self.id.removeprefix(LIST).split(".")[:-1]
        return ".".join(parts[:2])

    def procedure(self):
        """The function that plays the case, and its arguments; None if there is none."""
        if not self.call:
            return None
        call = ast.parse(self.call, mode="eval").body
        arguments = {word.arg: ast.literal_eval(word.value) for word in call.keywords}
        module = importlib.import_module(call.func.value.id)
        return getattr(module, call.func.attr), arguments


def read_cases():
    cases = []
    for name in TABLES:
        with open(HERE / name, encoding="utf-8", newline="") as file:
            cases += [Case(row) for row in csv.DictReader(file)]
    return cases


def matches(case, wanted):
    """Whether an ID, or the beginning of one, names a case: 2.1 names 2.1.5A, not 2.10."""
    for name in (wanted, LIST + wanted):
        rest = case.id.removeprefix(name)
        if rest != case.id and (not rest or not (rest[0].isdigit() and name[-1:].isdigit())):
            return True
    return False


def select(cases, wanted):
    """The cases that the beginnings of IDs name; all of them without any. Fails for a word that
    names none."""
    for word in wanted:
        if not any(matches(case, word) for case in cases):
            raise ValueError(f"no case is called {word}")
    return [case for case in cases if not wanted or any(matches(case, word) for word in wanted)]
