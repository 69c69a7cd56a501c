"""`likeness consent sign` and `verify`: offline, with nothing but the file and the signer's own key."""

from pathlib import Path

import click

from consent.act import SIGNED_ACT_TYPE, ActError, parse_signed_act, verify_act
from consent.canonical import JsonError, strict_mapping
from consent.document import (
    DocumentError,
    SignedConsent,
    document_digest,
    parse_signed,
    plain_words,
    sign_consent,
    verify_consent,
)
from consent.signature import SignatureError
from registry.cli.files import FILE, InputError, one_line, print_json, read_bytes, write_json
from registry.cli.key import open_key

ALTERED = 6
NOT_TRUSTED = 7


def _read(path: Path) -> SignedConsent:
    try:
        return parse_signed(read_bytes(path))
    except DocumentError as error:
        raise InputError(f"{one_line(path)} is no consent document that can be signed:\n{error}") from error


@click.command()
@click.argument("document", type=FILE)
@click.option("--key", "key_file", type=FILE, required=True, help="Your own key file.")
@click.option("--out", type=click.Path(path_type=Path), help="Where to write [default: DOCUMENT with .signed.json]")
@click.option("--countersign", is_flag=True, help="Sign as the union, beside the signer.")
@click.option("--yes", is_flag=True, help="Do not ask: for scripts whose owner has read the text.")
def sign(document: Path, key_file: Path, out: Path | None, countersign: bool, yes: bool) -> None:
    """Read what you would sign, in plain words, and sign it with your own key.

    DOCUMENT is a consent document, or a signed consent to sign beside others. No instance and no network is used.
    """
    consent = _read(document)
    key = open_key(key_file)
    role = "countersigner" if countersign else "signer"
    try:
        if countersign:
            verify_consent(consent.document, consent.signatures, text=consent.text)
        signed = sign_consent(consent, key, role)
    except (DocumentError, SignatureError) as error:
        raise InputError(f"Not signed. {error}") from error
    click.echo(plain_words(consent.document), err=True)
    click.echo(f"Terms (SHA-256): {document_digest(consent.document)}", err=True)
    click.echo(f"Your key: {key.fingerprint}", err=True)
    if not yes and not click.confirm(f"Sign exactly this as {role}?", err=True):
        raise InputError("Not signed, nothing was written.")
    target = out or document.with_name(f"{document.name.split('.')[0]}.signed.json")
    write_json(target, signed.as_dict())
    click.echo(f"Signed. Written to {target}", err=True)


def _is_act(path: Path) -> bool:
    try:
        return strict_mapping(read_bytes(path)).get("type") == SIGNED_ACT_TYPE
    except JsonError:
        return False


def _verify_act(path: Path, countersigner: tuple[str, ...], as_json: bool) -> None:
    try:
        signed = parse_signed_act(read_bytes(path))
    except ActError as error:
        raise InputError(f"{one_line(path)} is no signed act: {error}") from error
    if countersigner:
        raise InputError("An act is signed by one person: nobody countersigns it.")
    act = signed.act
    try:
        rewritten = verify_act(signed)
    except (ActError, SignatureError) as error:
        click.echo(f"Not valid: {error}", err=True)
        if as_json:
            print_json({"valid": False, "exit": ALTERED})
        raise SystemExit(ALTERED) from error
    if as_json:
        facts = {"valid": True, "exit": 0, "act": act.act, "performer": act.performer.id, "text_rewritten": rewritten}
        print_json(facts | {"signer": signed.signature.fingerprint, "kind": signed.signature.kind})
        return
    click.echo(signed.text)
    click.echo(f"Signed by {signed.signature.fingerprint} ({act.signer.role})")


@click.command()
@click.argument("file", type=FILE)
@click.option("--countersigner", multiple=True, help="A union key's fingerprint that must have countersigned.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def verify(file: Path, countersigner: tuple[str, ...], as_json: bool) -> None:
    """Check a signed consent offline, or a signed withdrawal or answer: signatures, roles and the text that was shown.

    Exit status: 0 valid, 6 altered or not fully signed, 7 a named countersigner has not signed, 2 not readable.
    """
    if _is_act(file):
        _verify_act(file, countersigner, as_json)
        return
    consent = _read(file)
    try:
        proof = verify_consent(consent.document, consent.signatures, text=consent.text)
    except (DocumentError, SignatureError) as error:
        click.echo(f"Not valid: {error}", err=True)
        if as_json:
            print_json({"valid": False, "exit": ALTERED})
        raise SystemExit(ALTERED) from error
    missing = sorted(set(countersigner) - set(proof.countersigners))
    if as_json:
        print_json(
            {
                "valid": not missing,
                "exit": NOT_TRUSTED if missing else 0,
                "consent_id": consent.document.consent_id,
                "sha256": document_digest(consent.document),
                "signer": proof.signer,
                "countersigners": list(proof.countersigners),
                "text_rewritten": proof.text_rewritten,
            }
        )
    else:
        click.echo(f"Consent {consent.document.consent_id}, SHA-256 {document_digest(consent.document)}")
        click.echo(f"Signed by {proof.signer} ({consent.document.signer.role})")
        click.echo(f"Countersigned by {', '.join(proof.countersigners) or 'nobody'}")
        if not proof.text_rewritten:
            click.echo("The text is the one that was signed; this program words consents differently today.")
    if missing:
        click.echo(f"Not countersigned by {', '.join(missing)}", err=True)
        raise SystemExit(NOT_TRUSTED)
