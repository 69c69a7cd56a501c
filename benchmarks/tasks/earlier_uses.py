"""From a declared use to a cleared file and back, in a program in which papers were signed at the shell."""

from pathlib import Path

from benchmarks.tasks.agreeing import TEN
from benchmarks.tasks.earlier_instance import AGREEMENT, Earlier, signs_in
from benchmarks.tasks.person import Person
from benchmarks.tasks.stories import MARA, PASSWORD

NORA, CLARA = "nora@network.example", "clara@lawyers.example"


def told(
    earlier: Earlier, ursula: Person, mara: Person, petra: Person, nora: Person, performer: str, production: str
) -> None:
    check = production_declares(petra, performer)
    consent = production_asks(petra, performer)
    signed_at_the_shell(earlier, consent, performer, production)
    performer_approves(mara)
    production_tells(petra, check)
    contact_approves(nora)
    counsel_reviews(earlier, check)
    production_sees(petra, check)
    union_strikes(ursula, petra, check)
    declares(petra, performer, "SC12-050", TEN[0])
    union_reviews(ursula)
    performer_withdraws(mara)


def waits(one: Person, words: str) -> None:
    one.clicks("Waiting")
    one.clicks(words)


def production_declares(petra: Person, performer: str) -> str:
    with petra.task("declare a use, and send a picture"):
        declares(petra, performer, "SC12-040", MARA[3])
        petra.reads("Blocked")
    return petra.page.url


def declares(petra: Person, performer: str, unit: str, picture: Path) -> None:
    petra.clicks("Productions")
    petra.clicks("The Long Night")
    petra.clicks("Ask before you generate")
    petra.answers(unit__id=unit, asset__element="performance")
    petra.goes_on("Save and go on")
    petra.answers(asset__stage="final", people="somebody")
    petra.goes_on("Save and go on")
    petra.answers(cast__0__who=performer)
    petra.goes_on("Save and go on")
    petra.answers(
        cast__0__modalities="face", cast__0__treatment="replica_independent", cast__0__role="principal",
        others__treatment="synthetic", asset__prominence="story_relevant", principles="all",
    )  # fmt: skip
    petra.goes_on("Save and go on")
    petra.answers(cast__0__prompted_by_name="no", cast__0__minor="no", cast__0__life="living", transfer__requested="no")
    petra.goes_on("Save and go on")
    petra.hands_in("Picture", [picture])
    petra.clicks("Check it")


def production_asks(petra: Person, performer: str) -> str:
    """Every term is asked for and typed: nothing is taken over from the declaration."""
    with petra.task("ask for the consent that is missing"):
        petra.clicks("Productions")
        petra.clicks("The Long Night")
        petra.clicks("Ask for consent")
        petra.fills("Performer's registry id", performer)
        petra.fills("What exactly will be done", "Her face replaces a double's in the quay fight, without new words.")
        petra.fills("Why it is needed", "The fight is too dangerous to be filmed with her.")
        petra.answers(
            kind=("create_replica", "use_replica"), replica_type="independently_created", media="series", territories="US",
            languages="en", valid_from="2026-01-01", valid_until="2027-12-31", per_use_approval="y",
            pay_terms="One day at scale for each shooting day replaced.",
        )  # fmt: skip
        petra.clicks("Write the document")
        petra.reads("The document is written.")
    return petra.page.url.rpartition("/")[2]


def signed_at_the_shell(earlier: Earlier, consent: str, performer: str, production: str) -> None:
    mara, ursula = ("--as", "mara@actors.example"), ("--as", "ursula@guild.example")
    (earlier.folder / "asked.json").write_text(earlier.shell("consent", "show", consent, "--file", *mara))
    earlier.shell("consent", "sign", "asked.json", "--key", "mara.key", "--out", "signed.json", "--yes")
    earlier.shell("consent", "hand-in", "signed.json", *mara)
    (earlier.folder / "signed.json").write_text(earlier.shell("consent", "show", consent, "--file", *ursula))
    earlier.shell(
        *("consent", "sign", "signed.json", "--key", "guild.key", "--countersign"), "--out", "both.json", "--yes"
    )
    earlier.shell("consent", "countersign", "both.json", "--specific", "yes", *ursula)
    earlier.shell("consent", "coverage", performer, production, AGREEMENT, "--covered", *ursula)


def approvers_are_appointed(earlier: Earlier, production: str) -> None:
    ada = ("--as", "ada@registry.example")
    for address, role in ((NORA, "commissioner"), (CLARA, "counsel")):
        earlier.shell("user", "add", address, "--name", role, "--password-stdin", *ada, said=PASSWORD)
        earlier.shell("user", "grant", address, "--production", production, "--role", role, *ada)


def performer_approves(mara: Person) -> None:
    """What the file shows of her, she was not shown."""
    with mara.task("approve one use, with its picture before her"):
        mara.comes(lambda: waits(mara, "The Long Night"))
        mara.clicks("Approve", exact=True)
        mara.reads("Your answer is on record")


def production_tells(petra: Person, check: str) -> None:
    with petra.task("see what is missing, and say that the contact was told"):
        petra.opens(check)
        petra.becomes("Needs approval")
        petra.clicks("Answers, and what waits for them")
        petra.clicks("Record: told")
        petra.reads("Your answer is on record")


def contact_approves(nora: Person) -> None:
    with nora.task("approve a file on the condition of a last day"):
        signs_in(nora, NORA)
        nora.comes(lambda: waits(nora, "The Long Night"))
        nora.fills("Valid until", "2027-03-31")
        nora.clicks("Approve", exact=True)
        nora.reads("Your answer is on record")


def counsel_reviews(earlier: Earlier, check: str) -> None:
    """Which the rules of then asked for as well."""
    said = ("--kind", "legal_review", "--answer", "passed", "--as", CLARA)
    earlier.shell("approve", "give", check.rpartition("/")[2], *said)


def production_sees(petra: Person, check: str) -> None:
    with petra.task("see that the blocked file is cleared"):
        petra.opens(check)
        petra.becomes("Cleared")


def union_strikes(ursula: Person, petra: Person, check: str) -> None:
    with ursula.task("begin a strike against one production, and end it"):
        ursula.clicks("Players' Guild")
        ursula.clicks("Strikes and floor terms")
        ursula.chooses("Against one production", "The Long Night")
        ursula.chooses("May a performer lawfully refuse to work?", "Unclear")
        ursula.clicks("Begin a strike now")
        ursula.reads("The strike has begun.")
        petra.opens(check)
        petra.becomes("Blocked")
        ursula.clicks("The strike is over")
        ursula.reads("The strike is over. The checks")
    petra.becomes("Cleared")


def union_reviews(ursula: Person) -> None:
    with ursula.task("answer a review"):
        ursula.comes(lambda: looks(ursula))
        ursula.chooses("What do you see?", "I cannot tell")
        ursula.chooses("Why?", "Too little can be seen")
        ursula.clicks("Answer", exact=True)
        ursula.reads("Somebody else has to give the same answer.")


def looks(ursula: Person) -> None:
    ursula.clicks("Reviews")
    ursula.clicks("Mara Lind")


def performer_withdraws(mara: Person) -> None:
    with mara.task("withdraw a consent"):
        mara.clicks("My likeness")
        mara.clicks("The Long Night")
        mara.clicks("Withdraw this consent")
        mara.reads("Withdrawn, as of now.")
