"""`likeness check CUT --media FOLDER`: every file of a cut list, event by event, by the same check as a single file."""

import json
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pytest

from registry.productions.cutlist import read_cut_list
from tests.common.cuts import clip, edl, written
from tests.registry.cli.test_check import give_consent, instance, run, use

__all__ = ["instance"]
AS = ("--as", "petra@example.org")


@pytest.fixture
def cut(instance: dict[str, Any], tmp_path: Path) -> Path:
    """Alice in one shot, and nobody in another one, of which there are two events."""
    folder = tmp_path / "media"
    folder.mkdir()
    instance["matching"].picture("alice").rename(folder / "alice.png")
    instance["matching"].picture().rename(folder / "empty.png")
    return written(
        tmp_path,
        "otio",
        clip("SH010", "alice.png", 0, 24),
        clip("SH020", "empty.png", 0, 24),
        clip("SH020", "empty.png", 9, 9),
    )


def checked(cut: Path, instance: dict[str, Any], *options: str) -> tuple[int, dict[str, Any]]:
    result = run("check", str(cut), "--media", "media", "--use", use(instance), *options, *AS, "--json")
    return result.exit_code, json.loads(result.stdout)


def test_each_event_has_its_answer_and_a_shot_is_checked_once(instance: dict[str, Any], cut: Path) -> None:
    code, told = checked(cut, instance)
    first, second, third = told["events"]
    assert first["answer"] == "blocked"
    assert first["persons"]
    assert first["reasons"]
    assert second["check"] == third["check"] != first["check"]
    assert (third["shot"], third["record"]) == ("SH020", ["00:00:02:00", "00:00:02:09"])
    assert code == max(one["exit_status"] for one in told["events"]) == 1


def test_a_shot_may_have_a_declaration_of_its_own(instance: dict[str, Any], cut: Path) -> None:
    give_consent(instance)
    declared = json.loads(Path(use(instance)).read_text())
    other = declared | {"cast": []}
    Path("other.json").write_text(json.dumps(other))
    _, default = checked(cut, instance)
    _, told = checked(cut, instance, "--use-for", "SH010=other.json")
    assert default["events"][0]["reasons"] != told["events"][0]["reasons"]
    unknown = run("check", str(cut), "--media", "media", "--use", "USE.json", "--use-for", "SH9=other.json", *AS)
    assert unknown.exit_code == 2
    assert "SH9" in unknown.stderr
    assert "SH010, SH020" in unknown.stderr


def test_markers_are_put_into_a_copy(instance: dict[str, Any], cut: Path) -> None:
    before = cut.read_bytes()
    _, told = checked(cut, instance, "--markers", "marked.otio")
    assert cut.read_bytes() == before
    marked = list(otio.adapters.read_from_file("marked.otio").find_clips())
    [marker] = marked[0].markers
    assert marker.name == f"blocked {told['events'][0]['check']}"
    assert marker.color == "RED"
    assert marker.marked_range.start_time == marked[0].source_range.start_time
    assert told["events"][0]["reasons"][0] in marker.comment


def test_an_edl_is_marked_at_its_record_timecode(instance: dict[str, Any], cut: Path, tmp_path: Path) -> None:
    edl(tmp_path, "001  AX  V  C  00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00", "* FROM CLIP NAME: alice.png")
    code, _ = checked(tmp_path / "cut.edl", instance, "--rate", "25", "--markers", "marked.edl")
    assert code == 1
    assert "* LOC: 01:00:00:00 RED" in Path("marked.edl").read_text()


@pytest.mark.parametrize(("ending", "field"), [("xml", "<comment>"), ("fcpxml", 'value="blocked ')])
def test_final_cut_is_told_why_as_well(
    instance: dict[str, Any], cut: Path, tmp_path: Path, ending: str, field: str
) -> None:
    before = written(tmp_path, ending, clip("SH010", "alice.png", 0, 24)).read_bytes()
    code, told = checked(tmp_path / f"cut.{ending}", instance, "--markers", f"marked.{ending}")
    [event] = told["events"]
    assert code == 1
    assert (tmp_path / f"cut.{ending}").read_bytes() == before
    [line] = [one for one in Path(f"marked.{ending}").read_text().splitlines() if field in one]
    assert event["reasons"][0].replace("&", "&amp;") in line
    again = read_cut_list(Path(f"marked.{ending}"))
    assert [(one.shot, one.start, one.duration) for one in again.events] == [("SH010", 0, 24)]
    assert len(again.events[0].clip.markers) == 1


def test_of_several_files_of_a_clip_the_others_are_named(instance: dict[str, Any], tmp_path: Path, cut: Path) -> None:
    shown = clip("SH010", "empty.png", 0, 24)
    master = otio.schema.ExternalReference("file:///store/alice.png", shown.available_range())
    shown.set_media_references({"DEFAULT_MEDIA": shown.media_reference, "master": master}, "DEFAULT_MEDIA")
    _, told = checked(written(tmp_path, "otio", shown), instance)
    assert (told["events"][0]["file"], told["events"][0]["not_checked"]) == ("empty.png", ["alice.png"])
    result = run("check", "cut.otio", "--media", "media", "--use", use(instance), *AS)
    assert "not checked, as the list does not show it now: alice.png" in result.output


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--markers", "marked.edl"), "same format"),
        (("--markers", "cut.otio"), "stays as it is"),
        (("--markers", "none/marked.otio"), "is no folder"),
        (("--use-for", "SH010"), "SHOT=FILE"),
        (("--receipt", "receipt.json"), "--receipt"),
    ],
)
def test_wrong_usage_is_said_before_anything_is_checked(
    instance: dict[str, Any], cut: Path, options: tuple[str, ...], says: str
) -> None:
    result = run("check", str(cut), "--media", "media", "--use", use(instance), *options, *AS)
    assert result.exit_code == 2
    assert says in result.stderr
    assert sorted(path.name for path in Path().glob("marked*")) == []


def test_a_shot_that_shows_two_files_needs_two_names(instance: dict[str, Any], cut: Path, tmp_path: Path) -> None:
    both = written(tmp_path, "otio", clip("SH010", "alice.png", 0, 24), clip("SH010", "empty.png", 0, 24))
    result = run("check", str(both), "--media", "media", "--use", use(instance), *AS)
    assert result.exit_code == 2
    assert "shows alice.png already" in result.stderr


def test_options_of_cut_lists_need_the_folder(instance: dict[str, Any], cut: Path) -> None:
    result = run("check", str(cut), "--rate", "25", "--use", use(instance), *AS)
    assert result.exit_code == 2
    assert "--media" in result.stderr
