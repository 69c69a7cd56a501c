"""A declaration of look-alikes, signed with a passkey: its words are part of what is signed."""

import json
from collections.abc import Callable

from consent.document import text_digest
from registry.desk import Desk
from tests.common.passkeys import Passkey
from tests.registry.conftest import People, Verified
from tests.registry.web.conftest import Visitor, path_of
from tests.registry.web.signing_host import SigningHost, enrolled, led, signing

__all__ = ["enrolled", "signing"]


def test_a_twin_signs_with_a_passkey_what_the_page_shows(
    visit: Callable[[str], Visitor], signing: SigningHost, enrolled: Callable[..., Passkey], desk: Desk, people: People,
    verified_alice: Verified, verified_bob: Verified,
) -> None:  # fmt: skip
    key, alice = enrolled("alice"), visit("alice")
    page = path_of(alice.post(f"/performers/{verified_alice.id}/look-alikes", {"other": verified_bob.id}))
    assert "Sign with your passkey" in alice.get(page).text
    secret = led(alice.post(f"{page}/passkey/signature"))
    shown = signing.shows(secret)
    paper = json.loads(shown["document"])
    assert (paper["version"], paper["key"]) == (2, key.fingerprint)
    assert paper["text"]["sha256"] == text_digest(shown["text"])
    for part in (verified_alice.id, verified_bob.id, "somebody else"):
        assert part in shown["text"]
    assert visit("bob").post(f"{page}/passkey/signature").status_code == 404
    assert signing.signs(secret, key).status_code == 200
    assert desk.look_alikes.get(people.alice, page.rsplit("/", 1)[1]).state == "signed"


def test_a_paper_for_a_key_file_stays_as_it_was(
    desk: Desk, people: People, verified_alice: Verified, verified_bob: Verified
) -> None:
    pair = desk.look_alikes.draft(people.alice, verified_alice.id, verified_bob.id)
    paper = json.loads(pair.document)
    assert (paper["version"], "text" in paper) == (1, False)
