"""Cut lists of editing programs, as events."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pytest

from registry.productions.cutlist import CutListError, read_cut_list
from tests.common.cuts import clip, edl, written

FORMATS = ("otio", "fcpxml", "xml")


@pytest.mark.parametrize("ending", FORMATS)
def test_events_say_what_is_shown_when_and_of_which_part(tmp_path: Path, ending: str) -> None:
    path = written(tmp_path, ending, clip("SH010", "a.mp4", 10, 20), clip("SH020", "b.mp4", 50, 24))
    first, second = read_cut_list(path).events
    assert (first.shot, first.media, first.start, first.duration) == ("SH010", ("a.mp4",), 10, 20)
    assert first.record == ("00:00:00:00", "00:00:00:20")
    assert (second.number, second.media, second.start, second.rate) == (2, ("b.mp4",), 50, 24)
    assert second.record == ("00:00:00:20", "00:00:01:20")


def test_an_edl_counts_record_timecode_from_its_own_beginning(tmp_path: Path) -> None:
    path = edl(tmp_path, "001  REEL1  V  C  00:00:02:00 00:00:04:00 01:00:00:00 01:00:02:00", "* FROM CLIP NAME: a.mp4")
    [event] = read_cut_list(path, 25).events
    assert event.record == ("01:00:00:00", "01:00:02:00")
    assert (event.start, event.duration, event.media) == (50, 50, ("a.mp4", "REEL1"))


def test_a_dissolve_shows_more_of_a_file_than_lies_between_its_cuts(tmp_path: Path) -> None:
    path = edl(
        tmp_path,
        "001  AX  V  C        00:00:01:00 00:00:03:00 01:00:00:00 01:00:02:00",
        "* FROM CLIP NAME: a.mp4",
        "002  AX  V  C        00:00:03:00 00:00:03:00 01:00:02:00 01:00:02:00",
        "* FROM CLIP NAME: a.mp4",
        "002  AX  V  D    012 00:00:05:00 00:00:07:00 01:00:02:00 01:00:04:00",
        "* FROM CLIP NAME: a.mp4",
        "* TO CLIP NAME: b.mp4",
    )
    leaving, coming = read_cut_list(path, 25).events
    assert leaving.start is not None
    assert leaving.duration is not None
    assert coming.start is not None
    assert leaving.start + leaving.duration == 3 * 25 + 12
    assert coming.start <= 5 * 25


def test_a_change_of_speed_makes_the_part_uncertain(tmp_path: Path) -> None:
    fast = clip("SH010", "a.mp4", 10, 20)
    fast.effects.append(otio.schema.LinearTimeWarp(time_scalar=2.0))
    [event] = read_cut_list(written(tmp_path, "otio", fast)).events
    assert event.start is None
    assert event.duration is None


def test_what_lies_within_something_is_an_event_as_well(tmp_path: Path) -> None:
    inner = otio.schema.Track(kind="Video")
    inner.append(clip("SH010", "a.mp4", 10, 20))
    stack = otio.schema.Stack("nested")
    stack.append(inner)
    stack.effects.append(otio.schema.FreezeFrame())
    [event] = read_cut_list(written(tmp_path, "otio", stack)).events
    assert event.shot == "SH010"
    assert event.start is None


def test_sound_tracks_and_several_timelines_are_read(tmp_path: Path) -> None:
    both = otio.schema.SerializableCollection()
    for kind, name in (("Video", "a.mp4"), ("Audio", "voice.wav")):
        timeline = otio.schema.Timeline(name)
        timeline.tracks.append(otio.schema.Track(kind=kind))
        timeline.tracks[0].append(clip(name, name, 0, 24))
        both.append(timeline)
    path = tmp_path / "cut.otio"
    otio.adapters.write_to_file(both, str(path))
    assert [event.media for event in read_cut_list(path).events] == [("a.mp4",), ("voice.wav",)]


def test_black_shows_nobody_and_a_title_has_to_be_rendered(tmp_path: Path) -> None:
    def drawn(kind: str) -> Any:
        made = clip("drawn", "a.mp4", 0, 10)
        made.media_reference = otio.schema.GeneratorReference(generator_kind=kind)
        return made

    events = read_cut_list(written(tmp_path, "otio", drawn("black"), clip("SH010", "a.mp4", 0, 10))).events
    assert [event.shot for event in events] == ["SH010"]
    with pytest.raises(CutListError, match="Render it"):
        read_cut_list(written(tmp_path, "otio", drawn("Text")))


def test_rates_of_television_are_the_fractions_that_they_stand_for(tmp_path: Path) -> None:
    [event] = read_cut_list(written(tmp_path, "otio", clip("SH010", "a.mp4", 0, 10, rate=23.976))).events
    assert event.rate == Fraction(24000, 1001)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("cut.aaf", b"anything", "no cut list"),
        ("cut.edl", b"TITLE: X\n", "--rate"),
        ("cut.otio", b'{"OTIO_SCHEMA": "Timeline.1", ', "cannot be read"),
        ("cut.otio", b"\xff\xfe<\0", "UTF-8"),
        ("cut.xml", b'<!DOCTYPE x [<!entity a "aaaa">]><xmeml>&a;</xmeml>', "entities"),
        ("cut.fcpxml", b"<fcpxml>", "cannot be read"),
        ("cut.otio", b"[" * 100_000, "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CutListError, match=says):
        read_cut_list(tmp_path / name)


def test_a_list_without_a_file_is_no_answer(tmp_path: Path) -> None:
    with pytest.raises(CutListError, match="names no file"):
        read_cut_list(written(tmp_path, "otio"))
