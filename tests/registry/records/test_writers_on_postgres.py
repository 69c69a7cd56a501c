"""Two that write never wait for each other on PostgreSQL: each has the ledger's head before it reads or changes anything."""

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.core.database import Database
from registry.records import tables as models
from registry.records.tables.ledger import OpenConcern

pytestmark = pytest.mark.postgres


class NothingWatched:
    def watch(self, session: Session, *, writing: bool) -> None:
        return None


@pytest.fixture
def db(postgres_url: str) -> Iterator[Database]:
    db = Database(postgres_url, NothingWatched())
    models.Base.metadata.create_all(db.engine)
    with db.write() as session:
        session.add_all([OpenConcern(index=index, concerned={}) for index in (1, 2)])
    yield db
    db.close()


def test_whoever_marks_the_same_rows_in_another_order_waits_and_goes_on(db: Database) -> None:
    both_began = threading.Barrier(2)

    def mark(order: Sequence[int]) -> None:
        with db.write() as session:
            session.get_one(OpenConcern, order[0]).concerned = {"every": True}
            session.flush()
            try:
                both_began.wait(timeout=1)  # they meet here only where nothing holds one of them back
            except threading.BrokenBarrierError:
                pass
            session.get_one(OpenConcern, order[1]).concerned = {"every": True}

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(mark, order) for order in ((1, 2), (2, 1))]:
            done.result(timeout=60)
    with db.look() as session:
        assert [row.concerned for row in session.scalars(select(OpenConcern))] == [{"every": True}] * 2
