"""The inbox: everything one was told, one's own marks, and nobody else's."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from registry.core.errors import Invalid, NotFound
from registry.core.paging import PageRequest
from registry.core.texts import CATALOGUE
from registry.ledger.record import record
from registry.notices.digests import HOUR, Digests
from registry.notices.inbox import ARCHIVED, READ, UNREAD
from registry.notices.kinds import ALWAYS_AT_ONCE, KINDS, How, NoticeKind, kind_of
from registry.notices.outgoing import MOST_LATELY, Outgoing
from registry.notices.service import notify
from registry.ports.post import Undelivered
from registry.records.events import EventKind
from registry.records.tables.performers import Performer
from tests.common.parts import PROJECT
from tests.registry.entering import Postman
from tests.registry.tampering import written


def tell(desk: Any, message: str = "notice-consent-given", **whom: Any) -> str:
    params = {"consent": "C-1"} if message == "notice-consent-given" else {}
    with desk.db.write() as session:
        record(session, "system", EventKind.PASSWORD_CHANGED, "A-1")
        notice = notify(session, message, **params, **whom)
        notice.created_at = desk.clock()
        return notice.id


@pytest.fixture
def quiet(desk: Any, people: Any) -> Any:
    """The instance once everybody has read everything, and every letter has gone."""
    for name in people.accounts:
        desk.inbox.read_all(getattr(people, name))
    while Outgoing(desk.db, desk.clock, Postman(), desk.letters).deliver_due():
        pass
    desk.clock.moment = max(desk.clock.moment, datetime.now(desk.clock.moment.tzinfo)) + timedelta(minutes=1)
    return desk


def ids(page: Any) -> list[str]:
    return [one.id for one in page.rows]


def test_it_holds_what_everybody_one_acts_for_was_told(quiet: Any, people: Any) -> None:
    claim = quiet.representations.claim(
        people.alice, people.accounts["nora"], people.alice.performer_id, "manager", "contract"
    )
    quiet.representations.confirm(people.ursula, claim.id)
    people.accept("nora")
    quiet.inbox.read_all(people.nora)
    quiet.clock.forward(minutes=1)
    own, hers = tell(quiet, account=people.accounts["nora"]), tell(quiet, performer=people.alice.performer_id)
    others = [tell(quiet, union="players-guild"), tell(quiet, production="PR-PETRA")]
    found = quiet.inbox.page(people.nora, PageRequest(chosen={"state": UNREAD}))
    assert set(ids(found)) == {own, hers}
    assert quiet.inbox.unread(people.nora) == 2
    assert {hers} <= set(ids(quiet.inbox.page(people.alice)))
    assert others[0] in ids(quiet.inbox.page(people.ursula))
    assert others[1] in ids(quiet.inbox.page(people.petra))
    one = quiet.inbox.page(people.nora, PageRequest(chosen={"whom": f"performer:{people.alice.performer_id}"}))
    assert own not in ids(one)
    assert hers in ids(one)


@pytest.mark.attack("E.inbox")
def test_nobody_reads_marks_or_counts_for_somebody_else(quiet: Any, people: Any) -> None:
    alice = people.alice.performer_id
    hers = tell(quiet, performer=alice)
    for name in ("bob", "ursula", "victor", "petra", "quentin", "ada", "nora"):
        who = getattr(people, name)
        for attempt in (
            lambda who=who: quiet.inbox.get(who, hers),
            lambda who=who: quiet.inbox.mark(who, hers, READ),
            lambda who=who: quiet.inbox.mark(who, hers, ARCHIVED),
        ):
            with pytest.raises(NotFound):
                attempt()
        quiet.inbox.read_all(who)
        assert hers not in ids(quiet.inbox.page(who, PageRequest(chosen={"whom": f"performer:{alice}"})))
    assert quiet.inbox.get(people.alice, hers).state == UNREAD
    assert quiet.inbox.unread(people.alice) == 1


@pytest.mark.attack("E.inbox")
def test_two_who_read_the_same_notice_mark_it_each_for_themselves(quiet: Any, people: Any) -> None:
    quiet.accounts.grant_union(people.ursula, people.accounts["nora"], "players-guild")
    people.accept("nora")
    theirs = tell(quiet, union="players-guild")
    quiet.inbox.mark(people.ursula, theirs, ARCHIVED)
    assert theirs not in ids(quiet.inbox.page(people.ursula))
    assert theirs in ids(quiet.inbox.page(people.ursula, PageRequest(chosen={"state": ARCHIVED})))
    assert quiet.inbox.get(people.nora, theirs).state == UNREAD


def test_what_is_read_stays_so_and_what_comes_later_is_new(quiet: Any, people: Any) -> None:
    first = tell(quiet, account=people.accounts["nora"])
    quiet.inbox.mark(people.nora, first, READ)
    assert quiet.inbox.unread(people.nora) == 0
    quiet.inbox.mark(people.nora, first, UNREAD)
    assert quiet.inbox.unread(people.nora) == 1
    quiet.inbox.read_all(people.nora)
    assert quiet.inbox.get(people.nora, first).state == READ
    quiet.clock.forward(seconds=1)
    tell(quiet, account=people.accounts["nora"])
    assert quiet.inbox.unread(people.nora) == 1
    with pytest.raises(NotFound):
        quiet.inbox.mark(people.nora, first, "nonsense")


@pytest.mark.attack("C1.inbox")
def test_who_is_not_confirmed_reads_nothing_of_a_file_that_shows_them(quiet: Any, people: Any) -> None:
    alice = people.alice.performer_id
    found = [tell(quiet, "notice-check-found", performer=alice), tell(quiet, "notice-approval-given", performer=alice)]
    with written(quiet) as session:
        session.execute(update(Performer).where(Performer.id == alice).values(status="unverified"))
    assert not set(ids(quiet.inbox.page(people.alice))) & set(found)
    assert not {one.id for one in quiet.notices.about(people.alice, performer_id=alice).rows} & set(found)
    assert quiet.inbox.unread(people.alice) == 0
    with written(quiet) as session:
        session.execute(update(Performer).where(Performer.id == alice).values(status="verified"))
    assert set(found) <= set(ids(quiet.inbox.page(people.alice)))


def test_every_message_has_a_kind_and_every_kind_a_text() -> None:
    texts = (PROJECT / "registry/core/texts/en.ftl").read_text(encoding="utf-8")
    helps = {f"notice-{part}" for part in ("kind", "how")}
    named = {line.split(" =")[0] for line in texts.splitlines() if line.startswith("notice-")}
    messages = {one for one in named if not one.startswith(tuple(f"{start}-" for start in helps))}
    assert messages == set(KINDS)
    for kind in NoticeKind:
        assert CATALOGUE.has(f"notice-kind-{kind}")
        assert kind in ALWAYS_AT_ONCE or CATALOGUE.has(f"digest-{kind}")
    assert kind_of("notice-that-nobody-sorted") is NoticeKind.SECURITY


def choose(desk: Any, who: Any, **chosen: str) -> None:
    desk.notice_settings.choose(who, chosen)


def letters(desk: Any) -> list[str]:
    return [letter.id for letter in delivered(desk)]


def delivered(desk: Any) -> list[Any]:
    postman = Postman()
    Outgoing(desk.db, desk.clock, postman, desk.letters).deliver_due()
    return list(postman.arrived.values())


def test_a_kind_is_mailed_as_its_reader_chose(quiet: Any, people: Any) -> None:
    nora = people.accounts["nora"]
    assert quiet.notice_settings.of(people.nora)["consents"] == "at_once"
    choose(quiet, people.nora, consents="inbox")
    tell(quiet, account=nora)
    assert letters(quiet) == []
    choose(quiet, people.nora, consents="at_once")
    told = tell(quiet, account=nora)
    assert letters(quiet) == [f"{told}-{nora}"]
    assert quiet.inbox.unread(people.nora) == 2


@pytest.mark.attack("E.inbox")
def test_nobody_switches_off_what_tells_of_an_intruder(quiet: Any, people: Any) -> None:
    for kind in ALWAYS_AT_ONCE:
        for how in (How.DIGEST, How.INBOX):
            with pytest.raises(Invalid):
                choose(quiet, people.alice, **{kind: how})
    with pytest.raises(Invalid):
        choose(quiet, people.alice, nonsense="inbox")
    with pytest.raises(Invalid):
        choose(quiet, people.alice, consents="inbox", security="inbox")
    assert quiet.notice_settings.of(people.alice)["consents"] == "at_once"
    told = tell(quiet, "notice-preference-set", performer=people.alice.performer_id)
    assert letters(quiet) == [f"{told}-{people.accounts['alice']}"]


@pytest.mark.attack("E.inbox")
def test_a_flood_is_not_mailed_and_does_not_bury_what_matters(quiet: Any, people: Any) -> None:
    alice = people.alice.performer_id
    for _ in range(MOST_LATELY + 15):
        tell(quiet, "notice-check-found", performer=alice)
        quiet.clock.forward(seconds=1)
    sent = letters(quiet)
    assert len(sent) == MOST_LATELY
    matters = tell(quiet, "notice-preference-set", performer=alice)
    assert letters(quiet) == [f"{matters}-{people.accounts['alice']}"]
    quiet.clock.forward(hours=2)
    later = tell(quiet, "notice-check-found", performer=alice)
    assert letters(quiet) == [f"{later}-{people.accounts['alice']}"]


def at_hour(desk: Any, days: int = 0) -> None:
    moment = desk.clock.moment
    desk.clock.moment = moment.replace(hour=HOUR, minute=0, second=0, microsecond=0) + timedelta(days=days + 1)


def test_a_day_has_one_letter_that_says_how_many_and_no_more(quiet: Any, people: Any) -> None:
    nora = people.accounts["nora"]
    choose(quiet, people.nora, consents="digest", people="digest")
    at_hour(quiet, -1)
    quiet.clock.forward(minutes=1)
    for _ in range(3):
        tell(quiet, account=nora)
    read = tell(quiet, account=nora)
    quiet.inbox.mark(people.nora, read, READ)
    assert letters(quiet) == []
    at_hour(quiet)
    workers = [Digests(quiet.db, quiet.clock, quiet.letters) for _ in range(2)]
    assert [one.write_due() for one in workers] == [1, 0]
    (letter,) = delivered(quiet)
    assert letter.to == "nora@example.org"
    assert "Consents: 3" in letter.text
    assert "C-1" not in letter.text
    assert "Memberships" not in letter.text
    at_hour(quiet)
    assert workers[0].write_due() == 0
    assert letters(quiet) == []


def test_a_daily_letter_goes_through_the_outbox_as_every_other(quiet: Any, people: Any) -> None:
    choose(quiet, people.nora, consents="digest")
    at_hour(quiet, -1)
    quiet.clock.forward(minutes=1)
    tell(quiet, account=people.accounts["nora"])
    at_hour(quiet)
    assert quiet.digests.write_due() == 1
    postman = Postman(2, Undelivered("not now"))
    outgoing = Outgoing(quiet.db, quiet.clock, postman, quiet.letters)
    for _ in range(4):
        outgoing.deliver_due()
        quiet.clock.forward(hours=1)
    assert list(postman.arrived) == [f"DG-{people.accounts['nora']}-{quiet.clock.moment.date().isoformat()}"]


def test_a_disabled_account_gets_no_daily_letter(quiet: Any, people: Any) -> None:
    choose(quiet, people.nora, consents="digest")
    at_hour(quiet, -1)
    quiet.clock.forward(minutes=1)
    tell(quiet, account=people.accounts["nora"])
    quiet.accounts.disable(people.ada, people.accounts["nora"])
    at_hour(quiet)
    assert quiet.digests.write_due() == 0
