"""What thresholds promise: the error that was asked for, in a gallery of that size, with an honest interval."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.calibration import (
    EXCEEDANCES,
    Tail,
    binomial,
    bootstrap,
    comparison_rate,
    fit_tail,
    identification_rate,
    rate_for_film,
)

RATES = st.floats(1e-6, 0.5)
SIZES = st.integers(1, 1_000_000)


@given(RATES, SIZES)
def test_the_rate_a_comparison_gives_back_the_target_of_the_whole_gallery(target: float, gallery: int) -> None:
    assert identification_rate(comparison_rate(target, gallery), gallery) == pytest.approx(target, rel=1e-6)


@given(RATES, SIZES)
def test_a_larger_gallery_needs_a_stricter_comparison(target: float, gallery: int) -> None:
    assert comparison_rate(target, gallery + 1) < comparison_rate(target, gallery)


def test_one_false_name_in_a_hundred_films_is_one_face_in_fifteen_thousand() -> None:
    assert 1 / rate_for_film(100, 150) == pytest.approx(14_925, rel=1e-3)


@pytest.mark.parametrize(("target", "gallery"), [(0.0, 10), (1.0, 10), (-0.1, 10), (0.1, 0), (math.nan, 10)])
def test_impossible_targets_are_refused(target: float, gallery: int) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        comparison_rate(target, gallery)


def test_strangers_that_resemble_many_make_the_true_rate_smaller_than_stated() -> None:
    """The promise is an upper bound: half of the faces twice as likely to go wrong, half never."""
    rate, gallery = 0.002, 500
    mixed = (identification_rate(2 * rate, gallery) + 0) / 2
    assert mixed < identification_rate(rate, gallery)


def exponential(scale: float = 0.02, start: float = 0.4) -> Tail:
    return Tail(start=start, share=1e-4, shape=0.0, scale=scale, seen=1e-6)


@given(st.floats(0, 0.3), st.floats(1e-12, 9.9e-5))
def test_score_and_rate_of_a_tail_are_inverse(shape: float, rate: float) -> None:
    tail = Tail(start=0.4, share=1e-4, shape=shape, scale=0.02, seen=1e-6)
    assert tail.rate(tail.score(rate)) == pytest.approx(rate, rel=1e-6)


def test_a_tail_says_nothing_about_the_body() -> None:
    with pytest.raises(ValueError, match=r"known from 0\.4000 on"):
        exponential().rate(0.3999)
    with pytest.raises(ValueError, match="lies outside"):
        exponential().score(2e-4)


def test_what_the_sample_cannot_show_is_called_extrapolated() -> None:
    assert exponential().extrapolated(9e-7)
    assert not exponential().extrapolated(1e-6)


@pytest.mark.parametrize("rate", [1e-5, 1e-6])
def test_a_fitted_tail_finds_the_score_that_a_larger_sample_shows(rate: float) -> None:
    rng = np.random.default_rng(5)
    many, few = (rng.normal(0.05, 0.09, size) for size in (8_000_000, 400_000))
    tail = fit_tail(np.sort(few)[-EXCEEDANCES // 4 :], len(few))
    truth = float(np.sort(many)[-round(rate * len(many))])
    assert tail.score(rate) >= truth - 0.005, (
        "a normal tail falls faster than the fit: the promise may only be kept too well"
    )
    assert tail.score(rate) == pytest.approx(truth, abs=0.06)


def test_a_tail_is_never_believed_to_end() -> None:
    """Scores cut off at 0.5 have a finite end; nobody may be promised that no stranger exceeds it."""
    tail = fit_tail(np.random.default_rng(0).uniform(0.4, 0.5, 2000), 1_000_000)
    assert tail.shape == 0
    assert tail.rate(0.6) > 0


@pytest.mark.parametrize(
    ("scores", "comparisons"),
    [(np.linspace(0, 1, 49), 1000), (np.linspace(0, 1, 60), 59), (np.full(60, np.nan), 1000), (np.full(60, 0.5), 1000)],
)
def test_scores_that_are_no_tail_are_refused(scores: np.ndarray, comparisons: int) -> None:
    with pytest.raises(ValueError, match=r"tail"):
        fit_tail(scores, comparisons)


def test_an_interval_for_no_hits_at_all_still_allows_some() -> None:
    found = binomial(0, 1000)
    assert (found.value, found.low) == (0, 0)
    assert found.high == pytest.approx(0.0038, abs=2e-4)


@given(st.integers(1, 2000), st.data())
def test_an_interval_holds_its_value(trials: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, trials))
    found = binomial(hits, trials)
    assert 0 <= found.low <= found.value + 1e-12
    assert found.value - 1e-12 <= found.high <= 1


def test_an_impossible_count_is_refused() -> None:
    with pytest.raises(ValueError, match="hits lie between"):
        binomial(3, 2)


def test_the_bootstrap_draws_people_and_not_probes() -> None:
    """Twenty probes of one person who is always missed are one miss, not twenty: the interval must be wide."""
    groups = np.repeat(np.arange(20), 20)
    missed = (groups == 0).astype(float)
    found = bootstrap(groups, lambda rows: float(missed[rows].mean()))
    alone = bootstrap(np.arange(400), lambda rows: float(missed[rows].mean()))
    assert found.value == alone.value == pytest.approx(0.05)
    assert found.high - found.low > 2 * (alone.high - alone.low)
