"""The decoding child of films can reach nothing, and whatever it says nothing is left out and nothing else is believed."""

import textwrap
from pathlib import Path

import pytest

from matching.media.film import process
from matching.media.film.film import Film
from matching.media.picture import PIXEL_LIMIT
from matching.reasons import Undecidable
from tests.common.clips import clip

PROJECT = Path(__file__).resolve().parents[2]


def replaced_child(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str) -> None:
    """Let another job stand in for decoding frames, as if a file had taken the child over. code: yields records."""
    script = tmp_path / "child.py"
    script.write_text(
        f"import json, os, socket, sys, time\nsys.path.insert(0, {str(PROJECT)!r})\n"
        "from matching.media.film import child, wire\n"
        f"def job(file, job):\n{textwrap.indent(code, '    ')}\n"
        "def frame(number, start, end, *sides):\n"
        "    return wire.FRAMES, wire.FRAME.pack(number, start, end, *(sides or (0, 0)), True), bytes(36 * 64)\n"
        'child._JOBS["frames"] = job\nchild.prepare(sys.argv[1])\nchild.main(json.loads(sys.argv[2]))\n'
    )
    monkeypatch.setattr(process, "CHILD", script)


def refusal(path: Path) -> Undecidable:
    (piece,) = Film().opened(path, None, seconds=20, pixels=PIXEL_LIMIT).pieces
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
