"""A gallery that is brought up to date is the gallery that would have been built anew."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

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
    expected = Gallery(sorted(whole.items()), generation=2, digest="d")
    found = Gallery(sorted(old.items()), generation=1).updated(
        gone, Gallery(list(new.items()), generation=2, digest="d")
    )
    assert (found.subjects, found.generation, found.digest) == (expected.subjects, 2, "d")
    assert np.array_equal(found.references, expected.references)
    assert found.encoders == expected.encoders
    assert found._means.keys() == expected._means.keys()
    for encoder in found._means:
        assert np.array_equal(found.space({encoder: 1.0}), expected.space({encoder: 1.0}))


def test_who_is_left_out_leaves_no_row():
    people = Gallery([(name, {"first": rows(name, "first", 3, 1)}) for name in "abc"])
    left = people.without({"b"})
    assert left.subjects == ("a", "c")
    assert left.space({"first": 1.0}).shape == (2, 8)
    assert people.subjects == ("a", "b", "c")
