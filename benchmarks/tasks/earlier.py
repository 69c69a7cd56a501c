"""python -m benchmarks.tasks.earlier CHECKOUT: the same tasks in a program from before everybody had a door of their own.

CHECKOUT: a folder with that program (`git worktree add CHECKOUT 8762676`). What nobody could do in a browser then is named with what
took its place, and with what could be done in one; whatever later tasks need of it is done here at the shell, and counts for nobody.
"""

import argparse
import re
import tempfile
from pathlib import Path

from benchmarks.figures import last_line
from benchmarks.tasks import earlier_uses
from benchmarks.tasks.earlier_instance import AGREEMENT, Earlier, served, signs_in
from benchmarks.tasks.person import Person, person
from benchmarks.tasks.stories import MARA, PASSWORD, PERFORMER
from scripts.screenshot import chromium

PRODUCTION = re.compile(r"PR-[A-Z0-9]+")
NOT_POSSIBLE = (
    ("operator", "take over the empty instance", "the password is typed at the shell, in `likeness init`"),
    ("union", "join as the union's representative", "the operator chooses the first password, and tells it"),
    ("union", "make the union's signing passkey", "a key file at the shell; its public half is pasted"),
    ("union", "invite a performer", "the operator opens the account"),
    ("performer", "join on a telephone", "the operator chooses the first password, and tells it"),
    ("performer", "make a signing passkey", "a key file at the shell; its public half is pasted"),
    ("production", "invite a colleague, the commissioner's contact and counsel", "`likeness user grant`, at the server's shell"),
    ("nora", "join as the commissioner's contact", "as the representative"),
    ("clara", "join as counsel", "as the representative"),
    ("operator", "confirm the commissioner's contact", "nobody confirmed whom the operator had appointed"),
)  # fmt: skip
"""(who, task, what took its place)."""
IN_PART = (
    ("paul", "join a production", "the membership is given at the shell, and accepted on the start page"),
    ("performer", "read a consent and sign it", "read on the page, signed at the shell, sent back on the page"),
    (
        "union",
        "countersign a member's consent, and say that the work is covered",
        "read and covered on the page; countersigned at the shell, sent back on the page",
    ),
    ("production", "send ten files at once", "one file and one declaration at a time, ten times"),
)
"""(who, task, what was done in a browser and what was not)."""


def begun(earlier: Earlier, ada: Person, ursula: Person, mara: Person, petra: Person) -> tuple[str, str]:
    """As far as a production that works under a confirmed agreement; answers which performer, and which production."""
    operator_opens(ada)
    earlier.shell("union", "add-key", "players-guild", earlier.key("guild"), "--as", "ursula@guild.example")
    performer_begins(earlier, mara)
    union_confirms(ursula)
    production_begins(petra)
    union_confirms_agreement(ursula)
    return _in(mara, PERFORMER), _in(petra, PRODUCTION)


def _in(one: Person, known: re.Pattern[str]) -> str:
    """Whose page they are at."""
    found = known.search(one.page.url)
    assert found is not None, one.page.url
    return found[0]


def opens_account(ada: Person, name: str, address: str) -> None:
    ada.fills("E-mail", address)
    ada.fills("Name", name, within="new-account")
    ada.fills("First password", PASSWORD)
    ada.clicks("Open the account")
    ada.reads(address)


def operator_opens(ada: Person) -> None:
    signs_in(ada, "ada@registry.example")
    with ada.task("open the first union and invite its representative"):
        ada.clicks("Administration")
        ada.fills("Short name", "players-guild")
        ada.fills("Name", "Players' Guild", within="new-union")
        ada.fills("Contact", "rights@guild.example")
        ada.fills("Calendar", "US")
        ada.clicks("Register the union")
        ada.chooses("Agreement", "SAG-AFTRA TV/Theatrical 2026")
        ada.clicks("Put on record")
        opens_account(ada, "Ursula", "ursula@guild.example")
        ada.fills("Account (its e-mail address)", "ursula@guild.example", within="representative")
        ada.clicks("Appoint", within=ada.page.locator("[aria-labelledby=representative]"))
        ada.reads("The representative is appointed.")
    with ada.task("open an account for a production's first member"):
        opens_account(ada, "Petra", "petra@studio.example")
    opens_account(ada, "Mara Lind", "mara@actors.example")


def performer_begins(earlier: Earlier, mara: Person) -> None:
    signs_in(mara, "mara@actors.example")
    with mara.task("sign the release and enrol"):
        mara.clicks("Register a performer")
        mara.fills("Name", "Mara Lind")
        mara.ticks("Players' Guild")
        mara.clicks("Register a performer")
        mara.clicks("Read the release")
        mara.ticks("I have read this and agree to it")
        mara.clicks("Sign the release")
        mara.clicks("Enrol")
        mara.hands_in("Pictures", MARA[:3])
        mara.ticks("Keep the pictures too, encrypted")
        mara.clicks("Enrol your face", exact=True)
        mara.reads("Your union can now confirm")
    earlier.shell("performer", "add-key", _in(mara, PERFORMER), earlier.key("mara"), "--as", "mara@actors.example")


def union_confirms(ursula: Person) -> None:
    signs_in(ursula, "ursula@guild.example")
    with ursula.task("confirm who the performer is"):
        ursula.clicks("Players' Guild")
        ursula.clicks("Mara Lind")
        ursula.fills("Name, as it was proved to you", "Mara Lind")
        ursula.page.get_by_role("radio").first.check()
        ursula.fills("How did you do it?", "met in person, passport seen")
        ursula.clicks("Confirm", exact=True)
        ursula.clicks("Mara Lind")
        ursula.clicks("Confirm membership")
        ursula.reads("The membership is confirmed.")


def production_begins(petra: Person) -> None:
    signs_in(petra, "petra@studio.example")
    with petra.task("get in and register a production"):
        petra.clicks("Register a production")
        petra.fills("Title", "The Long Night")
        petra.fills("Company", "Long Night Ltd")
        petra.page.locator("[name=kind]").select_option("series")
        petra.page.locator(f'[name=agreements][value="{AGREEMENT}"]').check()
        petra.doing.clicks += 2
        petra.fills("Jurisdiction", "US-CA")
        petra.clicks("Register the production")
        petra.reads("The production is registered.")


def union_confirms_agreement(ursula: Person) -> None:
    with ursula.task("confirm that a production works under the agreement"):
        ursula.opens("/")
        ursula.clicks("Players' Guild")
        ursula.clicks("Confirm")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tasks.earlier", description=__doc__)
    parser.add_argument("checkout", type=Path)
    checkout = parser.parse_args().checkout.resolve()
    with tempfile.TemporaryDirectory() as folder, served(checkout, Path(folder)) as earlier, chromium() as browser:
        names = ("operator", "union", "performer", "production")
        with (
            person(browser, earlier.origin, names[0], earlier.tasks) as ada,
            person(browser, earlier.origin, names[1], earlier.tasks) as ursula,
            person(browser, earlier.origin, names[2], earlier.tasks, phone=True) as mara,
            person(browser, earlier.origin, names[3], earlier.tasks) as petra,
            person(browser, earlier.origin, "nora", earlier.tasks) as nora,
        ):
            performer, production = begun(earlier, ada, ursula, mara, petra)
            earlier_uses.approvers_are_appointed(earlier, production)
            earlier_uses.told(earlier, ursula, mara, petra, nora, performer, production)
    print("| who | task | clicks | fields | pages | seconds |\n|---|---|--:|--:|--:|--:|")
    for one in earlier.tasks:
        print(f"| {one.who} | {one.what} | {one.clicks} | {one.fields} | {one.pages} | {one.seconds:.1f} |")
    for who, what, instead in NOT_POSSIBLE:
        print(f"| {who} | {what} | not possible in a browser: {instead} | | | |")
    for who, what, said in IN_PART:
        print(f"| {who} | {what} | in part: {said} | | | |")
    last_line({"tasks": len(earlier.tasks), "not_possible": len(NOT_POSSIBLE), "in_part": len(IN_PART)})


if __name__ == "__main__":
    main()
