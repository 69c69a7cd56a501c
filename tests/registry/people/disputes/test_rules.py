"""Who may speak, and what the voices come to."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.people.disputes.rules import NEUTRAL, finding, is_outside, may_speak, of_union

GUILD, ALLIANCE, CIRCUS = (of_union(union) for union in ("guild", "alliance", "circus"))
G, A = frozenset({"guild"}), frozenset({"alliance"})
NOBODY: frozenset[str] = frozenset()
UPHELD, REFUSED, DISTINCT = "claim_upheld", "claim_refused", "distinct_people"

SIDES = st.sampled_from([NOBODY, G, A, G | A])
SAID = st.lists(
    st.tuples(st.sampled_from([GUILD, ALLIANCE, CIRCUS, NEUTRAL]), st.sampled_from([UPHELD, REFUSED, DISTINCT])),
    unique_by=lambda one: one[0],
)


@pytest.mark.parametrize(
    ("first", "claimant", "said", "found"),
    [
        (G, A, [(GUILD, UPHELD)], None),
        (G, A, [(ALLIANCE, UPHELD)], None),
        (G, A, [(GUILD, UPHELD), (ALLIANCE, UPHELD)], UPHELD),
        (G, A, [(GUILD, REFUSED), (ALLIANCE, UPHELD)], None),
        (G, A, [(GUILD, REFUSED), (ALLIANCE, UPHELD), (NEUTRAL, REFUSED)], REFUSED),
        (G, A, [(GUILD, REFUSED), (ALLIANCE, UPHELD), (NEUTRAL, DISTINCT)], None),
        (G, A, [(GUILD, REFUSED), (ALLIANCE, UPHELD), (NEUTRAL, REFUSED), (CIRCUS, UPHELD)], None),
        (G, A, [(ALLIANCE, UPHELD), (NEUTRAL, UPHELD), (CIRCUS, UPHELD)], None),  # the guild was not heard
        (G, G, [(GUILD, REFUSED)], None),
        (G, G, [(GUILD, REFUSED), (NEUTRAL, REFUSED)], REFUSED),
        (G, NOBODY, [(GUILD, UPHELD), (CIRCUS, UPHELD)], UPHELD),
        (G, NOBODY, [(NEUTRAL, UPHELD), (CIRCUS, UPHELD)], None),
        (NOBODY, NOBODY, [(NEUTRAL, UPHELD), (CIRCUS, UPHELD)], UPHELD),
        (NOBODY, NOBODY, [(NEUTRAL, UPHELD)], None),
        (G, G | A, [(GUILD, DISTINCT), (ALLIANCE, DISTINCT)], DISTINCT),
    ],
)
def test_what_the_voices_come_to(first, claimant, said, found):
    assert {finding(first, claimant, order, False) for order in permutations(said)} == {found}


def test_after_an_objection_somebody_from_outside_is_among_those_who_agree():
    both = [(GUILD, UPHELD), (ALLIANCE, UPHELD)]
    assert finding(G, A, both, True) is None
    assert finding(G, A, [*both, (NEUTRAL, UPHELD)], True) == UPHELD


@given(SIDES, SIDES, SAID, st.booleans())
def test_nobody_is_judged_by_one_voice_or_without_their_own_union(first, claimant, said, again):
    found = finding(first, claimant, said, again)
    if found is None:
        return
    agree = {standing for standing, outcome in said if outcome == found}
    heard = {standing for standing, _outcome in said}
    assert len(agree) >= 2
    for side in (first, claimant):
        assert not side or heard & {of_union(union) for union in side}
    unanimous = len({outcome for _standing, outcome in said}) == 1
    outside = any(is_outside(standing, first, claimant) for standing in agree)
    assert outside or (unanimous and not again)
    for side in (first, claimant):
        own = {of_union(union) for union in side}
        assert not (own and agree < own) or unanimous


@given(SIDES, SIDES, SAID, st.booleans())
def test_a_standing_speaks_once_and_outsiders_only_where_they_are_wanted(first, claimant, said, again):
    for standing in (GUILD, ALLIANCE, CIRCUS, NEUTRAL):
        allowed = may_speak(standing, first, claimant, said, again)
        assert not (allowed and standing in {spoken for spoken, _ in said})
        if allowed and is_outside(standing, first, claimant):
            disagree = len({outcome for _, outcome in said}) > 1
            assert again or disagree or not first or not claimant or first == claimant


@given(SIDES, SIDES, st.booleans())
def test_somebody_may_always_speak_next_until_something_is_found_or_all_have(first, claimant, again):
    said: list[tuple[str, str]] = []
    while finding(first, claimant, said, again) is None:
        free = [one for one in (GUILD, ALLIANCE, CIRCUS, NEUTRAL) if may_speak(one, first, claimant, said, again)]
        assert free
        said.append((free[0], REFUSED))
