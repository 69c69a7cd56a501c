"""Facts that exclude each other, and dimensions that are forgotten: the strictest reading, with the contradiction named."""

import pytest

from consent.clearance import CaseError, decide, parse_case
from tests.attacks.harbour import Json, actor, rider, rules, shot, verdict

PERFORMED = {"performed_as_shown": True, "treatment": "none"}


@pytest.mark.parametrize("made", ["trainedAlgorithmicMedia", "algorithmicMedia"])
@pytest.mark.parametrize("by", [None, "camera_original", "performer", "union", "provenance"])
@pytest.mark.attack("A11.generated")
def test_what_is_wholly_generated_was_performed_by_nobody(made: str, by: str | None) -> None:
    claim = {"claimed_by_production": ["performed_as_shown"], "confirmed_by": by} if by else {}
    case = shot(who=actor(**PERFORMED, **claim), asset={"source_type": made})
    assert verdict(case) == "needs_approval"
    assert rules(case) == {"registry/generated_yet_performed"}
    assert dict(decide(case).reasons[0].params) == {"made": made}


@pytest.mark.parametrize("source", [None, "digitalCapture", "humanEdits"])
@pytest.mark.attack("A11.detected")
def test_nor_was_what_a_detector_finds_generated(source: str | None) -> None:
    asset = {"detector": "likely_generated", **({"source_type": source} if source else {})}
    assert verdict(shot(who=actor(**PERFORMED), asset=asset)) == "needs_approval"


@pytest.mark.parametrize("treatment", ["alteration", "processing", "tiling"])
@pytest.mark.attack("A11.footage")
def test_nor_is_it_footage_that_was_changed(treatment: str) -> None:
    paper = rider(kind=["alter_performance", "create_replica", "use_replica"])
    case = shot(paper, who=actor(treatment=treatment), asset={"source_type": "trainedAlgorithmicMedia"})
    assert verdict(case) == "needs_approval"


@pytest.mark.parametrize("made", ["trainedAlgorithmicMedia", "compositeSynthetic", "algorithmicMedia"])
@pytest.mark.attack("A11.record")
def test_what_is_generated_is_no_record_of_anybody(made: str) -> None:
    for asset in ({"element": "archive_photo"}, {"provenance": "documented"}):
        assert verdict(shot(who=actor(treatment="none"), asset={"source_type": made, **asset})) == "blocked"


@pytest.mark.attack("A11.honest")
def test_a_sky_that_was_generated_takes_no_performance_away() -> None:
    case = shot(who=actor(**PERFORMED), asset={"source_type": "compositeWithTrainedAlgorithmicMedia"})
    assert verdict(case) == "cleared"


UNLIKE = ("lip_sync_new_dialogue", "emotion", "age", "body", "translation", "behaviour_intoxicated")
OLDER = {"script_date": "2026-09-01", "performed_on": "2026-10-10"}


@pytest.mark.parametrize("change", UNLIKE)
@pytest.mark.parametrize("treatment", ["alteration", "replica_employment_based"])
@pytest.mark.attack("A11.scripted")
def test_what_changes_the_performance_is_not_as_scripted(change: str, treatment: str) -> None:
    use = {"alteration": change, "exemption": "as_scripted_performed_recorded", **OLDER}
    create = rider(kind=["create_replica"])
    case = shot(create, who=actor(treatment=treatment), use=use)
    assert verdict(case) == "needs_approval"
    assert change in str(decide(case).as_dict()["reasons"][0]["params"])


@pytest.mark.attack("A11.uncreated")
def test_a_contradictory_exemption_is_no_softer_than_none_where_the_replica_itself_was_never_agreed_to() -> None:
    use = {"alteration": "lip_sync_new_dialogue", "exemption": "as_scripted_performed_recorded", **OLDER}
    assert verdict(shot(use=use)) == "blocked"
    assert verdict(shot(rider(kind=["create_replica"], media=["game"]), use=use)) == "blocked"


@pytest.mark.attack("A11.approved")
def test_no_approval_of_the_commissioner_settles_that() -> None:
    use = {"alteration": "lip_sync_new_dialogue", "exemption": "as_scripted_performed_recorded", **OLDER}
    case = shot(
        who=actor(treatment="alteration"),
        use=use,
        production={"commissioner": "netflix"},
        approvals={"disclosed": True, "written": "granted", "legal_review": "passed"},
    )
    assert verdict(case) == "needs_approval"


@pytest.mark.attack("A11.of-nobody")
def test_a_change_of_a_performance_changes_somebody() -> None:
    assert verdict(shot(who=actor(**PERFORMED), use={"alteration": "lip_sync_new_dialogue"})) == "needs_approval"


@pytest.mark.parametrize("key", ["territory", "language", "medium", "project"])
@pytest.mark.attack("A11.null")
def test_no_dimension_is_cleared_by_not_knowing_it(key: str) -> None:
    assert verdict(shot(rider(), use={key: None})) == "needs_approval"


@pytest.mark.parametrize("clause", ["territories", "languages", "media", "modalities", "project_ids"])
@pytest.mark.attack("A11.silent")
def test_nor_by_a_paper_that_is_silent_on_it(clause: str) -> None:
    assert verdict(shot(rider(**{clause: None}))) == "needs_approval"


@pytest.mark.attack("A11.territory-law")
def test_a_place_that_nobody_knows_may_be_where_the_public_has_to_be_told() -> None:
    anywhere = {key: value for key, value in rider().items() if key != "territories"}
    assert verdict(shot(anywhere)) == "cleared"
    assert verdict(shot(anywhere, use={"territory": None})) == "notify_only"


@pytest.mark.parametrize(
    ("path", "twice"),
    [
        ("$.persons[1].ref", {"persons": [actor(), actor(treatment="none")]}),
        ("$.consents[1].id", {"consents": [rider(), rider(media=["game"])]}),
    ],
)
@pytest.mark.attack("A11.twice")
def test_two_of_one_name_are_refused_where_they_stand(path: str, twice: Json) -> None:
    with pytest.raises(CaseError) as refusal:
        parse_case({**shot(rider()), **twice})
    assert refusal.value.path == path


@pytest.mark.attack("A4.creation")
def test_what_is_made_for_the_finished_work_is_made_and_used() -> None:
    making = {"element": "replica_creation", "stage": "final"}
    assert verdict(shot(rider(kind=["create_replica"]), asset=making)) == "blocked"
    assert verdict(shot(rider(), asset=making)) == "cleared"
    each = rider(per_use_approval=True, use_approved=None)
    assert verdict(shot(each, asset=making)) == "needs_approval"
    assert verdict(shot(rider(max_uses=2, unit="shot", uses_so_far=2), asset=making)) == "blocked"


@pytest.mark.parametrize("element", ["performance", "crowd", "background_video", "reenactment"])
@pytest.mark.attack("A4.capture")
def test_a_replica_that_is_shown_is_not_only_captured(element: str) -> None:
    shown = {"element": element, "stage": "capture"}
    assert verdict(shot(rider(kind=["create_replica"]), asset=shown)) == "blocked"


@pytest.mark.attack("A4.scan")
def test_a_scan_for_the_finished_work_uses_the_replica_too() -> None:
    making = rider(kind=["create_replica"])
    assert verdict(shot(making, asset={"media": "scan", "stage": "capture"})) == "cleared"
    assert verdict(shot(making, asset={"media": "scan", "stage": "final"})) == "blocked"


@pytest.mark.attack("A11.younger")
def test_an_adult_who_is_made_younger_may_look_like_a_minor() -> None:
    paper = rider(alterations_allowed=["age"])
    for content in ("nudity", "simulated_sex", "sexually_explicit"):
        assert verdict(shot(paper, use={"alteration": "age", "content": [content]})) == "needs_approval"


@pytest.mark.attack("A11.trailer")
def test_a_trailer_shows_what_the_film_shows_or_says_that_it_does_not() -> None:
    synthetic = actor(ref="S1", registered=False, match="none", treatment="synthetic")
    parts = {"production": {"kind": "feature", "union_agreements": []}, "disclosure": {"present": False}}
    trailer = {"territory": "US-NY", "medium": "trailer"}
    for matches, expected in ((None, "needs_approval"), (False, "notify_only"), (True, "cleared")):
        said = {} if matches is None else {"matches_work": matches}
        assert verdict(shot(who=synthetic, use={**trailer, **said}, **parts)) == expected
