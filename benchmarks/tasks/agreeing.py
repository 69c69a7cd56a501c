"""From no to yes, and back to no: everybody who is asked answers at a door of their own, and nobody opens a shell."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.tasks.person import Person
from registry.core.shipped import DEMO_PICTURES

if TYPE_CHECKING:
    from benchmarks.tasks.stories import Story

TEN = tuple(
    DEMO_PICTURES / "scenes" / f"{name}.jpg"
    for name in (
        *("nobody-hills", "nobody-street", "shot-crew", "shot-market", "shot-night", "shot-office", "shot-quay"),
        *("small-face", "two", "looks-like-mara-lind"),
    )
)


def told(story: Story, ada: Person, ursula: Person, mara: Person, petra: Person) -> None:
    check = _path(petra, "check=").partition("&")[0]
    performer_signs(mara)
    union_countersigns(ursula)
    performer_approves(mara)
    operator_confirms(ada)
    production_tells(petra, check)
    contact_approves(story, petra, check)
    union_strikes(ursula, petra, check)
    production_sends_ten(petra, TEN)
    union_reviews(ursula)
    performer_withdraws(mara)


def _path(one: Person, after: str) -> str:
    """What stands after these letters in an address that this person was at."""
    return next(url for url in reversed(one.been) if after in url).partition(after)[2]


def waits(one: Person, words: str) -> None:
    """Opens what waits, from wherever they are."""
    one.clicks("Waiting")
    one.clicks(words)


def signs(one: Person, words: str, told: str) -> None:
    """On the signing page: once more the words, the passkey, and back."""
    one.at("**/sign")
    one.clicks(words)
    one.reads(told)
    one.clicks("Back to the registry")


def performer_signs(mara: Person) -> None:
    with mara.task("read a consent and sign it"):
        waits(mara, "A consent to read and sign")
        mara.clicks("Sign with your passkey")
        signs(mara, "Sign with your passkey", "Your signature is valid and on record.")


def union_countersigns(ursula: Person) -> None:
    with ursula.task("countersign a member's consent, and say that the work is covered"):
        ursula.comes(lambda: waits(ursula, "A consent to countersign"))
        ursula.chooses("Is the description reasonably specific?", "Yes")
        ursula.clicks("Countersign with your passkey")
        signs(ursula, "Countersign with your passkey", "The countersignature is valid and on record.")
        ursula.opens_part("Does one of your agreements cover this work?")
        ursula.chooses("This member's work on this production", "is covered")
        ursula.clicks("Put on record")


def performer_approves(mara: Person) -> None:
    with mara.task("approve one use, with its picture before her"):
        mara.comes(lambda: waits(mara, "Your approval of this use"))
        mara.reads("What the file shows of you")
        mara.sees_pictures("What the file shows of you")
        mara.clicks("Approve with your passkey")
        signs(mara, "Sign with your passkey", "Your answer is on record.")


def operator_confirms(ada: Person) -> None:
    with ada.task("confirm the commissioner's contact"):
        ada.clicks("Administration")
        ada.clicks("Approvers to confirm")
        ada.clicks("The address is theirs")
        ada.reads("They can approve from now on")


def production_tells(petra: Person, check: str) -> None:
    with petra.task("see what is missing, and say that the contact was told"):
        petra.opens(f"/checks/{check}")
        petra.becomes("Needs approval")
        petra.clicks("See who has to approve")
        petra.clicks("Record that they were told")
        petra.reads("Your answer is on record.")


def contact_approves(story: Story, petra: Person, check: str) -> None:
    with story.somebody("nora") as nora, nora.task("approve a file on the condition of a last day"):
        nora.opens("/sign-in")
        story.signs_in(nora, "nora@network.example")
        nora.comes(lambda: waits(nora, "Written approval"))
        nora.fills("Valid until", "2027-03-31")
        nora.clicks("Approve", exact=True)
        nora.reads("Your answer is on record.")
    with petra.task("see that the blocked file is cleared"):
        petra.opens(f"/checks/{check}")
        petra.becomes("Cleared")


def union_strikes(ursula: Person, petra: Person, check: str) -> None:
    with ursula.task("begin a strike against one production, and end it"):
        ursula.clicks("Players' Guild")
        ursula.clicks("Strikes and floor terms")
        ursula.chooses("Against one production", "The Long Night")
        ursula.clicks("Begin a strike now")
        ursula.reads("One file that is cleared now")
        ursula.clicks("Begin a strike now")
        ursula.reads("The strike has begun.")
        petra.opens(f"/checks/{check}")
        petra.becomes("Blocked")
        ursula.clicks("End the strike")
        ursula.reads("The strike is over.")
    petra.becomes("Cleared")


def production_sends_ten(petra: Person, files: tuple[Path, ...]) -> None:
    with petra.task("send ten files at once"):
        petra.clicks("Productions")
        petra.clicks("The Long Night")
        petra.clicks("Declarations")
        petra.clicks("SC12-040")
        petra.clicks("Check several files")
        petra.hands_in("Files", files)
        petra.clicks("Check these files")
        petra.reads("10 / 10")


def union_reviews(ursula: Person) -> None:
    with ursula.task("answer a review"):
        ursula.comes(lambda: waits(ursula, "Look at a finding"))
        ursula.chooses("What do you see?", "I cannot tell")
        ursula.chooses("Why?", "Too little can be seen")
        ursula.clicks("Answer", exact=True)
        ursula.reads("Your answer is on record.")


def performer_withdraws(mara: Person) -> None:
    with mara.task("withdraw a consent"):
        mara.clicks("My likeness")
        mara.clicks("The Long Night")
        mara.clicks("Withdraw this consent")
        mara.reads("nothing new may be made under this consent")
        mara.clicks("Withdraw with your passkey")
        signs(mara, "Withdraw with your passkey", "Withdrawn, with immediate effect.")
