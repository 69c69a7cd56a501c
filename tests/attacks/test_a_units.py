"""More pictures than were signed for, under the name of one unit."""

import io
from typing import Any

import pytest
from sqlalchemy import select

from registry.checks.receipts.issued import live
from registry.checks.viewed import CheckView, exit_status
from registry.core.errors import Invalid
from registry.records.tables.checks import Check
from registry.records.tables.consents import ConsentUse
from tests.registry.checks.conftest import as_replica, tell_contact


def shot(studio: Any, performer: str, version: int, unit: str = "SH1", **changes: Any) -> dict[str, Any]:
    return studio.declare(as_replica(performer), unit={"id": unit, "version": version}, **changes)


def released(studio: Any) -> set[str]:
    """The files that a live receipt lets out."""
    with studio.desk.db.read() as session:
        checks = session.scalars(select(Check).where(Check.state == "decided", Check.verdict == "cleared"))
        moment = studio.desk.clock()
        return {check.file_sha256 for check in checks if not check.due and live(session, check.id, moment)}


def used(studio: Any) -> int:
    with studio.desk.db.read() as session:
        rows = session.scalars(select(ConsentUse).where(ConsentUse.released_at.is_(None)))
        return sum(row.amount for row in rows)


@pytest.mark.attack("A6.five-pictures")
def test_five_pictures_are_not_five_clearances_of_one_unit(studio: Any, verified_alice: Any, shows: Any) -> None:
    studio.consent(verified_alice, "alice", max_uses=1)
    refused = 0
    for version in (5, 5, 4, 3, 2):
        try:
            studio.check(shows("alice"), shot(studio, verified_alice.id, version))
        except Invalid as error:
            refused += error.message_id == "unit-version-taken" and error.fields == {
                "unit.version": "unit-version-taken"
            }
    assert (refused, len(released(studio)), used(studio)) == (4, 1, 1)
    assert list(studio.desk.config.uploads.iterdir()) == []


@pytest.mark.attack("A6.queued-at-once")
def test_two_files_queued_as_one_version_before_either_is_decided(
    studio: Any, people: Any, verified_alice: Any, shows: Any
) -> None:
    studio.consent(verified_alice, "alice", max_uses=1)
    said, files = shot(studio, verified_alice.id, 1), [shows("alice") for _ in range(3)]
    for content in files:
        tell_contact(studio, said, content)
    ids = [
        studio.desk.checks.register(people.petra, studio.production, io.BytesIO(content), "x.jpg", said).id
        for content in files
    ]
    for check_id in ids:
        studio.desk.examiner.run(check_id)
    views = [studio.desk.checks.get(people.petra, check_id) for check_id in ids]
    assert [exit_status(view) for view in views] == [0, 1, 1]
    assert "check.version-taken" in [reason["message"] for reason in views[1].result["reasons"]]
    assert (len(released(studio)), used(studio)) == (1, 1)


@pytest.mark.attack("A6.approved-later")
def test_two_files_that_wait_under_one_version_are_not_both_approved(
    studio: Any, people: Any, verified_alice: Any, shows: Any
) -> None:
    studio.consent(verified_alice, "alice", max_uses=1)
    studio.approves = False
    said, files = shot(studio, verified_alice.id, 1), [shows("alice") for _ in range(2)]
    views = [studio.check(content, said) for content in files]
    assert [exit_status(view) for view in views] == [3, 3]
    studio.approves = True
    for content in files:
        tell_contact(studio, said, content)
    studio.desk.redecider.run_due()
    assert sorted(exit_status(studio.desk.checks.get(people.petra, view.id)) for view in views) == [0, 1]
    assert len(released(studio)) == 1


@pytest.mark.attack("A6.same-file")
def test_the_same_file_may_be_checked_again_and_for_other_uses(studio: Any, verified_alice: Any, shows: Any) -> None:
    studio.consent(verified_alice, "alice", max_uses=1)
    content = shows("alice")
    canada = studio.declare()["use"] | {"territory": "CA", "alteration": "age"}
    for said in (
        shot(studio, verified_alice.id, 2),
        shot(studio, verified_alice.id, 2),
        shot(studio, verified_alice.id, 1),
        shot(studio, verified_alice.id, 2, use=canada),
    ):
        assert exit_status(studio.check(content, said)) == 0
    assert (len(released(studio)), used(studio)) == (1, 1)


@pytest.mark.attack("A6.higher-version")
def test_a_higher_version_takes_the_place_of_the_one_before_and_there_is_no_way_back(
    studio: Any, verified_alice: Any, shows: Any
) -> None:
    studio.consent(verified_alice, "alice", max_uses=1)
    first, second = shows("alice"), shows("alice")
    assert exit_status(studio.check(first, shot(studio, verified_alice.id, 1))) == 0
    assert exit_status(studio.check(second, shot(studio, verified_alice.id, 2))) == 0
    assert len(released(studio)) == 1
    for version in (1, 2):
        with pytest.raises(Invalid, match="unit-version-taken"):
            studio.check(first, shot(studio, verified_alice.id, version))
    assert exit_status(studio.check(first, shot(studio, verified_alice.id, 3))) == 0
    assert (len(released(studio)), used(studio)) == (1, 1)


@pytest.mark.attack("A6.fewer-lines")
def test_a_file_is_not_declared_anew_with_fewer_lines(studio: Any, verified_alice: Any, shows: Any) -> None:
    studio.consent(verified_alice, "alice", max_uses=10, unit="line")
    content = shows("alice")

    def spoken(unit: str, lines: int, film: bytes) -> int:
        use = studio.declare()["use"] | {"lines": lines, "alteration": "age"}
        return exit_status(studio.check(film, shot(studio, verified_alice.id, 1, unit, use=use)))

    assert spoken("SH1", 6, content) == 0
    assert spoken("SH1", 1, content) == 0
    assert used(studio) == 6
    assert spoken("SH2", 6, shows("alice")) == 1


@pytest.mark.attack("A6.other-consent")
def test_another_declaration_of_the_same_file_gives_no_use_back(studio: Any, verified_alice: Any, shows: Any) -> None:
    studio.consent(verified_alice, "alice", max_uses=1)
    studio.consent(verified_alice, "alice", max_uses=1, languages=["fr"])
    content = shows("alice")
    french = studio.declare()["use"] | {"language": "fr", "alteration": "age"}
    assert exit_status(studio.check(content, shot(studio, verified_alice.id, 1))) == 0
    assert exit_status(studio.check(content, shot(studio, verified_alice.id, 1, use=french))) == 0
    assert used(studio) == 2
    assert exit_status(studio.check(shows("alice"), shot(studio, verified_alice.id, 1, "SH2"))) == 1


@pytest.mark.attack("A6.temporary")
def test_drafts_take_no_delivered_file_s_place_and_are_one_at_a_time(
    studio: Any, verified_alice: Any, shows: Any
) -> None:
    studio.consent(verified_alice, "alice", max_uses=1)
    temp = {"asset": {"stage": "temp", "element": "performance"}}
    final = shows("alice")
    assert exit_status(studio.check(final, shot(studio, verified_alice.id, 1))) == 0
    drafts: list[CheckView] = []
    for version in (2, 3, 4):
        drafts.append(studio.check(shows("alice"), shot(studio, verified_alice.id, version, **temp)))
        with pytest.raises(Invalid, match="unit-version-taken"):
            studio.check(shows("alice"), shot(studio, verified_alice.id, version, **temp))
    assert [exit_status(view) for view in drafts] == [0, 0, 0]
    assert (len(released(studio)), used(studio)) == (2, 1)  # the delivered file, and the latest draft
    assert exit_status(studio.check(final, shot(studio, verified_alice.id, 1))) == 0
