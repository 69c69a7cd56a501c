"""A fork of this program begins with what is loaded, speaks like any process of ours, and leaves nothing behind.

Each is tried in a program of its own: the one that runs the tests has threads, and is never forked.
"""

import gc
import subprocess
import sys
from pathlib import Path

from matching import weights
from registry.core import forking
from tests.common.parts import PROJECT

BEGIN = """
import atexit, json, os, sys, threading, time
from registry.core.forking import Forked, can_fork
from registry.core.process import Process, ProcessGone
assert can_fork()
atexit.register(print, "the end")
"""


def said(script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", BEGIN + script], cwd=PROJECT, capture_output=True, text=True, check=False, timeout=60
    )


def test_it_answers_by_what_was_loaded_and_ends_alone() -> None:
    told = said("""
loaded = {"answer": 42}
def work():
    for line in sys.stdin:
        print(json.dumps(loaded | json.loads(line)), flush=True)
process = Process(work)
process.say({"asked": 1})
print(process.hear(30), os.getpgid(process.id) == process.id, process.has_ended)
process.kill()
process.close()
print(process.has_ended)
""")
    assert told.stdout == "{'answer': 42, 'asked': 1} True False\nTrue\nthe end\n"
    assert told.stderr == ""


def test_what_goes_wrong_in_it_is_told_and_ends_it_alone() -> None:
    told = said("""
print("written before", end=" ")
def work():
    raise SystemExit("not this program")
process = Process(work)
try:
    process.hear(30)
except ProcessGone:
    print("gone", process._popen.wait())
""")
    assert told.stdout == "written before gone 1\nthe end\n"
    assert "not this program" in told.stderr


def test_it_has_no_descriptor_but_its_own_three() -> None:
    told = said("""
kept = open("/dev/null"), os.open("/dev/null", os.O_RDONLY)
def work():
    print(json.dumps({"open": sorted(map(int, os.listdir("/proc/self/fd")))}), flush=True)
process = Process(work)
print(process.hear(30))
process.kill()
""")
    # the last is that of the folder which is listed
    assert told.stdout == "{'open': [0, 1, 2, 3]}\nthe end\n", told.stderr


def test_a_program_with_another_thread_is_not_forked() -> None:
    told = said("""
waits = threading.Event()
one = threading.Thread(target=waits.wait)
one.start()
print(can_fork())
waits.set()
one.join()
""")
    assert told.stdout == "False\nthe end\n"


def test_the_command_that_checks_forks_its_examiner_and_starts_one_beside_threads() -> None:
    told = said("""
from registry.cli import checking
process = checking.begin()
print(type(process._popen).__name__, "sqlalchemy" in sys.modules)
process.kill()
one = threading.Timer(60, print)
one.daemon = True
one.start()
process = checking.begin()
print(type(process._popen).__name__)
process.kill()
""")
    assert told.stdout == "Forked True\nPopen\nthe end\n"


def test_the_examiner_has_the_networks_that_were_read_beside_its_imports(models: Path) -> None:
    told = said("""
from types import SimpleNamespace
from matching import weights
from registry.cli import checking
def serve(parent):
    print(json.dumps({name: len(weights.load(name)) for name in sorted(weights._ahead)}))
sys.modules["registry.cli.examiner"] = SimpleNamespace(serve=serve)
process = checking.begin()
print(type(process._popen).__name__, process.hear(30), weights._ahead, threading.active_count())
process.kill()
""")
    sizes = {name: (models / weights.KNOWN[name].file).stat().st_size for name in ("mesh", "sface", "yunet")}
    assert told.stdout == f"Forked {sizes} {{}} 1\nthe end\n"


def test_while_something_is_loaded_nobody_looks_for_garbage() -> None:
    assert gc.isenabled()
    with forking.loading():
        assert not gc.isenabled()
        with forking.loading():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
