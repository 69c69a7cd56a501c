"""A use that is declared for a later day is released today: what forbids it today is not dodged by the later day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.attacks.harbour import ALLOWED, actor, rider, rules, shot, verdict

REFUSED = {"id": "C2", "state": "refused", "valid_from": "2026-10-01", "valid_until": "2026-12-31"}


@pytest.mark.parametrize("on", ["2027-01-01", "2027-06-01", "2028-09-30"])
@pytest.mark.attack("A3.later-than-the-refusal")
def test_a_refusal_for_these_months_is_not_dodged_by_a_date_after_them(on: str) -> None:
    assert verdict(shot(rider(), rider(**REFUSED))) == "blocked"
    assert verdict(shot(rider(), rider(**REFUSED), use={"date": on})) == "blocked"


@given(day=st.dates(date(2026, 11, 22), date(2028, 9, 30)))
@pytest.mark.attack("A3.any-later-day")
def test_no_later_day_releases_what_is_refused_today(day: date) -> None:
    assert verdict(shot(rider(), rider(**REFUSED), use={"date": str(day)})) not in ALLOWED


@pytest.mark.attack("A3.later-refusal")
def test_a_refusal_for_a_later_year_still_blocks_a_use_in_it_and_leaves_today_alone() -> None:
    later = REFUSED | {"valid_from": "2027-01-01", "valid_until": "2027-12-31"}
    assert verdict(shot(rider(), rider(**later))) == "cleared"
    assert verdict(shot(rider(), rider(**later), use={"date": "2027-06-01"})) == "blocked"


@pytest.mark.parametrize("law", [{}, {"jurisdiction": "US-CA"}, {"jurisdiction": "US-NY"}])
@pytest.mark.attack("A3.dead-long-enough-one-day")
def test_nobody_has_been_dead_for_seventy_years_because_the_use_is_dated_in_seventy_years(law: dict[str, str]) -> None:
    who = actor(life="deceased", died="1990-01-01")
    today, later = (
        shot(who=who, production=law | {"union_agreements": []}, use=use) for use in ({}, {"date": "2061-01-01"})
    )
    assert verdict(today) == verdict(later) == "blocked"
    assert rules(later) == rules(today)
    assert verdict(shot(who=who | {"died": "1950-01-01"}, production=law)) == "needs_approval"
