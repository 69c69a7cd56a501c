"""`likeness approve`: give an answer that a check waits for, list what waits, take an answer back."""

from datetime import datetime
from typing import Any

import click

from registry.approvals.kinds import KINDS
from registry.cli.common import acting, acting_option, at_desk, emit, json_option
from registry.cli.files import InputError
from registry.cli.paging import emit_page, paged
from registry.core.paging import PageRequest
from registry.records.tables.approvals import Approval


class _Answering(click.Group):
    """`likeness approve CHECK ...` is short for `likeness approve give CHECK ...`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            args = ["give", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_Answering)
def approve() -> None:
    """Answers that decisions wait for: `likeness approve CHECK --kind KIND --answer ANSWER --as EMAIL`."""


@approve.command()
@click.argument("check", metavar="CHECK")
@click.option("--kind", type=click.Choice(sorted(KINDS)), required=True)
@click.option("--answer", required=True, help="One of the kind's answers; the first that is named is the yes.")
@click.option("--performer", "performer_id", metavar="P", help="Whom it is about, where the kind is about a person.")
@click.option("--union", "union_id", metavar="U", help="For which union, where the kind is about one.")
@click.option("--param", "params", metavar="K=V", multiple=True, help="place and text of a disclosure; fact confirmed.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Last day of a yes, in the production's time zone.")
@acting_option
@json_option
def give(
    check: str,
    kind: str,
    answer: str,
    performer_id: str | None,
    union_id: str | None,
    params: tuple[str, ...],
    until: datetime | None,
    email: str,
    as_json: bool,
) -> None:
    """Answer for CHECK; the decisions that wait for it are made again."""
    if answer not in KINDS[kind].answers:
        raise InputError(f"--answer {answer}: {kind} is answered with {' or '.join(KINDS[kind].answers)}")
    with at_desk() as desk:
        who = acting(desk, email)
        given = desk.approvals.give(
            who,
            kind,
            answer,
            check_id=check,
            performer_id=performer_id,
            union_id=union_id,
            params=_pairs(params),
            expires_at=until.date() if until else None,
        )
        emit(_facts(given), as_json)


@approve.command("list")
@click.argument("check", metavar="[CHECK]", required=False)
@paged
@acting_option
@json_option
def list_answers(check: str | None, search: str, limit: int, page: str | None, email: str, as_json: bool) -> None:
    """What was answered about CHECK; without one, everything that waits for the account's own answer."""
    with at_desk() as desk:
        who = acting(desk, email)
        if check is None:
            emit_page(desk.waiting_lists.page(who, PageRequest(page, search), limit), _waiting, as_json)
        else:
            emit([_answered(one) for one in desk.approval_reader.list_for(who, check)], as_json)


@approve.command()
@click.argument("answer", metavar="ANSWER")
@acting_option
@json_option
def revoke(answer: str, email: str, as_json: bool) -> None:
    """Take an answer back (by its id); the decisions that rest on it are made again."""
    with at_desk() as desk:
        emit(_facts(desk.approvals.revoke(acting(desk, email), answer)), as_json)


def _pairs(params: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for param in params:
        name, separator, value = param.partition("=")
        if not separator or not name:
            raise InputError(f"--param {param}: write it as name=value")
        pairs[name] = value
    return pairs


def _facts(given: Approval) -> dict[str, Any]:
    return {
        "id": given.id,
        "kind": given.kind,
        "answer": given.answer,
        "given_at": given.given_at.isoformat(),
        "expires_at": given.expires_at.isoformat() if given.expires_at else None,
        "revoked_at": given.revoked_at.isoformat() if given.revoked_at else None,
    }


def _waiting(one: Any) -> dict[str, Any]:
    return {
        "check": one.check_id,
        "production": one.production,
        "kind": one.kind,
        "answers": list(one.answers),
        "performer": one.performer_id,
        "union": one.union_id,
        "fact": one.fact,
    }


def _answered(one: Any) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "answer": one.answer,
        "side": one.side,
        "given_at": one.given_at.isoformat(),
        "counts": one.counts,
        "person": one.person,
        "union": one.union_id,
        "params": one.params,
    }
