"""What a statement can read, by its conditions alone: never too little."""

from typing import Any

import pytest
from sqlalchemy import and_, exists, func, or_, select, update

from registry.ledger.layout import Table, layout_of
from registry.ledger.reading import prove
from registry.records.tables import Base
from registry.records.tables.accounts import Account
from registry.records.tables.approvals import Approval
from registry.records.tables.checks import Check, CheckPerson, IssuedReceipt
from registry.records.tables.consents import Consent
from registry.records.tables.ledger import Event
from registry.records.tables.performers import Dispute, Performer, Template
from registry.records.tables.reviews import Review
from registry.records.tables.unions import Union, UnionAgreement

TABLES = layout_of(Base.metadata).tables
ALL = "everything"
FOUND: dict[str, list[dict[str, Any]]] = {
    "check_person": [{"check_id": "K-1", "performer_id": "P-1"}, {"check_id": "K-2", "performer_id": "P-2"}],
    "issued_receipt": [{"check_id": "K-3"}],
    "check_": [{"id": "K-1", "production_id": "PR-1"}],
    "union_agreement": [{"agreement": "a", "union_id": "guild"}],
    "review": [{"check_id": "K-1"}],
    "dispute": [{"performer_id": "P-1", "claimant_id": None}],
}


def asked(statement: Any, **parameters: Any) -> dict[str, Any]:
    """Register -> values, or ALL of a table."""
    found: dict[str, Any] = {}

    def read(table: Table, register: str, wanted: Any) -> Any:
        if wanted is None:
            assert register == table.name
            found[table.name] = ALL
        elif found.get(register) != ALL:
            found.setdefault(register, set()).update(wanted)
        return FOUND.get(table.name, [])

    prove(statement, parameters, TABLES, read)
    return found


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (select(Performer).where(Performer.id == "P-1"), {"performer": {("P-1",)}}),
        (select(Performer.name).where(Performer.id.in_(["P-1", "P-2"])), {"performer": {("P-1",), ("P-2",)}}),
        (select(Performer), {"performer": ALL}),
        (select(Performer).where(Performer.name == "Alice"), {"performer": ALL}),
        (select(Performer).where(Performer.id != "P-1"), {"performer": ALL}),
        (select(Performer).where(~(Performer.id == "P-1")), {"performer": ALL}),
        (select(Performer).where(Performer.id.not_in(["P-1"])), {"performer": ALL}),
        (select(Performer).where(or_(Performer.id == "P-1", Performer.name == "Alice")), {"performer": ALL}),
        (select(func.count()).select_from(Template).where(Template.performer_id == "P-1"),
         {"template(performer_id)": {("P-1",)}}),
        (select(Consent).where(Consent.performer_id == "P-1", Consent.production_id == "PR-1", Consent.state == "given"),
         {"consent(performer_id,production_id)": {("P-1", "PR-1")}}),
        (select(Consent).where(Consent.production_id == "PR-1"), {"consent": ALL}),
        (select(Approval).where(
            Approval.production_id == "PR-1",
            or_(Approval.declaration_sha256.is_(None), Approval.declaration_sha256 == "d"),
            or_(Approval.file_sha256.is_(None), Approval.file_sha256 == "f"),
        ), {"approval(production_id,declaration_sha256)": {("PR-1", None), ("PR-1", "d")}}),
        (select(Approval).where(Approval.file_sha256.is_(None)), {"approval": ALL}),
        (select(Dispute.id).where(or_(Dispute.performer_id == "P-1", Dispute.claimant_id == "P-1")),
         {"dispute(performer_id)": {("P-1",)}, "dispute(claimant_id)": {("P-1",)}}),
        (select(Union).where(Union.name == "Guild"), {"union_()": {()}}),
        (select(Performer.name).join(CheckPerson, CheckPerson.performer_id == Performer.id).where(
            CheckPerson.check_id == "K-1"),
         {"check_person(check_id)": {("K-1",)}, "performer": {("P-1",), ("P-2",)}}),
        (select(IssuedReceipt).join(Check, Check.id == IssuedReceipt.check_id).where(
            IssuedReceipt.expires_on.in_(["2026-10-05"]), Check.due),
         {"issued_receipt(expires_on)": {("2026-10-05",)}, "check_": {("K-3",)}}),
        (select(Review).outerjoin(Check, Check.id == Review.check_id).where(Check.id.is_(None), Review.check_id == "K-1"),
         {"review(check_id)": {("K-1",)}, "check_": {("K-1",)}}),
        (select(Check.id).where(Check.id.in_(select(CheckPerson.check_id).where(CheckPerson.performer_id == "P-1"))),
         {"check_person(performer_id)": {("P-1",)}, "check_": {("K-1",), ("K-2",)}}),
        (select(Check.id).where(Check.id == "K-1", exists(Review.id).where(Review.check_id == Check.id)),
         {"check_": {("K-1",)}, "review(check_id)": {("K-1",)}}),
        (select(Check.id).where(Check.production_id.in_(select(Check.production_id).where(Check.id == "K-1"))),
         {"check_": ALL}),
        (select(Account.id).where(or_(*(Account.id == f"A-{number}" for number in range(80)))), {"account": ALL}),
        (select(Performer).where(and_(Performer.id == "P-1", Performer.folded_name == "alice")),
         {"performer": {("P-1",)}}),
        (select(Event).where(Event.subject == "P-1"), {}),
        (select(UnionAgreement.union_id).where(UnionAgreement.agreement == UnionAgreement.union_id),
         {"union_agreement()": {()}}),
        (update(Check).where(Check.id == "K-1").values(due=True), {"check_": {("K-1",)}}),
        (update(Check).values(due=True), {"check_": ALL}),
    ],
)  # fmt: skip
def test_a_statement_reads_the_sets_that_its_conditions_name(statement: Any, expected: Any) -> None:
    assert asked(statement) == expected
    assert asked(statement) == expected  # also once it is known


def test_statements_of_one_shape_are_told_apart_by_their_values() -> None:
    for performer in ("P-1", "P-2"):
        assert asked(select(Performer).where(Performer.id == performer)) == {"performer": {(performer,)}}


def test_a_value_that_is_not_stored_as_it_is_written_says_nothing() -> None:
    assert asked(select(Check).where(Check.id == True)) == {"check_": ALL}  # noqa: E712 - a condition, not a comparison
    assert asked(select(Check).where(Check.id == None)) == {"check_": ALL}  # noqa: E711


def test_too_many_combinations_say_nothing() -> None:
    many = [f"X-{number}" for number in range(60)]
    both = select(Consent).where(Consent.performer_id.in_(many), Consent.production_id.in_(many))
    assert asked(both) == {"consent": ALL}
