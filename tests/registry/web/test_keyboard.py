"""Performer, union and production each do their job with the keyboard alone; the focus is seen, and never lost."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from consent.canonical import to_base64url
from consent.signature import new_key
from registry.desk import Desk
from tests.registry.checks.conftest import Studio, shows, studio
from tests.registry.conftest import Clock, FakeMatching, People, Verified
from tests.registry.web.conftest import DECLARED
from tests.registry.web.keyboard import Keyboard
from tests.registry.web.seed import Judgement, Seed, missing
from tests.registry.web.test_passkey_story import Phone, pocket

__all__ = ["pocket", "shows", "studio"]
pytestmark = pytest.mark.browser


def by_keys(page: Page, name: str) -> None:
    Keyboard(page).sign_in(name)


def make_key(keys: Keyboard, phone: Phone, path: str) -> None:
    keys.page.goto(path)
    keys.write("What you call it", f"{phone.name}'s phone")
    keys.follow("Make it on the signing page", "BUTTON")
    signed(keys, phone, "Make the passkey")


def signed(keys: Keyboard, phone: Phone, button: str) -> None:
    """Signs on the signing page, and comes back."""
    keys.page.wait_for_url(f"{phone.signing}/sign")
    expect(keys.page.get_by_role("button", name=button)).to_be_visible()
    keys.named(button, "BUTTON")
    keys.press("Enter")
    expect(keys.page.get_by_role("status")).to_be_visible()
    keys.follow("Back to the registry", "A")


def test_a_performer_signs_and_withdraws_with_the_keyboard_alone(
    pocket: Callable[..., Phone],
    studio: Studio,
    desk: Desk,
    people: People,
    clock: Clock,
    verified_alice: Verified,
) -> None:
    phone = pocket("alice", enter=by_keys)
    keys = Keyboard(phone.page)
    clock.forward(minutes=1)
    make_key(keys, phone, f"/performers/{verified_alice.id}/keys")
    made = next(key for key in desk.performers.card(people.alice, verified_alice.id).keys if not key.confirmed_at)
    desk.performers.verify(people.ursula, verified_alice.id, "Alice", made.fingerprint, "met in person")
    consent = studio.draft(verified_alice.id)
    phone.page.goto("/")
    keys.follow("Waiting…", "A")
    keys.to(lambda at: at["href"].endswith(consent))
    with phone.page.expect_navigation():
        keys.press("Enter")
    keys.arrived()
    keys.follow("Sign with your passkey", "BUTTON")
    signed(keys, phone, "Sign with your passkey")
    assert desk.consents.get(people.alice, consent).signed_at
    keys.follow("Withdraw this consent", "A")
    keys.follow("Withdraw this consent", "BUTTON", key="Space")
    expect(phone.page.get_by_role("status")).to_contain_text("Withdrawn")
    assert desk.consents.get(people.alice, consent).state == "withdrawn"


def test_a_representative_confirms_a_member_and_countersigns_with_the_keyboard_alone(
    pocket: Callable[..., Phone],
    studio: Studio,
    desk: Desk,
    people: People,
    clock: Clock,
    verified_alice: Verified,
    fake_matching: FakeMatching,
) -> None:
    bob, key = str(people.bob.performer_id), new_key("bob")
    desk.performers.sign_release(people.bob, bob, "en", desk.performers.release_text("en").digest)
    assert desk.performers.enrol(people.bob, bob, [fake_matching.picture("bob") for _ in range(3)]).accepted
    desk.performers.add_key(people.bob, bob, "ed25519", to_base64url(key.public))
    consent = studio.draft(verified_alice.id)
    studio.signed(consent, verified_alice.key, "alice")

    phone = pocket("ursula", enter=by_keys)
    keys, page = Keyboard(phone.page), phone.page
    clock.forward(minutes=1)
    page.goto("/waiting")
    keys.to(lambda at: at["href"].endswith(bob))
    with page.expect_navigation():
        keys.press("Enter")
    keys.arrived()
    keys.write("Name, as proven to you", "Robert")
    keys.named(key.fingerprint)
    keys.press("Space")
    keys.write("How did you verify it?", "met in person, passport seen")
    keys.follow("Confirm", "BUTTON")
    at = keys.stop()
    assert at is not None
    assert at["name"] == "name", "whoever made a mistake is at the field of it"
    page.keyboard.press("Control+A")
    page.keyboard.type("Bob")
    keys.follow("Confirm", "BUTTON")
    expect(page.get_by_role("status")).to_be_visible()
    assert desk.performers.card(people.bob, bob).standing == "verified"

    make_key(keys, phone, "/unions/players-guild/keys")
    page.goto(f"/consents/{consent}")
    keys.to(lambda at: at["name"].endswith("description_specific"))
    keys.choose("yes")
    keys.follow("Countersign with your passkey", "BUTTON")
    signed(keys, phone, "Countersign with your passkey")
    assert desk.consents.get(people.alice, consent).state == "given"


def test_a_production_declares_uploads_reads_and_asks_with_the_keyboard_alone(
    page: Page, desk: Desk, people: People, fake_matching: FakeMatching
) -> None:
    seed = Seed(desk, lambda: people.ursula)
    seed.verified(people.alice, "Alice", [fake_matching.picture("alice") for _ in range(3)])
    alice = str(people.alice.performer_id)
    keys = Keyboard(page)
    keys.sign_in("petra")
    keys.follow("Productions", "A")
    keys.follow("The Long Night", "A")
    keys.follow("Ask before you generate", "A")
    replica = {
        "modalities": "face",
        "treatment": "replica_no_scan",
        "role": "principal",
        "prompted_by_name": "no",
        "minor": "no",
        "life": "living",
    }
    declare(keys, DECLARED | {"cast.0.who": alice} | {f"cast.0.{name}": value for name, value in replica.items()})
    keys.send_file("Picture, film or sound", fake_matching.picture("alice"))
    keys.follow("Start check", "BUTTON")
    check = page.url.rsplit("/", 1)[1]
    seed.examiner(lambda _case: Judgement("blocked", (missing("P1"),))).run(check)
    page.locator("section.banner").wait_for(timeout=15_000)
    expect(page.get_by_role("heading", name="Blocked")).to_be_visible()
    keys.follow(f"Ask {alice} for consent", "A")
    terms = {
        "description": "Alice crosses the burning bridge in scene 12, without spoken words, as a replica.",
        "business_reason": "The stunt cannot be performed safely on the set.",
        "valid_until": "12312027",  # as an American browser has dates typed
        "pay_terms": "Two days at the principal's rate.",
    }
    for name, words in terms.items():
        keys.to(lambda at, name=name: at["name"] == name)
        page.keyboard.type(words)
    keys.follow("Create the document", "BUTTON")
    assert re.search(r"/consents/C-\w+$", page.url)
    assert desk.consents.get(people.petra, page.url.rsplit("/", 1)[1]).scope["valid_until"] == "2027-12-31"


def declare(keys: Keyboard, wanted: dict[str, str]) -> None:
    """Answers a declaration question by question, as they come, until the file can be sent."""
    left = dict(wanted)
    while left:
        at = keys.to(lambda one: one["name"] in left)
        value = left.pop(at["name"])
        if at["tag"] == "SELECT" or at["type"] in ("radio", "checkbox"):
            keys.choose(value)
        else:
            keys.page.keyboard.type(value)
            keys.press("Tab")
            keys.settled()
            assert keys.stop(), "the focus was lost"
