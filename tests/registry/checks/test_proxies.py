"""The small copy of a film for the player: for whoever made the check and has its very file; nothing of it stays."""

import io
from typing import Any

import av
import pytest

from registry.core.texts import say
from tests.registry.checks.credentials.conftest import authority, cleared, coded, looks
from tests.registry.web.conftest import app, origin, visit, visitor

__all__ = ["app", "authority", "cleared", "looks", "origin", "visit", "visitor"]


def test_the_file_that_was_checked_comes_back_as_a_small_copy(studio: Any, cleared: Any, visit: Any) -> None:
    check, content = cleared("mp4")
    petra, address = visit("petra"), f"/checks/{check.id}/proxy"
    answer = petra.post(address, {"file": (io.BytesIO(content), "x.mp4")})
    assert (answer.status_code, answer.mimetype) == (200, "video/webm")
    with av.open(io.BytesIO(answer.data)) as film, av.open(io.BytesIO(content)) as own:
        assert len([*film.decode(video=0)]) == len([*own.decode(video=0)])
    assert list(studio.desk.config.incoming.glob("*")) == []
    assert list(studio.desk.uploads._blobs.names()) == []


@pytest.mark.parametrize("sent", [{}, {"file": (io.BytesIO(coded("mp4", 2)), "x.mp4")}])
def test_of_another_file_nothing_comes_back(studio: Any, cleared: Any, visit: Any, sent: Any) -> None:
    check, _ = cleared("mp4")
    answer = visit("petra").post(f"/checks/{check.id}/proxy", sent)
    assert answer.status_code == 422
    assert answer.text in (say("proxy-other-file"), say("form-required"))
    assert list(studio.desk.uploads._blobs.names()) == []


def test_a_check_of_somebody_else_s_has_none(cleared: Any, visit: Any) -> None:
    check, content = cleared("mp4")
    sent = {"file": (io.BytesIO(content), "x.mp4")}
    assert visit("quentin").post(f"/checks/{check.id}/proxy", sent).status_code == 404
