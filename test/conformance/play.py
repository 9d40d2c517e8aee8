# SPDX-License-Identifier: GPL-2.0-only
"""Plays cases to hosts."""

import concurrent.futures
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


def verdict_of(play):
    """(verdict, what was seen) of a function that plays a case."""
    try:
        return "PASS", str(play())
    except Fail as fail:
        return "FAIL", str(fail)
    except Skip as skip:
        return "SKIP", str(skip)
    except NotYet as later:
        return "NOT YET", str(later)
    except Crash as crash:
        return "FAIL", "CRASH: " + str(crash).replace("\n", " ")


def play(case, make_host):
    """Play a case of hosts. make_host: makes the host under test."""
    procedure = case.procedure()
    begin = time.monotonic()
    if procedure is None:
        return Result(case, "SKIP", "no procedure", 0, [], [])
    function, arguments = procedure
    host = make_host()
    tester = Tester(host)
    try:
        verdict, seen = verdict_of(lambda: function(tester, **arguments))
        tester.finish()
    except Crash:
        pass
    finally:
        host.close()
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
