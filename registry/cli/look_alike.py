"""`likeness look-alike`: two enrolled performers who are two, although a camera takes them for one."""

import json
from pathlib import Path

import click

from consent.signature import sign as sign_bytes
from registry.cli.common import acting, acting_option, at_desk, emit, json_option
from registry.cli.files import FILE, InputError, read_bytes, write_json
from registry.cli.key import open_key


@click.group("look-alike")
def look_alike() -> None:
    """Twins, siblings, doubles: whoever is near both goes to a person."""


@look_alike.command()
@click.argument("performer_id", metavar="PERFORMER")
@click.argument("other_id", metavar="OTHER")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Where to write the paper.")
@acting_option
@json_option
def declare(performer_id: str, other_id: str, out: Path, email: str, as_json: bool) -> None:
    """Write the paper that PERFORMER signs: OTHER is somebody else."""
    with at_desk() as desk:
        pair = desk.look_alikes.draft(acting(desk, email), performer_id, other_id)
        write_json(out, json.loads(pair.document))
        emit({"id": pair.id, "written": str(out)}, as_json)


@look_alike.command()
@click.argument("paper", type=FILE)
@click.option("--key", "key_file", type=FILE, required=True, help="Your own key file.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write [default: PAPER with .signature.json]",
)
@click.option("--yes", is_flag=True, help="Do not ask.")
def sign(paper: Path, key_file: Path, out: Path | None, yes: bool) -> None:
    """Sign the paper with your own key; no instance and no network is used."""
    from consent.canonical import canonical, strict_mapping
    from registry.people.look_alikes.service import names_of

    content = canonical(strict_mapping(read_bytes(paper)))
    try:
        performer, other = names_of(content)
    except ValueError as error:
        raise InputError(f"{paper}: {error}") from error
    key = open_key(key_file)
    if not yes and not click.confirm(f"Sign that {performer} and {other} are two people?", err=True):
        raise InputError("Not signed, nothing was written.")
    target = out or paper.with_name(f"{paper.name.split('.')[0]}.signature.json")
    write_json(target, sign_bytes(key, content, "signer").as_dict())
    click.echo(f"Signed. Written to {target}", err=True)


@look_alike.command()
@click.argument("pair_id", metavar="PAIR")
@click.argument("signature", type=FILE)
@acting_option
@json_option
def submit(pair_id: str, signature: Path, email: str, as_json: bool) -> None:
    """Send the signature in; a union then approves."""
    from consent.canonical import strict_mapping

    with at_desk() as desk:
        desk.look_alikes.sign(acting(desk, email), pair_id, strict_mapping(read_bytes(signature)))
        emit({"id": pair_id, "signed": True}, as_json)


@look_alike.command("list")
@acting_option
@json_option
def list_pairs(email: str, as_json: bool) -> None:
    """Signed papers that you may approve or refuse."""
    with at_desk() as desk:
        pairs = desk.look_alikes.waiting(acting(desk, email))
        emit([{"id": pair.id, "performer": pair.performer_id, "other": pair.other_id} for pair in pairs], as_json)


@look_alike.command()
@click.argument("pair_id", metavar="PAIR")
@acting_option
@json_option
def approve(pair_id: str, email: str, as_json: bool) -> None:
    """Approve, as a union's representative who is neither of them and confirmed neither."""
    with at_desk() as desk:
        desk.look_alikes.approve(acting(desk, email), pair_id)
        emit({"id": pair_id, "approved": True}, as_json)


@look_alike.command()
@click.argument("pair_id", metavar="PAIR")
@acting_option
@json_option
def refuse(pair_id: str, email: str, as_json: bool) -> None:
    """Refuse, as somebody who may approve: you do not find that they are two. The performer is told."""
    with at_desk() as desk:
        desk.look_alikes.refuse(acting(desk, email), pair_id)
        emit({"id": pair_id, "refused": True}, as_json)


@look_alike.command()
@click.argument("pair_id", metavar="PAIR")
@acting_option
@json_option
def end(pair_id: str, email: str, as_json: bool) -> None:
    """Take the declaration back."""
    with at_desk() as desk:
        desk.look_alikes.end(acting(desk, email), pair_id)
        emit({"id": pair_id, "ended": True}, as_json)
