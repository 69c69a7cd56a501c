"""Files of a cut list, found in a folder, and the part of each that an event shows: the demo's film, 12 s at 24 frames a second."""

import shutil
from pathlib import Path

import pytest

from matching.media.film.film import FilmTime
from registry.core.shipped import DEMO_PICTURES
from registry.productions import cutmedia
from registry.productions.cutlist import CutListError, read_cut_list
from registry.productions.cutmedia import PlacedEvent, placed
from tests.common.cuts import clip, edl, written

FILM = DEMO_PICTURES / "film.mp4"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "media" / "day 1"
    made.mkdir(parents=True)
    shutil.copy(FILM, made / "Film.MP4")
    return tmp_path / "media"


def problem(cut: Path, folder: Path, rate: float | None = None) -> str:
    with pytest.raises(CutListError) as refused:
        placed(read_cut_list(cut, rate), folder)
    return str(refused.value)


def test_a_file_is_found_by_its_name_wherever_it_lies_in_the_folder(tmp_path: Path, folder: Path) -> None:
    [one] = placed(read_cut_list(written(tmp_path, "otio", clip("SH010", "film.mp4", 24, 48))), folder)
    assert one.file == folder / "day 1" / "Film.MP4"
    assert one.span == (1000, 3000)


def test_each_event_whose_file_is_missing_or_not_the_only_one_is_named(tmp_path: Path, folder: Path) -> None:
    shutil.copy(FILM, folder / "film.mp4")
    said = problem(written(tmp_path, "otio", clip("SH010", "film.mp4", 0, 9), clip("SH020", "gone.mp4", 0, 9)), folder)
    assert "event 1 (SH010, 00:00:00:00): several files" in said
    assert "event 2 (SH020, 00:00:00:09): its file (gone.mp4) is not in" in said


def test_no_link_and_no_address_leads_out_of_the_folder(tmp_path: Path, folder: Path) -> None:
    outside = tmp_path / "outside.mp4"
    shutil.copy(FILM, outside)
    (folder / "outside.mp4").symlink_to(outside)
    assert "is not in" in problem(written(tmp_path, "otio", clip("SH010", "../outside.mp4", 0, 9)), folder)


def test_a_list_that_counts_other_frames_is_refused(tmp_path: Path, folder: Path) -> None:
    cut = edl(tmp_path, "001  AX  V  C  00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00", "* FROM CLIP NAME: film.mp4")
    assert "counts 25 frames a second, Film.MP4 has 24" in problem(cut, folder, 25)


@pytest.mark.parametrize(("start", "frames"), [(280, 30), (-1, 10), (500, 5)])
def test_more_than_the_file_has_is_refused(tmp_path: Path, folder: Path, start: int, frames: int) -> None:
    assert "which has 0 to 12.00 s" in problem(
        written(tmp_path, "otio", clip("SH010", "film.mp4", start, frames)), folder
    )


@pytest.mark.parametrize(("timecode", "span"), [("01:00:00:00", (1000, 2000)), ("00:59:59:00", (2000, 3000))])
def test_frames_are_counted_from_the_files_own_timecode(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, timecode: str, span: tuple[int, int]
) -> None:
    known = cutmedia.film_time(FILM)
    assert known is not None
    monkeypatch.setattr(cutmedia, "film_time", lambda _path: FilmTime(known.rate, known.seconds, timecode))
    cut = edl(tmp_path, "001  AX  V  C  01:00:01:00 01:00:02:00 00:00:00:00 00:00:01:00", "* FROM CLIP NAME: film")
    [one] = placed(read_cut_list(cut, 24), folder)
    assert one.span == span


def test_whoever_is_there_for_a_moment_of_the_event_is_in_it(tmp_path: Path, folder: Path) -> None:
    [one] = placed(read_cut_list(written(tmp_path, "otio", clip("SH010", "film.mp4", 24, 48))), folder)
    assert one.shows([(0, 1000)])
    assert one.shows([(3000, 9000)])
    assert one.shows([(0, 10), (1500, 1600)])
    assert not one.shows([(0, 999), (3001, 4000)])
    assert one.shows([])  # a person without times, such as one who is declared
    assert PlacedEvent(one.event, one.file, None).shows([(0, 10)])  # a part that nobody knows


def test_what_is_no_film_or_cannot_be_read_is_left_to_its_check(tmp_path: Path, folder: Path) -> None:
    (folder / "still.png").write_bytes(b"anything")
    (folder / "torn.mp4").write_bytes(FILM.read_bytes()[:2000])
    cut = written(tmp_path, "otio", clip("SH010", "still.png", 0, 9), clip("SH020", "torn.mp4", 0, 9))
    assert [one.span for one in placed(read_cut_list(cut), folder)] == [None, None]
