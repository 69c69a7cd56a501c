"""A token acts as its account, ends, and is revoked by those who may; its secret is told once and kept nowhere."""

import pytest
from sqlalchemy import select

from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.paging import PageRequest
from registry.core.permissions import ANONYMOUS, Forbidden
from registry.people.accounts.tokens import LONGEST_DAYS, MOST, PREFIX
from registry.records.tables.ledger import Event
from tests.registry.tampering import chain


@pytest.fixture
def token(desk, people):
    return desk.tokens.create(people.petra, "render farm")


def test_it_is_its_account_with_the_ties_of_this_moment(desk, people, token):
    _view, secret = token
    assert desk.tokens.identity(secret) == people.petra
    desk.accounts.grant_production(people.quentin, people.accounts["petra"], "PR-QUENTIN")
    people.accept("petra")
    assert desk.tokens.identity(secret).productions == {"PR-PETRA", "PR-QUENTIN"}


def test_the_secret_is_kept_nowhere(desk, people, token):
    _view, secret = token
    assert secret.startswith(PREFIX)
    assert len(secret) > 50
    stored = (desk.config.home / "registry.sqlite").read_bytes() + (
        desk.config.home / "registry.sqlite-wal"
    ).read_bytes()
    assert b"render farm" in stored
    assert secret.encode() not in stored
    assert secret.removeprefix(PREFIX).encode() not in stored
    assert secret not in repr(desk.tokens.page(people.petra).rows)


@pytest.mark.parametrize("wrong", ["", "likeness_", "likeness_" + "x" * 43, "\udcff", "x" * 100_000])
def test_what_is_no_secret_is_nobody(desk, token, wrong):
    assert desk.tokens.identity(wrong) == ANONYMOUS
    assert desk.tokens.identity(token[1] + wrong[-1:] + "x") == ANONYMOUS


def test_it_ends_by_itself_within_a_year(desk, people, clock):
    _view, secret = desk.tokens.create(people.petra, "render farm", LONGEST_DAYS)
    clock.forward(days=LONGEST_DAYS, seconds=-1)
    assert desk.tokens.identity(secret) != ANONYMOUS
    clock.forward(seconds=1)
    assert desk.tokens.identity(secret) == ANONYMOUS
    assert [view.state for view in desk.tokens.page(people.petra).rows] == ["expired"]


@pytest.mark.parametrize(
    ("label", "days", "field"),
    [("", 1, "label"), ("a\nb", 1, "label"), ("x" * 81, 1, "label"), ("x", 0, "days"), ("x", 366, "days")],
)
def test_a_token_without_a_purpose_or_an_end_is_not_made(desk, people, label, days, field):
    with pytest.raises(Invalid) as wrong:
        desk.tokens.create(people.petra, label, days)
    assert list(wrong.value.fields) == [field]
    with pytest.raises(Forbidden):
        desk.tokens.create(ANONYMOUS, "x")


def test_an_account_has_only_so_many(desk, people):
    made = [desk.tokens.create(people.petra, f"number {number}")[0] for number in range(MOST)]
    with pytest.raises(Conflict, match="token-too-many"):
        desk.tokens.create(people.petra, "one more")
    desk.tokens.revoke(people.petra, made[0].id)
    assert desk.tokens.create(people.petra, "one more")


def test_owner_and_administrator_revoke_and_nobody_else_learns_that_it_is_there(desk, people, token):
    view, secret = token
    for name in ("quentin", "ursula", "alice"):
        with pytest.raises(NotFound):
            desk.tokens.revoke(getattr(people, name), view.id)
    assert desk.tokens.identity(secret) == people.petra
    assert desk.tokens.revoke(people.petra, view.id).state == "revoked"
    assert desk.tokens.identity(secret) == ANONYMOUS
    other, another = desk.tokens.create(people.petra, "other")
    assert {one.id: one.state for one in desk.tokens.page(people.ada, everybodys=True).rows} == {
        view.id: "revoked",
        other.id: "in_force",
    }
    asked = PageRequest(chosen={"state": "in_force"})
    assert [one.id for one in desk.tokens.page(people.ada, asked, everybodys=True).rows] == [other.id]
    assert desk.tokens.revoke(people.ada, other.id).state == "revoked"
    assert desk.tokens.identity(another) == ANONYMOUS
    with pytest.raises(Forbidden):
        desk.tokens.page(people.petra, everybodys=True)


def test_each_creation_and_revocation_is_an_event_without_label_or_secret(desk, people, token):
    view, secret = token
    desk.tokens.revoke(people.ada, view.id)
    desk.tokens.revoke(people.petra, view.id)  # it is over already: nothing changes
    with desk.db.read() as session:
        events = list(session.scalars(select(Event).where(Event.subject == view.id).order_by(Event.index)))
    petra = people.accounts["petra"]
    assert [(event.kind, event.actor) for event in events] == [
        ("token.created", petra),
        ("token.revoked", people.accounts["ada"]),
    ]
    assert events[0].details == {"account": petra, "expires": view.expires_at.date().isoformat()}
    assert secret not in str([event.details for event in events])
    chain(desk)


def test_a_disabled_account_s_token_opens_nothing(desk, people, token):
    desk.accounts.disable(people.ada, people.accounts["petra"])
    assert desk.tokens.identity(token[1]) == ANONYMOUS
    desk.accounts.enable(people.ada, people.accounts["petra"])
    assert desk.tokens.identity(token[1]) == ANONYMOUS
    assert desk.tokens.page(people.petra).rows[0].state == "revoked"


def test_the_day_of_its_last_use_is_kept_and_no_more(desk, people, token, clock):
    assert desk.tokens.page(people.petra).rows[0].last_used_on is None
    desk.tokens.identity(token[1])
    assert desk.tokens.page(people.petra).rows[0].last_used_on == clock().date()
    before = chain(desk).index
    clock.forward(days=1)
    desk.tokens.identity(token[1])
    assert desk.tokens.page(people.petra).rows[0].last_used_on == clock().date()
    assert chain(desk).index == before
