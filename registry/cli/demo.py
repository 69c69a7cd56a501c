"""`likeness demo`: makes a demo instance, checks sample pictures for real, then opens the three doors."""

import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import click

from registry.cli.common import clear_errors, keep_private
from registry.cli.files import InputError, write_json
from registry.core.config import Config
from registry.core.shipped import DEMO_PICTURES, own_process
from registry.demo.people import DemoCast, fill
from registry.demo.scenes import Line, check
from registry.demo.story import tell
from registry.desk import Desk
from registry.ledger.upgrading import upgrade

MARK = "THIS-IS-A-DEMO"
DOORS = (
    ("performer", "performer@demo.example"),
    ("union representative", "union@demo.example"),
    ("production", "production@demo.example"),
    ("commissioner's contact", "commissioner@demo.example"),
    ("administrator", "admin@demo.example"),
)


@click.command()
@click.option("--no-serve", is_flag=True, help="End after the table, without opening the pages.")
def demo(no_serve: bool) -> None:
    """Check sample pictures of people who do not exist against a demo registry.

    The demo lives in $LIKENESS_HOME, or ./demo-instance; a demo that stands there is made anew, anything else is left
    alone.
    """
    home = Path(os.environ.get("LIKENESS_HOME") or "demo-instance").resolve()
    os.environ["LIKENESS_HOME"] = str(home)
    with clear_errors():
        config = _fresh(replace(Config(), home=home, database_url=""))
        keep_private(config)
        desk = Desk(config)
        try:
            upgrade(desk.db, desk.bindings)
            desk.instance_key.load_or_create()
            desk.instance_key.put_on_record()
            cast = fill(desk, config.home / "demo-keys", _print)
            lines = check(desk, cast, _print)
            tell(config, cast, lines)
            trust = config.home / "trust.json"
            write_json(trust, desk.instance_key.trust())
            receipts = _receipts(desk, cast, lines, config.home / "receipts")
        finally:
            desk.close()
    _table(lines, receipts)
    _explain(receipts[0], DEMO_PICTURES / lines[0].file, trust, cast)
    if no_serve:
        click.echo()
        click.echo(f"To open the pages: LIKENESS_HOME={_short(home)} {_program()} serve")
    else:
        sys.stdout.flush()
        os.execve(sys.executable, [sys.executable, "-m", "registry.cli", "serve"], own_process())  # noqa: S606 - our own program


def _fresh(config: Config) -> Config:
    """The demo's folder, empty. Raises `InputError` where something stands that no demo has made."""
    if config.home.exists() and any(config.home.iterdir()):
        if not (config.home / MARK).exists():
            raise InputError(f"{config.home} holds something that is not a demo. Name another folder in LIKENESS_HOME.")
        shutil.rmtree(config.home)
    for folder in (config.home, config.keystore, config.home / "demo-keys", config.home / "receipts"):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (config.home / MARK).touch()
    return config


def _receipts(desk: Desk, cast: DemoCast, lines: list[Line], folder: Path) -> list[Path]:
    producer = desk.accounts.identity(cast.producer.id)
    paths = []
    for line in lines:
        path = folder / f"{Path(line.file).stem}-{line.check_id}.json"
        write_json(path, desk.checks.receipt(producer, line.check_id))
        paths.append(path)
    return paths


def _table(lines: list[Line], receipts: list[Path]) -> None:
    click.echo()
    for line, receipt in zip(lines, receipts, strict=True):
        colour = {"cleared": "green", "blocked": "red"}.get(line.verdict, "yellow")
        click.echo(f"{click.style(line.verdict.upper().replace('_', ' '), fg=colour, bold=True)}  {line.file}")
        click.echo(f"    found    {line.found}")
        for name, lane in line.lanes:
            click.echo(f"    {lane}  {name}")
        click.echo(f"    because  {line.reason}")
        click.echo(f"    receipt  {_short(receipt)}")


def _explain(receipt: Path, picture: Path, trust: Path, cast: DemoCast) -> None:
    click.echo()
    click.echo("Anyone can check a receipt, offline and without this registry:")
    command = f"{_program()} verify {_short(receipt)} --trust {_short(trust)}"
    click.echo(f"    {command} --file {_short(picture)} --offline")
    click.echo()
    click.echo("Three doors (and the operator's own), each with its account; its start page says what to look at:")
    for door, email in DOORS:
        click.echo(f"    {door:<22} {email:<26} {cast.passwords[email]}")


def _program() -> str:
    """This very program, as somebody here would type it."""
    found = shutil.which("likeness")
    mine = Path(sys.argv[0]).absolute()
    return "likeness" if found and Path(found).absolute() == mine else _short(mine)


def _short(path: Path) -> str:
    """A path as somebody here would type it."""
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)


def _print(what: str) -> None:
    click.echo(what, err=True)
