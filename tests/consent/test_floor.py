"""Floor terms: narrower is always within, wider never, whatever the dimension."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent import terms
from consent.clearance.places import EU_MEMBERS
from consent.document import DocumentError
from consent.document.floor import DIMENSIONS, parse_floor, within

RANKED = {
    "exploitation_after_end": ["none", "finished_work_only"],
    "training": ["notAllowed", "constrained", "allowed"],
    "realtime_generation": [False, True],
    "per_use_approval": [True, False],
    "strike_behaviour": ["suspend_all_use", "suspend_new_generation"],
    "survives_death": ["no", "yes"],
    "condition_of_employment": [False, True],
}
LISTS = {
    "kind": terms.CONSENT_KINDS,
    "modalities": terms.MODALITIES,
    "scenes": ("1", "2", "3"),
    "media": terms.MEDIA,
    "territories": ("US", "CA", "DE"),
    "languages": ("en", "fr", "de"),
    "alterations_allowed": terms.ALTERATIONS,
    "sensitive_content": ("nudity", "slurs", "simulated_sex"),
}
OPEN_ENDED = {"scenes", "media", "territories", "languages", "alterations_allowed"}


def test_every_dimension_is_proved_here() -> None:
    assert set(DIMENSIONS) == {*RANKED, *LISTS, "exclusions", "max_uses", "valid_from", "valid_until"}


@given(st.sampled_from(sorted(LISTS)), st.data())
def test_a_list_may_lose_entries_and_gain_none(dimension: str, data: st.DataObject) -> None:
    floor = data.draw(st.lists(st.sampled_from(LISTS[dimension]), min_size=1, unique=True))
    value = data.draw(st.lists(st.sampled_from(LISTS[dimension]), min_size=1, unique=True))
    assert within(dimension, value, floor) == (set(value) <= set(floor))
    if dimension in OPEN_ENDED:
        assert within(dimension, value, "any")
        assert not within(dimension, "any", floor)


@given(
    st.lists(st.sampled_from(terms.EXCLUSIONS), unique=True), st.lists(st.sampled_from(terms.EXCLUSIONS), unique=True)
)
def test_exclusions_may_be_added_and_none_dropped(value: list[str], floor: list[str]) -> None:
    assert within("exclusions", value, floor) == (set(floor) <= set(value))
    assert within("exclusions", [*floor, *value], floor)


@given(st.integers(1, 100), st.integers(1, 100))
def test_a_count_may_be_smaller_and_not_greater(value: int, floor: int) -> None:
    assert within("max_uses", value, floor) == (value <= floor)
    assert within("max_uses", value, "any")
    assert not within("max_uses", "any", floor)


@given(st.dates(date(1000, 1, 1)), st.dates(date(1000, 1, 1)))
def test_a_term_may_begin_later_and_end_earlier(value: date, floor: date) -> None:
    assert within("valid_until", value.isoformat(), floor.isoformat()) == (value <= floor)
    assert within("valid_from", value.isoformat(), floor.isoformat()) == (value >= floor)


@pytest.mark.parametrize("dimension", sorted(RANKED))
def test_a_rank_may_go_down_and_not_up(dimension: str) -> None:
    order = RANKED[dimension]
    for one in range(len(order)):
        for other in range(len(order)):
            assert within(dimension, order[one], order[other]) == (one <= other)


def test_places_and_languages_contain_one_another() -> None:
    assert within("territories", ["DE", "FR"], ["EU"])
    assert within("territories", ["US-CA"], ["US"])
    assert not within("territories", ["worldwide"], ["EU", "US"])
    assert within("territories", ["EU"], sorted(EU_MEMBERS))
    assert not within("territories", ["EU"], sorted(EU_MEMBERS - {"MT"}))
    assert within("languages", ["en-GB"], ["en"])
    assert within("languages", ["es-MX"], ["es-419"])
    assert not within("languages", ["en"], ["en-GB"])


@given(st.sampled_from(sorted(LISTS)), st.data())
def test_what_is_within_one_floor_is_within_every_wider_one(dimension: str, data: st.DataObject) -> None:
    sets = st.lists(st.sampled_from(LISTS[dimension]), min_size=1, unique=True)
    value, floor, wider = data.draw(sets), data.draw(sets), data.draw(sets)
    if within(dimension, value, floor) and within(dimension, floor, wider):
        assert within(dimension, value, wider)


@pytest.mark.parametrize(
    ("dimension", "value"),
    [("languages", ["klingon!"]), ("max_uses", 0), ("training", "maybe"), ("valid_until", "soon"), ("pay", 1),
     ("per_use_approval", "yes"), ("media", "everything"), ("description", "any")],
)  # fmt: skip
def test_what_a_scope_cannot_say_is_no_floor(dimension: str, value: object) -> None:
    with pytest.raises(DocumentError):
        parse_floor(dimension, value)
