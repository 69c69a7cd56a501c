"""The case of a check: each fact has one source, and a production cannot clear itself."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consent import terms
from consent.clearance import decide
from registry.approvals.established import Established
from registry.checks.deciding.case import Built, Recognition, build
from registry.checks.deciding.combining import combine
from registry.checks.deciding.facts import CheckFacts, PerformerFacts, ProductionFacts
from registry.productions.declaration import read_declaration
from registry.records.performers import IdentityStanding
from tests.common.examples import examples
from tests.registry.checks.conftest import a_declaration, as_replica

AGREEMENT, UNION, PRODUCTION, PERFORMER = "sag_tvtheatrical_2026", "players-guild", "PR-ONE", "P-ALICE"
ALICE = PerformerFacts(
    PERFORMER, "Alice", IdentityStanding.VERIFIED, "living", None, None, frozenset({UNION}), {AGREEMENT: True}, ()
)
FACTS = CheckFacts(
    datetime(2026, 10, 5, 9, tzinfo=UTC),
    date(2026, 10, 5),
    ProductionFacts(PRODUCTION, "series", "other", {AGREEMENT: True}, None, None, ZoneInfo("UTC")),
    {PERFORMER: ALICE},
    {AGREEMENT: UNION},
)
MATCH = Recognition("A1", (1, 2, 30, 40), "match", PERFORMER)


def built(
    declared: dict[str, Any], *faces: Recognition, facts: CheckFacts = FACTS, said: Established | None = None
) -> tuple[Built, dict[str, Any]]:
    case = build(read_declaration(declared), "image", faces or (MATCH,), facts, {"Alice": PERFORMER}, said)
    return case, combine(decide(case.case).as_dict(), case, facts)


APPROVED = {"approvals": {"disclosed": True, "written": "granted", "legal_review": "none"}}


def about(**performer: Any) -> CheckFacts:
    return replace(FACTS, performers={PERFORMER: replace(ALICE, **performer)})


words = st.fixed_dictionaries(
    {
        "treatment": st.sampled_from(terms.TREATMENTS),
        "role": st.sampled_from(terms.ROLES),
        "performed_as_shown": st.booleans(),
    },
    optional={"minor": st.booleans(), "age": st.integers(0, 90), "life": st.sampled_from(["living", "deceased"])},
)


@settings(max_examples=examples(150), deadline=None)
@given(
    cast=words,
    exemption=st.none() | st.sampled_from(terms.EXEMPTIONS),
    alteration=st.none() | st.sampled_from(terms.ALTERATIONS),
    stage=st.sampled_from(terms.STAGES),
    element=st.sampled_from(["performance", "crowd", "moodboard", "reenactment", "background_video"]),
)
def test_no_word_of_the_production_alone_clears_a_person_who_was_found(
    cast: dict[str, Any], exemption: str | None, alteration: str | None, stage: str, element: str
) -> None:
    use = a_declaration(PRODUCTION)["use"] | {"exemption": exemption, "alteration": alteration}
    declared = a_declaration(
        PRODUCTION, as_replica(PERFORMER, **cast), use=use, asset={"stage": stage, "element": element}
    )
    case, decision = built(declared)
    assert decision["verdict"] in ("needs_approval", "blocked")
    assert set(case.sources.values()) <= {"file", "registry", "union", "production"}


def test_every_fact_of_a_case_has_its_source() -> None:
    case, _ = built(a_declaration(PRODUCTION, as_replica(PERFORMER), principles=_principles()))
    for part, content in case.case.items():
        paths = [f"{part}.{key}" for key in content] if isinstance(content, dict) else [part]
        if isinstance(content, list):
            paths = [f"{part}[{row}].{key}" for row, entry in enumerate(content) for key in entry]
        assert [path for path in paths if path not in case.sources] == []
    assert case.sources["asset.media"] == case.sources["persons[0].match"] == "file"
    assert case.sources["asset.stage"] == case.sources["persons[0].treatment"] == "production"
    assert case.sources["persons[0].life"] == case.sources["use.project"] == "registry"


def _principles() -> dict[str, str]:
    return dict.fromkeys(terms.PRINCIPLES, "yes")


def test_a_claim_that_somebody_else_has_confirmed_is_no_claim_any_more() -> None:
    performed = as_replica(PERFORMER, treatment="none", performed_as_shown=True)
    _, alone = built(a_declaration(PRODUCTION, performed))
    confirmed = {(PERFORMER, fact): "performer" for fact in ("performed_as_shown", "not_altered")}
    _, both = built(a_declaration(PRODUCTION, performed), said=Established(APPROVED, confirmed=confirmed))
    half = {(PERFORMER, "performed_as_shown"): "performer"}
    _, one = built(a_declaration(PRODUCTION, performed), said=Established(APPROVED, confirmed=half))
    assert [decision["verdict"] for decision in (alone, one, both)] == [
        "needs_approval",
        "needs_approval",
        "cleared",
    ]


@pytest.mark.parametrize("word", [{"minor": False}, {"minor": True}, {"age": 12}, {"age": 40}, {}])
@pytest.mark.parametrize("minor", [True, False])
def test_a_birth_date_on_record_overrules_the_production(minor: bool, word: dict[str, Any]) -> None:
    case, _ = built(a_declaration(PRODUCTION, as_replica(PERFORMER, **word)), facts=about(minor=minor))
    assert (case.case["persons"][0]["minor"], case.case["persons"][0]["age"]) == (minor, None)


@pytest.mark.parametrize(("word", "minor"), [({"minor": True}, True), ({"age": 12}, True), ({"age": 40}, False)])
def test_without_a_birth_date_that_somebody_is_a_minor_may_be_said(word: dict[str, Any], minor: bool) -> None:
    case, _ = built(a_declaration(PRODUCTION, as_replica(PERFORMER, **word)))
    assert case.case["persons"][0]["minor"] is minor


def test_a_death_on_record_cannot_be_talked_away() -> None:
    alive = as_replica(PERFORMER, life="living")
    case, _ = built(a_declaration(PRODUCTION, alive), facts=about(life="deceased", died=date(2020, 1, 1)))
    assert case.case["persons"][0]["life"] == "deceased"
    assert case.case["persons"][0]["died"] == "2020-01-01"


@pytest.mark.parametrize(
    ("coverage", "confirmed", "asked"),
    [({}, False, True), ({}, True, False), ({AGREEMENT: True}, False, False), ({AGREEMENT: False}, False, False)],
)
def test_a_union_that_has_not_said_whether_it_covers_the_work_is_asked(
    coverage: dict[str, bool], confirmed: bool, asked: bool
) -> None:
    facts = replace(
        about(coverage=coverage),
        production=replace(FACTS.production, agreements={AGREEMENT: True} if confirmed else {}),
    )
    case, _ = built(a_declaration(PRODUCTION, as_replica(PERFORMER)), facts=facts)
    assert ("check.coverage-unconfirmed" in [reason.message for reason in case.reasons]) is asked


def test_a_name_stands_for_the_one_performer_who_bears_it() -> None:
    named = as_replica("") | {"name": "Alice"}
    del named["performer"]
    case, _ = built(a_declaration(PRODUCTION, named))
    assert [(person.performer, person.answer) for person in case.people] == [(PERFORMER, "match")]


@pytest.mark.parametrize("commissioner", ["netflix", "other"])
def test_no_answer_to_the_five_principles_is_taken_for_unsure(commissioner: str) -> None:
    facts = replace(FACTS, production=replace(FACTS.production, commissioner=commissioner))
    silent = a_declaration(PRODUCTION, as_replica(PERFORMER))
    del silent["principles"]
    case, _ = built(silent, facts=facts)
    assert set(case.case["principles"].values()) == {"unsure"}


def test_a_name_in_a_prompt_counts_where_no_face_is_found_without_a_search_for_it() -> None:
    prompted = as_replica(PERFORMER, modalities=["name"], prompted_by_name=True)
    stranger = Recognition("A1", (1, 2, 30, 40), "none")
    case, decision = built(a_declaration(PRODUCTION, prompted), stranger)
    assert "check.declared-not-found" not in [reason.message for reason in case.reasons]
    assert decision["verdict"] == "blocked"


BLURRED = Recognition("A2", (0, 0, 160, 190), "cannot_decide", reason="face.too-blurred")


def unrecognised(frame: tuple[int, int], attested: bool = True, looked_for: dict[str, str] | None = None) -> list[str]:
    declared = read_declaration(
        a_declaration(PRODUCTION, as_replica(PERFORMER)) | {"nobody_else_identifiable": attested}
    )
    case = build(declared, "image", (BLURRED,), FACTS, {}, looked_for=looked_for, frame=frame)
    return [reason.message for reason in case.reasons if "identifiable" in reason.message]


def test_the_production_s_word_covers_a_blurred_face_that_is_a_small_part_of_the_picture():
    assert unrecognised((3840, 2160)) == []
    assert unrecognised((3840, 2160), attested=False) == ["check.not-identifiable"]


def test_the_production_s_word_does_not_cover_a_blurred_face_that_fills_much_of_the_picture():
    assert unrecognised((1920, 1080)) == ["check.not-identifiable-large"]


def test_where_the_size_of_the_picture_is_not_known_no_face_is_small():
    assert unrecognised((0, 0)) == ["check.not-identifiable-large"]


def test_a_large_blurred_face_is_accounted_for_by_somebody_whom_a_person_saw():
    assert unrecognised((1920, 1080), looked_for={PERFORMER: "confirm"}) == []
    assert unrecognised((1920, 1080), looked_for={PERFORMER: "cannot_tell"}) == ["check.not-identifiable-large"]


@pytest.mark.attack("A4.seen-for-heard")
@pytest.mark.parametrize(("declared", "left"), [(["face"], 1), (["face", "voice"], 0)])
def test_who_was_said_to_be_seen_accounts_for_no_words_that_are_too_short_to_tell_whose_they_are(
    declared: list[str], left: int
) -> None:
    words = Recognition("A3", None, "cannot_decide", reason="voice.too-short", modality="voice", end=4.0)
    said = read_declaration(
        a_declaration(PRODUCTION, as_replica(PERFORMER, modalities=declared)) | {"nobody_else_identifiable": True}
    )
    case = build(said, "video", (words,), FACTS, {}, looked_for={PERFORMER: "confirm"}, frame=(1920, 1080))
    assert [reason.message for reason in case.reasons].count("check.not-identifiable-unplaced") == left
