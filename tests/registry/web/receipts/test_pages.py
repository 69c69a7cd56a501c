"""Verifying a receipt without an account: the answer of `likeness verify`, and never a yes while anything is open."""

import hashlib
import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from registry.web.bodies import STRANGER_BYTES
from tests.registry.web.conftest import Visitor
from tests.registry.web.receipts.conftest import Cleared

YES, NO = "You may use this file as declared", "Do not use this file"


def sent(visitor: Visitor, receipt: object, sha256: str = "") -> Any:
    visitor.get("/verify")
    written = receipt if isinstance(receipt, bytes) else json.dumps(receipt).encode()
    form = {"receipt": (io.BytesIO(written), "receipt.json"), "sha256": sha256}
    return visitor.post("/verify", form, content_type="multipart/form-data")


def test_a_receipt_with_its_file_is_a_yes(visitor: Visitor, cleared: Cleared) -> None:
    digest = hashlib.sha256(cleared.file.read_bytes()).hexdigest()
    page = sent(visitor, cleared.receipt, f" {digest.upper()} ").text
    assert YES in page
    assert cleared.receipt["receipt_id"] in page
    assert "stage final: unit" in page


def test_without_the_file_it_is_a_no_that_says_what_is_missing(visitor: Visitor, cleared: Cleared) -> None:
    page = sent(visitor, cleared.receipt).text
    assert NO in page
    assert YES not in page
    assert "You have not named the file" in page


def test_another_file_is_a_no(visitor: Visitor, cleared: Cleared) -> None:
    page = sent(visitor, cleared.receipt, "0" * 64).text
    assert NO in page
    assert "not the file that was checked" in page


def test_an_altered_receipt_is_a_no_and_nothing_of_it_is_shown(visitor: Visitor, cleared: Cleared) -> None:
    page = sent(visitor, cleared.receipt | {"receipt_id": "RC-INVENTED"}).text
    assert NO in page
    assert "RC-INVENTED" not in page


def test_another_registry_s_receipt_is_a_no(visitor: Visitor, cleared: Cleared) -> None:
    from consent.signature import new_key, signed

    content = {name: part for name, part in cleared.receipt.items() if name != "signature"}
    page = sent(visitor, signed(content, new_key())).text
    assert "not signed by this registry" in page


def test_a_recalled_receipt_is_a_no_here_and_at_its_own_address(
    visitor: Visitor, cleared: Cleared, desk: Any, people: Any
) -> None:
    own = f"/verify/{cleared.receipt['receipt_id']}"
    assert "still counts" in visitor.get(own).text
    desk.consents.withdraw(people.alice, cleared.consent)
    digest = hashlib.sha256(cleared.file.read_bytes()).hexdigest()
    assert NO in sent(visitor, cleared.receipt, digest).text
    assert "no longer counts" in visitor.get(own).text


def test_an_expired_receipt_is_a_no_and_unknown_at_its_address(visitor: Visitor, cleared: Cleared, clock: Any) -> None:
    clock.forward(days=400)
    assert NO in sent(visitor, cleared.receipt).text
    assert "issued no receipt" in visitor.get(f"/verify/{cleared.receipt['receipt_id']}").text


def test_an_address_says_nothing_of_the_file_or_the_production(visitor: Visitor, cleared: Cleared) -> None:
    page = visitor.get(f"/verify/{cleared.receipt['receipt_id']}").text
    declared = cleared.receipt["declared"]
    for word in (cleared.check, cleared.receipt["file"]["sha256"], declared["unit"], "The Long Night", "leared"):
        assert word not in page


def test_an_unknown_id_was_never_issued(visitor: Visitor, people: Any, desk: Any) -> None:
    desk.instance_key.load_or_create()
    assert "issued no receipt" in visitor.get("/verify/RC-AAAAAAAAAA").text


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b'{"type": 1}', b'{"a": 1, "a": 1}'])
def test_what_is_no_receipt_is_refused_at_its_field(visitor: Visitor, cleared: Cleared, content: bytes) -> None:
    answer = sent(visitor, content)
    assert YES not in answer.text
    assert answer.status_code == 422 or NO in answer.text


@pytest.mark.parametrize("digest", ["0" * 63, "g" * 64, "0" * 65])
def test_what_is_no_digest_is_refused_at_its_field(visitor: Visitor, cleared: Cleared, digest: str) -> None:
    answer = sent(visitor, cleared.receipt, digest)
    assert answer.status_code == 422
    assert "A SHA-256 has 64 characters" in answer.text


def test_a_stranger_may_send_a_long_receipt_and_no_film(visitor: Visitor, cleared: Cleared) -> None:
    assert sent(visitor, cleared.receipt | {"x": "x" * (2 * STRANGER_BYTES)}).status_code == 200
    assert sent(visitor, b"x" * 20_000_000).status_code == 413


def test_the_check_s_page_tells_people_what_the_receipt_says(visit: Callable[[str], Visitor], cleared: Cleared) -> None:
    page = visit("petra").get(f"/checks/{cleared.check}").text
    assert cleared.receipt["receipt_id"] in page
    assert "Valid until" in page
    assert "stage final: unit" in page
    assert 'class="code"' in page
    assert f"/verify/{cleared.receipt['receipt_id']}" in page
