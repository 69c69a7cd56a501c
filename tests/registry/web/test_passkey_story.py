"""Signing with a passkey in a real browser, on a phone, with a virtual authenticator."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, expect

from registry.cli import main
from registry.core.places import Places
from registry.desk import Desk
from registry.records.tables.passkeys import ActOnRecord, Passkey
from tests.registry.checks.conftest import Studio, as_replica, shows, studio  # noqa: F401 - fixtures
from tests.registry.conftest import PASSWORD, Clock, People, Verified
from tests.registry.web.conftest import sign_in
from tests.registry.web.test_browser import CONTRAST

pytestmark = pytest.mark.browser

AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@dataclass
class Phone:
    """A page at 390 pixels with an authenticator of its own. verify: whether that knows its owner again."""

    page: Page
    name: str
    signing: str
    verify: Callable[[bool], None]

    def lands(self, words: str) -> None:
        """The signing page is open, shows this title, fits, can be read, and asked nobody else."""
        self.page.wait_for_url(f"{self.signing}/sign")
        expect(self.page.get_by_role("heading", level=1)).to_have_text(words)
        assert self.page.evaluate("document.documentElement.scrollWidth") <= 390
        assert self.page.evaluate(CONTRAST) == []

    def does(self, button: str, told: str) -> None:
        """Presses the one button, reads what came of it, and goes back to the pages."""
        self.page.get_by_role("button", name=button).click()
        expect(self.page.get_by_role("status")).to_contain_text(told)
        self.page.get_by_role("link", name="Back to the registry").click()
        self.page.wait_for_url(lambda url: not url.startswith(self.signing))


@pytest.fixture
def pocket(browser: Browser, origin: str, people: People) -> Iterator[Callable[[str], Phone]]:
    """`pocket("alice")`: Alice's phone, signed in (`enter`: how). Whatever its browser complains of fails the test."""
    complaints: list[str] = []
    contexts = []
    signing = origin.replace("//localhost", "//sign.localhost")

    def take(name: str, scheme: Any = "light", enter: Callable[[Page, str], None] = sign_in) -> Phone:
        context = browser.new_context(
            base_url=origin, viewport={"width": 390, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
        )
        contexts.append(context)
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        made = session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        # Chromium remarks that RS256 is not offered: old machines that know nothing else cannot sign here. And it notes refusals.
        expected = re.compile("RS256|with a status of (401|409|422)")
        page.on("console", lambda said: None if expected.search(said.text) else complaints.append(said.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        own = (f"{origin}/", f"{signing}/", "data:")
        page.on("request", lambda asked: None if asked.url.startswith(own) else complaints.append(asked.url))
        enter(page, name)

        def verify(known: bool) -> None:
            told = {"authenticatorId": made["authenticatorId"], "isUserVerified": known}
            session.send("WebAuthn.setUserVerified", told)

        return Phone(page, name, signing, verify)

    yield take
    for context in contexts:
        context.close()
    assert complaints == []


def make_key(phone: Phone, path: str, label: str) -> None:
    phone.page.goto(path)
    phone.page.get_by_label("What you call it").fill(label)
    phone.page.get_by_role("button", name="Make it on the signing page").click()
    phone.lands("Make a signing passkey")
    phone.does("Make the passkey", "The passkey is made")
    expect(phone.page.get_by_text(label)).to_be_visible()


def downloaded(page: Page, link: str, folder: Path) -> Path:
    with page.expect_download() as begun:
        page.get_by_role("link", name=link).click()
    begun.value.save_as(folder / "paper.json")
    return folder / "paper.json"


def verified_offline(path: Path) -> str:
    result = CliRunner().invoke(main, ["consent", "verify", str(path), "--json"])
    assert result.exit_code == 0, result.output
    return str(json.loads(result.stdout)["signer"])


def test_a_performer_does_everything_on_a_phone_and_the_union_countersigns(
    pocket: Callable[..., Phone],
    studio: Studio,  # noqa: F811
    desk: Desk,
    people: People,
    clock: Clock,
    verified_alice: Verified,
    shows: Callable[..., bytes],  # noqa: F811
    tmp_path: Path,
) -> None:
    alice, ursula = pocket("alice"), pocket("ursula", "dark")
    clock.forward(minutes=1)
    make_key(alice, f"/performers/{verified_alice.id}/keys", "Alice's phone")
    with desk.db.read() as session:
        (passkey,) = session.query(Passkey).all()
    # the union sees the new key and confirms it, in the place of the one that was lost
    ursula.page.goto(f"/unions/players-guild/members/{verified_alice.id}")
    ursula.page.get_by_label("Name, as proven to you").fill("Alice")
    ursula.page.get_by_label(passkey.fingerprint).check()
    ursula.page.get_by_label("How did you verify it?").fill("met in person")
    ursula.page.get_by_label("This key takes the place of a lost one").select_option(verified_alice.key.fingerprint)
    ursula.page.get_by_role("button", name="Confirm").first.click()
    ursula.page.wait_for_url("**/unions/players-guild")
    make_key(ursula, "/unions/players-guild/keys", "Ursula's phone")

    consent = studio.draft(verified_alice.id, per_use_approval=True)
    alice.page.goto(f"/consents/{consent}")
    alice.page.get_by_role("button", name="Sign with your passkey").click()
    alice.lands("Sign this consent")
    for line in desk.consents.words(people.alice, consent).strip().splitlines():
        if line:
            expect(alice.page.locator("#words")).to_contain_text(line.removeprefix("- "))
    alice.does("Sign with your passkey", "Your signature is valid and on record.")
    expect(alice.page).to_have_url(f"{alice.page.url.split('/consents')[0]}/consents/{consent}")

    ursula.page.goto(f"/consents/{consent}")
    ursula.page.get_by_label("Yes").first.check()
    ursula.page.get_by_role("button", name="Countersign with your passkey").click()
    ursula.lands("Countersign this consent")
    ursula.does("Countersign with your passkey", "countersignature is valid")
    assert desk.consents.get(people.alice, consent).state == "given"
    assert verified_offline(downloaded(ursula.page, "Download the record", tmp_path)) == passkey.fingerprint

    view = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    assert view.verdict != "cleared"
    alice.page.goto(f"/checks/{view.id}/answers")
    alice.page.get_by_role("button", name="Approve with your passkey").click()
    alice.lands("Sign this answer")
    file = alice.page.get_by_role("region", name="The file that you answer for")
    for words in (f"Shot {view.unit}, version 1, of The Long Night", f"SHA-256 {view.file_sha256}"):
        expect(file).to_contain_text(words)
    expect(alice.page.locator("#words")).to_contain_text(str(view.file_sha256))
    expect(alice.page.locator("#words")).to_contain_text("This one use is approved.")
    alice.does("Sign with your passkey", "on record")
    assert verified_offline(downloaded(alice.page, "The signed answer", tmp_path)) == passkey.fingerprint
    desk.redecider.run_due()
    assert desk.checks.get(people.petra, view.id).verdict == "cleared"

    alice.page.goto(f"/consents/{consent}")
    alice.page.get_by_role("link", name="Withdraw").click()
    alice.page.get_by_role("button", name="Withdraw with your passkey").click()
    alice.lands("Sign this withdrawal")
    alice.does("Withdraw with your passkey", "Withdrawn")
    assert desk.consents.get(people.alice, consent).state == "withdrawn"
    assert verified_offline(downloaded(alice.page, "The signed withdrawal", tmp_path)) == passkey.fingerprint
    with desk.db.read() as session:
        assert session.query(ActOnRecord).count() == 2


@pytest.mark.attack("E.passkeys")
def test_the_signing_page_stops_where_another_file_is_named_than_is_signed(
    pocket: Callable[..., Phone],
    studio: Studio,  # noqa: F811
    desk: Desk,
    people: People,
    clock: Clock,
    verified_alice: Verified,
    shows: Callable[..., bytes],  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    studio.consent(verified_alice, "alice", per_use_approval=True)
    phone = pocket("alice")
    clock.forward(minutes=1)
    make_key(phone, f"/performers/{verified_alice.id}/keys", "Alice's phone")
    with desk.db.read() as session:
        (passkey,) = session.query(Passkey).all()
    desk.performers.verify(people.ursula, verified_alice.id, "Alice", passkey.fingerprint, "met in person")
    view = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    shown = desk.signing_requests.show
    for lie in ({"file": {"shot": "SC1", "version": 1, "sha256": "0" * 64}}, {"file": None}):
        monkeypatch.setattr(desk.signing_requests, "show", lambda secret, places, lie=lie: shown(secret, places) | lie)
        phone.page.goto(f"/checks/{view.id}/answers")
        phone.page.get_by_role("button", name="Approve with your passkey").click()
        expect(phone.page.get_by_role("alert")).to_contain_text("The document is about another file")
        assert phone.page.get_by_role("button").count() == 0


def test_somebody_signs_in_with_a_passkey_and_without_a_name(pocket: Callable[..., Phone], clock: Clock) -> None:
    phone = pocket("bob", "dark")
    page = phone.page
    page.goto("/sessions")
    page.get_by_role("link", name="Passkeys").click()
    page.get_by_role("link", name="Go on").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("What you call it").fill("Bob's phone")
    page.get_by_role("button", name="Make a passkey to sign in").click()
    expect(page.get_by_role("status")).to_contain_text("you can sign in with this passkey")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate(CONTRAST) == []
    page.get_by_role("button", name="Sign out").click()
    clock.forward(minutes=1)
    page.goto("/sign-in?next=/tokens")
    page.get_by_role("button", name="Use a passkey instead").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Access tokens")
    page.goto("/passkeys")
    page.get_by_role("button", name="Remove Bob's phone").click()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/sign-in")
    page.get_by_role("button", name="Use a passkey instead").click()
    expect(page.get_by_role("alert")).to_contain_text("opens no account here")


def test_the_signing_page_says_what_went_wrong(
    pocket: Callable[..., Phone],
    studio: Studio,  # noqa: F811
    desk: Desk,
    people: People,
    clock: Clock,
    verified_alice: Verified,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    phone = pocket("alice")
    page = phone.page
    page.goto(f"{phone.signing}/sign")
    expect(page.get_by_text("Nothing waits to be signed here.")).to_be_visible()
    clock.forward(minutes=1)
    make_key(phone, f"/performers/{verified_alice.id}/keys", "Alice's phone")
    with desk.db.read() as session:
        (passkey,) = session.query(Passkey).all()
    desk.performers.verify(people.ursula, verified_alice.id, "Alice", passkey.fingerprint, "met in person")
    consent = studio.draft(verified_alice.id)

    def open_request() -> None:
        page.goto(f"/consents/{consent}")
        page.get_by_role("button", name="Sign with your passkey").click()

    # the page itself refuses, whatever the registry says: words that are not the document's, and another key
    shown = desk.signing_requests.show
    for part, old, new, said in (
        ("text", "Mara", "Nora", "The words do not belong to the document"),
        ("document", passkey.fingerprint, "SHA256:" + "A" * 43, "names a key that is not yours"),
    ):

        def lie(secret: str, places: Places, part: str = part, old: str = old, new: str = new) -> dict[str, Any]:
            true = shown(secret, places)
            return true | {part: true[part].replace(old, new)}

        monkeypatch.setattr(desk.signing_requests, "show", lie)
        open_request()
        expect(page.get_by_role("alert")).to_contain_text(said)
        assert page.get_by_role("button").count() == 0
    monkeypatch.undo()
    # somebody else holds her phone
    open_request()
    phone.lands("Sign this consent")
    phone.verify(False)
    page.get_by_role("button", name="Sign with your passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was signed.")
    phone.verify(True)
    # it takes too long
    open_request()
    phone.lands("Sign this consent")
    clock.forward(minutes=11)
    page.get_by_role("button", name="Sign with your passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("This request is over")
    assert desk.consents.get(people.alice, consent).signed_at is None
