"""What `likeness check` does: is this file cleared for this use? The same service as the page, without a worker to wait for."""

import time
from pathlib import Path
from typing import Any

import click

from consent import texts as rules
from registry import chores
from registry.checks.hand import Hand, NotReady
from registry.checks.process import Process
from registry.checks.service import OVER, CheckView
from registry.checks.shown import shown
from registry.cli.common import acting, at_desk
from registry.cli.files import InputError, print_json, read_bytes, write_json
from registry.declaration import parse_declaration
from registry.desk import Desk
from registry.permissions import Identity
from registry.texts import CATALOGUE, say

CLEARED, BLOCKED, NOT_YET, CANNOT_DECIDE = 0, 1, 3, 4
WAIT_SECONDS = 0.2


def run(file: Path, use: Path, receipt: Path | None, email: str, as_json: bool, examiner: Process | None = None) -> int:
    """The exit status of a check that is asked for, seen through and shown. examiner: one that starts already."""
    with at_desk() as desk:
        who = acting(desk, email)
        declaration = read_bytes(use)
        production = parse_declaration(declaration).production
        if production not in who.productions:  # a remedy that names the very entry; the service refuses in any case
            raise InputError(
                f"{use}: production: this account does not work for {production}. Those that it works for: "
                f"likeness production list --as {email}"
            )
        if receipt is not None and not receipt.absolute().parent.is_dir():
            raise InputError(f"{receipt.absolute().parent} is no folder")
        hand = desk.hand()
        if examiner is not None:
            hand.adopt(examiner)
        with hand:
            with file.open("rb") as source:
                queued = desk.checks.register(who, production, source, file.name, declaration)
            _see_through(desk, hand, queued.id)
        view = desk.checks.get(who, queued.id)
        facts = shown(view, _write_receipt(desk, who, view, receipt)).model_dump(exclude_unset=True)
        if as_json:
            print_json(facts)
        else:
            _show(view, facts)
        status = exit_status(view)
        # an instance may never have a worker
        chores.do((desk.checks.purge, desk.reviews.purge, desk.disputes.carry_out_due, desk.lives.come_of_age))
    return status


def exit_status(view: CheckView) -> int:
    """The contract's exit status of a check. Whatever is not known is 4."""
    if view.state != "decided" or view.status != "decided" or view.result is None:
        return CANNOT_DECIDE
    told = all(duty.get("done") is True for duty in view.result["duties"])
    if view.verdict == "cleared" or (view.verdict == "notify_only" and told):
        return CLEARED
    return {"blocked": BLOCKED, "needs_approval": NOT_YET, "notify_only": NOT_YET}.get(str(view.verdict), CANNOT_DECIDE)


def _see_through(desk: Desk, hand: Hand, check_id: str) -> None:
    """Run the check here, or wait for a worker that was faster."""

    def told(stage: str, per_cent: int) -> None:
        click.echo(f"{check_id}: {say(f'check-stage-{stage}')} ({per_cent} %)", err=True)

    try:
        while desk.checks.state(check_id) not in OVER:
            hand.ready()
            lease = desk.jobs.take(check_id)
            if lease is None:
                time.sleep(WAIT_SECONDS)
            else:
                hand.run(lease, told)
    except NotReady as problem:  # the check is not lost: a worker may do it
        click.echo(f"{check_id}: examiner: {problem}", err=True)


def _write_receipt(desk: Desk, who: Identity, view: CheckView, target: Path | None) -> str | None:
    if target is None or not view.has_receipt:
        return None
    write_json(target, desk.checks.receipt(who, view.id))
    return str(target)


def _show(view: CheckView, facts: dict[str, Any]) -> None:
    headline = view.verdict if facts["status"] == "decided" else facts["status"]
    click.echo(f"{view.file_name}: {headline} ({view.id})")
    for person in facts["persons"]:
        click.echo(f"  {person['pseudonym']}  {_answer(person)}: {person['verdict']}")
        for reason in person["reasons"]:
            click.echo(f"      {_line(reason)}")
    if not facts["persons"] and facts["status"] == "decided":
        click.echo(f"  {say('answer-nobody')}")
    for reason in facts["reasons"]:
        click.echo(f"  {_line(reason)}")
    for duty in facts["duties"]:
        click.echo(f"  {say('check-duty', what=_duty(duty), done=str(bool(duty['done'])).lower())}")
    if facts["receipt"] is not None:
        click.echo(f"Receipt: {facts['receipt']}", err=True)


def _answer(person: dict[str, Any]) -> str:
    """An answer in words, with what it may be wrong by: never how alike two faces are."""
    words, error = say(f"answer-{person['answer']}"), person["error"]
    return f"{words} ({error['words']})" if error else words


def _line(reason: dict[str, Any]) -> str:
    text = _why(reason) or reason.get("summary") or _said(reason["message"], **reason["params"]) or reason["message"]
    remedy = reason.get("remedy")
    if not remedy:
        return str(text)
    kind, _, union = remedy["ask"].partition(":")
    asked = say("check-ask", whom=union or kind.replace("_", " "))
    if not union:
        asked = _said(f"ask-{kind}-for-production") or _said(f"ask-{kind}") or asked
    wanted = remedy["for"] or ""
    return f"{text} -> {say('ask-for', whom=asked, what=_said(f'remedy-{wanted}') or wanted)}"


def _why(reason: dict[str, Any]) -> str | None:
    """Why a face cannot be decided, which the matchers say by the id of a text."""
    params = dict(reason["params"])
    why = _said(str(params.get("reason", "")), **params)
    return why and _said(f"reason-{reason['message']}", **params | {"why": why, "person": reason["person"] or ""})


def _duty(duty: dict[str, Any]) -> str:
    named = f"word-{duty['whom']}"
    whom = rules.say(named) if rules.has_text(named) else duty["whom"]
    return _said(f"duty-{duty['kind']}", whom=whom) or f"{duty['kind']}: {whom}"


def _said(message_id: str, **params: Any) -> str | None:
    return say(message_id, **params) if CATALOGUE.has(message_id) else None
