"""After signing in one goes on where one wanted to, on this site alone."""

import pytest
from flask import Flask

from registry.web.door import own_path


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "/\\evil.example", "/\t/evil.example", "https://evil.example", "/\n//evil.example", "/a\r\nB: c", "", None],
)  # fmt: skip
def test_no_link_leads_elsewhere_or_into_a_header(target: str | None) -> None:
    app = Flask("here")
    app.add_url_rule("/home", "accounts.home")
    with app.test_request_context():
        assert own_path(target) == "/home"
        assert own_path("/checks/K-ONE?a=b") == "/checks/K-ONE?a=b"
