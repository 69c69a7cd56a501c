"""Who could sign is judged on the day of the signature: nothing heals by a birthday or by a death."""

import pytest

from tests.attacks.harbour import Json, actor, rider, shot, verdict

SEARCHED = {"search_for_heirs": "documented"}
DIED = {"life": "deceased", "died": "2026-11-01"}


@pytest.mark.parametrize("known", [{"born": "2008-11-22"}, {"born": "2008-11-22", "age": 18}, {"age": 18}])
@pytest.mark.attack("A10.birthday")
def test_a_minor_s_own_signature_does_not_count_from_the_birthday_on(known: Json) -> None:
    signed = rider(signed_at="2026-09-20") if "born" in known else rider(signed_at="2025-09-20")
    assert verdict(shot(signed, who=actor(minor=False, **known))) == "blocked"
    assert verdict(shot(rider(signed_at="2026-11-22"), who=actor(minor=False, **known))) == "cleared"


@pytest.mark.attack("A10.perhaps")
def test_a_signature_that_may_have_been_a_minor_s_is_a_question() -> None:
    assert verdict(shot(rider(signed_at="2026-09-20"), who=actor(minor=False, age=18))) == "needs_approval"


@pytest.mark.attack("A10.release")
def test_nor_does_a_minor_s_release_of_a_template() -> None:
    agreed = {"action": "enrol", "written_release": True, "signer_role": "performer", "signed_at": "2026-09-20"}
    girl = actor(treatment="none", minor=False, born="2008-11-22")
    assert verdict({"check_date": "2026-11-22", "persons": [girl], "biometric": agreed}) == "blocked"
    again = {**agreed, "signed_at": "2026-11-22"}
    assert verdict({"check_date": "2026-11-22", "persons": [girl], "biometric": again}) == "cleared"


@pytest.mark.attack("A10.guardian")
def test_a_guardian_signs_for_a_minor_and_for_nobody_else() -> None:
    by_guardian = rider(signer_role="guardian", authority_on_file=True, signed_at="2026-09-20")
    assert verdict(shot(by_guardian, who=actor(minor=True))) == "cleared"
    assert verdict(shot(by_guardian, who=actor(minor=False, born="2008-11-22"))) == "needs_approval"
    assert verdict(shot(by_guardian, who=actor(minor=False, born="2008-09-20"))) == "blocked"


@pytest.mark.parametrize("signer", ["estate", "union"])
@pytest.mark.attack("A10.before-death")
def test_an_estate_or_union_that_signed_before_the_death_signed_for_the_living(signer: str) -> None:
    paper = rider(signer_role=signer, authority_on_file=True)
    assert verdict(shot(paper, who=actor(**DIED), **SEARCHED)) == "blocked"
    after = {**paper, "signed_at": "2026-11-02"}
    assert verdict(shot(after, who=actor(**DIED), **SEARCHED)) == "cleared"
    assert verdict(shot(after, who=actor(), **SEARCHED)) == "blocked"


@pytest.mark.attack("A10.undated-death")
def test_where_nobody_knows_the_day_of_the_death_nobody_knows_who_could_sign() -> None:
    paper = rider(signer_role="estate", authority_on_file=True)
    assert verdict(shot(paper, who=actor(life="deceased", died=None))) == "needs_approval"
    assert verdict(shot(rider(), who=actor(life=None))) == "needs_approval"


@pytest.mark.parametrize(
    "facts",
    [
        {"life": "deceased", "died": "2027-01-01"},
        {"died": "2026-11-23"},
        {"born": "2026-11-23"},
        {"life": "deceased", "born": "1990-01-01", "died": "1989-12-31"},
    ],
    ids=["death", "tomorrow", "birth", "before-birth"],
)
@pytest.mark.attack("A10.to-come")
def test_what_is_still_to_come_is_no_fact(facts: Json) -> None:
    assert verdict(shot(rider(survives_death="yes"), who=actor(**facts))) == "refused"
