# SPDX-License-Identifier: GPL-2.0-only
"""Where things are, and how the driver talks and runs programs."""

import os
import pathlib
import shlex
import subprocess
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent
BUILD = TOP / "build"
EXAMPLES = TOP / "examples"
CAPTURES = EXAMPLES / "data"


class Failure(Exception):
    """Ends the driver with a sentence for its user."""

    status = 1  # exit status of the driver


def say(text):
    """Says something to the user. Never on stdout: that belongs to the program that is run."""
    print(f"pvd: {text}", file=sys.stderr, flush=True)


def jobs():
    """How many compilers to run at once."""
    return max(2, len(os.sched_getaffinity(0)))


def positive(text):
    """A number of the command line that is at least 1."""
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def shell_line(command):
    return " ".join(shlex.quote(str(word)) for word in command)


def call(command, **options):
    """Runs a program, its output going to stderr; a failure of it is ours."""
    command = [str(word) for word in command]
    options.setdefault("stdout", sys.stderr)
    try:
        status = subprocess.run(command, check=False, **options).returncode
    except FileNotFoundError as error:
        raise Failure(f"{command[0]} is not installed; install it, and try again") from error
    if status != 0:
        raise Failure(f"this ended with {status}, see above: {shell_line(command)}")


def ask(command, **options):
    """The output of a program, or None if it fails or does not exist."""
    try:
        done = subprocess.run([str(word) for word in command], check=False, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **options)
    except FileNotFoundError:
        return None
    return done.stdout if done.returncode == 0 else None
