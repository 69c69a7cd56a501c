"""The decoding child can reach nothing, and whatever happens to it nothing is cleared."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from matching.media import picture
from matching.media.picture import decode, isolation
from matching.reasons import Undecidable

PROJECT = Path(__file__).resolve().parents[2]


def refusal(path: Path) -> Undecidable:
    with pytest.raises(Undecidable) as caught:
        decode(path)
    return caught.value


def replaced_child(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str) -> None:
    """Let another script stand in for the decoding child, as if a file had taken it over."""
    script = tmp_path / "child.py"
    script.write_text(f"import json, os, signal, sys, time\n{code}\n")
    monkeypatch.setattr(picture, "CHILD", script)


def test_all_walls_stand_on_this_machine():
    assert isolation() == {"limits": True, "no_exec": True, "no_files": True, "no_network": True}


def test_without_a_child_no_wall_is_claimed(monkeypatch, tmp_path):
    replaced_child(monkeypatch, tmp_path, "sys.exit(1)")
    assert not any(isolation().values())


@pytest.mark.parametrize(
    "attempt",
    [
        "open('/etc/hostname')",
        "open('/tmp/likeness-escape', 'w')",
        "socket.socket()",
        "os.fork()",
        "os.execv('/bin/true', ['true'])",
        "os.kill(os.getppid(), 0)",
        "bytearray(3_000_000_000)",
    ],
)
def test_inside_the_walls_nothing_can_be_reached(attempt):
    code = f"""
import os, socket, sys
sys.path.append({str(PROJECT)!r})
from matching.media.sandbox import confine
confine(memory=1_000_000_000, output=1000, seconds=5, descriptors=3)
try:
    {attempt}
except (PermissionError, MemoryError, BlockingIOError):
    print("refused", end="", flush=True)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout == "refused", done.stderr


def test_threads_may_start_inside_the_walls():
    code = f"""
import sys, threading
sys.path.append({str(PROJECT)!r})
from matching.media.sandbox import confine
confine(memory=1_000_000_000, output=1000, seconds=5, descriptors=3)
thread = threading.Thread(target=print, args=("alive",))
thread.start()
thread.join()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout == "alive\n", done.stderr


def test_a_child_without_walls_does_not_decode(monkeypatch, tmp_path, save):
    child = picture.CHILD.read_text().replace("str(Path(__file__).resolve().parents[2])", repr(str(PROJECT)))
    walls = 'def confine(**limits):\n    return {"limits": True, "no_network": False}\n'
    script = tmp_path / "child.py"
    script.write_text(child.replace("from matching.media.sandbox import confine", walls.replace("\n", "\n    ")))
    monkeypatch.setattr(picture, "CHILD", script)
    assert refusal(save("a.jpg")).reason == "decoder.not-isolated"


def test_the_child_gets_no_environment(monkeypatch, tmp_path, save):
    monkeypatch.setenv("LIKENESS_SECRET", "a secret")
    seen = tmp_path / "environment"
    replaced_child(monkeypatch, tmp_path, f"open({str(seen)!r}, 'w').write(str(dict(os.environ)))")
    refusal(save("a.jpg"))
    assert "LIKENESS" not in seen.read_text()
    assert "HOME" not in seen.read_text()


@pytest.mark.parametrize(
    "code",
    [
        "os.kill(os.getpid(), signal.SIGKILL)",
        "sys.exit(3)",
        "pass",
        "print('not json')",
        "print(json.dumps([1]).ljust(4096))",
        "print(json.dumps({'views': [['shown', 10, 10]], 'format': 'PNG', 'walls': {}}).ljust(4096))",
        "print(json.dumps({'views': [['shown', 1, -1]], 'format': 'PNG', 'walls': {}}).ljust(4096))",
        "print(json.dumps({'views': [['shown', '9', 9]], 'format': 'PNG', 'walls': {}}).ljust(4096))",
        "print(json.dumps({'format': 'PNG', 'walls': {}}).ljust(4096))",
        "print(json.dumps({'reason': 'cleared', 'params': {}, 'walls': {}}).ljust(4096))",
        "print(json.dumps({'reason': ['a'], 'params': 5, 'walls': {}}).ljust(4096))",
        "print(json.dumps({'reason': 'picture.animation', 'params': {'pages': 3}, 'walls': {}}).ljust(4096))",
        "print(json.dumps({'views': [['painted', 1, 1]], 'format': 'PNG', 'walls': {}}).ljust(4096) + 'rgb', end='')",
        "print(json.dumps({'views': [], 'format': 'PNG', 'walls': {}}).ljust(4096), end='')",
        "print(json.dumps({'views': 3, 'format': 'PNG', 'walls': {}}).ljust(4096))",
        "print(json.dumps({'views': ['shown'], 'format': 'PNG', 'walls': {}}).ljust(4096))",
        "print('[' * 4000)",
        "sys.stdout.buffer.write(bytes([255]) * 4096)",
    ],
)
def test_a_child_that_dies_or_lies_is_not_believed(monkeypatch, tmp_path, save, code):
    replaced_child(monkeypatch, tmp_path, code)
    assert refusal(save("a.jpg")).reason == "decoder.failed"


def test_a_child_that_hangs_is_stopped(monkeypatch, tmp_path, save):
    replaced_child(monkeypatch, tmp_path, "time.sleep(600)")
    with pytest.raises(Undecidable) as caught:
        decode(save("a.jpg"), seconds=1)
    assert (caught.value.reason, caught.value.params["seconds"]) == ("decoder.timeout", 1)


def test_a_child_that_burns_its_time_is_stopped_by_the_kernel(monkeypatch, tmp_path, save):
    code = "import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 2))\nwhile True: pass"
    replaced_child(monkeypatch, tmp_path, code)
    assert refusal(save("a.jpg")).reason == "decoder.timeout"


def test_a_child_killed_from_outside_is_a_failure(monkeypatch, tmp_path, save):
    note = tmp_path / "pid"
    replaced_child(monkeypatch, tmp_path, f"open({str(note)!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)")

    def kill() -> None:
        while not note.exists() or not note.read_text():
            time.sleep(0.02)
        os.kill(int(note.read_text()), signal.SIGKILL)

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    assert refusal(save("a.jpg")).reason == "decoder.failed"
    killer.join()
