"""`likeness review`: what waits for a person, answers, doubts, and who is neutral."""

from pathlib import Path

import click

from registry.cli.common import acting, acting_option, at_desk, emit, json_option
from registry.cli.files import FILE, InputError
from registry.cli.jobs import outcome, source_of
from registry.cli.paging import emit_page, paged
from registry.core.paging import PageRequest
from registry.reviews.rules import APPEALS, REASONS
from registry.reviews.shown import line, whole


@click.group()
def review() -> None:
    """Findings that wait for a person."""


@review.command("list")
@paged
@acting_option
@json_option
def list_reviews(search: str, limit: int, page: str | None, email: str, as_json: bool) -> None:
    """What you may answer now, the first due first."""
    with at_desk() as desk:
        found = desk.review_lists.waiting(acting(desk, email), PageRequest(page, search), limit)
        emit_page(found, lambda row: line(row).model_dump(), as_json)


@review.command()
@click.argument("review_id", metavar="REVIEW")
@click.option(
    "--evidence", type=click.Path(dir_okay=False, path_type=Path), help="Where to write a piece of evidence to look at."
)
@click.option("--number", type=click.IntRange(1), default=1, show_default=True, help="Which piece.")
@acting_option
@json_option
def show(review_id: str, evidence: Path | None, number: int, email: str, as_json: bool) -> None:
    """One review, with the media type of each piece of evidence; --evidence writes one to a file."""
    with at_desk() as desk:
        who = acting(desk, email)
        view = desk.reviews.get(who, review_id)
        if evidence is not None:
            kept = desk.reviews.evidence(who, review_id)
            if number > len(kept):
                raise InputError(f"{review_id}: of the evidence to look at, {len(kept)} are kept")
            evidence.write_bytes(kept[number - 1].content)
        emit(whole(view).model_dump(), as_json)


@review.command()
@click.argument("review_id", metavar="REVIEW")
@click.argument("answer", type=click.Choice([str(answer) for answer in REASONS]))
@click.option(
    "--reason", type=click.Choice(sorted({code for codes in REASONS.values() for code in codes})), required=True
)
@acting_option
@json_option
def decide(review_id: str, answer: str, reason: str, email: str, as_json: bool) -> None:
    """Say what you see; the check is decided again at once."""
    with at_desk() as desk:
        view = desk.reviews.answer(acting(desk, email), review_id, answer, reason)
        emit(whole(view).model_dump(), as_json)


@review.command()
@click.argument("check_id", metavar="CHECK")
@click.argument("whom", metavar="P1|PERFORMER")
@click.option(
    "--reason", type=click.Choice(sorted({code for codes in APPEALS.values() for code in codes})), required=True
)
@acting_option
@json_option
def appeal(check_id: str, whom: str, reason: str, email: str, as_json: bool) -> None:
    """Ask for another look: a production about P1, a performer about themselves."""
    with at_desk() as desk:
        emit({"opened": desk.appeals.appeal(acting(desk, email), check_id, whom, reason)}, as_json)


@review.command()
@click.argument("check_id", metavar="CHECK")
@click.argument("whom", metavar="P1")
@click.option("--reason", type=click.Choice(REASONS["not_this_person"]), required=True)
@acting_option
@json_option
def override(check_id: str, whom: str, reason: str, email: str, as_json: bool) -> None:
    """Say, as the performer's union, that a name is wrong; a neutral person has to say the same."""
    with at_desk() as desk:
        emit({"opened": desk.appeals.override(acting(desk, email), check_id, whom, reason)}, as_json)


@review.command("show-again")
@click.argument("check_id", metavar="CHECK")
@click.argument("file", type=FILE)
@acting_option
@json_option
def show_again(check_id: str, file: Path, email: str, as_json: bool) -> None:
    """Show the same FILE once more to those who have to look."""
    with at_desk() as desk:
        who = acting(desk, email)
        shown = outcome(
            desk,
            lambda: desk.showings.ask(who, check_id, source_of(file)),
            lambda job: desk.showings.get(who, check_id, job),
        )
        emit({"shown": shown["shown"]}, as_json)


@review.command()
@click.argument("account_email", metavar="EMAIL")
@click.option("--end", is_flag=True, help="End the appointment.")
@acting_option
@json_option
def neutral(account_email: str, end: bool, email: str, as_json: bool) -> None:
    """Appoint a neutral reviewer (an administrator does)."""
    with at_desk() as desk:
        who, account = acting(desk, email), desk.accounts.by_email(account_email)
        if account is None:
            raise InputError(f"{account_email}: there is no such account. See: likeness user list")
        (desk.neutrals.dismiss if end else desk.neutrals.appoint)(who, account.id)
        emit({"account": account.id, "neutral": not end}, as_json)
