"""The shared parts of the tests do what they say: a missing part is seen, and a real database answers."""

import socket
import threading
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.attacks.fronts import pushed
from tests.common import parts


def test_a_missing_part_skips_with_the_way_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LIKENESS_REQUIRE_ALL", raising=False)
    with pytest.raises(pytest.skip.Exception, match="apt-get install"):
        parts.require("browser", "Chromium is not installed: apt-get install chromium")


def test_a_missing_part_fails_where_everything_is_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIKENESS_REQUIRE_ALL", "1")
    with pytest.raises(pytest.fail.Exception, match="apt-get install"):
        parts.require("browser", "Chromium is not installed: apt-get install chromium")
    with pytest.raises(pytest.skip.Exception):
        parts.require("data", "people's pictures are nobody's duty to have")


def test_a_folder_closed_to_others_is_noticed(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    assert parts.closed_folder_above(tmp_path / "wheel.py") == tmp_path


@pytest.mark.postgres
def test_a_fresh_postgresql_database_answers(postgres_url: str) -> None:
    engine = create_engine(postgres_url)
    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from pg_tables where schemaname = 'public'")).scalar() == 0
        assert "PostgreSQL 1" in connection.execute(text("select version()")).scalar_one()
    engine.dispose()


def test_an_answer_that_comes_in_pieces_is_read_to_its_end() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 7\r\n\r\n")
        later = threading.Timer(0.2, theirs.sendall, [b"no room"])
        later.start()
        _sent, answer = pushed(ours, b"x", most=10)
        later.join()
    assert answer.endswith(b"no room")
