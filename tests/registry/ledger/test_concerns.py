"""Every kind of event has its say about which checks it concerns, and one that has none is not recorded."""

from enum import StrEnum
from importlib import import_module

import pytest
from sqlalchemy import select

from registry.ledger import concerns
from registry.ledger.concerns import Unheard, concerning, declared
from registry.ledger.record import record
from registry.records.events import EventKind
from registry.records.tables.ledger import Event

FEATURES = ("people", "gallery", "productions", "consents", "lives", "approvals", "checks", "reviews")


def test_every_kind_of_event_says_which_checks_it_concerns() -> None:
    for feature in FEATURES:
        import_module(f"registry.{feature}.concerns")
    assert sorted(set(EventKind) - declared()) == []


def test_nothing_is_recorded_of_which_nobody_said_what_it_concerns(desk, people, monkeypatch) -> None:
    heard = dict(concerns._said)
    del heard[EventKind.UNION_CREATED]
    monkeypatch.setattr(concerns, "_said", heard)
    with pytest.raises(Unheard, match=r"union\.created"), desk.db.write() as session:
        record(session, "system", EventKind.UNION_CREATED, "another-union")
    with desk.db.read() as session:
        assert session.scalars(select(Event).where(Event.subject == "another-union")).all() == []


def test_it_is_said_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        concerning(EventKind.STRIKE_THROWN)(lambda session, subject, details: None)


def test_the_record_knows_no_feature() -> None:
    assert issubclass(EventKind, StrEnum)
    source = import_module("registry.ledger.record").__loader__.get_source("registry.ledger.record")  # type: ignore[union-attr]
    assert [feature for feature in FEATURES if f"registry.{feature}" in source] == []
