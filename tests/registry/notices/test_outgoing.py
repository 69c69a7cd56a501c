"""Letters about notices: written with what they are about, handed over by a worker, tried again, never doubled."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from registry.ledger.record import record
from registry.notices.outgoing import MOST_TRIES, Outgoing
from registry.notices.service import notify
from registry.ports.post import Letter, Outbox, Undelivered
from registry.records.events import EventKind
from registry.records.tables.ledger import Notice


class Postman:
    """Keeps what arrives; the first so many letters do not."""

    def __init__(self, failing: int = 0) -> None:
        self.arrived: dict[str, Letter] = {}
        self.failing = failing

    def hand_over(self, letter: Letter) -> None:
        if self.failing:
            self.failing -= 1
            raise Undelivered("no connection")
        self.arrived[letter.id] = letter


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
    while Outgoing(desk.db, desk.clock, Postman()).deliver_due():
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
    assert Outgoing(settled.db, settled.clock, post).deliver_due() == 1
    assert arrived(post) == {f"{notice}-{people.accounts[name]}" for name in names}
    assert Outgoing(settled.db, settled.clock, post).deliver_due() == 0


def test_a_letter_tells_nothing_of_what_it_is_about(settled: Any, people: Any) -> None:
    postman = Postman()
    tell(settled, performer=people.alice.performer_id)
    Outgoing(settled.db, settled.clock, postman).deliver_due()
    (letter,) = postman.arrived.values()
    assert letter.to == "alice@example.org"
    assert not [
        word for word in (people.alice.performer_id, "enrol", "picture") if word in letter.subject + letter.text
    ]


def test_a_disabled_account_gets_none(settled: Any, people: Any, post: Any) -> None:
    settled.accounts.disable(people.ada, people.accounts["nora"])
    tell(settled, account=people.accounts["nora"])
    Outgoing(settled.db, settled.clock, post).deliver_due()
    assert not [one for one in arrived(post) if people.accounts["nora"] in one]


def test_what_fails_is_tried_again_later_and_in_the_end_no_more(settled: Any, people: Any) -> None:
    notice = tell(settled, account=people.accounts["nora"])
    postman = Postman(failing=2)
    outgoing = Outgoing(settled.db, settled.clock, postman)
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
        assert session.get_one(Notice, hopeless).sent_at is None
    assert settled.notices.about(people.nora, account_id=people.accounts["nora"])


def test_two_workers_hand_it_over_once_and_a_killed_one_doubles_nothing(settled: Any, people: Any, post: Any) -> None:
    notice = tell(settled, account=people.accounts["nora"])
    one, other = (Outgoing(settled.db, settled.clock, post) for _ in range(2))
    assert one._claim(notice, settled.clock()) == 0
    assert other.deliver_due() == 0
    post.hand_over(Letter(f"{notice}-{people.accounts['nora']}", "nora@example.org", "x", "y"))  # and was killed then
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
    assert Outgoing(settled.db, settled.clock, post).deliver_due() == 0


def test_an_outbox_is_its_owners_alone_and_does_not_grow_for_ever(tmp_path: Path, monkeypatch: Any) -> None:
    outbox = Outbox(tmp_path / "outbox")
    outbox.hand_over(Letter("N-1", "a@example.org", "Zwölf", "Größe\nzwei"))
    (file,) = (tmp_path / "outbox").iterdir()
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    monkeypatch.setattr("registry.ports.post.time.time", lambda: file.stat().st_mtime + 31 * 86_400)
    outbox.hand_over(Letter("N-2", "a@example.org", "x", "y"))
    assert [path.name for path in (tmp_path / "outbox").iterdir()] == ["N-2.eml"]


def test_letters_wait_in_the_order_of_their_notices(settled: Any, people: Any) -> None:
    ids = [tell(settled, account=people.accounts["nora"]) for _ in range(3)]
    with settled.db.look() as session:
        assert set(session.scalars(select(Notice.id).where(Notice.sent_at.is_(None)))) == set(ids)
