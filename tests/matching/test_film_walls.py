"""The decoding child of films can reach nothing, and whatever it says nothing is left out and nothing else is believed."""

import os
import signal
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from matching.media import children
from matching.media.film import process
from matching.media.film.film import Film
from matching.media.medium import Stream
from matching.media.picture import PIXEL_LIMIT
from matching.reasons import Undecidable
from tests.common.clips import clip

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(params=["cold", "warm"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A child that starts from nothing, and one that is forked from a warm process: every wall holds for both."""
    if request.param == "cold":
        monkeypatch.setattr(children, "begin", lambda *told: children.begin_cold(*told[:-1]))
    else:
        monkeypatch.setattr(children, "begin_cold", lambda *_: pytest.fail("none was forked"))
    yield request.param
    children.end()


def replaced_child(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str) -> None:
    """Let another job stand in for decoding frames, as if a file had taken the child over. code: yields records."""
    script = tmp_path / "child.py"
    script.write_text(
        f"import json, os, socket, sys, time\nsys.path.insert(0, {str(PROJECT)!r})\n"
        "from matching.media.film import child, wire\n"
        f"def job(file, job):\n{textwrap.indent(code, '    ')}\n"
        "def frame(number, start, end, *sides):\n"
        "    return wire.FRAMES, wire.FRAME.pack(number, start, end, *(sides or (0, 0)), True), bytes(36 * 64)\n"
        'child._JOBS["frames"] = job\nprepare, main = child.prepare, child.main\n'
        "if __name__ == '__main__':\n    prepare(sys.argv[1])\n    main(json.loads(sys.argv[2]))\n"
    )
    monkeypatch.setattr(process, "CHILD", script)


def refusal(path: Path) -> Undecidable:
    return refusal_of(Film().opened(path, None, seconds=20, pixels=PIXEL_LIMIT))


def refusal_of(film: Stream) -> Undecidable:
    (piece,) = film.pieces
    with pytest.raises(Undecidable) as caught:
        list(piece.frames)
    return caught.value


@pytest.mark.parametrize(
    "attempt",
    [
        "open('/etc/hostname')",
        "open('/proc/self/status')",
        "socket.socket()",
        "os.fork()",
        "os.execv('/bin/true', ['true'])",
        "os.kill(os.getppid(), 0)",
    ],
)
def test_the_child_reaches_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, attempt: str) -> None:
    replaced_child(
        monkeypatch,
        tmp_path,
        f"try:\n    {attempt}\nexcept OSError:\n"
        "    yield frame(0, 0.0, job['end'], 2, 2)\nelse:\n    yield wire.SURVEY, b'out'",
    )
    (piece,) = Film().opened(clip(tmp_path / "a.mp4"), None, seconds=20, pixels=PIXEL_LIMIT).pieces
    assert len(list(piece.frames)) == 1


@pytest.mark.parametrize(
    "lie",
    [
        "return\nyield",  # no frame at all
        "yield frame(0, 0.0, 0.5, 2, 2)",  # not to the end
        "yield frame(0, 0.5, 1.0, 2, 2)",  # not from the beginning
        "yield frame(0, 0.0, 0.4, 2, 2)\nyield frame(1, 0.6, 1.0, 2, 2)",  # a gap
        "yield frame(0, 0.0, 0.6, 2, 2)\nyield frame(1, 0.4, 1.0, 2, 2)",  # twice
        "yield frame(0, 0.0, float('nan'), 2, 2)",
        "yield frame(0, 0.0, 1.0)",  # nothing to look at
        "yield frame(0, 0.0, 1.0, 60000, 60000)",  # more than the shelf holds
        "yield wire.SURVEY, b'{}'",
        "yield wire.FRAMES, b'short'",
        "yield b'F', bytes(1 << 25)",
        "os.write(1, b'F' + bytes([255] * 4))\nyield wire.SURVEY, b''",
        "yield wire.REFUSED, b'no json'",
        "yield wire.REFUSED, json.dumps({'reason': 'film.codec', 'params': {'codec': '<b>x</b>'}}).encode()",
        "yield wire.REFUSED, json.dumps({'reason': 'file.missing', 'params': {'other': 1}}).encode()",
        "os._exit(0)\nyield",
        "import ctypes\nctypes.string_at(0)\nyield",
        "os.ftruncate(job['shelf'], 0)\nyield",
    ],
)
def test_a_lying_child_is_not_believed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, lie: str) -> None:
    path = clip(tmp_path / "a.mp4")
    replaced_child(monkeypatch, tmp_path, lie)
    assert refusal(path).reason == "decoder.failed"


def test_a_child_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = clip(tmp_path / "a.mp4")
    replaced_child(monkeypatch, tmp_path, "yield frame(0, 0.0, 0.1)\ntime.sleep(600)")
    film = Film()
    (piece,) = film.opened(path, None, seconds=20, pixels=PIXEL_LIMIT).pieces
    reading = iter(piece.frames)
    next(reading)
    monkeypatch.setattr(process._Patient, "read", patient(process._Patient.read))
    with pytest.raises(Undecidable) as caught:
        next(reading)
    assert caught.value.reason == "decoder.timeout"


def patient(read):  # type: ignore[no-untyped-def]
    """Of a pipe, for one second."""

    def briefly(pipe, length):  # type: ignore[no-untyped-def]
        pipe._wait = 1.0
        return read(pipe, length)

    return briefly


def warm_process() -> int:
    return children.prepare(process.CHILD, process._packages())._process.pid


@pytest.mark.parametrize("way", ["warm"], indirect=True)
class TestWarm:
    def test_children_come_from_one_process(self, tmp_path: Path) -> None:
        before = warm_process()
        for name in ("a.mp4", "b.mp4"):
            (piece,) = Film().opened(clip(tmp_path / name), None, seconds=20, pixels=PIXEL_LIMIT).pieces
            assert list(piece.frames)
        assert warm_process() == before

    def test_whose_child_crashes_is_given_up_for_a_fresh_one(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """All children of one process have the same layout of memory: who guesses at it gets one try."""
        replaced_child(monkeypatch, tmp_path, "import ctypes\nctypes.string_at(0)\nyield")
        before = warm_process()
        assert refusal(clip(tmp_path / "a.mp4")).reason == "decoder.failed"
        assert warm_process() != before

    def test_one_that_does_not_answer_is_not_waited_for(self, tmp_path: Path) -> None:
        os.kill(warm_process(), signal.SIGSTOP)
        with pytest.raises(Undecidable) as caught:
            Film().opened(clip(tmp_path / "a.mp4"), None, seconds=1, pixels=PIXEL_LIMIT)
        assert caught.value.reason == "decoder.timeout"
        assert Film().opened(clip(tmp_path / "b.mp4"), None, seconds=20, pixels=PIXEL_LIMIT)

    def test_one_that_was_killed_is_replaced(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.undo()
        os.kill(warm_process(), signal.SIGKILL)
        assert Film().opened(clip(tmp_path / "a.mp4"), None, seconds=20, pixels=PIXEL_LIMIT)

    def test_a_child_that_is_let_go_ends(self, tmp_path: Path) -> None:
        (piece,) = Film().opened(clip(tmp_path / "a.mp4"), None, seconds=20, pixels=PIXEL_LIMIT).pieces
        assert alone(warm_process()), "once the child that told the film's facts is gone"
        reading = iter(piece.frames)
        next(reading)
        assert len(children_of(warm_process())) == 1
        reading.close()  # type: ignore[attr-defined]
        assert alone(warm_process())

    def test_it_outlives_a_child_that_ends_as_it_is_let_go(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        replaced_child(monkeypatch, tmp_path, "return\nyield")
        film = Film().opened(clip(tmp_path / "a.mp4"), None, seconds=20, pixels=PIXEL_LIMIT)
        pid = warm_process()
        assert alone(pid), "once the child that told the film's facts is gone"
        child: list[str] = []
        with open(os.devnull, "rb") as nothing:
            while not child:  # it ends at once: until one is still there when nobody can see to it
                os.kill(pid, signal.SIGCONT)
                working = children.begin(process.CHILD, process._packages(), nothing.fileno(), 1, 2, {}, 20.0)
                os.kill(pid, signal.SIGSTOP)
                while state_of(pid) != "T":
                    time.sleep(0.001)
                child = children_of(pid)
            while state_of(int(child[0])) != "Z":
                time.sleep(0.02)
            working.end(ended=False)
            os.kill(pid, signal.SIGCONT)
        assert refusal_of(film).reason == "decoder.failed"
        assert warm_process() == pid


def alone(pid: int) -> bool:
    """Whether it has no child any more, soon."""
    until = time.monotonic() + 20
    while children_of(pid) and time.monotonic() < until:
        time.sleep(0.02)
    return not children_of(pid)


def state_of(pid: int) -> str:
    """One letter: T stopped, Z ended and not yet seen to."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def children_of(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
