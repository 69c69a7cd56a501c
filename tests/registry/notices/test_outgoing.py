"""Letters about notices: written with what they are about, handed over by a worker, tried again, never doubled."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from registry.ledger.record import record
from registry.notices.outgoing import CLAIM, MOST_TRIES, Outgoing
from registry.notices.service import notify
from registry.ports.post import Letter, LetterRefused, Outbox, Undelivered, Unreachable
from registry.records.events import EventKind
from registry.records.tables.entry import OutgoingLetter
from tests.registry.entering import Postman


@pytest.fixture(params=["outbox", "postman"])
def post(request: Any, tmp_path: Path) -> Any:
    return Outbox(tmp_path / "outbox") if request.param == "outbox" else Postman()


def arrived(post: Any) -> set[str]:
    if isinstance(post, Postman):
        return set(post.arrived)
    return {path.stem for path in post._folder.glob("*.eml")} if post._folder.exists() else set()


def tell(desk: Any, **whom: str) -> str:
    with desk.db.write() as session:
        record(session, "system", EventKind.PASSWORD_CHANGED, "A-1")
        return notify(session, "notice-enrolled", pictures=1, **whom).id


@pytest.fixture
def settled(desk: Any, people: Any) -> Any:
    """The instance once everything that its people were told of has been handed over."""
    while Outgoing(desk.db, desk.clock, Postman(), desk.letters).deliver_due():
        pass
    return desk


@pytest.mark.parametrize(
    ("whom", "names"),
    [({"performer": "alice"}, {"alice"}), ({"union": "players-guild"}, {"ursula"}), ({"production": "PR-PETRA"}, {"petra"}),
     ({"account": "nora"}, {"nora"})],
)  # fmt: skip
def test_whoever_may_read_a_notice_gets_a_letter(settled: Any, people: Any, post: Any, whom: Any, names: Any) -> None:
    ids = {"alice": people.alice.performer_id, "nora": people.accounts["nora"]}
    notice = tell(settled, **{key: ids.get(value, value) for key, value in whom.items()})
    assert Outgoing(settled.db, settled.clock, post, settled.letters).deliver_due() == 1
    assert arrived(post) == {f"{notice}-{people.accounts[name]}" for name in names}
    assert Outgoing(settled.db, settled.clock, post, settled.letters).deliver_due() == 0


def test_a_letter_tells_nothing_of_what_it_is_about(settled: Any, people: Any) -> None:
    postman = Postman()
    tell(settled, performer=people.alice.performer_id)
    Outgoing(settled.db, settled.clock, postman, settled.letters).deliver_due()
    (letter,) = postman.arrived.values()
    assert letter.to == "alice@example.org"
    assert not [
        word for word in (people.alice.performer_id, "enrol", "picture") if word in letter.subject + letter.text
    ]


def test_a_disabled_account_gets_none(settled: Any, people: Any, post: Any) -> None:
    settled.accounts.disable(people.ada, people.accounts["nora"])
    tell(settled, account=people.accounts["nora"])
    Outgoing(settled.db, settled.clock, post, settled.letters).deliver_due()
    assert not [one for one in arrived(post) if people.accounts["nora"] in one]


def test_what_fails_is_tried_again_later_and_in_the_end_no_more(settled: Any, people: Any) -> None:
    notice = tell(settled, account=people.accounts["nora"])
    postman = Postman(2, Undelivered("not now"))
    outgoing = Outgoing(settled.db, settled.clock, postman, settled.letters)
    assert (outgoing.deliver_due(), outgoing.deliver_due()) == (0, 0)
    for _ in range(2):
        settled.clock.moment += timedelta(hours=1)
        outgoing.deliver_due()
    assert set(postman.arrived) == {f"{notice}-{people.accounts['nora']}"}
    hopeless = tell(settled, account=people.accounts["nora"])
    postman.failing = 1000
    for _ in range(MOST_TRIES + 3):
        settled.clock.moment += timedelta(days=2)
        outgoing.deliver_due()
    assert postman.failing == 1000 - MOST_TRIES
    with settled.db.read() as session:
        row = session.get_one(OutgoingLetter, f"{hopeless}-{people.accounts['nora']}")
        assert (row.state, row.tries) == ("given_up", MOST_TRIES)
    assert settled.notices.about(people.nora, account_id=people.accounts["nora"])


def test_two_workers_hand_it_over_once_and_a_killed_one_doubles_nothing(settled: Any, people: Any, post: Any) -> None:
    notice = tell(settled, account=people.accounts["nora"])
    one, other = (Outgoing(settled.db, settled.clock, post, settled.letters) for _ in range(2))
    one._write_letters()
    letter = one._claim(f"{notice}-{people.accounts['nora']}")
    assert letter is not None
    assert other.deliver_due() == 0
    post.hand_over(letter)  # and was killed then
    settled.clock.moment += timedelta(hours=1)
    assert other.deliver_due() == 1
    assert arrived(post) == {f"{notice}-{people.accounts['nora']}"}


def test_the_notice_and_its_letter_are_of_one_transaction(settled: Any, people: Any, post: Any) -> None:
    def fail() -> None:
        with settled.db.write() as session:
            record(session, "system", EventKind.PASSWORD_CHANGED, "A-1")
            notify(session, "notice-enrolled", account=people.accounts["nora"], pictures=1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert Outgoing(settled.db, settled.clock, post, settled.letters).deliver_due() == 0


def test_an_outbox_is_its_owners_alone_and_does_not_grow_for_ever(tmp_path: Path, monkeypatch: Any) -> None:
    outbox = Outbox(tmp_path / "outbox")
    outbox.hand_over(Letter("N-1", "a@example.org", "Zwölf", "Größe\nzwei"))
    (file,) = (tmp_path / "outbox").iterdir()
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    monkeypatch.setattr("registry.ports.post.time.time", lambda: file.stat().st_mtime + 31 * 86_400)
    outbox.hand_over(Letter("N-2", "a@example.org", "x", "y"))
    assert [path.name for path in (tmp_path / "outbox").iterdir()] == ["N-2.eml"]


def test_letters_arrive_in_the_order_in_which_they_were_written(settled: Any, people: Any) -> None:
    ids = [tell(settled, account=people.accounts[name]) for name in ("nora", "alice", "nora", "bob")]
    postman = Postman()
    Outgoing(settled.db, settled.clock, postman, settled.letters).deliver_due()
    assert [letter.partition("-A")[0] for letter in postman.arrived] == ids


def test_one_letter_in_somebodys_hands_holds_up_those_after_it_to_the_same_address_and_no_others(
    settled: Any, people: Any
) -> None:
    ids = [tell(settled, account=people.accounts[name]) for name in ("nora", "alice", "nora")]
    killed = Outgoing(settled.db, settled.clock, Postman(), settled.letters)
    killed._write_letters()
    killed._claim(f"{ids[0]}-{people.accounts['nora']}")
    postman = Postman()
    outgoing = Outgoing(settled.db, settled.clock, postman, settled.letters)
    outgoing.deliver_due()
    assert [letter.partition("-A")[0] for letter in postman.arrived] == [ids[1]]
    settled.clock.moment += CLAIM
    outgoing.deliver_due()
    assert [letter.partition("-A")[0] for letter in postman.arrived] == [ids[1], ids[0], ids[2]]


def test_a_server_that_is_down_for_an_hour_costs_no_letter_a_try(settled: Any, people: Any) -> None:
    ids = [tell(settled, account=people.accounts[name]) for name in ("nora", "alice")]
    postman = Postman(1000, Unreachable("down"))
    outgoing = Outgoing(settled.db, settled.clock, postman, settled.letters)
    for _ in range(60):
        outgoing.deliver_due()
        settled.clock.moment += timedelta(minutes=1)
    assert 1000 - postman.failing < 10, "it is asked more and more seldom"
    postman.failing = 0
    settled.clock.moment += timedelta(hours=1)
    assert outgoing.deliver_due() == 2
    assert [letter.partition("-A")[0] for letter in postman.arrived] == ids


def test_an_address_that_is_refused_for_good_is_tried_once_and_the_others_get_theirs(settled: Any, people: Any) -> None:
    for name in ("nora", "alice"):
        tell(settled, account=people.accounts[name])
    postman = Postman(1, LetterRefused("no such address"))
    outgoing = Outgoing(settled.db, settled.clock, postman, settled.letters)
    outgoing.deliver_due()
    settled.clock.moment += timedelta(days=1)
    outgoing.deliver_due()
    assert [letter.to for letter in postman.arrived.values()] == ["alice@example.org"]
    assert [row.state for row in rows(settled, "nora@example.org")] == ["refused"]


def test_a_link_is_sealed_until_it_is_handed_over_and_then_gone(settled: Any, people: Any) -> None:
    with settled.db.write() as session:
        record(session, "system", EventKind.PASSWORD_CHANGED, "A-1")
        settled.letters.write(session, "letter-password", "nora@example.org", "en", "/reset/secret-of-hers",
                              params={"name": "Nora", "until": "soon"})  # fmt: skip
    assert b"secret-of-hers" not in settled.config.database.read_bytes()
    assert b"secret-of-hers" not in Path(f"{settled.config.database}-wal").read_bytes()
    postman = Postman()
    Outgoing(settled.db, settled.clock, postman, settled.letters).deliver_due()
    (letter,) = postman.arrived.values()
    assert "http://localhost:8000/reset/secret-of-hers" in letter.text
    assert [(row.state, row.sealed_path) for row in rows(settled, "nora@example.org")] == [("sent", None)]


def test_a_link_that_is_over_is_not_sent(settled: Any, people: Any) -> None:
    with settled.db.write() as session:
        record(session, "system", EventKind.PASSWORD_CHANGED, "A-1")
        settled.letters.write(session, "letter-password", "nora@example.org", "en", "/reset/x",
                              expires=settled.clock(), params={"name": "Nora", "until": "soon"})  # fmt: skip
    postman = Postman()
    Outgoing(settled.db, settled.clock, postman, settled.letters).deliver_due()
    assert postman.arrived == {}
    assert [(row.state, row.sealed_path) for row in rows(settled, "nora@example.org")] == [("expired", None)]


def test_settled_letters_do_not_stay_for_ever(settled: Any, people: Any) -> None:
    tell(settled, account=people.accounts["nora"])
    outgoing = Outgoing(settled.db, settled.clock, Postman(), settled.letters)
    outgoing.deliver_due()
    settled.clock.moment += timedelta(days=31)
    outgoing.deliver_due()
    assert rows(settled, "nora@example.org") == []


def rows(desk: Any, recipient: str) -> list[OutgoingLetter]:
    with desk.db.look() as session:
        return list(session.scalars(select(OutgoingLetter).where(OutgoingLetter.recipient == recipient)))
