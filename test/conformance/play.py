# SPDX-License-Identifier: GPL-2.0-only
"""Plays cases to hosts."""

import concurrent.futures
import contextlib
import time
from typing import NamedTuple

from hosts import Crash, Simulated
from tester import Fail, NotYet, Skip, Tester

SIMULATED = {
    "pvd": ["--kind=pvd"],
    "no-rule-5.5": ["--kind=pvd", "--rule55=false"],
    "stock": ["--kind=stock"],
}
ROUTER = "router"


class Result(NamedTuple):
    """What became of a case. verdict: PASS, FAIL, SKIP or NOT YET; seen: in words."""

    case: object
    verdict: str
    seen: str
    seconds: float
    log: list
    commands: list


@contextlib.contextmanager
def tester_of(host):
    """The tester on the link of a host, and afterwards the end of both."""
    tester = Tester(host)
    try:
        yield tester
    finally:
        try:
            tester.finish()
        finally:
            host.close()


def verdict_of(play):
    """(verdict, what was seen) of a function that plays a case, up to the end of its host."""
    try:
        return "PASS", str(play())
    except Fail as fail:
        return "FAIL", describe(fail)
    except Skip as skip:
        return "SKIP", str(skip)
    except NotYet as later:
        return "NOT YET", str(later)
    except Crash as crash:
        return "FAIL", "CRASH: " + describe(crash)


def describe(error):
    """An error on one line. One at the end of the host comes after that of the case, if any."""
    text = str(error).replace("\n", " ")
    before = error.__context__
    return f"{text}; before: {before}" if isinstance(before, Fail) else text


def play(case, make_host):
    """Play a case of hosts. make_host: makes the host under test."""
    procedure = case.procedure()
    begin = time.monotonic()
    if procedure is None:
        return Result(case, "SKIP", "no procedure", 0, [], [])
    function, arguments = procedure
    host = make_host()

    def play_and_end():
        with tester_of(host) as tester:
            return function(tester, **arguments)

    verdict, seen = verdict_of(play_and_end)
    return Result(case, verdict, seen, time.monotonic() - begin, host.log, host.commands)


def play_router(case):
    """Play a case of routers, which makes its router itself."""
    procedure = case.procedure()
    begin = time.monotonic()
    if procedure is None:
        return Result(case, "SKIP", "no procedure", 0, [], [])
    function, arguments = procedure
    verdict, seen = verdict_of(lambda: function(**arguments))
    return Result(case, verdict, seen, time.monotonic() - begin, [], [])


def player(kind):
    """The function that plays a case to a simulated host, or to our router."""
    if kind == ROUTER:
        return play_router
    return lambda case: play(case, lambda: Simulated(*SIMULATED[kind]))


def play_all(cases, play_one, jobs):
    """Yields the results as they come, with so many cases at a time."""
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        waiting = [pool.submit(play_one, case) for case in cases]
        try:
            for done in concurrent.futures.as_completed(waiting):
                yield done.result()
        finally:
            for future in waiting:
                future.cancel()
