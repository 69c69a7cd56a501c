"""python -m benchmarks.tasks.earlier CHECKOUT: the same tasks in a program from before everybody had a door of their own.

CHECKOUT: a folder with that program (`git worktree add CHECKOUT 8762676`). What nobody could do in a browser then is named with what
took its place; whatever later tasks need of it is done here at the shell, and counts for nobody. Driven are the tasks up to a
production that works under a confirmed agreement.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.figures import last_line
from benchmarks.tasks.instance import wait_for
from benchmarks.tasks.person import Person, Task, person
from benchmarks.tasks.stories import MARA, PASSWORD, PERFORMER
from scripts.screenshot import chromium

AGREEMENT = "sag_tvtheatrical_2026"
NOT_POSSIBLE = (
    ("operator", "take over the empty instance", "the password is typed at the shell, in `likeness init`"),
    ("union", "join as the union's representative", "the operator chooses the first password, and tells it"),
    ("union", "make the union's signing passkey", "a key file at the shell; its public half is pasted"),
    ("union", "invite a performer", "the operator opens the account"),
    ("performer", "join on a telephone", "the operator chooses the first password, and tells it"),
    ("performer", "make a signing passkey", "a key file at the shell; its public half is pasted"),
    ("production", "invite a colleague, the commissioner's contact and counsel", "`likeness user grant`, at the server's shell"),
    ("paul", "join a production", "as the representative"),
    ("nora", "join as the commissioner's contact", "as the representative"),
    ("clara", "join as counsel", "as the representative"),
    ("performer", "read a consent and sign it", "read on the page, signed at the shell, sent back as a file"),
    ("union", "countersign a member's consent, and say that the work is covered", "as signing"),
    ("operator", "confirm the commissioner's contact", "nobody confirmed whom the operator had appointed"),
    ("production", "send ten files at once", "one file and one declaration at a time"),
)  # fmt: skip
"""(who, task, what took its place)."""


@dataclass
class Earlier:
    """The instance of the earlier program. origin: where its pages are."""

    checkout: Path
    folder: Path
    origin: str
    environment: dict[str, str]
    tasks: list[Task] = field(default_factory=list)

    def shell(self, *arguments: str, said: str = "") -> str:
        done = subprocess.run(
            [sys.executable, "-m", "registry.cli", *arguments],
            cwd=self.folder, env=self.environment, input=said, capture_output=True, text=True,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{arguments}: {done.stderr}")
        return done.stdout

    def key(self, name: str) -> str:
        """A key file of this name, made at the shell; its public half."""
        self.shell("key", "new", "--out", f"{name}.key")
        public: str = json.loads(self.shell("key", "show", f"{name}.key", "--json"))["public_key"]
        return public


@contextmanager
def served(checkout: Path, folder: Path) -> Iterator[Earlier]:
    """The earlier program's instance, as `likeness init` leaves it, with its pages and a worker."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "LIKENESS_HOME": str(folder / "instance"), "LIKENESS_PORT": str(port), "PYTHONPATH": str(checkout),
    }  # fmt: skip
    earlier = Earlier(checkout, folder, f"http://localhost:{port}", environment)
    earlier.shell("init", "--admin", "ada@registry.example", "--password-stdin", said=PASSWORD)
    with (folder / "log").open("w") as log:
        command = [sys.executable, "-m", "registry.cli", "serve"]
        server = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            wait_for(earlier.origin)
            yield earlier
        finally:
            server.terminate()
            server.wait(30)


def signs_in(one: Person, address: str) -> None:
    one.opens("/sign-in")
    one.fills("E-mail", address)
    one.fills("Password", PASSWORD)
    one.clicks("Sign in", exact=True)
    one.page.wait_for_url("**/")


def told(earlier: Earlier, ada: Person, ursula: Person, mara: Person, petra: Person) -> None:
    operator_opens(ada)
    earlier.shell("union", "add-key", "players-guild", earlier.key("guild"), "--as", "ursula@guild.example")
    performer_begins(earlier, mara)
    union_confirms(ursula)
    production_begins(petra)
    union_confirms_agreement(ursula)


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
    found = PERFORMER.search(mara.page.url)
    assert found is not None
    earlier.shell("performer", "add-key", found[0], earlier.key("mara"), "--as", "mara@actors.example")


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
        ):
            told(earlier, ada, ursula, mara, petra)
    print("| who | task | clicks | fields | pages | seconds |\n|---|---|--:|--:|--:|--:|")
    for one in earlier.tasks:
        print(f"| {one.who} | {one.what} | {one.clicks} | {one.fields} | {one.pages} | {one.seconds:.1f} |")
    for who, what, instead in NOT_POSSIBLE:
        print(f"| {who} | {what} | not possible in a browser: {instead} | | | |")
    last_line({"tasks": len(earlier.tasks), "not_possible": len(NOT_POSSIBLE)})


if __name__ == "__main__":
    main()
