import pytest
from sqlalchemy import event, select

from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.permissions import ANONYMOUS, Forbidden
from registry.people.accounts.throttle import FEW, PASSWORDS, WATCHED
from registry.people.accounts.tries import TooManyTries
from registry.records.tables.accounts import Account, UnionRepresentative
from tests.registry.conftest import PASSWORD
from tests.registry.tampering import written


def test_an_address_signs_in_whatever_its_capitals(desk, people):
    assert desk.accounts.authenticate("ALICE@Example.org", PASSWORD).id == people.accounts["alice"]
    assert desk.accounts.by_email(" Alice@EXAMPLE.org ").id == people.accounts["alice"]


@pytest.mark.parametrize(
    ("email", "password"),
    [("alice@example.org", "not the password"), ("nobody@example.org", PASSWORD), ("no address", PASSWORD),
     ("alice@example.org", ""), ("alice@example.org", PASSWORD + "x" * 5000)],
)  # fmt: skip
def test_whatever_is_wrong_the_answer_is_the_same(desk, people, email, password):
    assert desk.accounts.authenticate(email, password) is None


def test_an_unknown_address_costs_a_hash_too(desk, people, fast_hasher, monkeypatch):
    tried = []
    monkeypatch.setattr(type(fast_hasher), "verify", lambda _self, stored, _password: tried.append(stored) or False)
    for email in ("alice@example.org", "nobody@example.org"):
        desk.accounts.authenticate(email, "guess")
    assert len(tried) == 2


def test_passwords_are_kept_as_argon2id_only(desk, people):
    with desk.db.read() as session:
        stored = session.scalars(select(Account.password_hash)).all()
    assert all(value.startswith("$argon2id$") for value in stored)
    assert len(set(stored)) == len(stored)


HERE, ELSEWHERE = "192.0.2.1", "198.51.100.7"


def test_many_wrong_passwords_from_one_address_slow_down_that_account_from_there(desk, people):
    for _ in range(PASSWORDS.amount):
        assert desk.accounts.authenticate("alice@example.org", "guess", HERE) is None
    for spelling in ("alice@example.org", " ALICE@example.org"):
        with pytest.raises(TooManyTries):
            desk.accounts.authenticate(spelling, PASSWORD, HERE)
    assert desk.accounts.authenticate("alice@example.org", PASSWORD, ELSEWHERE) is not None
    assert desk.accounts.authenticate("bob@example.org", PASSWORD, HERE) is not None


def test_a_right_password_forgives_earlier_slips(desk, people):
    for _ in range(3):
        for _ in range(PASSWORDS.amount - 1):
            desk.accounts.authenticate("alice@example.org", "guess", HERE)
        assert desk.accounts.authenticate("alice@example.org", PASSWORD, HERE) is not None


def test_an_address_that_tries_everybody_may_be_wrong_a_few_times_about_each(desk, people):
    for number in range(WATCHED.amount):
        assert desk.accounts.authenticate(f"guess{number}@example.org", "wrong", HERE) is None
    for _ in range(FEW - 1):
        assert desk.accounts.authenticate("alice@example.org", "guess", HERE) is None
    assert desk.accounts.authenticate("bob@example.org", PASSWORD, HERE) is not None
    assert desk.accounts.authenticate("alice@example.org", PASSWORD, HERE) is not None  # at the third try
    for _ in range(FEW):
        assert desk.accounts.authenticate("alice@example.org", "guess", HERE) is None
    with pytest.raises(TooManyTries):
        desk.accounts.authenticate("alice@example.org", PASSWORD, HERE)


def test_a_wrong_password_writes_nothing_whoevers_it_was_to_be(desk, people):
    written = []
    event.listen(desk.db.engine, "begin", lambda connection: written.append(
        connection.get_execution_options().get("write", False)
    ))  # fmt: skip
    for email in ("alice@example.org", "nobody@example.org"):
        desk.accounts.authenticate(email, "guess")
    assert written == [False, False]


def test_a_disabled_account_is_nobody_at_once(desk, people):
    desk.accounts.disable(people.ada, people.accounts["ursula"])
    assert people.ursula == ANONYMOUS
    assert desk.accounts.authenticate("ursula@example.org", PASSWORD) is None


def test_a_disabled_account_keeps_its_office_and_may_come_back(desk, people):
    desk.accounts.disable(people.ada, people.accounts["ursula"])
    with pytest.raises(Forbidden):  # or an administrator could stop a union and appoint somebody else
        desk.accounts.grant_union(people.ada, people.accounts["nora"], "players-guild")
    desk.accounts.enable(people.ada, people.accounts["ursula"])
    assert people.ursula.unions == {"players-guild"}


def test_the_last_administrator_stays(desk, people):
    with pytest.raises(Conflict, match="last-administrator"):
        desk.accounts.disable(people.ada, people.accounts["ada"])
    second = desk.accounts.create(people.ada, "second@example.org", "Second", administrator=True)
    desk.accounts.disable(desk.accounts.identity(second.id), people.accounts["ada"])
    assert people.ada == ANONYMOUS


def test_an_account_whose_office_cannot_be_given_is_not_opened(desk, people):
    for union, error in (("no-union", NotFound), ("players-guild", Forbidden)):
        with pytest.raises(error):
            desk.accounts.create(people.ada, "new@example.org", "New", unions=[union])
        assert desk.accounts.by_email("new@example.org") is None


def test_an_account_without_a_password_cannot_sign_in(desk, people):
    desk.accounts.create(people.ada, "silent@example.org", "Silent")
    assert desk.accounts.authenticate("silent@example.org", "") is None
    assert desk.accounts.authenticate("silent@example.org", "nobody has this password") is None


def test_a_password_is_renewed_when_hashing_gets_dearer(desk, people, clock):
    from argon2 import PasswordHasher

    from registry.people.accounts.service import Accounts

    dearer = Accounts(desk.db, clock, PasswordHasher(time_cost=2, memory_cost=16, parallelism=1), desk.throttle)
    assert dearer.authenticate("alice@example.org", PASSWORD).password_hash.startswith("$argon2id$v=19$m=16,t=2")
    assert dearer.authenticate("alice@example.org", PASSWORD) is not None


def test_an_owner_changes_a_password_with_the_current_one(desk, people):
    with pytest.raises(Invalid) as error:
        desk.accounts.change_password(people.alice, "guess", "another long one")
    assert error.value.fields == {"current": "field-password-wrong"}
    with pytest.raises(Invalid):
        desk.accounts.change_password(people.alice, PASSWORD, "short")
    desk.accounts.change_password(people.alice, PASSWORD, "another long one")
    assert desk.accounts.authenticate("alice@example.org", PASSWORD) is None
    assert desk.accounts.authenticate("alice@example.org", "another long one") is not None


def test_wrong_fields_are_all_named_and_nothing_is_written(desk, people):
    with pytest.raises(Invalid) as error:
        desk.accounts.create(people.ada, "no address", "two\nlines", "short")
    assert error.value.fields == {"email": "field-email", "name": "field-line", "password": "field-password"}
    assert len(desk.accounts.page(people.ada).rows) == len(people.accounts)


def test_an_address_opens_one_account(desk, people):
    with pytest.raises(Conflict, match="email-taken"):
        desk.accounts.create(people.ada, "ALICE@example.org", "Another Alice", PASSWORD)


def test_only_a_fresh_instance_gives_an_administrator_away(desk, people):
    with pytest.raises(Conflict, match="instance-has-accounts"):
        desk.accounts.create_first_administrator("mallory@example.org", "Mallory", PASSWORD)


def test_an_administrator_appoints_the_first_representative_and_the_union_the_next(desk, people):
    with pytest.raises(Forbidden):
        desk.accounts.grant_union(people.ada, people.accounts["nora"], "players-guild")
    with pytest.raises(Forbidden):
        desk.accounts.grant_union(people.victor, people.accounts["nora"], "players-guild")
    desk.accounts.grant_union(people.ursula, people.accounts["nora"], "players-guild")
    assert people.nora.unions == {"players-guild"}
    with pytest.raises(Conflict, match="already-granted"):
        desk.accounts.grant_union(people.ursula, people.accounts["nora"], "players-guild")
    desk.holders.end_union(people.ursula, people.accounts["nora"], "players-guild")
    assert people.nora.unions == frozenset()
    desk.accounts.grant_union(people.ursula, people.accounts["nora"], "players-guild")
    assert people.nora.unions == {"players-guild"}


def test_members_of_a_production_let_others_in(desk, people):
    (production,) = people.petra.productions
    for stranger in (people.quentin, people.ada, people.ursula):
        with pytest.raises(Forbidden):
            desk.accounts.grant_production(stranger, people.accounts["nora"], production)
    desk.accounts.grant_production(people.petra, people.accounts["nora"], production)
    people.accept("nora")
    assert people.nora.productions == {production}


def test_a_members_part_in_a_production_is_ended_by_another_member_any_other_by_the_administrator(desk, people):
    (production,), nora, bob = people.petra.productions, people.accounts["nora"], people.accounts["bob"]
    desk.accounts.grant_production(people.petra, nora, production)
    desk.accounts.grant_production(people.ada, bob, production, "commissioner")
    people.accept("nora")
    people.accept("bob")
    for who, whom in ((people.ada, nora), (people.quentin, nora), (people.petra, bob), (people.ursula, bob)):
        with pytest.raises(Forbidden):
            desk.holders.end_production(who, whom, production)
    desk.holders.end_production(people.petra, nora, production)
    desk.holders.end_production(people.ada, bob, production)
    assert (people.nora.productions, people.bob.commissions) == (frozenset(), frozenset())
    with pytest.raises(NotFound):
        desk.holders.end_production(people.ada, bob, production)


def test_an_account_has_one_role_in_a_production(desk, people):
    (production,) = people.petra.productions
    nora = people.accounts["nora"]
    with pytest.raises(Invalid):
        desk.accounts.grant_production(people.petra, nora, production, "owner")
    desk.accounts.grant_production(people.ada, nora, production, "commissioner")
    assert (people.nora.productions, people.nora.commissions) == (frozenset(), {production})
    with pytest.raises(Forbidden):
        desk.accounts.grant_production(people.nora, people.accounts["alice"], production)
    for who, role in ((people.petra, "member"), (people.ada, "counsel")):
        with pytest.raises(Conflict, match="already-granted"):
            desk.accounts.grant_production(who, nora, production, role)
    desk.accounts.grant_production(people.ada, people.accounts["quentin"], production, "counsel")
    people.accept("quentin")
    for role in ("commissioner", "counsel"):
        with pytest.raises(Forbidden):  # a production does not choose who approves what it does
            desk.accounts.grant_production(people.petra, people.accounts["bob"], production, role)
    assert people.quentin.counsels == {production}


def test_an_administrator_holds_no_office_even_if_one_was_written_into_the_database(desk, people, clock):
    with pytest.raises(Conflict, match="administrator-holds-no-office"):
        desk.accounts.grant_union(people.ursula, people.accounts["ada"], "players-guild")
    with written(desk) as session:
        session.add(
            UnionRepresentative(
                account_id=people.accounts["ada"], union_id="players-guild", granted_by="x", granted_at=clock()
            )
        )
        session.get_one(Account, people.accounts["ursula"]).is_administrator = True
    assert people.ada.unions == people.ursula.unions == frozenset()


def test_what_is_not_there_cannot_be_tied(desk, people):
    for call in (
        lambda: desk.accounts.grant_union(people.ursula, "A-NOBODY", "players-guild"),
        lambda: desk.accounts.grant_union(people.ursula, people.accounts["nora"], "no-union"),
        lambda: desk.accounts.grant_production(people.petra, people.accounts["nora"], "PR-NONE"),
        lambda: desk.accounts.disable(people.ada, "A-NOBODY"),
        lambda: desk.holders.end_union(people.ursula, people.accounts["nora"], "players-guild"),
    ):
        with pytest.raises(NotFound):
            call()
