"""The stories of the doors, from an empty instance to a request for the consent that a blocked picture lacks, in the order in which
they can happen."""

import re
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser

from benchmarks.tasks import agreeing
from benchmarks.tasks.instance import Instance
from benchmarks.tasks.person import Person, Task, person
from registry.core.shipped import DEMO_PICTURES

PERFORMER = re.compile(r"P-[A-Z0-9]+")
PASSWORD = "seven brass lanterns over the quay"
MARA = sorted((DEMO_PICTURES / "people" / "mara-lind").glob("*.jpg"))


@dataclass
class Story:
    """tasks: what everybody has done so far."""

    browser: Browser
    instance: Instance
    tasks: list[Task] = field(default_factory=list)

    def somebody(self, name: str, *, phone: bool = False) -> Any:
        return person(self.browser, self.instance.origin, name, self.tasks, phone=phone)

    def joins(self, one: Person, address: str, name: str) -> None:
        """By the link in the letter, with a password of their own."""
        one.opens(self.instance.link(address))
        one.fills("Your name", name)
        one.fills("Password", PASSWORD)
        one.clicks("Accept")

    def signs_in(self, one: Person, address: str) -> None:
        one.fills("E-mail", address)
        one.fills("Password", PASSWORD)
        one.clicks("Sign in", exact=True)


def told(story: Story) -> None:
    with (
        story.somebody("operator") as ada,
        story.somebody("union") as ursula,
        story.somebody("performer", phone=True) as mara,
        story.somebody("production") as petra,
    ):
        operator_opens(story, ada)
        union_begins(story, ursula)
        performer_begins(story, mara)
        union_confirms(story, ursula)
        production_begins(story, petra)
        union_confirms_agreement(story, ursula)
        production_declares(story, petra, PERFORMER.search(mara.page.url)[0])  # type: ignore[index]
        agreeing.told(story, ada, ursula, mara, petra)


def operator_opens(story: Story, ada: Person) -> None:
    with ada.task("take over the empty instance"):
        ada.opens(story.instance.opening)
        ada.fills("New password", PASSWORD)
        ada.clicks("Save the password")
        story.signs_in(ada, "ada@registry.example")
    with ada.task("open the first union and invite its representative"):
        ada.clicks("Administration")
        ada.fills("Short name", "players-guild")
        ada.fills("Name", "Players' Guild", within="new-union")
        ada.fills("Contact", "rights@guild.example")
        ada.fills("Calendar", "US")
        ada.clicks("Register the union")
        ada.chooses("Agreement", "SAG-AFTRA TV/Theatrical 2026")
        ada.clicks("Put on record")
        ada.clicks("Invitations")
        ada.fills("E-mail", "ursula@guild.example")
        ada.clicks("Send the invitation")
    with ada.task("open an account for a production's first member"):
        ada.clicks("Administration")
        ada.fills("E-mail", "petra@studio.example")
        ada.fills("Name", "Petra", within="new-account")
        ada.clicks("Open the account")


def union_begins(story: Story, ursula: Person) -> None:
    with ursula.task("join as the union's representative"):
        story.joins(ursula, "ursula@guild.example", "Ursula")
    with ursula.task("make the union's signing passkey"):
        ursula.clicks("Players' Guild")
        ursula.clicks("Keys")
        ursula.fills("What you call it", "The guild's telephone")
        ursula.clicks("Make it on the signing page")
        ursula.clicks("Make the passkey")
        ursula.reads("The passkey is made")
        ursula.clicks("Back to the registry")
    with ursula.task("invite a performer"):
        ursula.clicks("Players' Guild")
        ursula.clicks("Invite")
        ursula.fills("E-mail", "mara@actors.example")
        ursula.fills("Name", "Mara Lind")
        ursula.clicks("Send the invitation")


def performer_begins(story: Story, mara: Person) -> None:
    with mara.task("join on a telephone"):
        story.joins(mara, "mara@actors.example", "Mara Lind")
    with mara.task("sign the release and enrol"):
        mara.clicks("My likeness")
        mara.clicks("Read the release")
        mara.ticks("I have read this and agree to it")
        mara.clicks("Sign the release")
        mara.clicks("Enrol")
        mara.hands_in("Pictures", MARA[:3])
        mara.ticks("Keep the pictures too, encrypted")
        mara.clicks("Enrol", exact=True)
        mara.reads("Enrolled. Your union can now confirm")
    with mara.task("make a signing passkey"):
        mara.clicks("My likeness")
        mara.clicks("Keys")
        mara.fills("What you call it", "My telephone")
        mara.clicks("Make it on the signing page")
        mara.clicks("Make the passkey")
        mara.reads("The passkey is made")
        mara.clicks("Back to the registry")
        mara.reads("My telephone")


def union_confirms(story: Story, ursula: Person) -> None:
    with ursula.task("confirm who the performer is"):
        ursula.clicks("Players' Guild")
        ursula.clicks("Mara Lind")
        ursula.fills("Name, as proven to you", "Mara Lind")
        ursula.page.get_by_role("radio").first.check()
        ursula.fills("How did you verify it?", "met in person, passport seen")
        ursula.clicks("Confirm", exact=True)
        ursula.reads("confirmed")
        ursula.clicks("Players' Guild")
        ursula.clicks("Mara Lind")
        ursula.clicks("Confirm membership")
        ursula.reads("The membership is confirmed.")


def production_begins(story: Story, petra: Person) -> None:
    with petra.task("get in and register a production"):
        petra.opens(story.instance.link("petra@studio.example"))
        petra.fills("New password", PASSWORD)
        petra.clicks("Save the password")
        story.signs_in(petra, "petra@studio.example")
        petra.clicks("Register a production")
        petra.fills("Title", "The Long Night")
        petra.fills("Company", "Long Night Ltd")
        petra.chooses("Kind", "Series")
        petra.chooses("Union agreements", "SAG-AFTRA TV/Theatrical 2026")
        petra.fills("Jurisdiction", "California")
        petra.clicks("Register the production")
    with petra.task("invite a colleague, the commissioner's contact and counsel"):
        petra.clicks("Members")
        for office, address in (
            ("Member of the production", "paul@studio.example"),
            ("Commissioner's contact", "nora@network.example"),
            ("Legal counsel", "clara@lawyers.example"),
        ):
            petra.chooses("As", office)
            petra.fills("E-mail", address)
            petra.clicks("Send the invitation")
    for address, name, task in (
        ("paul@studio.example", "Paul", "join a production"),
        ("nora@network.example", "Nora", "join as the commissioner's contact"),
        ("clara@lawyers.example", "Clara", "join as counsel"),
    ):
        with story.somebody(name.lower()) as invited, invited.task(task):
            story.joins(invited, address, name)


def union_confirms_agreement(story: Story, ursula: Person) -> None:
    with ursula.task("confirm that a production works under the agreement"):
        ursula.opens(story.instance.origin)
        ursula.clicks("Players' Guild")
        ursula.clicks("Confirm")


def production_declares(story: Story, petra: Person, performer: str) -> None:
    with petra.task("declare a use, and send a picture"):
        petra.clicks("Productions")
        petra.clicks("The Long Night")
        petra.clicks("Ask before you generate")
        petra.answers(unit__id="SC12-040", asset__element="performance")
        petra.goes_on("Save and continue")
        petra.answers(asset__stage="final", people="somebody")
        petra.goes_on("Save and continue")
        petra.answers(cast__0__who=performer)
        petra.goes_on("Save and continue")
        petra.answers(
            cast__0__modalities="face", cast__0__treatment="replica_independent", cast__0__role="principal",
            cast__0__prompted_by_name="no", cast__0__minor="no", cast__0__life="living",
            others__treatment="synthetic", principles="all", transfer__requested="no",
        )  # fmt: skip
        petra.goes_on("Save and continue")
        petra.hands_in("Picture, film or sound", [MARA[3]])
        petra.clicks("Start check")
        petra.reads("Blocked")
    with petra.task("ask for the consent that is missing"):
        petra.clicks("for consent")
        petra.fills("What exactly will be done", "Her face replaces a double's in the quay fight, without new words.")
        petra.fills("Why it is needed", "The fight is too dangerous to be filmed with her.")
        petra.fills("Until (this day included)", "2027-12-31")
        petra.fills("Pay in words", "One day at scale for each shooting day replaced.")
        petra.ticks("Each use needs the performer's approval")
        petra.clicks("Create the document")
        petra.reads("The document has been created.")
