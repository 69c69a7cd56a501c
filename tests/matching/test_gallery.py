"""A gallery that is brought up to date is the gallery that would have been built anew."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.averages import Averages
from matching.gallery import Gallery

NAMES = st.sampled_from("abcdefgh")
TEMPLATES = st.dictionaries(
    st.sampled_from(("first", "second")), st.integers(1, 4), min_size=1
)  # encoder -> references
PEOPLE = st.dictionaries(NAMES, TEMPLATES)


def rows(subject: str, encoder: str, count: int, seed: int) -> np.ndarray:
    width = {"first": 8, "second": 16}[encoder]
    drawn = np.random.default_rng([ord(subject), width, seed]).standard_normal((count, width), dtype=np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


def drawn(people: dict[str, dict[str, int]], seed: int) -> dict[str, dict[str, np.ndarray]]:
    return {
        subject: {encoder: rows(subject, encoder, count, seed) for encoder, count in templates.items()}
        for subject, templates in people.items()
    }


@given(PEOPLE, st.sets(NAMES), PEOPLE)
def test_updated_is_built_anew_to_the_bit(before, gone, added):
    old, new = drawn(before, 1), drawn(added, 2)
    whole = {subject: one for subject, one in (old | new).items() if subject in new or subject not in gone}
    expected = Averages.of_people(sorted(whole.items()))
    found = Averages.of_people(sorted(old.items())).updated(gone, Averages.of_people(list(new.items())))
    assert found.subjects == expected.subjects
    assert found.means.keys() == expected.means.keys() == found.counts.keys()
    for encoder in found.means:
        assert np.array_equal(found.means[encoder], expected.means[encoder])
        assert np.array_equal(found.counts[encoder], expected.counts[encoder])


@given(PEOPLE, st.sampled_from((("first",), ("second",), ("first", "second"))))
def test_a_gallery_is_of_those_who_have_every_encoder_and_of_no_other(people, encoders):
    everybody = sorted(drawn(people, 1).items())
    able = [
        (subject, {encoder: held[encoder] for encoder in encoders})
        for subject, held in everybody
        if {*encoders} <= held.keys()
    ]
    expected = Gallery(able, generation=2, digest="d")
    found = Gallery.of(Averages.of_people(everybody), encoders, generation=2, digest="d")
    assert (found.subjects, found.generation, found.digest) == (expected.subjects, 2, "d")
    assert found.encoders == expected.encoders == (frozenset(encoders) if able else frozenset())
    assert np.array_equal(found.references, expected.references)
    for encoder in found.encoders:
        assert np.array_equal(found.space({encoder: 1.0}), expected.space({encoder: 1.0}))


@pytest.mark.parametrize("templates", [np.array([[1.0, 0.0], [-1.0, 0.0]]), np.array([[np.nan, 1.0]])])
def test_templates_that_are_no_direction_are_refused_where_they_are_searched_with(templates):
    sound, broken = np.array([[0.0, 1.0]], np.float32), templates.astype(np.float32)
    people = Averages.of_people([("a", {"first": sound, "second": broken}), ("b", {"first": sound})])
    assert Gallery.of(people, {"first"}, generation=1, digest="d").subjects == ("a", "b")
    with pytest.raises(ValueError, match="cancel each other"):
        Gallery.of(people, {"second"}, generation=1, digest="d")


def test_galleries_of_different_encoders_are_not_put_together():
    one, other = (Gallery([(name, {name: rows("a", "first", 1, 1)})]) for name in ("first", "second"))
    with pytest.raises(ValueError, match="lacks an encoder"):
        one.updated((), Gallery([("b", {"second": rows("b", "second", 1, 1)})]))
    assert other.updated({"second"}, one).encoders == {"first"}


def test_who_is_left_out_leaves_no_row():
    people = Gallery([(name, {"first": rows(name, "first", 3, 1)}) for name in "abc"])
    left = people.without({"b"})
    assert left.subjects == ("a", "c")
    assert left.space({"first": 1.0}).shape == (2, 8)
    assert people.subjects == ("a", "b", "c")
