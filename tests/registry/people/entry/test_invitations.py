"""Invitations: who sends them, what they give, and that a production does not choose who approves."""

from typing import Any

import pytest
from sqlalchemy import select

from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.permissions import Forbidden
from registry.people.accounts.identities import identity_of
from registry.people.accounts.offices import Office
from registry.people.entry.inviting import _related
from registry.records.tables.accounts import Account
from registry.records.tables.performers import Performer
from tests.registry.conftest import PASSWORD
from tests.registry.entering import Postman, letters_to, secret_to

GUILD, NIGHT = "players-guild", "PR-PETRA"


def join(desk: Any, email: str, name: str = "Mara Lind") -> Any:
    account, _performer = desk.invitations.join(secret_to(desk, email), name, PASSWORD)
    return desk.accounts.identity(account)


def contact(desk: Any, people: Any, email: str = "cora@network.example", office: Office = Office.COMMISSIONER) -> Any:
    """Somebody who accepted to approve for Petra's production; the invitation's id and who they are."""
    sent = desk.invitations.send(people.petra, office, NIGHT, email)
    return sent, join(desk, email, "Cora")


def test_a_union_invites_a_performer_whose_record_begins_with_their_yes(desk: Any, people: Any) -> None:
    desk.invitations.send(people.ursula, Office.PERFORMER, GUILD, "Mara@Example.net", "Mara")
    mara = join(desk, "mara@example.net")
    with desk.db.read() as session:
        record = session.get_one(Performer, mara.performer_id)
    assert (record.name, record.status, record.registered_by) == ("Mara Lind", "unverified", mara.account_id)
    assert (
        desk.performers.card(people.ursula, record.id).unions == [GUILD]
        or GUILD in desk.performers.card(people.ursula, record.id).unions
    )
    with pytest.raises(Forbidden):
        desk.performers.card(people.victor, record.id)


def test_a_record_that_is_there_becomes_theirs(desk: Any, people: Any) -> None:
    record = desk.performers.register(people.ursula, "Mara Lind", unions=[GUILD])
    assert (record.id, "Mara Lind") in desk.invitations.records(people.ursula, GUILD)
    desk.invitations.send(people.ursula, Office.PERFORMER, GUILD, "mara@example.net", performer_id=record.id)
    assert join(desk, "mara@example.net").performer_id == record.id
    with pytest.raises(NotFound):  # it is somebody's now
        desk.invitations.send(people.ursula, Office.PERFORMER, GUILD, "eve@example.net", performer_id=record.id)


def test_a_union_hands_out_no_record_of_anothers_member(desk: Any, people: Any) -> None:
    record = desk.performers.register(people.victor, "Mara Lind", unions=["stage-alliance"])
    with pytest.raises(NotFound):
        desk.invitations.send(people.ursula, Office.PERFORMER, GUILD, "eve@example.net", performer_id=record.id)


@pytest.mark.parametrize(
    ("inviter", "office", "of", "holds"),
    [("ursula", Office.UNION, GUILD, "unions"), ("petra", Office.MEMBER, NIGHT, "productions")],
)
def test_colleagues_invite_each_other(
    desk: Any, people: Any, inviter: str, office: Office, of: str, holds: str
) -> None:
    desk.invitations.send(getattr(people, inviter), office, of, "new@example.net")
    assert of in getattr(join(desk, "new@example.net"), holds)


def test_an_account_that_is_there_accepts_with_its_own_address_alone(desk: Any, people: Any) -> None:
    desk.invitations.send(people.petra, Office.MEMBER, NIGHT, "nora@example.org")
    secret = secret_to(desk, "nora@example.org")
    assert desk.invitations.look(secret).account
    with pytest.raises(Conflict, match="invitation-not-yours"):
        desk.invitations.accept(people.bob, secret)
    with pytest.raises(Conflict, match="email-taken"):
        desk.invitations.join(secret, "Nora", PASSWORD)
    desk.invitations.accept(people.nora, secret)
    assert NIGHT in people.nora.productions


def test_offices_that_exclude_each_other_stay_apart(desk: Any, people: Any) -> None:
    desk.invitations.send(people.petra, Office.MEMBER, NIGHT, "victor@example.org")
    with pytest.raises(Conflict, match="office-excluded"):
        desk.invitations.accept(people.victor, secret_to(desk, "victor@example.org"))
    assert people.victor.productions == frozenset()


@pytest.mark.parametrize(
    ("who", "office", "of"),
    [("nora", Office.MEMBER, NIGHT), ("petra", Office.MEMBER, "PR-QUENTIN"), ("petra", Office.PERFORMER, GUILD),
     ("victor", Office.PERFORMER, GUILD), ("alice", Office.UNION, GUILD), ("ada", Office.UNION, GUILD),
     ("ada", Office.COMMISSIONER, NIGHT), ("ursula", Office.COUNSEL, NIGHT), ("ada", Office.PERFORMER, GUILD)],
)  # fmt: skip
def test_nobody_else_invites(desk: Any, people: Any, who: str, office: Office, of: str) -> None:
    with pytest.raises(Forbidden):
        desk.invitations.send(getattr(people, who), office, of, "new@example.net")
    assert list(letters_to(desk, "new@example.net")) == []


def test_an_administrator_invites_a_unions_first_representative(desk: Any, people: Any) -> None:
    desk.unions.create(people.ada, "dancers", "Dancers", "d@dancers.example")
    desk.invitations.send(people.ada, Office.UNION, "dancers", "dora@example.net")
    desk.invitations.send(people.ada, Office.UNION, "dancers", "dina@example.net")
    assert join(desk, "dora@example.net").unions == {"dancers"}
    with pytest.raises(Conflict, match="offer-withdrawn"):  # from now on it is Dora who invites
        join(desk, "dina@example.net")


def test_whose_inviter_is_gone_is_not_let_in(desk: Any, people: Any) -> None:
    desk.invitations.send(people.petra, Office.MEMBER, NIGHT, "new@example.net")
    desk.holders.end_production(people.petra, people.accounts["petra"], NIGHT, last=True)
    with pytest.raises(Conflict, match="offer-withdrawn"):
        join(desk, "new@example.net")
    with desk.db.read() as session:
        assert session.scalars(select(Account).where(Account.email == "new@example.net")).all() == []


def test_who_approves_from_outside_approves_nothing_until_somebody_else_confirmed_the_address(
    desk: Any, people: Any
) -> None:
    sent, cora = contact(desk, people)
    assert cora.commissions == frozenset()
    for nobody in (people.petra, people.quentin, people.ursula, cora):
        assert desk.invitations.to_confirm(nobody) == []
        with pytest.raises(NotFound):
            desk.invitations.confirm(nobody, sent)
    (waiting,) = desk.invitations.to_confirm(people.ada)
    assert (waiting.email, waiting.state) == ("cora@network.example", "unconfirmed")
    desk.invitations.confirm(people.ada, sent)
    assert desk.accounts.identity(cora.account_id).commissions == {NIGHT}
    with pytest.raises(Conflict, match="invitation-answered"):
        desk.invitations.refuse(people.ada, sent)


def test_a_confirmed_contact_confirms_the_next_of_the_same_production_and_never_themselves(
    desk: Any, people: Any
) -> None:
    sent, cora = contact(desk, people)
    desk.invitations.confirm(people.ada, sent)
    cora = desk.accounts.identity(cora.account_id)
    second, _carl = contact(desk, people, "carl@network.example")
    desk.invitations.confirm(cora, second)
    desk.invitations.send(people.quentin, Office.COMMISSIONER, "PR-QUENTIN", "cleo@network.example")
    join(desk, "cleo@network.example", "Cleo")
    assert desk.invitations.to_confirm(cora) == [], "the commissioner of both is 'other': not one, but many"


def test_who_is_refused_approves_nothing_and_both_sides_are_told(desk: Any, people: Any) -> None:
    sent, cora = contact(desk, people, office=Office.COUNSEL)
    desk.invitations.refuse(people.ada, sent)
    assert desk.accounts.identity(cora.account_id).counsels == frozenset()
    assert [one.message for one in desk.notices.about(cora, account_id=cora.account_id).rows] == [
        "notice-approver-refused"
    ]


@pytest.mark.parametrize("email", ["eve@example.org", "EVE@Example.ORG", "eve@post.example.org"])
def test_an_address_of_the_house_is_refused(desk: Any, people: Any, email: str) -> None:
    for office in (Office.COMMISSIONER, Office.COUNSEL):
        with pytest.raises(Invalid) as found:
            desk.invitations.send(people.petra, office, NIGHT, email)
        assert found.value.fields == {"email": "invitation-same-domain"}


def test_a_member_who_joins_later_with_the_same_domain_is_found_at_the_confirmation(desk: Any, people: Any) -> None:
    sent, _cora = contact(desk, people)
    desk.invitations.send(people.petra, Office.MEMBER, NIGHT, "new@network.example")
    join(desk, "new@network.example", "New")
    with pytest.raises(Conflict, match="invitation-same-domain"):
        desk.invitations.confirm(people.ada, sent)


def test_domains_that_only_look_alike_are_not_related() -> None:
    assert not _related("notexample.org", "example.org")
    assert _related("a.example.org", "example.org")


def test_a_resent_invitation_has_another_link_and_a_withdrawn_one_none(desk: Any, people: Any) -> None:
    sent = desk.invitations.send(people.petra, Office.MEMBER, NIGHT, "new@example.net")
    first = secret_to(desk, "new@example.net")
    desk.invitations.resend(people.petra, sent)
    second = secret_to(desk, "new@example.net")
    with pytest.raises(NotFound):
        desk.invitations.look(first)
    desk.invitations.withdraw(people.petra, sent)
    with pytest.raises(NotFound):
        desk.invitations.look(second)
    assert [one.state for one in desk.invitations.sent(people.petra, Office.MEMBER, NIGHT)] == ["withdrawn"]


def test_a_letter_is_written_with_the_invitation_or_not_at_all(desk: Any, people: Any, monkeypatch: Any) -> None:
    def fail(*_arguments: object, **_details: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("registry.people.entry.invitations.record", fail)
    with pytest.raises(ZeroDivisionError):
        desk.invitations.send(people.petra, Office.MEMBER, NIGHT, "new@example.net")
    assert list(letters_to(desk, "new@example.net")) == []


def test_the_secret_stands_in_the_letter_alone(desk: Any, people: Any) -> None:
    desk.invitations.send(people.petra, Office.MEMBER, NIGHT, "new@example.net")
    secret = secret_to(desk, "new@example.net").encode()
    kept = [path for path in desk.config.home.rglob("*") if path.is_file()]
    assert kept
    assert [path.name for path in kept if secret in path.read_bytes()] == []
    with desk.db.read() as session:
        assert identity_of(session, people.accounts["nora"]).productions == frozenset()


def test_a_letter_says_who_invites_to_what_and_leads_to_the_configured_address(desk: Any, people: Any) -> None:
    desk.invitations.send(people.petra, Office.MEMBER, NIGHT, "new@example.net")
    postman = Postman()
    desk.outgoing._post = postman
    while desk.outgoing.deliver_due():
        pass
    (letter,) = [one for one in postman.arrived.values() if one.to == "new@example.net"]
    assert "Petra" in letter.text
    assert "The Long Night" in letter.text
    assert "http://localhost:8000/join/" in letter.text
