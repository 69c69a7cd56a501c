"""`likeness verify`: anyone can check a receipt, without an instance and without a network."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from consent.receipt import RECEIPT_TYPE, Receipt, ReceiptError, Verification, verify_receipt
from consent.texts import say
from consent.trust import TrustError, parse_status, parse_trust
from registry.cli.files import FILE, InputError, file_sha256, print_json, read_json


class Moment(click.ParamType):
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
@click.option("--status", "status_file", type=FILE, help="The registry's signed list of what no longer counts.")
@click.option("--now", type=Moment(), help="Verify as of this time instead of now.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def verify(
    receipt: Path, trust_file: Path, asset: Path | None, status_file: Path | None, now: datetime | None, as_json: bool
) -> None:
    """Check a receipt offline.

    Exit status: 0 valid, 2 unreadable input, 5 file altered, 6 receipt altered, 7 key not trusted, 8 expired,
    9 stale. A valid receipt can be that of a blocked check: read its verdict, or `releases` with --json.
    """
    now = now or datetime.now(UTC)
    content = read_json(receipt)
    if content.get("type") != RECEIPT_TYPE and "signature" not in content:
        raise InputError(f"{receipt} is not a receipt")
    try:
        trust = parse_trust(read_json(trust_file))
        status = parse_status(read_json(status_file), trust, now=now) if status_file else None
        digest = file_sha256(asset) if asset else None
        found = verify_receipt(content, trust, now=now, file_sha256=digest, status=status)
    except (TrustError, ReceiptError) as error:
        raise InputError(str(error)) from error
    lines = [say(found.message, **found.params), *_verdict_lines(found)]
    if as_json:
        print_json(_as_json(found, lines))
    else:
        for line in lines:
            click.echo(line)
    raise SystemExit(int(found.outcome))


def _verdict_lines(found: Verification) -> list[str]:
    if found.outcome != 0 or found.receipt is None:
        return []
    lines = [say(f"verify-says-{_said(found.receipt)}")]
    if not found.file_compared:
        lines.append(say("verify-file-not-compared"))
    return lines


def _said(receipt: Receipt) -> str:
    if receipt.status == "cannot_decide":
        return "cannot_decide"
    return "told" if receipt.verdict == "notify_only" and receipt.releases else receipt.verdict


def _as_json(found: Verification, lines: list[str]) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "outcome": found.outcome.name.lower(),
        "exit": int(found.outcome),
        "releases": found.releases,
        "file_compared": found.file_compared,
        "messages": lines,
    }
    if found.receipt is not None:
        seen = found.receipt.model_dump(mode="json")
        names = ("registry_id", "receipt_id", "status", "verdict", "issued_at", "expires_at", "duties")
        answer |= {name: seen[name] for name in names}
    return answer
