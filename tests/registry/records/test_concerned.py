"""Which checks a change concerns is said in ids alone, kept as JSON, and asked of the database."""

from itertools import product
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from registry.records import concerned
from registry.records.concerned import Concerned, showing
from registry.records.tables import Base
from registry.records.tables.checks import Check, CheckPerson

PRODUCTIONS, PEOPLE, DIGESTS = ("PR-1", "PR-2"), ("P-1", "P-2", "P-3"), ("a" * 64, "b" * 64)
CHECKS = [
    {"id": f"K-{at:02}", "production": production, "file": file, "declaration": declaration, "shows": PEOPLE[: at % 4]}
    for at, (production, file, declaration) in enumerate(product(PRODUCTIONS, DIGESTS, DIGESTS))
]


@pytest.fixture(scope="module")
def session() -> Any:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        for one in CHECKS:
            row = {"id": one["id"], "production_id": one["production"], "file_sha256": one["file"]}
            row |= {"declaration_sha256": one["declaration"], "declaration": '{"unit": {"id": "SH1"}}'}
            row |= {"requested_by": "A", "requested_at": sa.func.now(), "file_name": "x", "file_size": 1}
            session.execute(sa.insert(Check.__table__).values(**row, unit_key="u", unit_id="SH1", unit_version=1))
            for number, performer in enumerate(one["shows"]):
                person = {"check_id": one["id"], "performer_id": performer, "pseudonym": f"P{number}"}
                session.execute(sa.insert(CheckPerson.__table__).values(**person, answer="match"))
        yield session


def some(values: Any) -> Any:
    return st.none() | st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


CONCERNED = st.builds(
    dict,
    productions=some(PRODUCTIONS),
    performers=some(PEOPLE),
    declaration=st.none() | st.sampled_from(DIGESTS),
    file=st.none() | st.sampled_from(DIGESTS),
    check=st.none() | st.sampled_from([one["id"] for one in CHECKS]),
    every=st.sampled_from([None, None, None, True]),
).filter(lambda said: any(one is not None for one in said.values()))


def touches(said: dict[str, Any], check: dict[str, Any]) -> bool:
    return (
        (said["productions"] is None or check["production"] in said["productions"])
        and (said["performers"] is None or bool(set(check["shows"]) & set(said["performers"])))
        and said["declaration"] in (None, check["declaration"])
        and said["file"] in (None, check["file"])
        and said["check"] in (None, check["id"])
    )


@given(said=CONCERNED)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
def test_all_that_is_said_has_to_apply_and_what_is_kept_says_the_same(session: Any, said: dict[str, Any]) -> None:
    kept = Concerned.of(Concerned(**said).content())
    assert kept == Concerned(**said)
    expected = {one["id"] for one in CHECKS if touches(said, one)}
    assert set(session.scalars(sa.select(Check.id).where(kept.condition()))) == expected
    for one in CHECKS:
        alone = sa.select(Check.id).where(kept.condition(one["id"]), Check.id == one["id"])
        assert (session.scalar(alone) is not None) is (one["id"] in expected)


def test_nothing_said_is_refused_and_so_is_what_nobody_wrote() -> None:
    with pytest.raises(ValueError, match="has to say so"):
        Concerned()
    with pytest.raises(TypeError):
        Concerned.of({"nobody": True})


def test_more_performers_than_a_statement_takes_are_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(concerned, "MOST_NAMED", 2)
    assert showing(["P-2", "P-1", "P-2"]) == Concerned(performers=("P-1", "P-2"))
    assert showing(["P-1", "P-2", "P-3"]) == Concerned(every=True)
