"""How the program ends: with the command's status and all that it wrote, and without taking apart what it has loaded."""

import os
import subprocess
import sys

from tests.common.parts import PROJECT

PROGRAM = """
import atexit, sys
from registry.cli import __main__ as program

class Loaded:
    def __del__(self):
        print("taken apart")

loaded = Loaded()

def command():
    atexit.register(print, "put away")
    print("found")
    {ending}

program.main = command
program.run()
"""


def ended(ending: str) -> subprocess.CompletedProcess[str]:
    script = PROGRAM.format(ending=ending)
    return subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=False)


def test_it_ends_by_its_status_and_takes_nothing_apart() -> None:
    for ending, status in (("sys.exit(3)", 3), ("sys.exit(0)", 0), ("raise SystemExit(4)", 4)):
        told = ended(ending)
        assert (told.stdout, told.stderr, told.returncode) == ("found\nput away\n", "", status)


def test_what_tells_no_status_ends_as_python_has_it() -> None:
    told = ended("sys.exit('no such thing')")
    assert (told.stdout, told.stderr, told.returncode) == ("found\nput away\ntaken apart\n", "no such thing\n", 1)
    assert ended("raise KeyError").returncode == 1


def test_output_that_cannot_be_written_is_no_success() -> None:
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with open("/dev/full", "w") as full:
        told = subprocess.run(
            [sys.executable, "-c", PROGRAM.format(ending="sys.exit(0)")],
            cwd=PROJECT,
            env=buffered,
            stdout=full,
            check=False,
        )
    assert told.returncode == 120
