"""Who may what, written out: each permission against each role, on records of their own and on foreign ones.

The table is the specification, not a copy of the map: a change of the map that it does not foresee fails here.
"""

import pytest

from registry.core.permissions import ANONYMOUS, PERMISSION_MAP, Forbidden, Identity, On, Permission, allowed, require

OURS = On("P-ALICE", frozenset({"guild"}), "PR-NIGHT")
FOREIGN = On("P-BOB", frozenset({"alliance"}), "PR-SHORES")
NOBODYS = On()

# Every role has its ties to OURS and none to FOREIGN.
ROLES = {
    "anonymous": ANONYMOUS,
    "nobody": Identity("A-1"),
    "performer": Identity("A-2", performer_id="P-ALICE"),
    "guardian": Identity("A-3", represents=(("P-ALICE", "guardian"),)),
    "union": Identity("A-4", unions=frozenset({"guild"})),
    "production": Identity("A-5", productions=frozenset({"PR-NIGHT"})),
    "commissioner": Identity("A-6", commissions=frozenset({"PR-NIGHT"})),
    "counsel": Identity("A-7", counsels=frozenset({"PR-NIGHT"})),
    "administrator": Identity("A-8", is_administrator=True),
    "neutral": Identity("A-9", is_neutral=True),
}
EVERYBODY = set(ROLES)
SIGNED_IN = EVERYBODY - {"anonymous"}
THEMSELVES = {"performer", "guardian"}

# permission: who may on a record that is theirs, and who may on any record whatever
TABLE: dict[Permission, tuple[set[str], set[str]]] = {
    Permission.PUBLIC: (EVERYBODY, EVERYBODY),
    Permission.SIGNED_IN: (SIGNED_IN, SIGNED_IN),
    Permission.ACCOUNT_ACT: (SIGNED_IN, SIGNED_IN),
    Permission.INSTANCE_ADMINISTER: ({"administrator"}, {"administrator"}),
    Permission.UNION_READ: ({"union", "administrator"}, {"administrator"}),
    Permission.UNION_ADMINISTER: ({"union"}, set()),
    Permission.PERFORMER_REGISTER: (SIGNED_IN, SIGNED_IN),
    Permission.PERFORMER_READ: (THEMSELVES | {"union"}, set()),
    Permission.PERFORMER_VERIFY: ({"union"}, set()),
    Permission.PERFORMER_KEY_ADD: (THEMSELVES, set()),
    Permission.PERFORMER_ENROL: (THEMSELVES, set()),
    Permission.PERFORMER_FORGET: (THEMSELVES, set()),
    Permission.LIFE_RECORD: ({"union"}, set()),
    Permission.DISPUTE_RESOLVE: ({"union", "neutral"}, {"union", "neutral"}),
    Permission.DISPUTE_OBJECT: (THEMSELVES | {"union"}, set()),
    Permission.PRODUCTION_CREATE: (SIGNED_IN, SIGNED_IN),
    Permission.PRODUCTION_READ: ({"production", "commissioner", "counsel", "union"}, set()),
    Permission.PRODUCTION_DECLARE: ({"production"}, set()),
    Permission.SHOT_NOTE: ({"production", "commissioner", "counsel"}, set()),
    Permission.PRODUCTION_CONFIRM: ({"union"}, set()),
    Permission.CONSENT_REQUEST: (THEMSELVES | {"production", "union"}, set()),
    Permission.CONSENT_READ: (THEMSELVES | {"production", "union"}, set()),
    Permission.CONSENT_SIGN: (THEMSELVES | {"union"}, set()),
    Permission.CONSENT_COUNTERSIGN: ({"union"}, set()),
    Permission.CONSENT_WITHDRAW: (THEMSELVES | {"union"}, set()),
    Permission.COVERAGE_CONFIRM: ({"union"}, set()),
    Permission.CHECK_REQUEST: ({"production"}, set()),
    Permission.CHECK_READ: (THEMSELVES | {"production", "commissioner", "counsel", "union"}, set()),
    Permission.APPROVAL_TELL: ({"production"}, set()),
    Permission.APPROVAL_COMMISSION: ({"commissioner"}, set()),
    Permission.APPROVAL_LEGAL: ({"counsel"}, set()),
    Permission.APPROVAL_UNION: ({"union"}, set()),
    Permission.APPROVAL_PERFORMER: (THEMSELVES, set()),
    Permission.FACT_CONFIRM: (THEMSELVES | {"union"}, set()),
    Permission.STRIKE_THROW: ({"union"}, set()),
    Permission.FLOOR_SET: ({"union"}, set()),
    Permission.PREFERENCE_SET: (THEMSELVES, set()),
    Permission.REVIEW_DECIDE: ({"union"}, set()),
    Permission.REVIEW_READ: ({"union", "neutral"}, {"union", "neutral"}),
    Permission.REVIEW_SECOND: ({"neutral"}, {"neutral", "union"}),
    Permission.REVIEW_CONTEST: (THEMSELVES | {"production"}, set()),
    Permission.LOOK_ALIKE_DECLARE: (THEMSELVES, set()),
    Permission.LOOK_ALIKE_READ: (THEMSELVES | {"union"}, set()),
    Permission.LOOK_ALIKE_APPROVE: ({"union"}, set()),
    Permission.ERROR_READ: ({"union", "administrator"}, {"union", "administrator"}),
    Permission.LEDGER_READ: ({"union", "administrator"}, {"union", "administrator"}),
}

# What one may not do in a matter of one's own, whatever union one acts for.
NOT_IN_OWN_MATTER = {
    Permission.PERFORMER_VERIFY: {"performer", "guardian"},
    Permission.DISPUTE_RESOLVE: {"performer", "guardian"},
    Permission.LIFE_RECORD: {"performer", "guardian"},
    Permission.CONSENT_COUNTERSIGN: {"performer", "guardian", "production"},
    Permission.COVERAGE_CONFIRM: {"performer", "guardian", "production"},
    Permission.REVIEW_DECIDE: {"performer", "guardian", "production", "commissioner", "counsel"},
    Permission.LOOK_ALIKE_APPROVE: {"performer", "guardian"},
    Permission.PRODUCTION_CONFIRM: {"production"},
    Permission.APPROVAL_UNION: {"production"},
    Permission.STRIKE_THROW: {"production"},
    Permission.FACT_CONFIRM: {"production"},
}


def test_who_signs_for_somebody_else_does_not_work_for_whoever_asks():
    agent = {"represents": (("P-ALICE", "manager"),)}
    assert allowed(Identity("A-9", **agent), Permission.CONSENT_SIGN, OURS)
    inside = Identity("A-9", productions=frozenset({"PR-NIGHT"}), **agent)
    assert not allowed(inside, Permission.CONSENT_SIGN, OURS)
    assert allowed(inside, Permission.CONSENT_WITHDRAW, OURS)
    own = Identity("A-9", performer_id="P-ALICE", productions=frozenset({"PR-NIGHT"}))
    assert allowed(own, Permission.CONSENT_SIGN, OURS)


@pytest.mark.parametrize("tie", [{"performer_id": "P-ALICE"}, {"represents": (("P-ALICE", "guardian"),)}])
def test_who_works_for_a_production_approves_no_use_of_it(tie):
    outside, inside = Identity("A-9", **tie), Identity("A-9", productions=frozenset({"PR-NIGHT"}), **tie)
    assert allowed(outside, Permission.APPROVAL_PERFORMER, OURS)
    assert not allowed(inside, Permission.APPROVAL_PERFORMER, OURS)


def test_the_table_knows_every_permission_and_the_map_has_no_other():
    assert set(TABLE) == set(Permission) == set(PERMISSION_MAP)


@pytest.mark.parametrize("permission", list(Permission))
@pytest.mark.parametrize("role", list(ROLES))
def test_a_role_may_what_the_table_says_and_nothing_else(permission, role):
    own, any_record = TABLE[permission]
    assert allowed(ROLES[role], permission, OURS) == (role in own)
    assert allowed(ROLES[role], permission, FOREIGN) == (role in any_record)
    assert allowed(ROLES[role], permission, NOBODYS) == (role in any_record)


@pytest.mark.parametrize("permission", list(NOT_IN_OWN_MATTER))
def test_nobody_decides_in_a_matter_of_their_own(permission):
    for role in sorted(NOT_IN_OWN_MATTER[permission]):
        ties = {name: value for name, value in vars(ROLES[role]).items() if name not in ("account_id", "unions")}
        both = Identity("A-9", unions=frozenset({"guild"}), **ties)
        assert not allowed(both, permission, OURS), role
        assert allowed(Identity("A-9", unions=frozenset({"guild"})), permission, OURS)


def test_of_those_who_act_for_somebody_the_estate_alone_records_a_death():
    for kind, may in (("estate", True), ("guardian", False), ("manager", False), ("authorised_representative", False)):
        assert allowed(Identity("A-9", represents=(("P-ALICE", kind),)), Permission.LIFE_RECORD, OURS) is may
    assert not allowed(Identity("A-9", represents=(("P-BOB", "estate"),)), Permission.LIFE_RECORD, OURS)


@pytest.mark.parametrize("permission", [Permission.APPROVAL_COMMISSION, Permission.APPROVAL_LEGAL])
def test_a_production_does_not_approve_itself_under_another_hat(permission):
    ours = frozenset({"PR-NIGHT"})
    assert not allowed(Identity("A-9", productions=ours, commissions=ours, counsels=ours), permission, OURS)


@pytest.mark.parametrize("permission", list(Permission))
def test_require_refuses_exactly_what_is_not_allowed_and_names_only_the_permission(permission):
    if allowed(ROLES["nobody"], permission, FOREIGN):
        require(ROLES["nobody"], permission, FOREIGN)
        return
    with pytest.raises(Forbidden) as error:
        require(ROLES["nobody"], permission, FOREIGN)
    assert error.value.permission is permission
    assert "P-BOB" not in str(error.value)


@pytest.mark.parametrize("role", ["performer", "guardian", "production", "commissioner", "counsel", "union"])
def test_nobody_with_a_tie_to_the_matter_is_neutral(role):
    ties = {name: value for name, value in vars(ROLES[role]).items() if name not in ("account_id", "is_neutral")}
    assert not allowed(Identity("A-9", is_neutral=True, **ties), Permission.REVIEW_SECOND, OURS)


def test_what_the_map_does_not_know_is_denied():
    assert not allowed(ROLES["administrator"], "instance:burn", OURS)  # type: ignore[arg-type]


def test_the_people_of_an_instance_have_the_roles_of_the_table(people):
    assert allowed(people.alice, Permission.PERFORMER_ENROL, On(people.alice.performer_id))
    assert not allowed(people.alice, Permission.PERFORMER_ENROL, On(people.bob.performer_id))
    assert allowed(
        people.ursula, Permission.PERFORMER_VERIFY, On(people.bob.performer_id, frozenset({"players-guild"}))
    )
    assert not allowed(people.victor, Permission.PERFORMER_VERIFY, On(unions=frozenset({"players-guild"})))
    assert not any(
        allowed(people.ada, permission, On(people.alice.performer_id, frozenset({"players-guild"}), "PR-PETRA"))
        for permission in Permission
        if permission.startswith(("performer:read", "performer:verify", "consent:", "check:", "approval:", "review:"))
    )
