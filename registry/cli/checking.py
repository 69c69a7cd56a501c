"""The command `likeness check`: what it and its examiner need is loaded once, and the examiner gets ready while the command goes on."""

import os
import sys
from contextlib import suppress
from pathlib import Path

import click

from registry.cli.files import FILE
from registry.core.forking import can_fork, loading
from registry.core.process import EXAMINER, Process

acting_option = click.option("--as", "email", metavar="EMAIL", required=True, help="The account that acts.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


@click.command()
@click.argument("file", type=click.Path(exists=True, path_type=Path), metavar="FILE|FOLDER|CUT")
@click.option(
    "--use", type=FILE, required=True, help="What is to be done with it, declared as in docs/USE.example.json."
)
@click.option("--receipt", type=click.Path(dir_okay=False, path_type=Path), help="Where to write the receipt.")
@click.option(
    "--rate", metavar="FRAMES", help="Of a FOLDER or an EDL: frames a second, as in 24, 23.976 or 24000/1001."
)
@click.option(
    "--pack",
    "keep",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to keep the frames of a FOLDER as one file.",
)
@click.option(
    "--media", type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="FILE is a cut list: every file that it names, found in this folder, is checked.",
)  # fmt: skip
@click.option(
    "--use-for", "exceptions", multiple=True, metavar="SHOT=USE",
    help="With --media: a declaration of its own for this shot. May be given several times.",
)  # fmt: skip
@click.option(
    "--markers", type=click.Path(dir_okay=False, path_type=Path),
    help="With --media: where to write a copy of the cut list with a marker on each event that may not be used.",
)  # fmt: skip
@acting_option
@json_option
def check(
    file: Path, use: Path, receipt: Path | None, rate: str | None, keep: Path | None, media: Path | None,
    exceptions: tuple[str, ...], markers: Path | None, email: str, as_json: bool,
) -> None:  # fmt: skip
    """Whose likeness is in FILE, and did they sign for exactly this?

    A FOLDER holds the frames of one film, numbered as in shot.0001.exr. They are packed into one file, which the check and its
    receipt are about; --pack keeps it.

    With --media, CUT is a cut list (.otio, .edl, .fcpxml, or .xml of Final Cut Pro 7), and the answer is the strictest of
    its events.

    Exit status: 0 cleared, 1 blocked, 2 wrong usage or input, 3 not yet, 4 cannot decide. Anything but 0 means: do not
    use it.
    """
    if media is None and (exceptions or markers):
        raise click.UsageError("--use-for and --markers go with a cut list: say where its files are with --media")
    if media is not None and receipt is not None:
        raise click.UsageError("--receipt is for one file: those of a cut list are fetched at the page of each check")
    if media is not None and (keep is not None or file.is_dir()):
        raise click.UsageError("--media goes with a cut list, a FOLDER of frames is checked without")
    examiner = begin()
    try:
        if media is None:
            with loading():
                from registry.cli.check import run
                from registry.cli.folders import packed

            with packed(file, rate, keep) as whole:
                status = run(whole, use, receipt, email, as_json, examiner)
        else:
            from registry.cli.cut import CutAsked, run_cut

            status = run_cut(CutAsked(file, media, use, rate, exceptions, markers, email, as_json), examiner)
    finally:
        if examiner is not None:
            examiner.kill()
            examiner.close()
    sys.exit(status)


def begin() -> Process | None:
    """An examiner that starts now; None where that is not possible: whoever needs one tries again."""
    alone, parent = can_fork(), os.getpid()  # before anything is loaded: what is loaded here leaves no thread in a fork
    with suppress(OSError):
        if not alone:
            return Process([*EXAMINER, str(parent)])
        from matching import weights

        with loading(), weights.reading_ahead():  # beside each other: reading waits for no Python
            import registry.cli.shared  # noqa: F401
            from registry.cli.examiner import serve

        examiner = Process(lambda: serve(parent))
        weights.forget()
        return examiner
    return None
