"""Whose turn it is: everybody's, whoever sent how much."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from registry.checks.intake.queue import NEVER, QueueLimits, Share, first, in_turn

START = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)


def waiting(number: int, production: str, account: str | None = None) -> QueueLimits:
    """The check that was asked for as the `number`-th."""
    return QueueLimits(f"K-{number:04}", production, account or f"A-{production}", START + timedelta(seconds=number))


def names(order: list[QueueLimits]) -> list[str]:
    return [one.job for one in order]


def served(minutes: int, running: int = 0) -> Share:
    return Share(running, START + timedelta(minutes=minutes))


def test_a_thousand_of_one_production_do_not_come_before_one_of_another() -> None:
    crowd = [waiting(number, "PR-1") for number in range(1000)]
    late = waiting(5000, "PR-2")
    assert names(in_turn([*crowd, late], {}))[:3] == ["K-0000", "K-5000", "K-0001"]
    busy = {"PR-1": served(1, running=1), "A-PR-1": served(1, running=1)}
    assert names(in_turn([*crowd, late], busy))[0] == "K-5000"


def test_with_a_single_worker_the_next_is_who_was_served_longest_ago() -> None:
    """Nothing is at work whenever it chooses: without a memory the older files of the crowd would always come first."""
    crowd, late = [waiting(number, "PR-1") for number in range(10)], [waiting(100 + n, "PR-2") for n in range(3)]
    shares, order = {}, []
    queue = [*crowd, *late]
    for minute in range(6):
        chosen = in_turn(queue, shares)[0]
        queue.remove(chosen)
        order.append(chosen.production)
        shares |= dict.fromkeys(chosen.shares, served(minute))
    assert order == ["PR-1", "PR-2", "PR-1", "PR-2", "PR-1", "PR-2"]


def test_many_productions_of_one_account_are_one_account() -> None:
    crowd = [waiting(number, f"PR-{number}", "A-1") for number in range(50)]
    assert names(in_turn([*crowd, waiting(99, "PR-X", "A-2")], {}))[:2] == ["K-0000", "K-0099"]


def test_many_accounts_of_one_production_are_one_production() -> None:
    crowd = [waiting(number, "PR-1", f"A-{number}") for number in range(50)]
    assert names(in_turn([*crowd, waiting(99, "PR-2", "A-X")], {}))[:2] == ["K-0000", "K-0099"]


def test_within_one_production_the_first_comes_first() -> None:
    assert names(in_turn([waiting(3, "PR-1"), waiting(1, "PR-1"), waiting(2, "PR-1")], {})) == [
        "K-0001",
        "K-0002",
        "K-0003",
    ]


def test_what_failed_before_waits_for_the_rest_of_its_production() -> None:
    hanging = replace(waiting(1, "PR-1"), failed=1)
    assert names(in_turn([hanging, waiting(2, "PR-1"), waiting(3, "PR-1")], {})) == ["K-0002", "K-0003", "K-0001"]


def test_one_worker_of_several_is_left_to_others() -> None:
    crowd = [waiting(number, "PR-1") for number in range(3)]
    theirs = crowd[0].shares
    assert first(crowd, [theirs], 1) is None
    assert first(crowd, [theirs], 2) == crowd[0]
    assert first(crowd, [theirs, theirs], 2) is None
    assert first([*crowd, late := waiting(9, "PR-2")], [theirs], 1) == late
    by_account = waiting(7, "PR-3", theirs[1])  # another production of the same account
    assert first([by_account], [theirs], 1) is None


SHARES = st.tuples(st.integers(0, 4), st.integers(0, 4))
CROWDS = st.lists(SHARES, min_size=1, max_size=40).map(
    lambda found: [waiting(number, f"PR-{one}", f"A-{two}") for number, (one, two) in enumerate(found)]
)
AT_WORK = st.dictionaries(
    st.sampled_from([f"{kind}-{number}" for kind in ("PR", "A") for number in range(5)]),
    st.builds(served, st.integers(0, 9), st.integers(0, 5)),
)


@given(CROWDS, AT_WORK)
def test_nobody_is_lost_and_the_first_has_the_fewest_at_work(
    crowd: list[QueueLimits], shares: dict[str, Share]
) -> None:
    order = in_turn(crowd, shares)
    assert sorted(names(order)) == names(crowd)

    def burden(one: QueueLimits) -> int:
        return max(shares.get(share, Share()).running for share in one.shares)

    def is_head(one: QueueLimits) -> bool:
        return not any(set(one.shares) & set(other.shares) for other in crowd[: crowd.index(one)])

    assert burden(order[0]) <= min(burden(one) for one in crowd if is_head(one))


@given(CROWDS, st.integers(1, 4))
def test_whoever_waits_is_served_within_a_round(crowd: list[QueueLimits], workers: int) -> None:
    """One production with one account of its own never waits longer than until each other share was served once."""
    alone = QueueLimits("K-X", "PR-X", "A-X", START + timedelta(days=1))
    queue, shares, running = [*crowd, alone], {}, []
    for step in range(len(queue)):
        chosen = in_turn(queue, shares)[0]
        if chosen == alone:
            break
        queue.remove(chosen)
        running.append(chosen)
        ended = running.pop(0) if len(running) >= workers else None
        counts = Counter(share for one in running for share in one.shares)
        touched = {*chosen.shares, *(ended.shares if ended else ())}
        shares |= {
            share: Share(
                counts[share], START + timedelta(minutes=step) if share in chosen.shares else shares[share].served
            )
            for share in touched
        }
    else:
        raise AssertionError("never served")
    assert step <= 10 + workers  # five productions, five accounts
    assert NEVER < START
