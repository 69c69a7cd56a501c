"""`likeness worker`: runs queued checks until it is stopped."""

import logging
import os
import sys

import click

from registry.cli.common import at_desk


@click.command()
@click.option("--threads", type=click.IntRange(1, 64), default=1, show_default=True, help="Checks at a time.")
@click.option("--parent", type=int, hidden=True, help="Stop with this process.")
def worker(threads: int, parent: int | None) -> None:
    """Run queued checks. Stop it with SIGTERM or Ctrl-C: what it works on is given back."""
    from registry.checks.worker import Worker, die_with

    if parent is not None:
        die_with(parent)
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    logging.getLogger("huey").setLevel(logging.WARNING)
    with at_desk() as desk:
        housekeeping = (
            *(desk.reviews.purge, desk.disputes.carry_out_due),
            *(desk.lives.come_of_age, desk.crowding.settle_when_moved),
        )
        Worker(desk.config, desk.examiner, desk.checks, threads, desk.redecider.run_due, housekeeping).run()
    sys.stderr.flush()
    os._exit(0)  # an examination that was given back may still run in a thread; nobody waits for it
