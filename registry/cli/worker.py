"""`likeness worker`: runs queued checks until it is stopped."""

import logging
import os
import sys

import click

from registry.cli.common import at_desk


@click.command()
@click.option(
    "--hands",
    type=click.IntRange(1, 256),
    help="How many checks at a time. [default: LIKENESS_WORKERS, else as many as fit]",
)
@click.option("--parent", type=int, hidden=True, help="Stop with this process.")
def worker(hands: int | None, parent: int | None) -> None:
    """Run queued checks, several at a time. Stop it with SIGTERM or Ctrl-C: what it works on is given back."""
    from registry.checks.examining.limits import room
    from registry.checks.examining.worker import Worker
    from registry.core.process import die_with

    if parent is not None:
        die_with(parent)
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    with at_desk() as desk:
        housekeeping = (
            *(desk.checks.purge, desk.piecewise.purge, desk.reviews.purge, desk.disputes.carry_out_due),
            *(
                desk.own_pictures.purge,
                desk.readings.purge,
                desk.copies.purge,
                desk.known_versions.purge,
                desk.lives.come_of_age,
                desk.lapses.due,
                desk.crowding.settle_when_moved,
                desk.clocks.tell_due,
            ),
        )
        hands = hands or desk.config.workers or room().hands
        prompt = desk.redecider.run_some, desk.requests.resolve_due, desk.digests.write_due, desk.outgoing.deliver_due
        Worker(desk.jobs, desk.config.check_seconds, hands, prompt, housekeeping).run()
    sys.stderr.flush()
    os._exit(0)  # a chore may still run in its thread; nobody waits for it
