"""What is installed, what is missing, and how to get it. One small function a check.

A check looks, changes nothing, and answers with a `HealthFinding`. Whatever it did not expect is a finding, too.
"""

import stat
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING

from registry.core.config import Config
from registry.core.shipped import is_checkout
from registry.health.going import backups, queue
from registry.health.machine import HealthFinding, browser, clock, decoding, disk, install, packages, python
from registry.health.models import encoders_in_force, model_weights

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def postgresql(config: Config) -> HealthFinding:
    if find_spec("psycopg") is not None:
        return HealthFinding("postgresql", "ok", "driver for PostgreSQL")
    needed = config.database_url.startswith("postgresql")
    says = "no driver for PostgreSQL" + (", which LIKENESS_DATABASE_URL names" if needed else "; SQLite needs none")
    return HealthFinding("postgresql", "missing" if needed else "optional", says, "pip install 'psycopg[binary]'")


def instance(config: Config) -> HealthFinding:
    """The database, where there is one, can be used and stands at the newest schema."""
    from sqlalchemy.exc import DBAPIError

    from registry.core.database import Database
    from registry.records.schema import SchemaOutdated, require_newest

    if not config.database_url and not config.home.exists():
        return HealthFinding("instance", "optional", f"no instance in {config.home}", "likeness init, or likeness demo")
    if not config.database_url and not config.database.exists():
        return HealthFinding("instance", "missing", f"{config.home} holds no database", "likeness init")
    db = Database(config.url)
    try:
        require_newest(db)
    except SchemaOutdated as error:
        return HealthFinding("instance", "missing", str(error), "likeness init")
    except DBAPIError as error:
        says = f"the database cannot be used: {error.orig}"
        return HealthFinding("instance", "missing", says, f"see to it that this account may write in {config.home}")
    finally:
        db.close()
    return HealthFinding("instance", "ok", f"instance in {config.home}, newest schema")


def ledger(config: Config) -> HealthFinding:
    """The ledger's head is signed and goes on from the one that was signed last, and nothing was found altered."""
    from registry.core.errors import NotFound, RecordsAltered
    from registry.desk import Desk
    from registry.records.schema import SchemaOutdated

    if not config.database_url and not (config.home / "registry.sqlite").exists():
        return HealthFinding("ledger", "ok", "no instance, so no ledger")
    desk = Desk(config)
    try:
        noticed = desk.bindings.noticed.read()
        head = desk.audit.head()
    except NotFound:
        return HealthFinding("ledger", "ok", "nothing is recorded yet")
    except SchemaOutdated as error:
        return HealthFinding("ledger", "missing", str(error), "likeness init")
    except RecordsAltered as error:
        says, remedy = LEDGER_WRONG.get(error.what, (f"the ledger was altered ({error})", "likeness audit verify"))
        return HealthFinding("ledger", "missing", says, remedy)
    finally:
        desk.close()
    if noticed:
        places = ", ".join(f"{one['table']} {one['key']}" for one in noticed[:5])
        says = f"records were found altered, and nothing is decided on them: {places}"
        says += f" and {len(noticed) - 5} more" if len(noticed) > 5 else ""
        return HealthFinding("ledger", "missing", says, "likeness audit verify")
    return HealthFinding("ledger", "ok", f"{head['index'] + 1} entries, the last one signed by this instance")


LEDGER_WRONG = {
    "rolled_back": (
        "the database is not the one that this instance worked with last: it is older, or another one",
        "put the right one back; a backup is put back with: likeness restore, or likeness restore --in-place",
    ),
    "unsigned": ("the ledger's head is not signed by this instance's key", "put the right key file or database back"),
}
"""What may be wrong with the head -> what it means, and what to do."""


def reviews(config: Config) -> HealthFinding:
    """Every review that waits can be answered by somebody: a representative, or an appointed neutral."""
    from registry.reviews.entitled import unattended

    remedy = "appoint somebody who has not spoken in it: likeness review neutral EMAIL, or likeness user grant"
    return _attended(
        config, "review", unattended, "nobody is entitled to answer", "can be answered by somebody", remedy
    )


def disputes(config: Config) -> HealthFinding:
    """Every dispute about a likeness that waits for a voice has somebody who may speak in it."""
    from registry.people.disputes.waiting import unattended

    remedy = "appoint somebody who has no part in it: likeness user grant --union, or likeness review neutral EMAIL"
    return _attended(config, "dispute", unattended, "nobody may speak in", "has somebody who may speak in it", remedy)


def _attended(
    config: Config, what: str, unattended: Callable[["Session"], list[str]], nobody: str, each: str, remedy: str
) -> HealthFinding:
    """Of what waits for a person. unattended: the ids of those for which there is none."""
    from registry.core.database import Database

    if not config.database_url and not config.database.exists():
        return HealthFinding(f"{what}s", "ok", f"no instance, so no {what} waits")
    db = Database(config.url)
    try:
        with db.look() as session:
            waiting = unattended(session)
    finally:
        db.close()
    if waiting:
        says = f"{nobody} {', '.join(waiting[:5])}" + (f" and {len(waiting) - 5} more" if len(waiting) > 5 else "")
        return HealthFinding(f"{what}s", "missing", says, remedy)
    return HealthFinding(f"{what}s", "ok", f"every {what} that waits {each}")


def offices(config: Config) -> HealthFinding:
    """Nobody holds two offices that exclude each other: this program grants no such two, an older one did."""
    from registry.core.database import Database
    from registry.people.accounts.operating import conflicts

    if not config.database_url and not config.database.exists():
        return HealthFinding("offices", "ok", "no instance, so no offices")
    db = Database(config.url)
    try:
        with db.look() as session:
            found = [
                f"{one.account.email} ({', '.join(f'{office.office} {office.of}'.rstrip() for office, _ in (one.one, one.other))})"
                for one in conflicts(session)
                if one.excluded
            ]
    finally:
        db.close()
    if not found:
        return HealthFinding("offices", "ok", "nobody holds two offices that exclude each other")
    says = f"offices that exclude each other: {'; '.join(found[:5])}" + (
        f" and {len(found) - 5} more" if len(found) > 5 else ""
    )
    return HealthFinding("offices", "missing", says, "they lay one down: likeness user lay-down OFFICE OF --as EMAIL")


def templates(config: Config) -> HealthFinding:
    """Whoever is enrolled can be recognised: their keys are here."""
    from sqlalchemy import select

    from registry.core.database import Database
    from registry.gallery.keys import key_name
    from registry.ports.keys import KeyFolder
    from registry.records.tables.performers import Template

    if not config.database_url and not config.database.exists():
        return HealthFinding("templates", "ok", "no instance, so nobody is enrolled")
    db = Database(config.url)
    try:
        with db.look() as session:
            rows = session.execute(select(Template.performer_id, Template.modality).distinct())
            enrolled = {key_name(*row): row.performer_id for row in rows}
    finally:
        db.close()
    people = set(enrolled.values())
    lost = {enrolled[name] for name in enrolled.keys() - set(KeyFolder(config.keystore).names("P-"))}
    if lost:
        says = f"the keys of {len(lost)} of {len(people)} enrolled performers are missing: nobody can recognise them"
        remedy = f"put {config.keystore} back from its own backup; else they have to be enrolled again"
        return HealthFinding("templates", "missing", says, remedy)
    return HealthFinding("templates", "ok", f"{len(people)} enrolled performers, each with their key")


def letters(config: Config) -> HealthFinding:
    """Letters get out, and nobody's address is refused without anybody knowing."""
    from sqlalchemy import select

    from registry.core.database import Database
    from registry.notices.letters import GIVEN_UP, REFUSED
    from registry.records.tables.entry import OutgoingLetter

    if config.smtp_host and "@" not in config.smtp_sender:
        return HealthFinding("letters", "missing", "no letter can leave: it has no sender", "set LIKENESS_SMTP_SENDER")
    way = f"letters go to {config.smtp_host}" if config.smtp_host else f"letters lie in {config.outbox}"
    if not config.database_url and not config.database.exists():
        return HealthFinding("letters", "ok", way)
    db = Database(config.url)
    try:
        with db.look() as session:
            failed = select(OutgoingLetter.recipient).where(OutgoingLetter.state.in_((REFUSED, GIVEN_UP))).distinct()
            lost = sorted(session.scalars(failed))
    finally:
        db.close()
    if lost:
        says = f"nothing gets through to {', '.join(lost[:5])}" + (f" and {len(lost) - 5} more" if lost[5:] else "")
        return HealthFinding(
            "letters", "optional", says, "ask them for another address; said for 30 days after the letter"
        )
    if not config.smtp_host:
        return HealthFinding(
            "letters", "optional", way, "set LIKENESS_SMTP_HOST, or let a mail server take them from there"
        )
    return HealthFinding("letters", "ok", way)


def private_files(config: Config) -> HealthFinding:
    """Nobody else on this machine may read keys and secrets."""
    kept = [config.home, config.keystore, config.signing_key, config.secret_key, *config.keystore.glob("*")]
    readable = [str(path) for path in kept if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077]
    if readable:
        says = f"others on this machine may enter or read {', '.join(readable[:5])}"
        says += f" and {len(readable) - 5} more" if len(readable) > 5 else ""
        return HealthFinding("private", "missing", says, f"chmod -R go= {config.home}")
    return HealthFinding("private", "ok", "keys and secrets are their owner's alone")


def workers(config: Config) -> HealthFinding:
    """How many checks are worked on at a time: with one alone, whatever takes long holds up everybody."""
    from registry.checks.examining.limits import LEAST, NEED, room

    found = room()
    hands = config.workers or found.hands
    memory = "" if found.memory is None else f" and {found.memory / 1e9:.0f} GB of free memory"
    says = f"{hands} {'check' if hands == 1 else 'checks'} at a time, on {found.cores} cores{memory}"
    if hands < LEAST:
        remedy = f"free {LEAST * NEED / 1e9:.0f} GB of memory, so that a check that takes long holds up no other"
        return HealthFinding("workers", "optional", says, remedy)
    if found.memory is not None and hands * NEED > found.memory:
        return HealthFinding(
            "workers", "optional", says, f"a check may need {NEED / 1e9:.0f} GB: lower LIKENESS_WORKERS"
        )
    return HealthFinding("workers", "ok", says)


def passkeys(config: Config) -> HealthFinding:
    """Where people sign, and the hash of the page at which they do."""
    from registry.core.places import OriginUnusable, places
    from registry.core.texts import say
    from registry.signing.page import signing_page

    try:
        found = places(config.origin, config.sign_origin)
    except OriginUnusable as error:
        return HealthFinding(
            "passkeys", "missing", say(error.message_id, **error.params), "see docs/operations.md, Passkeys"
        )
    where = "at sign.localhost, on this machine alone" if found is None else f"at {found.signing}"
    return HealthFinding("passkeys", "ok", f"people sign {where}; the page's SHA-256 is {signing_page().sha256}")


CHECKS: dict[str, Callable[[Config], HealthFinding]] = {
    "python": python,
    "packages": packages,
    "weights": model_weights,
    "encoders": encoders_in_force,
    "decoding": decoding,
    "browser": browser,
    "postgresql": postgresql,
    "instance": instance,
    "ledger": ledger,
    "templates": templates,
    "reviews": reviews,
    "disputes": disputes,
    "offices": offices,
    "letters": letters,
    "queue": queue,
    "backups": backups,
    "passkeys": passkeys,
    "private": private_files,
    "workers": workers,
    "disk": disk,
    "clock": clock,
}


def examine(config: Config) -> Iterator[HealthFinding]:
    """Every check's finding; a check that fails itself is a finding of something missing."""
    for name, check in CHECKS.items():
        try:
            yield check(config)
        except Exception as error:
            again = "make clean install" if is_checkout() else install()
            remedy = f"the lines above may say why; otherwise: {again}"
            yield HealthFinding(name, "missing", f"could not be examined ({type(error).__name__})", remedy)
