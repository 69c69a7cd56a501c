"""What `likeness check CUT --media FOLDER` does: who is in this cut, when, and may each shot be used?

Every file is checked once for each shot that it is used for, since a declaration is of a shot. A file is checked whole: what stops it
stops every event that shows a part of it, and the report says who of it is in the event.
"""

import json
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
import opentimelineio as otio

from consent.canonical import JsonError, strict_mapping
from consent.verdicts import CANNOT_DECIDE, Exit, worst
from registry.checks.shown import shown
from registry.checks.viewed import exit_status
from registry.cli.check import asked_for, do_chores, refuse_foreign, seen_through
from registry.cli.common import acting, at_desk
from registry.cli.files import InputError, one_line, print_json, read_bytes
from registry.cli.folders import rate_of
from registry.core.process import Process
from registry.core.texts import say
from registry.productions.cutlist import ADAPTERS, CutList, CutListError, read_cut_list
from registry.productions.cutmedia import PlacedEvent, placed

_COLOURS = {Exit.BLOCKED: "RED", Exit.NOT_YET: "YELLOW", Exit.CANNOT_DECIDE: "PURPLE"}


@dataclass(frozen=True)
class CutAsked:
    """What the command was given."""

    cut: Path
    media: Path
    use: Path
    rate: str | None
    exceptions: tuple[str, ...]
    markers: Path | None
    email: str
    as_json: bool


@dataclass(frozen=True)
class EventAnswer:
    """What one event comes to. facts: of the check of its file. persons: those of them who are in the event. status: the exit
    status of the check."""

    event: PlacedEvent
    facts: Mapping[str, Any]
    persons: tuple[Mapping[str, Any], ...] = field(default=())
    status: Exit = Exit.CANNOT_DECIDE

    @property
    def answer(self) -> str:
        return str(self.facts["verdict"]) if self.facts["status"] == "decided" else CANNOT_DECIDE

    @property
    def why(self) -> list[str]:
        """Reasons that keep it from being used: of those who are in it first, then of the file as a whole."""
        of_persons = [reason for person in self.persons for reason in person["reasons"]]
        said = [one["summary"] for one in (*of_persons, *self.facts["reasons"]) if one["verdict"] != "cleared"]
        return list(dict.fromkeys(filter(None, said)))


def run_cut(asked: CutAsked, examiner: Process | None) -> int:
    """The exit status of the strictest event."""
    try:
        cut = read_cut_list(asked.cut, rate_of(asked.rate))
        _refuse_markers(asked)
        events = placed(cut, asked.media)
    except CutListError as problem:
        raise InputError("\n".join(map(one_line, problem.problems))) from problem
    uses = _declarations(asked, events)
    with at_desk() as desk:
        who = acting(desk, asked.email)
        for use, declaration in uses.values():
            refuse_foreign(who, asked.email, use, declaration)
        hand = desk.hand()
        if examiner is not None:
            hand.adopt(examiner)
        checked: dict[tuple[Path, str], tuple[Mapping[str, Any], Exit]] = {}
        unions = {union.id: union for union in desk.unions.list()}
        with hand:
            for one in events:
                key = one.file, one.event.shot
                if key not in checked:
                    job = asked_for(desk, who, one.file, uses[one.event.shot][1])
                    view = seen_through(desk, hand, who, job)
                    checked[key] = shown(view, unions).model_dump(exclude_unset=True), exit_status(view)
        answers = [_answer(one, *checked[one.file, one.event.shot]) for one in events]
        do_chores(desk)
    if asked.markers is not None:
        _write_marked(cut, answers, asked.markers)
    if asked.as_json:
        print_json({"cut": asked.cut.name, "events": [_facts(one) for one in answers]})
    else:
        _show(answers)
    return worst(one.status for one in answers)


def _declarations(asked: CutAsked, events: list[PlacedEvent]) -> dict[str, tuple[Path, bytes]]:
    """Shot -> where its declaration comes from, and the declaration with the shot as its unit. Raises `InputError`."""
    own: dict[str, Path] = {}
    for text in asked.exceptions:
        shot, _, named = text.rpartition("=")
        if not shot or not Path(named).is_file():
            raise InputError(f"--use-for {one_line(text)}: give it as SHOT=FILE, with a declaration that is there")
        own[shot] = Path(named)
    shots: dict[str, Path] = {}
    for one in events:  # a version of a unit is one file
        if shots.setdefault(one.event.shot, one.file) != one.file:
            first = shots[one.event.shot].name
            raise InputError(
                f"{one_line(one.event)}: a shot of this name shows {one_line(first)} already. Give each its own name in the cut"
            )
    if unknown := own.keys() - shots.keys():
        raise InputError(
            f"--use-for: no event is called {one_line(', '.join(sorted(unknown)))}. Those of this cut: {one_line(', '.join(sorted(shots)))}"
        )
    units: dict[str, str] = {}
    declared = {}
    for shot in sorted(shots):
        use = own.get(shot, asked.use)
        unit = re.sub(r"[^A-Za-z0-9._-]+", "-", shot).strip("-.")[:64]
        if not unit or units.setdefault(unit, shot) != shot:
            raise InputError(f"{one_line(shot)}: give this shot a name of its own, in letters and digits")
        try:
            content = strict_mapping(read_bytes(use))
        except JsonError as error:
            raise InputError(f"{one_line(use)}: {error}") from error
        version = content["unit"].get("version", 1) if isinstance(content.get("unit"), dict) else 1
        declared[shot] = use, json.dumps(content | {"unit": {"id": unit, "version": version}}).encode()
    return declared


def _answer(one: PlacedEvent, facts: Mapping[str, Any], status: int) -> EventAnswer:
    persons = tuple(
        person
        for person in facts["persons"]
        if one.shows((span["start_ms"], span["end_ms"]) for span in person.get("spans") or ())
    )
    return EventAnswer(one, facts, persons, Exit(status))


def _facts(one: EventAnswer) -> dict[str, Any]:
    span = one.event.span
    return {
        "event": one.event.event.number,
        "shot": one.event.event.shot,
        "record": list(one.event.event.record),
        "file": one.event.file.name,
        "not_checked": list(one.event.event.others),
        "span_ms": None if span is None else list(span),
        "check": one.facts["check"],
        "answer": one.answer,
        "exit_status": int(one.status),
        "persons": [{key: person[key] for key in ("pseudonym", "answer", "verdict", "name")} for person in one.persons],
        "reasons": one.why,
    }


def _show(answers: list[EventAnswer]) -> None:
    for one in answers:
        start, end = one.event.event.record
        click.echo(
            f"{start}-{end}  {one_line(one.event.event.shot)}  {one.answer}  ({one.facts['check']}, {one_line(one.event.file.name)})"
        )
        if others := one.event.event.others:
            click.echo(f"    not checked, as the list does not show it now: {one_line(', '.join(others))}")
        for person in one.persons:
            click.echo(f"    {person['pseudonym']}  {say('answer-' + person['answer'])}: {person['verdict']}")
        for reason in one.why:
            click.echo(f"    {reason}")


def _refuse_markers(asked: CutAsked) -> None:
    """Before anything is checked. Raises `CutListError`."""
    if asked.markers is None:
        return
    if asked.markers.suffix.lower() not in (asked.cut.suffix.lower(), ".otio"):
        raise CutListError(
            f"--markers {asked.markers.name}: a copy of {asked.cut.name} is written as the same format, or as .otio"
        )
    if asked.markers.resolve() == asked.cut.resolve():
        raise CutListError("--markers: the cut list itself stays as it is. Name another file")
    if not asked.markers.absolute().parent.is_dir():
        raise CutListError(f"{asked.markers.absolute().parent} is no folder")


def _write_marked(cut: CutList, answers: list[EventAnswer], target: Path) -> None:
    """A copy of the cut list with a marker on what may not be used, all or nothing. Raises `InputError`."""
    suffix = target.suffix.lower()
    in_record_time = suffix == ".edl"
    for one in answers:
        if one.status is Exit.CLEARED:
            continue
        clip = one.event.event.clip
        shown_range = clip.trimmed_range()
        at = (
            clip.transformed_time_range(shown_range, _root(clip)).start_time
            if in_record_time
            else shown_range.start_time
        )
        name, why = f"{one.answer} {one.facts['check']}", "; ".join(one.why)
        marker = otio.schema.Marker(
            name=f"{name}: {why}" if why and suffix == ".fcpxml" else name,  # which keeps nothing else of it
            marked_range=otio.opentime.TimeRange(at, otio.opentime.RationalTime(1, at.rate)),
            color=_COLOURS[one.status],
            comment=why,
            metadata={"fcp_xml": {"comment": why}},  # where that adapter takes a comment from
        )
        clip.markers.append(marker)
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(dir=target.absolute().parent, prefix=f".{target.name}.", suffix=suffix)
        os.close(handle)
        otio.adapters.write_to_file(cut.source, temporary, adapter_name=ADAPTERS[suffix])
        os.replace(temporary, target)
    except Exception as problem:  # each adapter has errors of its own
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        raise InputError(f"{target.name} cannot be written ({type(problem).__name__}). Try it as .otio") from problem


def _root(clip: Any) -> Any:
    one = clip.parent()
    while one.parent() is not None:
        one = one.parent()
    return one
