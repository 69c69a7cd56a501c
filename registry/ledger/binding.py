"""Binds the records to the ledger: nothing that somebody relies on is read without proof, nothing is changed without it.

While a session is watched
- whatever a statement can read is compared, before it runs, with the tree under the signed head (`watching`): a row that
  was altered, one that is missing from a set, and one that nobody recorded are found alike (`RecordsAltered`);
- whatever is changed was proven before, so that no change covers up another; at the end of the transaction the tree
  gets the new digests, the ledger an event with its root, and the head a signature (`changing`).
"""

from typing import cast

from sqlalchemy import event
from sqlalchemy.orm import Session

from registry.ledger.changing import ChangingWatch
from registry.ledger.heads import Heads
from registry.ledger.layout import Layout
from registry.ledger.noticed import Noticed
from registry.ledger.tree import Remembered
from registry.ledger.watching import Watch


class Bindings:
    """What is bound, and how a session is watched. `noticed`: where the operator is told of what was found."""

    def __init__(self, layout: Layout, heads: Heads, noticed: Noticed) -> None:
        self.layout = layout
        self.heads = heads
        self.noticed = noticed
        self.remembered = Remembered()

    def watch(self, session: Session, *, writing: bool) -> Watch:
        """Watches a session that has not begun yet."""
        watch = ChangingWatch(session, self) if writing else Watch(session, self)
        session.info["watch"] = watch
        event.listen(session, "do_orm_execute", watch.on_execute)
        if isinstance(watch, ChangingWatch):
            event.listen(session, "before_flush", watch.on_flush)
            event.listen(session, "after_flush", watch.on_flushed)
            event.listen(session, "before_commit", watch.on_commit)
            event.listen(session, "after_commit", watch.on_committed)
        return watch


def watch_of(session: Session) -> Watch:
    """The watch over a session that `Database.read` or `write` gave."""
    return cast(Watch, session.info["watch"])
