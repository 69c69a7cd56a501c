"""The command `likeness check`: as light as it can be, so that the examiner gets ready while the rest is loaded."""

import os
import sys
from contextlib import suppress
from pathlib import Path

import click

from registry.cli.files import FILE
from registry.core.process import EXAMINER, Process

acting_option = click.option("--as", "email", metavar="EMAIL", required=True, help="The account that acts.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


@click.command()
@click.argument("file", type=click.Path(exists=True, path_type=Path), metavar="FILE|FOLDER")
@click.option(
    "--rate", metavar="FRAMES", help="Of a FOLDER of numbered frames: frames a second, as in 24 or 24000/1001."
)
@click.option(
    "--pack",
    "keep",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to keep the frames of a FOLDER as one file.",
)
@click.option(
    "--use", "use", type=FILE, required=True, help="What is to be done with it, declared as in docs/USE.example.json."
)
@click.option(
    "--receipt", "receipt", type=click.Path(dir_okay=False, path_type=Path), help="Where to write the receipt."
)
@acting_option
@json_option
def check(
    file: Path, rate: str | None, keep: Path | None, use: Path, receipt: Path | None, email: str, as_json: bool
) -> None:
    """Whose likeness is in FILE, and did they sign for exactly this?

    A FOLDER holds the frames of one film, numbered as in shot.0001.exr. They are packed into one file, which the check and its
    receipt are about; --pack keeps it.

    Exit status: 0 cleared, 1 blocked, 2 wrong usage or input, 3 not yet, 4 cannot decide. Anything but 0 means: do not
    use it.
    """
    examiner = begin()
    try:
        from registry.cli.check import run
        from registry.cli.folders import packed

        with packed(file, rate, keep) as whole:
            status = run(whole, use, receipt, email, as_json, examiner)
    finally:
        if examiner is not None:
            examiner.kill()
            examiner.close()
    sys.exit(status)


def begin() -> Process | None:
    """An examiner that starts now; None where that is not possible: whoever needs one tries again."""
    with suppress(OSError):
        return Process([*EXAMINER, str(os.getpid())])
    return None
