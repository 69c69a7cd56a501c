"""Terms run over whole days in the production's own time zone, both ends included."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from registry.core.days import age, of_age_on
from tests.registry.checks.conftest import AGREEMENT, as_replica


@pytest.mark.parametrize(
    ("moment", "verdict"),
    [
        (datetime(2026, 10, 6, 6, 59, tzinfo=UTC), "cleared"),  # 23:59 of the last day in Los Angeles
        (datetime(2026, 10, 6, 7, 0, tzinfo=UTC), "blocked"),
    ],
)
def test_a_term_ends_with_its_last_day_where_the_production_is(
    studio: Any, verified_alice: Any, shows: Any, people: Any, clock: Any, moment: datetime, verdict: str
) -> None:
    made = studio.desk.productions.create(
        people.petra, "West", "West Ltd", "series", agreements=[AGREEMENT], time_zone="America/Los_Angeles"
    )
    studio.desk.productions.confirm_agreement(people.ursula, made.id, AGREEMENT)
    studio.production = made.id
    studio.consent(verified_alice, "alice", valid_until="2026-10-05")
    clock.moment = moment
    view = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    assert view.verdict == verdict
    if verdict == "cleared":
        receipt = studio.desk.checks.receipt(people.petra, view.id)
        assert receipt["expires_at"] == "2026-10-06T07:00:00Z"


@pytest.mark.parametrize(
    ("born", "today", "years"),
    [
        (date(2008, 10, 5), date(2026, 10, 4), 17),
        (date(2008, 10, 5), date(2026, 10, 5), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
    ],
)
def test_somebody_is_eighteen_on_the_birthday(born: date, today: date, years: int) -> None:
    assert age(born, today) == years
    assert (today >= of_age_on(born)) is (years >= 18)
