"""Whatever stands in an address leads to an answer, never to a line of its own in a header."""

import pytest
from flask import Flask

from registry.desk import Desk
from registry.serving.app import create_app

pytestmark = pytest.mark.attack("F.inputs")


@pytest.fixture
def app(desk: Desk) -> Flask:
    return create_app(desk)


@pytest.mark.parametrize("written", ["%0d%0aX:1", "%0a", "%C3%A9%22", "%3Fa", "%23a"])
def test_the_loopback_address_leads_to_its_name_whatever_is_asked(app: Flask, written: str) -> None:
    answer = app.test_client().get(f"/verify/{written}?b=%0d%0a", base_url="http://127.0.0.1:8000")
    assert answer.status_code == 307
    assert (
        answer.headers["Location"].lower()
        == f"http://localhost:8000/verify/{written.lower().replace(':', '%3a')}?b=%0d%0a"
    )
