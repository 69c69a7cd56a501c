"""`likeness key`: a signer's own key file, made and kept on the signer's own machine."""

from pathlib import Path

import click

from consent.canonical import to_base64url
from consent.keyfile import KeyFileError, PassphraseNeeded, read_key, read_public, write_key
from consent.signature import SigningKey, fingerprint, new_key
from registry.cli.files import FILE, InputError, one_line, print_json


@click.group()
def key() -> None:
    """Make and show signing keys. A private key never leaves its file."""


@key.command()
@click.option("--out", type=click.Path(path_type=Path), default=Path("likeness.key"), show_default=True)
@click.option("--label", default="", help="A name for the key, for people.")
@click.option("--passphrase-prompt", is_flag=True, help="Ask for a passphrase and seal the private key with it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def new(out: Path, label: str, passphrase_prompt: bool, as_json: bool) -> None:
    """Make a new key file (mode 0600). An existing file is never overwritten."""
    passphrase = None
    if passphrase_prompt:
        passphrase = click.prompt("Passphrase", hide_input=True, confirmation_prompt=True, err=True)
    made = new_key(label)
    try:
        write_key(out, made, passphrase)
    except KeyFileError as error:
        raise InputError(str(error)) from error
    click.echo(f"Key written to {out}. Keep it to yourself, and keep a copy in a safe place.", err=True)
    _show(made.public, label, as_json)


@key.command()
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def show(file: Path, as_json: bool) -> None:
    """Show the public key and the fingerprint of a key file."""
    try:
        public, label = read_public(file)
    except KeyFileError as error:
        raise InputError(str(error)) from error
    _show(public, label, as_json)


def _show(public: bytes, label: str, as_json: bool) -> None:
    facts = {
        "kind": "ed25519",
        "label": label,
        "fingerprint": fingerprint(public),
        "public_key": to_base64url(public),
    }
    if as_json:
        print_json(facts)
        return
    for name, value in facts.items():
        click.echo(f"{name.replace('_', ' ')}: {value}")


def open_key(path: Path) -> SigningKey:
    """The key of a file, asking for its passphrase if it has one. Raises `InputError`."""
    if path.stat().st_mode & 0o077:
        click.echo(f"Others on this machine may read {one_line(path)}: chmod 600 {one_line(path)}", err=True)
    try:
        try:
            return read_key(path)
        except PassphraseNeeded:
            return read_key(path, click.prompt("Passphrase", hide_input=True, err=True))
    except KeyFileError as error:
        raise InputError(str(error)) from error
