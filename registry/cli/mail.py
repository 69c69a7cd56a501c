"""`likeness mail`: how letters leave, which are late or lost, and a letter to try it with."""

from dataclasses import asdict

import click

from registry.cli.common import acting, acting_option, at_desk, emit, json_option
from registry.cli.files import InputError
from registry.cli.paging import emit_page, paged
from registry.core.paging import PageRequest
from registry.core.texts import say
from registry.notices.posting import LateLetter


@click.group()
def mail() -> None:
    """Letters of this instance, for its administrator; what is set comes from the environment."""


@mail.command()
@acting_option
@json_option
def show(email: str, as_json: bool) -> None:
    """What is set: the server, the sender, and the address with which links begin."""
    with at_desk() as desk:
        emit(asdict(desk.posting.settings(acting(desk, email))), as_json)


@mail.command("list")
@paged
@acting_option
@json_option
def list_late(search: str, limit: int, page: str | None, email: str, as_json: bool) -> None:
    """Letters that wait, and those that were refused or given up, with what the server said last."""
    with at_desk() as desk:
        emit_page(desk.posting.late(acting(desk, email), PageRequest(page, search), limit), _facts, as_json)


@mail.command("try")
@acting_option
@json_option
def try_out(email: str, as_json: bool) -> None:
    """Send the acting account a letter now; ends with 2 where nobody takes it."""
    with at_desk() as desk:
        tried = desk.posting.try_out(acting(desk, email))
        if not tried.taken:
            raise InputError(say("mail-tried-in-vain", to=tried.to, problem=tried.problem))
        emit(asdict(tried), as_json)


def _facts(one: LateLetter) -> dict[str, str | int | None]:
    return {
        "letter": one.id,
        "to": one.recipient,
        "state": one.state,
        "tries": one.tries,
        "written_at": one.created_at.isoformat(),
        "next_try_at": one.next_try_at.isoformat() if one.next_try_at else None,
        "problem": one.problem,
    }
