"""`likeness consent`: draft, hand in what was signed, countersign, refuse, withdraw; `sign` and `verify` work offline."""

from pathlib import Path
from typing import Any

import click

from consent import terms
from consent.document import DocumentError, parse_signed
from registry.cli.common import acting, acting_option, at_desk, emit, json_option
from registry.cli.consent_sign import sign, verify
from registry.cli.files import FILE, InputError, one_line, print_json, read_bytes, read_json, write_json
from registry.cli.paging import emit_page, paged
from registry.consents.lists import SORTS, STATES, ConsentRow
from registry.consents.service import SPECIFIC
from registry.consents.viewing import ConsentView
from registry.core.paging import PageOf, PageRequest
from registry.core.texts import say

CONSENT = click.argument("consent_id", metavar="CONSENT")


@click.group()
def consent() -> None:
    """Consents: signed terms of who may do what with whose likeness."""


consent.add_command(sign)
consent.add_command(verify)


@consent.command()
@click.option("--performer", "performer_id", required=True)
@click.option("--production", "production_id", required=True)
@click.option("--scope", type=FILE, required=True, help="The scope, as in docs/SCOPE.example.json.")
@click.option("--signer", "signer_role", type=click.Choice(terms.SIGNER_ROLES), default="performer", show_default=True)
@click.option("--key", "key_fingerprint", help="Fingerprint of the key that will sign [default: the latest].")
@click.option("--language", default="en", show_default=True, help="Of the text that the signer reads.")
@click.option("--replaces", metavar="CONSENT", help="The consent that this one takes the place of.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="[default: CONSENT.json]")
@acting_option
@json_option
def draft(
    performer_id: str,
    production_id: str,
    scope: Path,
    out: Path | None,
    email: str,
    as_json: bool,
    **options: Any,
) -> None:
    """Write the document that the signer signs, and say how to sign it."""
    with at_desk() as desk:
        who = acting(desk, email)
        made = desk.consents.draft(who, performer_id, production_id, read_json(scope), **options)
        target = out or Path(f"{made.id}.json")
        write_json(target, desk.consents.file(who, made.id))
        if not as_json:
            click.echo(desk.consents.words(who, made.id))
        command = f"likeness consent sign {target} --key YOUR-KEY-FILE"
        emit({"id": made.id, "sha256": made.digest, "written": str(target), "sign_with": command}, as_json)


@consent.command("hand-in")
@click.argument("file", type=FILE)
@acting_option
@json_option
def hand_in(file: Path, email: str, as_json: bool) -> None:
    """Hand in the signer's signature, as `likeness consent sign` wrote it."""
    with at_desk() as desk:
        who = acting(desk, email)
        consent_id, signature = _signature(file, "signer")
        desk.consents.add_signature(who, consent_id, signature)
        _emit(desk.consents.get(who, consent_id), as_json)


@consent.command()
@click.argument("file", type=FILE)
@click.option("--specific", type=click.Choice(SPECIFIC), required=True, help="Is its description reasonably specific?")
@acting_option
@json_option
def countersign(file: Path, specific: str, email: str, as_json: bool) -> None:
    """Hand in a union's countersignature, made with `likeness consent sign --countersign`."""
    with at_desk() as desk:
        who = acting(desk, email)
        consent_id, signature = _signature(file, "countersigner")
        desk.consents.countersign(who, consent_id, signature, specific)
        _emit(desk.consents.get(who, consent_id), as_json)


@consent.command()
@click.argument("performer_id", metavar="PERFORMER")
@click.argument("production_id", metavar="PRODUCTION")
@click.argument("agreement", type=click.Choice(terms.UNION_AGREEMENTS))
@click.option("--covered/--not-covered", required=True, help="Whether the agreement covers this work.")
@acting_option
@json_option
def coverage(performer_id: str, production_id: str, agreement: str, covered: bool, email: str, as_json: bool) -> None:
    """Say, for the agreement's union, whether it covers a performer's work on a production."""
    with at_desk() as desk:
        who = acting(desk, email)
        desk.consents.confirm_coverage(who, performer_id, production_id, agreement, covered)
        emit({"performer": performer_id, "production": production_id, "covered": covered}, as_json)


@consent.command()
@CONSENT
@acting_option
@json_option
def refuse(consent_id: str, email: str, as_json: bool) -> None:
    """Say no to a request. The production is not told."""
    with at_desk() as desk:
        who = acting(desk, email)
        desk.consents.refuse(who, consent_id)
        _emit(desk.consents.get(who, consent_id), as_json)


@consent.command()
@CONSENT
@acting_option
@json_option
def withdraw(consent_id: str, email: str, as_json: bool) -> None:
    """End a consent at once."""
    with at_desk() as desk:
        who = acting(desk, email)
        desk.consents.withdraw(who, consent_id)
        _emit(desk.consents.get(who, consent_id), as_json)


@consent.command("list")
@click.option("--production", default=None, help="Only of this production.")
@click.option("--performer", default=None, help="Only of this performer.")
@click.option("--union", default=None, help="Only those that concern this union.")
@click.option("--state", type=click.Choice(STATES), default=None)
@click.option("--sort", type=click.Choice(SORTS), default=SORTS[0], show_default=True)
@paged
@acting_option
@json_option
def list_consents(
    production: str | None, performer: str | None, union: str | None, state: str | None, sort: str, search: str,
    limit: int, page: str | None, email: str, as_json: bool,
) -> None:  # fmt: skip
    """The consents that the account may see, the newest first."""
    if sum(one is not None for one in (production, performer, union)) > 1:
        raise InputError("Give at most one of --production, --performer and --union")
    asked = PageRequest(page, search, sort, {"state": state or ""})
    with at_desk() as desk:
        found = desk.consent_lists.page(acting(desk, email), PageOf(production, performer, union), asked, limit)
        emit_page(found, _facts, as_json)


@consent.command()
@CONSENT
@click.option("--file", "as_file", is_flag=True, help="The file to sign, with the signatures so far.")
@acting_option
@json_option
def show(consent_id: str, as_file: bool, email: str, as_json: bool) -> None:
    """A consent in plain words, with what became of it."""
    with at_desk() as desk:
        who = acting(desk, email)
        if as_file:
            print_json(desk.consents.file(who, consent_id))
            return
        view = desk.consents.get(who, consent_id)
        if not as_json:
            click.echo(desk.consents.words(who, consent_id))
        _emit(view, as_json)


def _signature(file: Path, role: str) -> tuple[str, dict[str, str]]:
    """The consent's id and the latest signature of that role in a signed file. Raises `InputError`."""
    try:
        signed = parse_signed(read_bytes(file))
    except DocumentError as error:
        raise InputError(f"{one_line(file)} is no signed consent:\n{error}") from error
    found = [signature for signature in signed.signatures if signature.role == role]
    if not found:
        raise InputError(f"{one_line(file)}: {say('consent-file-unsigned', role=role)}")
    return signed.document.consent_id, found[-1].as_dict()


def _facts(view: ConsentView | ConsentRow) -> dict[str, Any]:
    return {"id": view.id, "state": view.state, "performer": view.performer, "production": view.production}


def _emit(view: ConsentView, as_json: bool) -> None:
    signer = [view.signer_role] if view.state == "requested" and view.signed_at is None else []
    emit(_facts(view) | {"waiting_for": [*signer, *view.missing_countersigners], "sha256": view.digest}, as_json)
