"""Pages of long lists."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Integer, String, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from registry.core import paging, texts
from registry.core.paging import PageRequest, like, listed
from registry.records.tables.checks import Check


class Base(DeclarativeBase):
    pass


class Thing(Base):
    __tablename__ = "thing"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    rank: Mapped[int]
    name: Mapped[str] = mapped_column(String(40))


@pytest.fixture(scope="module")
def session() -> Any:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add_all([Thing(id=n, rank=n % 7, name=f"n{n}") for n in range(60)])
        session.commit()
        yield session
    engine.dispose()


ROWS = select(Thing).order_by(Thing.rank.desc(), Thing.id)


@settings(deadline=None, max_examples=25)
@given(size=st.integers(1, 70))
def test_pages_together_are_the_list_forwards_and_back(session: Any, size: int) -> None:
    everything = session.scalars(ROWS).all()
    page, forwards, pages = listed(session, ROWS, PageRequest(), size), [], []
    while True:
        assert (page.count, len(page.rows) <= size) == (60, True)
        forwards += page.rows
        pages.append(page.rows)
        if page.next is None:
            break
        page = listed(session, ROWS, PageRequest(page=page.next), size)
    assert forwards == everything
    back = [page.rows]
    while page.previous is not None:
        page = listed(session, ROWS, PageRequest(page=page.previous), size)
        back.append(page.rows)
    assert [row for rows in reversed(back) for row in rows] == everything


@given(page=st.text(max_size=40))
@settings(deadline=None, max_examples=50)
def test_a_page_that_nobody_named_reads_as_a_page(session: Any, page: str) -> None:
    assert listed(session, ROWS, PageRequest(page=page)).count == 60


@pytest.mark.parametrize(
    "page", [">s:a~s:b", ">i:99999999999999999999999~i:1", ">x~x", "<", ">", ">i:1", ">i:1~i:2~i:3"]
)
def test_a_page_of_other_values_reads_as_a_page(desk: Any, page: str) -> None:
    rows = select(Check.id, Check.requested_at).order_by(Check.requested_at.desc(), Check.id)
    with desk.db.look() as session:
        assert listed(session, rows, PageRequest(page=page)).rows == ()


def test_columns_come_by_name(session: Any) -> None:
    found = listed(session, select(Thing.id, Thing.name).order_by(Thing.id), PageRequest(), 2)
    assert [(row.id, row.name) for row in found.rows] == [(0, "n0"), (1, "n1")]
    assert found.shown(lambda row: row.name).rows == ("n0", "n1")


@pytest.mark.parametrize("words", ["50%", "a_b", "c\\d", "plain"])
def test_signs_of_a_pattern_are_signs(session: Any, words: str) -> None:
    with session.begin_nested():
        session.add_all([Thing(id=100, rank=9, name=f"x{words}y"), Thing(id=101, rank=9, name="x50 aXb cd")])
        found = select(Thing.id).where(Thing.name.like(like(words), escape="\\"), Thing.rank == 9)
        assert session.scalars(found).all() == [100]
        session.rollback()


def test_no_more_is_counted_than_anybody_pages_through(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "COUNTED", 59)
    page = listed(session, ROWS, PageRequest(), 10)
    assert (page.count, page.more) == (59, True)
    assert texts.say("list-count", **page.counted) == "More than 59 entries"
    monkeypatch.setattr(paging, "COUNTED", 60)
    page = listed(session, ROWS, PageRequest(), 10)
    assert (page.count, page.more) == (60, False)
    assert texts.say("list-count", **page.counted) == "60 entries"
