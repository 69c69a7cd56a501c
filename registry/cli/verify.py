"""`likeness verify`: anyone can check a receipt, without an instance and without a network."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import click

from consent.conform import verify_conform
from consent.credential import verify_credential
from consent.receipt import RECEIPT_TYPE, Outcome, ReceiptError, Verification, verify_receipt
from consent.texts import say
from consent.trust import TrustError, parse_status, parse_trust
from registry.cli.files import FILE, InputError, file_sha256, one_line, print_json, read_bytes, read_json


class InstantParameter(click.ParamType[datetime]):
    """An instant in ISO 8601 with its zone."""

    name = "ISO"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a time like 2026-11-22T10:00:00Z", param, ctx)
        if moment.tzinfo is None:
            self.fail(f"{value!r} has no zone; write it like 2026-11-22T10:00:00Z", param, ctx)
        return moment.astimezone(UTC)


@click.command()
@click.argument("receipt", type=FILE)
@click.option("--trust", "trust_file", type=FILE, required=True, help="Your own trust file: whose receipts you accept.")
@click.option("--file", "asset", type=FILE, help="The file that you want to use.")
@click.option(
    "--use", "use", type=FILE, help="What you want to do with it: the declaration (USE.json) that was checked."
)
@click.option(
    "--conform",
    "conform_file",
    type=FILE,
    help="The statement that carries the receipt over to a master: --file is that master.",
)
@click.option(
    "--credential",
    "credential_file",
    type=FILE,
    help="The statement of a file that carries Content Credentials: --file may be the checked file or the written one.",
)
@click.option("--sidecar", type=FILE, help="With --credential: the manifest that lies beside the file.")
@click.option(
    "--status",
    "status_file",
    type=FILE,
    help="The registry's signed list of the receipts that no longer count: /status.json.",
)
@click.option(
    "--offline", is_flag=True, help="Go without such a list: nobody knows then whether the receipt was recalled."
)
@click.option("--now", type=InstantParameter(), help="Verify as of this time instead of now.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def verify(
    receipt: Path,
    trust_file: Path,
    asset: Path | None,
    use: Path | None,
    conform_file: Path | None,
    credential_file: Path | None,
    sidecar: Path | None,
    status_file: Path | None,
    offline: bool,
    now: datetime | None,
    as_json: bool,
) -> None:
    """Check a receipt offline: may this file be used, as it was declared?

    Exit status 0: yes. It is valid, its check cleared the file, it was compared with the file (--file) and with the list of
    what no longer counts (--status, or --offline), and it is for the finished work, or for the use that you name (--use).
    10: it would be, but not all of that was verified. Valid, but the check did not clear the file: 1 blocked, 3 not yet,
    4 not decided. Not valid: 5 file altered, 6 receipt altered, 7 key not trusted, 8 expired, 9 stale, 11 for another use.
    2: unreadable input. Anything but 0 means: do not use the file.
    """
    now = now or datetime.now(UTC)
    if (conform_file and credential_file) or (sidecar and not credential_file):
        raise InputError("--conform and --credential exclude each other, and --sidecar needs --credential")
    content = read_json(receipt)
    if content.get("type") != RECEIPT_TYPE and "signature" not in content:
        raise InputError(f"{one_line(receipt)} is not a receipt")
    try:
        trust = parse_trust(read_json(trust_file))
        status = parse_status(read_json(status_file), trust, now=now) if status_file else None
        checker = _checker(conform_file, credential_file, sidecar)
        found = checker(
            content,
            trust,
            now=now,
            file_sha256=file_sha256(asset) if asset else None,
            declaration_sha256=_declared(use) if use else None,
            status=status,
            offline=offline,
        )
    except (TrustError, ReceiptError) as error:
        raise InputError(str(error)) from error
    lines = _lines(found)
    if as_json:
        print_json(_as_json(found, lines))
    else:
        for line in lines:
            click.echo(one_line(line))
    raise SystemExit(found.exit_status)


def _checker(conform: Path | None, credential: Path | None, sidecar: Path | None) -> Callable[..., Verification]:
    """What verifies a receipt, with the statement that goes with it."""
    if conform is not None:
        return partial(verify_conform, read_json(conform))
    if credential is not None:
        beside = file_sha256(sidecar) if sidecar else None
        return partial(verify_credential, read_json(credential), sidecar_sha256=beside)
    return verify_receipt


def _declared(path: Path) -> str:
    """The digest of a declaration, as a receipt names it. Raises `InputError`."""
    from registry.productions.declaration import DeclarationError, parse_declaration

    try:
        return parse_declaration(read_bytes(path)).sha256
    except DeclarationError as error:
        raise InputError(f"{one_line(path)}: {error.params['problem']}") from error


def _lines(found: Verification) -> list[str]:
    """What was found, in words: the verdict before anything else, and whatever was not looked at."""
    told = [say(found.message, **found.params)]
    if found.receipt is None:
        return told
    declared = found.receipt.declared
    what = [say("verify-declared", **declared.model_dump()) if declared else say("verify-declared-nowhere")]
    if found.outcome is not Outcome.VALID:
        return [*told, *what]
    told = [say(f"verify-says-{found.receipt.answer}"), *what, *told]
    if found.receipt.releases and found.lacks:
        told = [say("verify-incomplete"), *told, *(say(f"verify-lacks-{name}") for name in found.lacks)]
    if found.receipt.releases and found.offline and not found.current:
        told.append(say("verify-offline"))
    return told


def _as_json(found: Verification, lines: list[str]) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "outcome": found.outcome.name.lower(),
        "exit": found.exit_status,
        "releases": found.releases,
        "lacks": list(found.lacks),
        "file_compared": found.file_compared,
        "use_compared": found.use_compared,
        "status_compared": found.current,
        "messages": lines,
    }
    if found.receipt is not None:
        seen = found.receipt.model_dump(mode="json")
        names = ("registry_id", "receipt_id", "status", "verdict", "issued_at", "expires_at", "duties")
        answer |= {name: seen[name] for name in names}
        answer |= {"declaration_sha256": seen["declaration_sha256"], "declared": seen["declared"]}
    return answer
