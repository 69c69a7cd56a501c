"""Jobs that a command sees through by itself, without a worker to wait for."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from registry.checks.examining.hand import Hand, NotReady
from registry.checks.intake.files import UNDER_WAY, FilesView, Source
from registry.checks.intake.jobs import PIECE, Lease
from registry.cli.files import InputError
from registry.core import sentences
from registry.core.texts import say
from registry.desk import Desk

WAIT_SECONDS = 0.2


def see_through(desk: Desk, hand: Hand, job: str, state: Callable[[str], str]) -> None:
    """Run the job here, or wait for a worker that was faster."""
    lease: Lease | None = None

    def told(stage: str, per_cent: int) -> None:
        if lease is None or lease.kind != PIECE:  # how far a piece is says nothing of the whole
            click.echo(f"{job}: {say(f'check-stage-{stage}')} ({per_cent} %)", err=True)

    try:
        while state(job) in UNDER_WAY:
            hand.ready()
            lease = desk.jobs.take(job)
            if lease is None:
                time.sleep(WAIT_SECONDS)
            else:
                hand.run(lease, told)
                if lease.kind == PIECE and (pace := desk.checks.pace(job)):
                    words = sentences.pieces(pace.done, pace.pieces, pace.seconds_left)
                    click.echo(f"{job}: {words} ({pace.per_cent} %)", err=True)
    except NotReady as problem:  # the job is not lost: a worker may do it
        click.echo(f"{job}: examiner: {problem}", err=True)


def source_of(path: Path) -> Source:
    """A file, as a service takes it in: opened when its turn comes."""
    return path.name, lambda: path.open("rb")


def outcome(desk: Desk, ask: Callable[[], str], get: Callable[[str], FilesView]) -> dict[str, Any]:
    """What comes of files that a command hands in. Raises `InputError` where nothing does."""
    with desk.hand() as hand:
        job = ask()
        see_through(desk, hand, job, desk.file_jobs.state)
    view = get(job)
    if view.failed:
        raise InputError(say(view.outcome["message"], **view.outcome["params"]))
    if view.under_way:
        raise InputError(say("files-wait", job=job))
    return dict(view.outcome)
