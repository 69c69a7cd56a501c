"""What a production does from the idea to the yes, in a real browser: declare, read the verdict, ask, be answered."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from consent.canonical import to_base64url
from consent.signature import SigningKey, new_key
from registry.desk import Desk
from tests.registry.conftest import FakeMatching, People, Verified
from tests.registry.web.conftest import answer, sign_in
from tests.registry.web.seed import Seed

pytestmark = pytest.mark.browser

SAG = "sag_tvtheatrical_2026"
NOBODY = {"people": "nobody"}


@dataclass
class Shoot:
    """Petra's work in the browser, and those who answer."""

    desk: Desk
    people: People
    page: Page
    browser: Browser

    def production(self, kind: str, commissioner: str = "netflix", *agreements: str) -> str:
        """A production whose contact at the commissioner is Nora, and whose agreements Ursula has confirmed."""
        made = self.desk.productions.create(
            self.people.petra, "The Long Night", "Long Night Ltd", kind, commissioner, agreements
        )
        for agreement in agreements:
            self.desk.productions.confirm_agreement(self.people.ursula, made.id, agreement)
        self.desk.accounts.grant_production(self.people.ada, self.people.accounts["nora"], made.id, "commissioner")
        return made.id

    def declare(self, production: str, answers: dict[str, str]) -> None:
        """Answer the form as it unfolds, until the verdict stands beside it."""
        sign_in(self.page, "petra")
        self.page.goto(f"/productions/{production}/drafts/new")
        for path, value in answers.items():
            answer(self.page, path, value)

    def outlook(self, verdict: str, *because: str) -> None:
        beside = self.page.locator("#next")
        expect(beside.get_by_role("heading", name=verdict)).to_be_visible()
        for words in because:
            expect(beside).to_contain_text(words)

    def send(self, picture: Path, verdict: str) -> str:
        """Send the file, let it be examined, and read the verdict; the check's id."""
        self.page.get_by_label("Picture, film or sound").set_input_files(picture)
        self.page.get_by_role("button", name="Start check").click()
        self.page.wait_for_url("**/checks/*")
        check = self.page.url.rsplit("/", 1)[1]
        self.desk.examiner.run(check)
        self.page.goto(f"/checks/{check}")
        expect(self.page.get_by_role("heading", name=verdict, exact=True)).to_be_visible()
        return check

    def answers(self, name: str, check: str, *buttons: str, verdict: str) -> None:
        """Somebody opens what waits for them, presses these buttons, and reads the verdict."""
        base = self.page.url.split("/checks")[0]
        with self.browser.new_context(base_url=base) as context:
            theirs = context.new_page()
            sign_in(theirs, name)
            theirs.get_by_role("navigation").get_by_role("link", name="Waiting").click()
            theirs.locator(f'a[href="/checks/{check}/answers"]').first.click()
            for button in buttons:
                theirs.get_by_role("button", name=button).first.click()
                expect(theirs.get_by_role("status")).to_contain_text("on record")
            expect(theirs.get_by_role("heading", name=verdict, exact=True)).to_be_visible()


@pytest.fixture
def shoot(desk: Desk, people: People, page: Page, browser: Browser) -> Shoot:
    return Shoot(desk, people, page, browser)


def final(element: str, **answers: str) -> dict[str, str]:
    """A generated final shot, otherwise within the principles: that it is not temporary nobody asks."""
    return {
        "unit.id": "SC1-010",
        "asset.element": element,
        "asset.stage": "final",
        "people": "nobody",
        "principles": "all",
    } | answers


def test_a_mood_board_is_to_be_told_to_the_contact(shoot: Shoot) -> None:
    answers = {"unit.id": "MB-1", "asset.element": "moodboard", **NOBODY, "principles": "all"}
    shoot.declare(shoot.production("series"), answers)
    shoot.outlook("Tell first", "contact has not been told")
    shoot.page.get_by_role("button", name="Record that they were told").click()
    shoot.outlook("Cleared")


def test_a_collapsing_building_goes_to_written_approval(shoot: Shoot, fake_matching: FakeMatching) -> None:
    shoot.declare(shoot.production("series"), final("vfx_environment", **{"asset.prominence": "key"}))
    shoot.outlook("Needs approval", "final deliverable")
    check = shoot.send(fake_matching.picture(), "Needs approval")
    shoot.answers("nora", check, "Approve", verdict="Cleared")


def test_a_painted_background_goes_to_consultation(shoot: Shoot, fake_matching: FakeMatching) -> None:
    shoot.desk.unions.assign_agreement(shoot.people.ada, "tag_2024", "players-guild")
    series = shoot.production("animation", "other", "tag_2024")
    painted = {"unit.id": "BG-7", "asset.element": "background_art", "asset.stage": "final", **NOBODY}
    shoot.declare(series, painted | {"principles": "all", "union.craft": "background_art"})
    shoot.outlook("Needs approval", "not both notified and consulted")
    shoot.page.get_by_role("button", name="Record that it was sent").click()
    check = shoot.send(fake_matching.picture(), "Needs approval")
    shoot.answers("ursula", check, "Done", verdict="Nothing is waiting for you")
    shoot.answers("nora", check, "Approve", verdict="Cleared")


def test_a_generated_archive_photo_goes_to_approval_and_disclosure(shoot: Shoot) -> None:
    archive = {
        "asset.presented_as": "authentic", "asset.source_type": "trainedAlgorithmicMedia",
        "asset.content_changed": "no", "asset.prominence": "key", "disclosure.present": "no",
        "others.treatment": "synthetic",
    }  # fmt: skip
    shoot.declare(shoot.production("documentary"), final("archive_photo", **archive))
    shoot.outlook("Needs approval", "approval", "isclos")


def test_what_was_performed_as_shown_waits_for_confirmation(
    shoot: Shoot, fake_matching: FakeMatching, verified_alice: Verified
) -> None:
    shoot.declare(
        shoot.production("series", "other", SAG),
        {
            "unit.id": "SC2", "asset.element": "performance", "asset.stage": "final", "people": "somebody",
            "cast.0.who": verified_alice.id, "cast.0.modalities": "face", "cast.0.treatment": "none",
            "cast.0.role": "principal", "cast.0.performed_as_shown": "yes", "others.treatment": "none",
            "principles": "all",
        },
    )  # fmt: skip
    shoot.outlook("Needs approval", "Only the production says this")
    shoot.page.get_by_role("button", name="Record that they were told").click()
    # nothing links the name to the face until somebody else than the production says so
    check = shoot.send(fake_matching.picture("alice"), "Blocked")
    shoot.answers("nora", check, "Approve", verdict="Blocked")
    shoot.answers("alice", check, "Confirm", "Confirm", verdict="Your part: Cleared")


@pytest.fixture
def guild(desk: Desk, people: People) -> SigningKey:
    key = new_key("players-guild")
    desk.unions.add_key(people.ursula, "players-guild", to_base64url(key.public))
    return key


def test_a_revoiced_line_is_blocked_by_its_clause_until_performer_and_union_have_signed(
    shoot: Shoot, verified_alice: Verified, guild: SigningKey
) -> None:
    series = shoot.production("series", "other", SAG)
    signing = signatures(shoot, verified_alice, guild, series)
    signing(languages=["en"])
    shoot.declare(
        series,
        {
            "unit.id": "LN1", "asset.element": "voice", "asset.stage": "temp", "people": "somebody",
            "cast.0.who": verified_alice.id, "cast.0.modalities": "voice",
            "cast.0.treatment": "replica_employment_based", "cast.0.role": "principal",
            "cast.0.prompted_by_name": "no", "cast.0.minor": "no", "cast.0.life": "living",
             "others.treatment": "none", "use.territory": "US", "use.language": "es", "principles": "all",
            "transfer.requested": "no",
        },
    )  # fmt: skip
    shoot.outlook("Blocked", "language")
    signing(languages=["en", "es"])
    shoot.page.reload()
    shoot.outlook("Tell first")
    shoot.page.get_by_role("button", name="Record that they were told").click()
    shoot.outlook("Cleared")


def signatures(shoot: Shoot, alice: Verified, guild: SigningKey, production: str) -> Callable[..., None]:
    seed = Seed(shoot.desk, lambda: shoot.people.ursula)

    def sign(**scope: Any) -> None:
        consent = seed.asked(
            shoot.people.petra, alice.id, production, modalities=["voice"], media=["series"], scenes="any", **scope
        )
        seed.signed(shoot.people.alice, consent, alice.key)
        signature = seed.signature(shoot.people.ursula, consent, guild, "countersigner")["signatures"][-1]
        shoot.desk.consents.countersign(shoot.people.ursula, consent, signature, "yes")

    return sign
