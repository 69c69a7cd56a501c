"""`likeness report error`: how often a name is wrong, and how often somebody is missed."""

import os
from pathlib import Path
from typing import Any

import click

from registry.cli.check_lists import checks, refusals
from registry.cli.common import acting, at_desk, clear_errors, json_option, settings
from registry.cli.files import InputError, print_json
from registry.core.texts import say
from registry.desk import Desk
from registry.reports.error import ErrorReports


@click.group()
def report() -> None:
    """What the registry knows about its checks, and about its own error."""


report.add_command(checks)
report.add_command(refusals)


@report.command()
@click.option("--bundled", is_flag=True, help="Measure the demo's people: a demonstration, no evidence.")
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Measure this folder of labelled files.",
)
@click.option(
    "--protocol", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Who is enrolled and probed."
)
@click.option("--modality", help="Of which sense: face, or another that is installed.  [default: the first]")
@click.option("--live", is_flag=True, help="Count what this registry's reviewers found (needs --as).")
@click.option("--as", "email", metavar="EMAIL", help="The account that acts.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the report as an HTML file.")
@json_option
def error(
    bundled: bool,
    folder: Path | None,
    protocol: Path | None,
    modality: str | None,
    live: bool,
    email: str | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Measure or count the error; a measured report is kept for the page."""
    if [bundled, folder is not None, live].count(True) != 1:
        raise InputError("Give exactly one of --bundled, --folder and --live")
    if (folder is None) != (protocol is None):
        raise InputError("--folder and --protocol belong together")
    if live:
        if email is None:
            raise InputError("--live needs --as EMAIL")
        with at_desk() as desk:
            made = desk.error_reports.live(acting(desk, email), modality)
    else:
        with clear_errors():
            made = _measured(Desk(settings()).error_reports, folder, protocol, modality)
    if out is not None:
        fresh = out.with_name(f".{out.name}.new")
        fresh.write_text(_page(made), encoding="utf-8")
        os.replace(fresh, out)
        click.echo(f"Written to {out}", err=True)
    if as_json:
        print_json(made)
    else:
        click.echo(_words(made))


def _measured(
    reports: ErrorReports, folder: Path | None, protocol: Path | None, modality: str | None
) -> dict[str, Any]:
    if folder is None or protocol is None:
        try:
            made = reports.bundled(modality)
        except ValueError as problem:
            raise InputError(f"The demo's pictures cannot be measured: {problem}") from problem
    else:
        try:
            made = reports.folder(folder, protocol, modality)
        except (ValueError, KeyError, TypeError) as problem:
            raise InputError(f"{protocol} cannot be used as a protocol: {problem}") from problem
    reports.keep(made)
    return made


def _words(made: dict[str, Any]) -> str:
    if made["source"] == "live":
        rows = [_promised(made["promised"])]
        rows += [
            f"{say('review-band-' + row['band'])}: "
            + ", ".join(f"{say('review-answer-' + answer)} {row[answer]}" for answer in row if answer != "band")
            for row in made["bands"]
        ]
        for group, prefix in (("matches", "error-matches"), ("not_found", "error-not-found")):
            told = ", ".join(f"{say(f'{prefix}-{name}')} {number}" for name, number in made[group].items())
            rows.append(f"{say(prefix)}: {told}")
        rows.append(say("error-names-taken-away", count=made["names_taken_away"]))
        for name, rates in made["rates"].items():
            rows.append(f"{say('error-rate-' + name)}: {_rate(rates['all'])}")
            for by in ("size", "sharpness"):
                rows += [
                    f"  {say('error-rate-by-' + by, label=part['label'])}: {_rate(part)}" for part in rates.get(by, ())
                ]
        return "\n".join(rows)
    found = made["measured"]
    rows = [say("error-demonstration")] if made["source"] == "bundled" else []
    rows.append(
        say(
            "error-set",
            people=found["people"],
            references=found["references"],
            probes=found["probes"],
            strangers=found["strangers"],
        )
    )
    for name, level in found["levels"].items():
        rates = [
            f"{100 * rate[0]:.2f} % ({100 * rate[1]:.2f}-{100 * rate[2]:.2f})"
            for rate in (level["fpir"], level["fnir"])
        ]
        rows.append(f"{say('error-level-' + name)}: FPIR {rates[0]}, FNIR {rates[1]}")
    for kind, parts in found["by"].items():
        for part in parts:
            if part["probes"]:
                rate = say("error-too-few") if part["fnir"] is None else f"{100 * part['fnir']:.2f} %"
                rows.append(f"{say('error-by-' + kind)} {part['label']}: {part['probes']}, {rate}")
    return "\n".join(rows)


def _promised(held: dict[str, Any]) -> str:
    rows = [say("error-promised", **{name: held[name] for name in ("people", "gallery", "match", "possible")})]
    for references, share in held["missed"].items():
        told = say("error-not-measured")
        if share is not None:
            told = f"{100 * share['value']:.2f} % ({100 * share['low']:.2f}-{100 * share['high']:.2f})"
        rows.append(f"  {say('error-promised-missed', references=int(references))}: {told}")
    return "\n".join(rows)


def _rate(part: dict[str, Any]) -> str:
    rate = part["rate"]
    told = say("error-too-few")
    if rate is not None:
        told = f"{100 * rate['value']:.2f} % ({100 * rate['low']:.2f}-{100 * rate['high']:.2f})"
    return f"{part['wrong']} / {part['answers']}, {told}"


def _page(made: dict[str, Any]) -> str:
    from jinja2 import Environment, FileSystemLoader

    from registry.core.shipped import shipped
    from registry.reports.figures import figures

    pages = Environment(loader=FileSystemLoader(shipped("templates")), autoescape=True, trim_blocks=True)
    drawn = figures(made["measured"], say) if "measured" in made else {}
    style = (shipped("web/static") / "registry.css").read_text(encoding="utf-8")
    return pages.get_template("reports/alone.html").render(t=say, report=made, drawn=drawn, style=style, language="en")
