import pytest

from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.permissions import Forbidden, On, Permission, allowed
from registry.records.tables.accounts import Representation


@pytest.fixture
def claim(desk, people) -> Representation:
    """Alice says that Nora is her manager."""
    return desk.representations.claim(
        people.alice, people.accounts["nora"], people.alice.performer_id, "manager", "contract of 3 May"
    )


def may_enrol(people) -> bool:
    return allowed(people.nora, Permission.PERFORMER_ENROL, On(people.alice.performer_id))


def test_a_claim_gives_nothing_until_a_union_representative_confirms_it(desk, people, claim):
    assert not may_enrol(people)
    desk.representations.confirm(people.ursula, claim.id)
    assert may_enrol(people)
    assert people.nora.represents == ((people.alice.performer_id, "manager"),)
    assert not allowed(people.nora, Permission.PERFORMER_ENROL, On(people.bob.performer_id))


def test_an_end_takes_effect_at_once(desk, people, claim):
    desk.representations.confirm(people.ursula, claim.id)
    desk.representations.end(people.alice, claim.id)
    assert not may_enrol(people)
    with pytest.raises(NotFound):
        desk.representations.end(people.alice, claim.id)


@pytest.mark.parametrize("name", ["alice", "nora", "victor", "ada", "petra", "bob"])
def test_nobody_but_the_performers_union_confirms(desk, people, claim, name):
    with pytest.raises(Forbidden):
        desk.representations.confirm(getattr(people, name), claim.id)


def test_whoever_claims_does_not_confirm(desk, people):
    claim = desk.representations.claim(
        people.ursula, people.accounts["nora"], people.alice.performer_id, "guardian", "court order"
    )
    with pytest.raises(Conflict, match="representation-confirmed-by-another"):
        desk.representations.confirm(people.ursula, claim.id)
    own = desk.representations.claim(
        people.alice, people.accounts["ursula"], people.alice.performer_id, "manager", "contract"
    )
    with pytest.raises(Conflict, match="representation-confirmed-by-another"):
        desk.representations.confirm(people.ursula, own.id)


def test_strangers_claim_nothing_about_somebody_elses_record(desk, people):
    for name in ("nora", "victor", "petra", "ada", "bob"):
        with pytest.raises(Forbidden):
            desk.representations.claim(
                getattr(people, name), people.accounts["nora"], people.alice.performer_id, "manager", "contract"
            )


def test_whoever_registers_the_dead_may_claim_to_be_the_estate(desk, people):
    performer = desk.performers.register(people.nora, "Old Star", unions=["players-guild"])
    claim = desk.representations.claim(people.nora, people.accounts["nora"], performer.id, "estate", "will")
    desk.representations.confirm(people.ursula, claim.id)
    assert people.nora.represents == ((performer.id, "estate"),)
    assert [(row.id, of.id) for row, of in desk.representations.acting(people.nora)] == [(claim.id, performer.id)]


def test_the_proof_is_on_record(desk, people):
    with pytest.raises(Invalid) as error:
        desk.representations.claim(
            people.alice, people.accounts["nora"], people.alice.performer_id, "friend", "", "no digest"
        )
    assert set(error.value.fields) == {"kind", "proof", "proof_sha256"}
    claim = desk.representations.claim(
        people.alice, people.accounts["nora"], people.alice.performer_id, "guardian", "court order", "AB" * 32
    )
    ((stored, name),) = desk.representations.of(people.ursula, people.alice.performer_id)
    assert (stored.proof, stored.proof_sha256, name, stored.id) == ("court order", "ab" * 32, "Nora", claim.id)


def test_nobody_acts_for_themselves_and_no_administrator_for_anybody(desk, people):
    for account in ("alice", "ada"):
        with pytest.raises(Conflict):
            desk.representations.claim(
                people.alice, people.accounts[account], people.alice.performer_id, "manager", "contract"
            )


def test_a_second_confirmation_is_refused(desk, people, claim):
    desk.representations.confirm(people.ursula, claim.id)
    with pytest.raises(Conflict, match="already-confirmed"):
        desk.representations.confirm(people.ursula, claim.id)
