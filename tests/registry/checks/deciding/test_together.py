"""Somebody alone in view while another speaks: is it their own performance?"""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.checks.deciding.people import Recognition, Someone
from registry.checks.deciding.together import SHOWN, SPEAKS, of_other_voices
from registry.productions.declaration import Cast

MARA = Cast(
    performer="P-MARA", modalities=["face"], treatment="none", role="principal", performed_as_shown=True
)  # fmt: skip
BOX = (10, 10, 90, 90)


def face(start: float, end: float, **more: Any) -> Recognition:
    return Recognition("A1", BOX, "match", start=start, end=end, **more)


def voice(start: float, end: float, answer: str = "match") -> Recognition:
    return Recognition("A2", None, answer, modality="voice", start=start, end=end)


def seen(*found: Recognition, declared: Cast | None = MARA) -> Someone:
    return Someone("P1", "P-MARA", "match", found, declared)


def speaks(*found: Recognition, performer: str | None = "P-RAFIQ") -> Someone:
    return Someone("P2", performer, found[0].answer, found, None)


@pytest.mark.parametrize("answer", ["match", "possible"])
def test_who_is_alone_in_view_while_another_speaks_is_asked_about(answer: str) -> None:
    (reason,) = of_other_voices([seen(face(0, 5)), speaks(voice(1, 4, answer))], ())
    assert (reason.verdict, reason.message, reason.person) == ("needs_approval", "check.voice-of-another", "P1")
    assert reason.params == {"voice": "P2"}


@pytest.mark.parametrize(
    ("people", "confirmed"),
    [
        ([seen(face(0, 5), voice(1, 4))], ()),  # it is their own
        ([seen(face(0, 5)), speaks(voice(6, 9))], ()),  # not while they are seen
        ([seen(face(0, 5)), speaks(voice(4.5, 9))], ()),  # the end of a line over the cut
        ([seen(face(0, 5)), speaks(face(0, 5), voice(1, 4))], ()),  # the speaker is seen, too
        ([seen(face(0, 5)), speaks(voice(1, 4, "none"), performer=None)], ()),  # nobody's: it may be anybody
        ([seen(face(0, 5), declared=MARA.model_copy(update={"performed_as_shown": False})), speaks(voice(1, 4))], ()),
        ([seen(face(0, 5)), speaks(voice(1, 4))], {("P-MARA", SHOWN)}),  # she says that it is hers
    ],
)
def test_nothing_is_asked_otherwise(people: list[Someone], confirmed: Any) -> None:
    assert of_other_voices(people, confirmed) == []


def test_somebody_elses_confirmation_is_none() -> None:
    assert of_other_voices([seen(face(0, 5)), speaks(voice(1, 4))], {("P-RAFIQ", SHOWN)})


times = st.tuples(st.integers(0, 40), st.integers(1, 20)).map(lambda pair: (pair[0] / 2, (pair[0] + pair[1]) / 2))


@given(st.lists(times, min_size=1, max_size=6), st.lists(times, max_size=6), st.lists(times, min_size=1, max_size=6))
def test_it_is_asked_where_the_time_alone_suffices(alone: Any, others: Any, speech: Any) -> None:
    people = [
        seen(*(face(*span) for span in alone)),
        replace(speaks(*(voice(*span) for span in speech)), pseudonym="P2"),
        *([Someone("P3", None, "none", tuple(face(*span) for span in others), None)] if others else []),
    ]

    def during(spans: Any, moment: float) -> bool:
        return any(start <= moment < end for start, end in spans)

    halves = [n / 2 + 0.25 for n in range(70)]
    together = [m for m in halves if during(alone, m) and during(speech, m) and not during(others, m)]
    assert bool(of_other_voices(people, ())) == (len(together) * 500 >= SPEAKS)
