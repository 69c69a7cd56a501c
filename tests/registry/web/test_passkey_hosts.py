"""The two hosts: which serves what, under which names, and the one page whose hash is published."""

import hashlib
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from registry.core.places import OriginUnusable, places
from registry.desk import Desk
from registry.serving.app import create_app
from registry.signing.page import FILE, signing_page
from tests.common.parts import PROJECT
from tests.registry.conftest import People
from tests.registry.web.conftest import Visitor
from tests.registry.web.signing_host import PAGES, SIGNING, SigningHost, signing

__all__ = ["signing"]


def test_each_host_serves_its_own_and_nothing_else(app: Flask, people: People) -> None:
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        path = rule.rule.split("<")[0]
        method = "GET" if "GET" in (rule.methods or set()) else "POST"
        at_signing = client.open(path, method=method, base_url=SIGNING)
        assert "Set-Cookie" not in at_signing.headers
        if rule.endpoint.startswith("signing."):
            assert at_signing.status_code in (200, 422), rule.rule
            assert client.open(path, method=method, base_url=PAGES).status_code == 404, rule.rule
        else:
            assert at_signing.status_code == 404, rule.rule
    assert client.get("/favicon.ico", base_url=SIGNING).status_code == 404
    assert client.get("/sign", base_url="http://sign.example.org").status_code == 404


def test_the_signing_host_reads_no_session_and_takes_nothing_from_elsewhere(
    app: Flask, visit: Callable[[str], Visitor], signing: SigningHost
) -> None:
    cookie = visit("alice").client.get_cookie("likeness", domain="localhost")
    assert cookie is not None
    signing.client.set_cookie("likeness", cookie.value, domain="sign.localhost")
    assert signing.client.get("/", base_url=SIGNING).status_code == 404
    for headers in ({"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": PAGES}):
        answer = signing.client.post("/sign/request", json={"id": "A" * 43}, base_url=SIGNING, headers=headers)
        assert answer.status_code == 400


def test_the_signing_page_is_one_file_whose_hash_is_published(app: Flask, visitor: Visitor) -> None:
    answer = app.test_client().get("/sign", base_url=SIGNING)
    digest = hashlib.sha256(FILE.read_bytes()).hexdigest()
    assert answer.get_data() == FILE.read_bytes()
    said = visitor.get("/signing-page.json").json
    assert said == {"address": f"{SIGNING}/sign", "sha256": digest}
    assert digest in (PROJECT / "docs" / "trust.md").read_text(encoding="utf-8")
    policy = answer.headers["Content-Security-Policy"]
    assert policy == signing_page().policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "'self'" not in policy.replace("connect-src 'self'", "")
    assert b"http" not in answer.get_data().replace(b"http-equiv", b"").replace(b'"https:", "http:"', b"")


@pytest.mark.parametrize(
    ("origin", "sign_origin"),
    [
        ("", "https://sign.example.org"),
        ("http://registry.example.org", ""),
        ("https://registry.example.org/", ""),
        ("https://Registry.example.org", ""),
        ("https://registry.example.org", "https://registry.example.org:8443"),
        ("https://registry.example.org", "ftp://sign.example.org"),
    ],
)
def test_places_at_which_no_passkey_works_are_refused(origin: str, sign_origin: str) -> None:
    with pytest.raises(OriginUnusable):
        places(origin, sign_origin)


def test_an_operator_says_by_which_names_people_come(desk: Desk, people: People) -> None:
    object.__setattr__(desk, "config", replace(desk.config, origin="https://registry.example.org"))
    client = create_app(desk).test_client()
    assert client.get("/sign", base_url="https://sign.registry.example.org").status_code == 200
    assert client.get("/sign", base_url="https://registry.example.org").status_code == 404
    said = client.get("/signing-page.json", base_url="https://registry.example.org").json
    assert said["address"] == "https://sign.registry.example.org/sign"
    assert client.get("/sign-in", base_url="https://sign.registry.example.org").status_code == 404


def test_where_nobody_said_so_passkeys_are_not_offered(app: Flask, people: People) -> None:
    page = app.test_client().get("/sign-in", base_url="https://registry.example.org").text
    assert "passkey" not in page.replace("passkey.js", "")
