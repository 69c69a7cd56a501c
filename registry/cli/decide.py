"""likeness decide: the verdict for written-down cases. Needs no instance, no network, no models."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from consent.clearance import CaseError, Decision, parse_case, read_json
from consent.clearance import decide as judge
from consent.texts import say
from consent.verdicts import Exit, worst
from registry.cli.files import one_line

_LINES = (".jsonl", ".ndjson")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON document (one a line for .jsonl).")
@click.option("--lang", default="en", show_default=True, help="Language of the reasons.")
def decide(file: Path, as_json: bool, lang: str) -> None:
    """Decide the case in FILE (as in docs/CASE.example.json), or one case a line in a .jsonl FILE.

    A case may stand bare or in the "inputs" of a wrapper. Exit status: 0 cleared, 3 not yet, 1 blocked,
    4 cannot decide, 2 bad input; the worst of them for several cases.
    """
    found = {_answer(place, raw, as_json, lang, lines=file.suffix in _LINES) for place, raw in _documents(file)}
    if not found:
        click.echo(one_line(f"{file.name}: no case in it; write one a line"), err=True)
    sys.exit(worst(found))


def unwrapped(data: Any) -> tuple[str | None, Any]:
    """(id, case) of a bare case or of a wrapper that keeps it in "inputs"."""
    if isinstance(data, dict) and "inputs" in data and "check_date" not in data:
        name = data.get("id")
        return (name if isinstance(name, str) else None), data["inputs"]
    return None, data


def _documents(file: Path) -> Iterator[tuple[str, bytes]]:
    if file.suffix not in _LINES:
        yield file.name, file.read_bytes()
        return
    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield f"{file.name}:{number}", line


def _answer(place: str, raw: bytes, as_json: bool, lang: str, lines: bool) -> Exit:
    name = None
    try:
        name, data = unwrapped(read_json(raw))
        decision = judge(parse_case(data))
    except CaseError as error:
        click.echo(one_line(f"{place}: {error}"), err=True)
        if as_json and lines:
            problem = {"path": error.path, "message": error.message, "accepted": list(error.accepted)}
            _print({**({"id": name} if name else {}), "status": "bad_input", "error": problem})
        return Exit.BAD_INPUT
    if as_json:
        _print({**({"id": name} if name else {}), **decision.as_dict(lang)})
    else:
        _print_for_people(name, decision, lang)
    return decision.exit_status


def _print(document: dict[str, Any]) -> None:
    click.echo(json.dumps(document, ensure_ascii=False))


def _print_for_people(name: str | None, decision: Decision, lang: str) -> None:
    verdict = decision.summary(lang)
    click.echo(one_line(f"{name}: {verdict}" if name else verdict))
    for reason in decision.reasons:
        click.echo(one_line(f"  {reason.summary(lang)}  [{reason.rule}]"))
        if reason.remedy:
            click.echo(one_line(f"    {reason.request(lang)}"))
    for duty in decision.duties:
        if not duty.done:
            click.echo(one_line(f"  {say('duty-still-open', lang, what=duty.summary(lang))}"))
