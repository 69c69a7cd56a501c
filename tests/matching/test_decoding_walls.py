"""The decoding child can reach nothing, and whatever happens to it nothing is cleared."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from matching.media import children, picture
from matching.media.picture import decode, isolation
from matching.reasons import Undecidable

PROJECT = Path(__file__).resolve().parents[2]


def refusal(path: Path) -> Undecidable:
    with pytest.raises(Undecidable) as caught:
        decode(path)
    return caught.value


@pytest.fixture(params=["cold", "warm"], autouse=True)
def way(request, monkeypatch):
    """A child that starts from nothing, and one that is forked from a warm process: every wall holds for both."""
    if request.param == "cold":
        monkeypatch.setattr(children, "run", children.run_cold)
    yield request.param
    children.end()


def replaced_child(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str, prepare: str = "pass") -> None:
    """Let another script stand in for the decoding child, as if a file had taken it over."""
    script = tmp_path / "child.py"
    body = textwrap.indent(code, "    ")
    script.write_text(
        f"import json, os, signal, socket, sys, time\nsys.path.append({str(PROJECT)!r})\n"
        f"def prepare(_pillow):\n    {prepare}\n"
        f"def main(limits):\n{body}\n    sys.stdout.flush()\n"
        "if __name__ == '__main__':\n    main(json.loads(sys.argv[2]))\n"
    )
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
def test_inside_the_walls_nothing_can_be_reached(monkeypatch, tmp_path, save, attempt):
    code = f"""
from matching.media.sandbox import confine
confine(memory=1_000_000_000, output=10_000, seconds=5, descriptors=3)
try:
    {attempt}
except (PermissionError, MemoryError, BlockingIOError):
    print(json.dumps({{'reason': 'picture.damaged', 'params': {{}}, 'walls': {{}}}}).ljust(4096), end='')
"""
    replaced_child(monkeypatch, tmp_path, code)
    assert refusal(save("a.jpg")).reason == "picture.damaged"


def test_threads_may_start_inside_the_walls(monkeypatch, tmp_path, save):
    code = """
from matching.media.sandbox import confine
confine(memory=1_000_000_000, output=10_000, seconds=5, descriptors=3)
said = json.dumps({'reason': 'picture.damaged', 'params': {}, 'walls': {}}).ljust(4096)
thread = threading.Thread(target=print, args=(said,), kwargs={'end': ''})
thread.start()
thread.join()
"""
    replaced_child(monkeypatch, tmp_path, f"import threading\n{code}")
    assert refusal(save("a.jpg")).reason == "picture.damaged"


def test_a_child_without_walls_does_not_decode(monkeypatch, tmp_path, save):
    child = picture.CHILD.read_text().replace("str(Path(__file__).resolve().parents[2])", repr(str(PROJECT)))
    walls = 'def confine(**limits):\n    return {"limits": True, "no_network": False}\n'
    script = tmp_path / "child.py"
    script.write_text(child.replace("from matching.media.sandbox import confine", walls.replace("\n", "\n    ")))
    monkeypatch.setattr(picture, "CHILD", script)
    assert refusal(save("a.jpg")).reason == "decoder.not-isolated"


def test_the_child_gets_nothing_of_the_environment_and_huge_pages_for_its_pictures(monkeypatch, tmp_path, save):
    monkeypatch.setenv("LIKENESS_SECRET", "a secret")
    seen = tmp_path / "environment"
    replaced_child(monkeypatch, tmp_path, f"open({str(seen)!r}, 'w').write(json.dumps(dict(os.environ)))")
    refusal(save("a.jpg"))
    told = json.loads(seen.read_text())
    told.pop("LC_CTYPE", None)  # Python's own
    assert told == {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}


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
    replaced_child(
        monkeypatch, tmp_path, "import resource\nresource.setrlimit(resource.RLIMIT_CPU, (1, 2))\nwhile True: pass"
    )
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


def test_both_ways_decode_alike(save):
    before = children.run
    path = save("a.jpg")
    found = [decode(path)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(children, "run", children.run_cold)
        found.append(decode(path))
    assert children.run is before
    assert found[0].names == found[1].names
    assert all((a == b).all() for a, b in zip(found[0].views, found[1].views, strict=True))
    assert found[0].walls == found[1].walls


def test_a_child_has_its_file_its_answer_and_nothing_else(monkeypatch, tmp_path, save):
    """Descriptor 2 leads nowhere; what is written and the listing itself open one more each."""
    seen = tmp_path / "descriptors"
    links = "{name: os.readlink('/proc/self/fd/' + name) for name in os.listdir('/proc/self/fd') if int(name) < 3}"
    count = "len(os.listdir('/proc/self/fd'))"
    replaced_child(monkeypatch, tmp_path, f"open({str(seen)!r}, 'w').write(json.dumps([{links}, {count}]))")
    refusal(save("a.jpg"))
    found, count = json.loads(seen.read_text())
    assert sorted(found) == ["0", "1", "2"]
    assert ["memfd" in found[name] for name in "012"] == [True, True, False]
    assert found["2"] == "/dev/null"
    assert count == 5


def test_nothing_of_one_file_reaches_the_next(monkeypatch, tmp_path, save):
    seen = tmp_path / "seen"
    code = f"""
import builtins
known = getattr(builtins, 'known', [])
open({str(seen)!r}, 'a').write(str(known) + os.environ.get('KNOWN', '') + os.getcwd())
builtins.known = [*known, os.read(0, 10)]
os.environ['KNOWN'] = 'a secret'
os.chdir('/tmp')
"""
    replaced_child(monkeypatch, tmp_path, code)
    refusal(save("a.jpg"))
    refusal(save("b.jpg"))
    assert seen.read_text() == "[]/[]/"


def warm_process() -> int:
    return children.prepare(picture.CHILD, picture._pillow())._process.pid


@pytest.mark.parametrize("way", ["warm"], indirect=True)
class TestWarm:
    def test_children_come_from_one_process(self, save):
        before = warm_process()
        for name in ("a.jpg", "b.jpg"):
            decode(save(name))
        assert warm_process() == before

    def test_whose_child_crashes_is_given_up_for_a_fresh_one(self, monkeypatch, tmp_path, save):
        """All children of one process have the same layout of memory: who guesses at it gets one try."""
        replaced_child(monkeypatch, tmp_path, "os.kill(os.getpid(), signal.SIGSEGV)")
        before = warm_process()
        assert refusal(save("a.jpg")).reason == "decoder.failed"
        assert warm_process() != before

    def test_one_that_was_killed_is_replaced(self, save):
        os.kill(warm_process(), signal.SIGKILL)
        assert decode(save("a.jpg")).views

    def test_one_that_cannot_start_makes_children_start_cold(self, monkeypatch, tmp_path, save):
        monkeypatch.setattr(children, "WARM", tmp_path / "missing.py")
        assert decode(save("a.jpg")).views

    def test_one_that_is_killed_while_it_decodes_decides_nothing(self, monkeypatch, tmp_path, save):
        started = tmp_path / "started"
        replaced_child(monkeypatch, tmp_path, f"open({str(started)!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)")
        pid = warm_process()

        def kill() -> None:
            while not started.exists() or not started.read_text():
                time.sleep(0.02)
            os.kill(pid, signal.SIGKILL)

        killer = threading.Thread(target=kill, daemon=True)
        killer.start()
        assert refusal(save("a.jpg")).reason == "decoder.failed"
        killer.join()
        assert gone(int(started.read_text()))

    def test_one_that_does_not_answer_is_not_waited_for(self, save):
        decode(save("a.jpg"))
        os.kill(warm_process(), signal.SIGSTOP)
        with pytest.raises(Undecidable) as caught:
            decode(save("b.jpg"), seconds=1)
        assert caught.value.reason == "decoder.timeout"
        assert decode(save("c.jpg")).views

    def test_a_child_that_is_not_waited_for_ends(self, monkeypatch, tmp_path, save):
        started = tmp_path / "started"
        replaced_child(monkeypatch, tmp_path, f"open({str(started)!r}, 'w').write(str(os.getpid()))\ntime.sleep(600)")
        with pytest.raises(Undecidable):
            decode(save("a.jpg"), seconds=2)
        assert gone(int(started.read_text()))

    def test_several_threads_decode_at_once(self, save):
        paths = [save(f"{number}.jpg") for number in range(6)]
        with ThreadPoolExecutor(6) as threads:
            found = list(threads.map(decode, paths))
        assert all((one.views[0] == found[0].views[0]).all() for one in found)

    def test_it_ends_with_the_process_that_it_serves(self):
        code = (
            "import sys, time\nfrom matching.media import children, picture\n"
            "print(children.prepare(picture.CHILD, picture._pillow())._process.pid, flush=True)\ntime.sleep(60)"
        )
        with subprocess.Popen([sys.executable, "-c", code], cwd=PROJECT, stdout=subprocess.PIPE, text=True) as served:
            pid = int(served.stdout.readline())
            served.kill()
        assert gone(pid)


def gone(pid: int) -> bool:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False
