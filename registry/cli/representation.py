"""`likeness performer represent | representatives | confirm-representative | end-representative`."""

import click

from registry.cli.common import acting, acting_option, at_desk, emit, json_option
from registry.cli.files import InputError
from registry.people.accounts.representations import RepresentationRole

PERFORMER = click.argument("performer_id", metavar="PERFORMER")
NUMBER = click.argument("number", type=int)


@click.command()
@PERFORMER
@click.argument("address", metavar="EMAIL")
@click.option(
    "--kind",
    type=click.Choice([str(role) for role in RepresentationRole]),
    required=True,
    help="As what the account acts.",
)
@click.option("--proof", required=True, help='What proves it: "court order of 3 May, seen by the union".')
@click.option("--proof-sha256", metavar="DIGEST", help="Of the document, which the union keeps.")
@acting_option
@json_option
def represent(
    performer_id: str, address: str, kind: str, proof: str, proof_sha256: str | None, email: str, as_json: bool
) -> None:
    """Put on record that an account acts for a performer. It counts once a union representative confirms it."""
    with at_desk() as desk:
        account = desk.accounts.by_email(address)
        if account is None:
            raise InputError(f"{address}: there is no such account")
        claim = desk.representations.claim(acting(desk, email), account.id, performer_id, kind, proof, proof_sha256)
        emit({"representation": claim.id, "performer": performer_id, "account": account.id, "kind": kind}, as_json)


@click.command()
@PERFORMER
@acting_option
@json_option
def representatives(performer_id: str, email: str, as_json: bool) -> None:
    """Who acts, or claims to act, for a performer."""
    with at_desk() as desk:
        rows = [
            {
                "representation": claim.id,
                "name": name,
                "kind": claim.kind,
                "proof": claim.proof,
                "confirmed": claim.confirmed_by is not None,
            }
            for claim, name in desk.representations.of(acting(desk, email), performer_id)
        ]
        emit(rows, as_json)


@click.command("confirm-representative")
@NUMBER
@acting_option
def confirm_representative(number: int, email: str) -> None:
    """Confirm that the proof was seen (a union representative does, not whoever put it on record)."""
    with at_desk() as desk:
        desk.representations.confirm(acting(desk, email), number)


@click.command("end-representative")
@NUMBER
@acting_option
def end_representative(number: int, email: str) -> None:
    """End it, at once."""
    with at_desk() as desk:
        desk.representations.end(acting(desk, email), number)
