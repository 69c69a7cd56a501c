"""What `likeness check` does: is this file cleared for this use? The same service as the page, without a worker to wait for."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import click

from consent.spans import WIDE, clock, outline, strip, tenths
from matching.senses import LISTENING
from registry.checks.examining.hand import Hand
from registry.checks.receipts.receipt import answer_of, lanes_of
from registry.checks.shown import shown
from registry.checks.viewed import CheckView, exit_status
from registry.cli.common import acting, at_desk
from registry.cli.files import InputError, print_json, read_bytes, write_json
from registry.cli.jobs import see_through
from registry.core import chores
from registry.core.permissions import Identity
from registry.core.process import Process
from registry.core.texts import say
from registry.desk import Desk
from registry.productions.declaration import parse_declaration


def run(file: Path, use: Path, receipt: Path | None, email: str, as_json: bool, examiner: Process | None = None) -> int:
    """The exit status of a check that is asked for, seen through and shown. examiner: one that starts already."""
    with at_desk() as desk:
        who = acting(desk, email)
        declaration = read_bytes(use)
        refuse_foreign(who, email, use, declaration)
        if receipt is not None and not receipt.absolute().parent.is_dir():
            raise InputError(f"{receipt.absolute().parent} is no folder")
        hand = desk.hand()
        if examiner is not None:
            hand.adopt(examiner)
        with ThreadPoolExecutor(1) as helper, hand:
            job = asked_for(desk, who, file, declaration)
            chores = helper.submit(do_chores, desk)  # while the examiner looks at the file
            view = seen_through(desk, hand, who, job)
        unions = {union.id: union for union in desk.unions.list()}
        facts = shown(view, unions, _write_receipt(desk, who, view, receipt)).model_dump(exclude_unset=True)
        if as_json:
            print_json(facts)
        else:
            _show(view, facts)
        chores.result()
    return exit_status(view)


def refuse_foreign(who: Identity, email: str, use: Path, declaration: bytes) -> None:
    """A remedy that names the very entry; the service refuses in any case. Raises `InputError`."""
    production = parse_declaration(declaration).production
    if production not in who.productions:
        raise InputError(
            f"{use}: production: this account does not work for {production}. Those that it works for: "
            f"likeness production list --as {email}"
        )


def asked_for(desk: Desk, who: Identity, file: Path, declaration: bytes) -> str:
    """The id of a check of this file, which waits in the queue."""
    production = parse_declaration(declaration).production
    with file.open("rb") as source:
        return desk.checks.register(who, production, source, file.name, declaration).id


def seen_through(desk: Desk, hand: Hand, who: Identity, job: str) -> CheckView:
    """The check after this hand has seen it through."""
    see_through(desk, hand, job, desk.checks.state)
    return desk.checks.get(who, job)


def do_chores(desk: Desk) -> None:
    """An instance may never have a worker."""
    chores.do(
        (
            desk.checks.purge,
            desk.piecewise.purge,
            desk.reviews.purge,
            desk.own_pictures.purge,
            desk.readings.purge,
            desk.copies.purge,
            desk.known_versions.purge,
            desk.disputes.carry_out_due,
            desk.lives.come_of_age,
            desk.lapses.due,
        )
    )


def _write_receipt(desk: Desk, who: Identity, view: CheckView, target: Path | None) -> str | None:
    if target is None or not view.has_receipt:
        return None
    write_json(target, desk.checks.receipt(who, view.id))
    return str(target)


def _show(view: CheckView, facts: dict[str, Any]) -> None:
    click.echo(f"{view.file_name}: {view.answer} ({view.id})")
    if view.waveform and any(view.waveform["peaks"]) and facts.get("length_ms"):
        click.echo(f"      {_sound(view.waveform, facts['length_ms'])}")
    for person in facts["persons"]:
        click.echo(f"  {person['pseudonym']}  {_answer(person)}: {person['verdict']}")
        for modality, spans in lanes_of(person).items() if facts.get("length_ms") else ():
            heard = modality in LISTENING
            rounded = map(tenths, spans) if heard else spans
            times = ", ".join(say("check-span", start=clock(start), end=clock(end)) for start, end in rounded)
            told = say("check-speaks", times=times) if heard else times
            click.echo(f"      {strip(spans, facts['length_ms'])} {told}")
        for reason in person["reasons"]:
            click.echo(f"      {_line(reason)}")
    if facts.get("sampling"):
        how = facts["sampling"]
        gap, at = how["gap_ms"] / 1000, clock(how["gap_at_ms"])
        click.echo(f"  {say('check-sampling', frames=how['frames'], looked=how['looked_at'], gap=gap, at=at)}")
    if facts.get("known"):
        click.echo(f"  {facts['known']['words']}")
    if facts.get("origin"):
        _show_origin(facts["origin"])
    if not facts["persons"] and facts["status"] == "decided":
        sound = facts.get("length_ms") and not facts.get("sampling")
        click.echo(f"  {say('answer-nobody-sound' if sound else 'answer-nobody')}")
    for reason in facts["reasons"]:
        click.echo(f"  {_line(reason)}")
    for duty in facts["duties"]:
        click.echo(f"  {say('check-duty', what=duty['words'], done=str(bool(duty['done'])).lower())}")
    if facts["receipt"] is not None:
        click.echo(f"Receipt: {facts['receipt']}", err=True)


def _show_origin(origin: dict[str, Any]) -> None:
    click.echo(f"  {say('origin')}: {origin['words']}")
    if origin["camera_original"]:
        click.echo(f"      {say('origin-camera', signer=origin['signer'] or origin['signer_name'])}")
    elif origin["generative"]:
        click.echo(f"      {say('origin-generated', kind=say('origin-type', type=origin['generative']))}")
    if origin["problems"]:
        click.echo(f"      {say('origin-problems')}: {', '.join(origin['problems'])}")
    for trace in origin["traces"]:
        click.echo(f"      {say('origin-trace')}: {trace['tool']} ({trace['where']})")


def _answer(person: dict[str, Any]) -> str:
    """An answer in words, with what it may be wrong by: never how alike two people are."""
    words, error = say(answer_of(person)), person["error"]
    return f"{words} ({error['words']})" if error else words


def _sound(waveform: Mapping[str, Any], length: int) -> str:
    """How loud it is when, above the lanes."""
    peaks, end = waveform["peaks"], waveform["end_ms"]
    wide = max(1, min(WIDE, end * WIDE // max(length, 1)))
    loudest = max(range(len(peaks)), key=peaks.__getitem__, default=0)
    at = clock(end * loudest // max(len(peaks), 1))
    return f"{outline(peaks, wide).ljust(WIDE, '·')} {say('check-sound', at=at)}"


def _line(reason: dict[str, Any]) -> str:
    asked = reason["remedy"] and reason["remedy"]["words"]
    return f"{reason['summary']} -> {asked}" if asked else str(reason["summary"])
