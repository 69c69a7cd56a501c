"""A cut list that would hide who is in a cut: what its reader passes over, and numbers that make a part smaller than it is."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import opentimelineio as otio
import pytest

from registry.cli.cut import EventAnswer, _show
from registry.productions.cutlist import CutListError, read_cut_list
from tests.common.cuts import clip, written

pytestmark = pytest.mark.attack("B6.films")
time = otio.opentime.RationalTime


def edited(folder: Path, ending: str, *changes: tuple[str, str]) -> Path:
    path = written(folder, ending, clip("SH010", "a.mp4", 10, 20), clip("SH020", "b.mp4", 50, 24))
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("before", [True, False])
def test_a_transition_shows_no_less_of_a_clip(tmp_path: Path, before: bool) -> None:
    less = otio.schema.Transition(in_offset=time(-15 if before else 0, 24), out_offset=time(0 if before else -15, 24))
    one, other = clip("SH010", "a.mp4", 10, 20), clip("SH020", "b.mp4", 50, 24)
    with pytest.raises(CutListError, match="SH0"):
        read_cut_list(written(tmp_path, "otio", one, less, other))


@pytest.mark.parametrize(("frames", "rate"), [(-20, 24), (20, -24)])
def test_a_part_does_not_end_before_it_begins(tmp_path: Path, frames: int, rate: float) -> None:
    with pytest.raises(CutListError):
        read_cut_list(written(tmp_path, "otio", clip("SH010", "a.mp4", 30, frames, rate)))


@pytest.mark.parametrize("kind", [otio.schema.Stack, otio.schema.Track])
def test_what_lies_beside_a_timeline_is_not_passed_over(tmp_path: Path, kind: Any) -> None:
    timeline = otio.schema.Timeline("cut")
    timeline.tracks.append(otio.schema.Track(kind="Video"))
    timeline.tracks[0].append(clip("SH010", "a.mp4", 10, 20))
    beside = kind("beside")
    beside.append(clip("SH020", "b.mp4", 10, 20))
    path = tmp_path / "cut.otio"
    otio.adapters.write_to_file(otio.schema.SerializableCollection("all", [timeline, beside]), str(path))
    with pytest.raises(CutListError, match="beside"):
        read_cut_list(path)


@pytest.mark.parametrize("name", ["mc-clip", "sync-clip", "audition"])
def test_what_the_reader_of_final_cut_passes_over_is_refused(tmp_path: Path, name: str) -> None:
    path = edited(
        tmp_path, "fcpxml", ("</spine>", f'<{name} name="MC" ref="r9" offset="44/24s" duration="1s"/></spine>')
    )
    with pytest.raises(CutListError, match=name):
        read_cut_list(path)


@pytest.mark.parametrize("into", ["library", ""])
def test_a_second_event_or_project_is_not_passed_over(tmp_path: Path, into: str) -> None:
    path = edited(tmp_path, "fcpxml")
    text = path.read_text(encoding="utf-8")
    start, end = text.index("<project"), text.index("</project>") + len("</project>")
    one, other = text[start:end], text[start:end].replace("SH0", "SH9")
    both = f"<library><event>{one}</event><event>{other}</event></library>" if into else one + other
    path.write_text(text[:start] + both + text[end:], encoding="utf-8")
    with pytest.raises(CutListError, match="event"):
        read_cut_list(path)


@pytest.mark.parametrize("ending", ["fcpxml", "xml"])
def test_a_change_of_speed_that_the_reader_passes_over_makes_the_parts_uncertain(tmp_path: Path, ending: str) -> None:
    told = {
        "fcpxml": '<timeMap><timept time="0s" value="9s" interp="linear"/></timeMap>',
        "xml": "<filter><effect><name>Time Remap</name><effectid>timeremap</effectid></effect></filter>",
    }[ending]
    path = edited(tmp_path, ending)
    text = path.read_text(encoding="utf-8")
    tag = next(tag for tag in ("</asset-clip>", "</clip>", "</clipitem>") if tag in text)
    path.write_text(text.replace(tag, told + tag, 1), encoding="utf-8")
    assert all(event.start is None for event in read_cut_list(path).events)


def test_an_effect_that_nobody_knows_may_change_the_speed(tmp_path: Path) -> None:
    one = clip("SH010", "a.mp4", 10, 20)
    one.effects.append(otio.schema.Effect(name="Retime", effect_name="Retime"))
    [event] = read_cut_list(written(tmp_path, "otio", one)).events
    assert event.start is None


def test_a_file_s_name_writes_no_line_of_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    span = SimpleNamespace(record=("a", "b"), shot="SH010", others=("b\n00:00:00:00  SH030  cleared",))
    placed = SimpleNamespace(event=span, file=Path("a\n00:00:00:00  SH020  cleared\x1b[8m.mp4"))
    facts = {"check": "K-1", "status": "decided", "verdict": "blocked", "reasons": []}
    _show([EventAnswer(placed, facts)])  # type: ignore[arg-type]
    told = capsys.readouterr().out
    assert told.count("\n") == 2
    assert "\x1b" not in told
