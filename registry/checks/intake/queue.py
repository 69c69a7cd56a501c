"""Whose turn it is among the jobs that wait: everybody's in turn, however many somebody else has sent.

A share is a production or an account. A job counts for all of its own (an enrolment has no
production): an account that opens many productions, or a
production with many accounts, gets no more than others.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class QueueLimits:
    """A job that nobody works on. production: None where it is for none; since: when it was asked for; failed: attempts that
    died or took too long."""

    job: str
    production: str | None
    account: str
    since: datetime
    failed: int = 0

    @property
    def shares(self) -> tuple[str, ...]:
        return (self.account,) if self.production is None else (self.production, self.account)


@dataclass(frozen=True)
class Share:
    """What a production or an account has of the workers. served: when a check of theirs was last taken up."""

    running: int = 0
    served: datetime = NEVER


def in_turn(waiting: Iterable[QueueLimits], shares: Mapping[str, Share]) -> list[QueueLimits]:
    """The jobs in the order in which they are taken up, if nothing ends and nothing comes meanwhile.

    First those whose production and account have the fewest jobs at work or before them, then those that were served
    longest ago, then those that have not failed before, then those that wait longest. `shares`: by the id of the
    production or account; none: nothing at work.
    """
    places: Counter[str] = Counter()
    order = []
    for one in sorted(waiting, key=lambda one: (one.failed, one.since, one.job)):
        own = [shares.get(share, Share()) for share in one.shares]
        places.update(one.shares)
        turn = max(share.running + places[name] for share, name in zip(own, one.shares, strict=True))
        order.append(((turn, max(share.served for share in own), one.failed, one.since, one.job), one))
    return [one for _, one in sorted(order, key=lambda entry: entry[0])]


def first(order: Iterable[QueueLimits], held: Collection[Collection[str]], most: int) -> QueueLimits | None:
    """Whom a worker takes up that stands beside others: the first whose production and account hold fewer than `most` of
    them. held: the shares of what each of the others works on.

    Their last worker is left free, so that somebody else never waits until one of a crowd's files is done with.
    """
    counts = Counter(share for shares in held for share in set(shares))
    return next((one for one in order if all(counts[share] < most for share in one.shares)), None)
