"""`likeness performer` and `likeness enrol`: performers, their identity and their references."""

from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from registry.cli.common import acting, acting_option, at_desk, emit, json_option, public_key
from registry.cli.files import FILE, InputError
from registry.cli.jobs import outcome, source_of
from registry.cli.life import life, record_life
from registry.cli.preference import prefer, preferences
from registry.cli.representation import confirm_representative, end_representative, represent, representatives
from registry.core.permissions import Identity
from registry.core.texts import say
from registry.desk import Desk
from registry.records.tables.performers import Performer

PERFORMER = click.argument("performer_id", metavar="PERFORMER")
DATE = click.DateTime(["%Y-%m-%d"])


@click.group()
def performer() -> None:
    """Performers: register, release, confirm, list, show, forget; and who acts for them."""


for command in (
    represent,
    representatives,
    confirm_representative,
    end_representative,
    prefer,
    preferences,
    record_life,
    life,
):
    performer.add_command(command)


@performer.command()
@click.option("--name", required=True, help="The name under which the performer is known.")
@click.option(
    "--account",
    "address",
    metavar="EMAIL",
    help="The account that the performer signs in with; somebody else's has to accept it.",
)
@click.option("--union", "unions", multiple=True, metavar="UNION", help="A union of which they say to be a member.")
@click.option("--born", type=DATE, help="As the performer states it; the union puts it on record.")
@click.option("--died", type=DATE, help="For a performer who has died, whose estate acts; the union puts it on record.")
@acting_option
@json_option
def add(
    name: str,
    address: str | None,
    unions: tuple[str, ...],
    born: datetime | None,
    died: datetime | None,
    email: str,
    as_json: bool,
) -> None:
    """Register a performer, unverified."""
    with at_desk() as desk:
        account = None
        if address is not None:
            found = desk.accounts.by_email(address)
            if found is None:
                raise InputError(f"--account {address}: there is no such account")
            account = found.id
        who = acting(desk, email)
        made = desk.performers.register(who, name, account, unions, _day(born), _day(died))
        if account not in (None, made.account_id):
            click.echo(f"Offered to {address}. See: likeness user offers --as {address}", err=True)
        emit(_facts(made), as_json)


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()


@performer.command("list")
@acting_option
@json_option
def list_performers(email: str, as_json: bool) -> None:
    """The performers whom the account may see."""
    with at_desk() as desk:
        emit([_facts(row) for row in desk.performers.for_viewer(acting(desk, email))], as_json)


@performer.command()
@PERFORMER
@acting_option
@json_option
def show(performer_id: str, email: str, as_json: bool) -> None:
    """A performer's record: identity, keys, what is enrolled (never a template)."""
    with at_desk() as desk:
        emit(_card(desk, acting(desk, email), performer_id), as_json)


def _card(desk: Desk, who: Identity, performer_id: str) -> dict[str, Any]:
    card = desk.performers.card(who, performer_id)
    return _facts(card.performer) | {
        "standing": str(card.standing),
        "unions": {union: "confirmed" if confirmed else "claimed" for union, confirmed in card.unions.items()},
        "release": card.release is not None,
        "senses": {
            name: {"released": one.release is not None, "templates": one.templates, "consented": one.consented}
            for name, one in card.senses.items()
        },
        "templates": card.templates,
        "parked": card.parked,
        "likeness": card.likeness_digest,
        "keys": {key.fingerprint: "confirmed" if key.confirmed_at else "unconfirmed" for key in card.keys},
        "disputed": card.disputed,
    }


@performer.command("add-key")
@PERFORMER
@click.argument("key", metavar="KEY")
@acting_option
@json_option
def add_key(performer_id: str, key: str, email: str, as_json: bool) -> None:
    """Register a public key (or the public half of a key file) with which the performer signs."""
    with at_desk() as desk:
        added = desk.performers.add_key(acting(desk, email), performer_id, "ed25519", public_key(key))
        emit({"performer": performer_id, "fingerprint": added.fingerprint, "role": added.signer_role}, as_json)


@performer.command()
@PERFORMER
@click.option("--language", default="en", show_default=True)
@click.option("--digest", help="Sign: the digest of the text that was shown.")
@click.option(
    "--modality", help="The sense that templates may be made for.  [default: the first sense that is installed]"
)
@acting_option
@json_option
def release(
    performer_id: str, language: str, digest: str | None, modality: str | None, email: str, as_json: bool
) -> None:
    """Show the biometric release with its digest, or sign it with --digest. Without it nothing is enrolled."""
    with at_desk() as desk:
        who = acting(desk, email)
        if digest is None:
            text = desk.performers.release_text(language, modality)
            emit({"text": text.text, "language": text.language, "digest": text.digest}, as_json)
            return
        signed = desk.performers.sign_release(who, performer_id, language, digest, modality)
        emit({"performer": performer_id, "release": signed.id, "digest": signed.text_digest}, as_json)


@performer.command()
@PERFORMER
@click.argument("union_id", metavar="UNION")
@acting_option
def leave(performer_id: str, union_id: str, email: str) -> None:
    """End a performer's membership in a union.

    The union no longer sees the record. Consents in force and a confirmed identity stay; signed ones that wait for this union
    alone lapse; checks that rest on the membership are decided again.
    """
    with at_desk() as desk:
        desk.unions.end_membership(acting(desk, email), performer_id, union_id)


@performer.command("withdraw-release")
@PERFORMER
@click.option("--modality", help="Of one sense alone, such as voice.  [default: of all]")
@acting_option
def withdraw_release(performer_id: str, modality: str | None, email: str) -> None:
    """Destroy the templates and their key; the record and its consents stay."""
    with at_desk() as desk:
        desk.performers.withdraw_release(acting(desk, email), performer_id, modality)


@performer.command()
@PERFORMER
@click.option("--name", required=True, help="The name, as it was proved.")
@click.option("--key", "fingerprint", required=True, metavar="FINGERPRINT", help="The key, as its owner reads it out.")
@click.option(
    "--likeness", "likeness_digest", metavar="DIGEST", help="The references that were checked, as `show` names them."
)
@click.option("--method", required=True, help='How: "met in person, passport seen".')
@click.option("--replaces", metavar="FINGERPRINT", help="A lost key in whose place this one is put.")
@acting_option
@json_option
def verify(
    performer_id: str,
    name: str,
    fingerprint: str,
    likeness_digest: str | None,
    method: str,
    replaces: str | None,
    email: str,
    as_json: bool,
) -> None:
    """Confirm likeness, key and name together (a union representative does)."""
    with at_desk() as desk:
        who = acting(desk, email)
        made = desk.performers.verify(who, performer_id, name, fingerprint, method, likeness_digest, replaces)
        facts = {"confirmation": made.id, "performer": performer_id, "union": made.union_id}
        emit(facts | {"key": made.key_fingerprint, "likeness": made.gallery_digest}, as_json)


@performer.command()
@PERFORMER
@click.confirmation_option(prompt="This cannot be undone. Destroy the templates and their key?")
@acting_option
def forget(performer_id: str, email: str) -> None:
    """Destroy the performer's key, templates and kept pictures. Checks no longer find them."""
    with at_desk() as desk:
        desk.performers.forget(acting(desk, email), performer_id)


@click.command()
@PERFORMER
@click.argument("files", nargs=-1, type=FILE, metavar="FILE...")
@click.option(
    "--texts", is_flag=True, help="Show fresh texts to read aloud, each with its id, for an enrolment by voice."
)
@click.option(
    "--text", "readings", multiple=True, metavar="ID", help="The text that is read in a file; one for each, in order."
)
@click.option("--modality", help="What is enrolled: face, or another sense that is installed.  [default: the first]")
@click.option(
    "--keep-pictures/--drop-pictures",
    default=None,
    help="Keep the pictures, encrypted: reviewers of the union, and after a doubt neutral ones, compare findings with them. "
    "Without them a finding that may be the performer's cannot be decided.  [default: drop]",
)
@acting_option
@json_option
def enrol(
    performer_id: str,
    files: tuple[Path, ...],
    texts: bool,
    readings: tuple[str, ...],
    modality: str | None,
    keep_pictures: bool | None,
    email: str,
    as_json: bool,
) -> None:
    """Enrol a performer from several pictures (or other references) of them alone: all of the files, or none of them.

    By voice: --modality voice --texts shows what to read, and each recording is sent with the --text that is read in it.
    """
    if texts == bool(files):
        raise click.UsageError("Name the files to enrol from, or ask for --texts.")
    with at_desk() as desk:
        who = acting(desk, email)
        if texts:
            drawn = desk.readings.draw(who, performer_id, who.locale)
            emit([asdict(one) | {"until": one.until.isoformat()} for one in drawn], as_json)
            return
        sources = [source_of(path) for path in files]
        enrolled = outcome(
            desk,
            lambda: desk.enrolments.ask(who, performer_id, sources, keep_pictures, modality, readings),
            lambda job: desk.enrolments.get(who, performer_id, job),
        )
        advice = [
            {"file": part["file"], "advice": say(part["message"], **part["params"])} for part in enrolled["advice"]
        ]
        facts = {
            "performer": performer_id,
            "modality": modality or next(iter(desk.senses)),
            "enrolled": enrolled["accepted"],
            "likeness": enrolled["likeness_digest"],
            "disputed": enrolled["disputed"],
            "parked": enrolled["parked"],
            "advice": advice,
        }
        if as_json or enrolled["accepted"]:
            emit(facts, as_json)
    if not enrolled["accepted"]:
        lines = [f"  {part['file']}: {part['advice']}" for part in advice]
        raise InputError("\n".join(["Nothing was enrolled.", *lines]))


def _facts(row: Performer) -> dict[str, Any]:
    return {"performer": row.id, "name": row.name, "status": row.status, "life": row.life}
