"""What is installed, what is missing, and how to get it. One small function a check.

A check looks, changes nothing, and answers with a `HealthFinding`. Whatever it did not expect is a finding, too.
"""

import stat
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING

from registry.core.config import Config
from registry.core.shipped import is_checkout
from registry.health.finding import HealthFinding, HealthText, run, said, some
from registry.health.going import backups, queue
from registry.health.machine import browser, clock, decoding, disk, install, packages, python
from registry.health.models import encoders_in_force, model_weights

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def postgresql(config: Config) -> HealthFinding:
    if find_spec("psycopg") is not None:
        return HealthFinding("postgresql", "ok", said("health-postgresql"))
    needed = config.database_url.startswith("postgresql")
    found = said("health-postgresql-needed" if needed else "health-postgresql-none")
    return HealthFinding("postgresql", "missing" if needed else "optional", found, run("pip install 'psycopg[binary]'"))


def instance(config: Config) -> HealthFinding:
    """The database, where there is one, can be used and stands at the newest schema."""
    from sqlalchemy.exc import DBAPIError

    from registry.core.database import Database
    from registry.records.schema import SchemaOutdated, require_newest

    home = str(config.home)
    if not config.database_url and not config.home.exists():
        return HealthFinding(
            "instance", "optional", said("health-instance-none", home=home), said("health-instance-begin")
        )
    if not config.database_url and not config.database.exists():
        return HealthFinding("instance", "missing", said("health-instance-empty", home=home), run("likeness init"))
    db = Database(config.url)
    try:
        require_newest(db)
    except SchemaOutdated as error:
        return HealthFinding("instance", "missing", said("health-schema", error=str(error)), run("likeness init"))
    except DBAPIError as error:
        found = said("health-instance-unusable", error=str(error.orig))
        return HealthFinding("instance", "missing", found, said("health-instance-write", home=home))
    finally:
        db.close()
    return HealthFinding("instance", "ok", said("health-instance", home=home))


def ledger(config: Config) -> HealthFinding:
    """The ledger's head is signed and goes on from the one that was signed last, and nothing was found altered."""
    from registry.core.errors import NotFound, RecordsAltered
    from registry.desk import Desk
    from registry.records.schema import SchemaOutdated

    if not config.database_url and not (config.home / "registry.sqlite").exists():
        return HealthFinding("ledger", "ok", said("health-ledger-no-instance"))
    desk = Desk(config)
    try:
        noticed = desk.bindings.noticed.read()
        head = desk.audit.head()
    except NotFound:
        return HealthFinding("ledger", "ok", said("health-ledger-empty"))
    except SchemaOutdated as error:
        return HealthFinding("ledger", "missing", said("health-schema", error=str(error)), run("likeness init"))
    except RecordsAltered as error:
        altered = said("health-ledger-altered", error=str(error)), run("likeness audit verify")
        return HealthFinding("ledger", "missing", *LEDGER_WRONG.get(error.what, altered))
    finally:
        desk.close()
    if noticed:
        places = some(f"{one['table']} {one['key']}" for one in noticed)
        return HealthFinding("ledger", "missing", said("health-ledger-records", **places), run("likeness audit verify"))
    return HealthFinding("ledger", "ok", said("health-ledger", entries=str(head["index"] + 1)))


LEDGER_WRONG: dict[str, tuple[HealthText, HealthText]] = {
    "rolled_back": (said("health-ledger-rolled-back"), said("health-ledger-restore")),
    "unsigned": (said("health-ledger-unsigned"), said("health-ledger-key")),
}
"""What may be wrong with the head -> what it means, and what to do."""


def reviews(config: Config) -> HealthFinding:
    """Every review that waits can be answered by somebody: a representative, or an appointed neutral."""
    from registry.reviews.entitled import unattended

    return _attended(config, "reviews", unattended)


def disputes(config: Config) -> HealthFinding:
    """Every dispute about a likeness that waits for a voice has somebody who may speak in it."""
    from registry.people.disputes.waiting import unattended

    return _attended(config, "disputes", unattended)


def consents(config: Config) -> HealthFinding:
    """Every signed consent that waits for a union's countersignature has somebody who may give it."""
    from registry.consents.lapsing import unattended

    return _attended(config, "consents", unattended)


def _attended(config: Config, what: str, unattended: Callable[["Session"], list[str]]) -> HealthFinding:
    """Of what waits for a person. unattended: the ids of those for which there is none."""
    from registry.core.database import Database

    if not config.database_url and not config.database.exists():
        return HealthFinding(what, "ok", said(f"health-{what}-no-instance"))
    db = Database(config.url)
    try:
        with db.look() as session:
            waiting = unattended(session)
    finally:
        db.close()
    if waiting:
        return HealthFinding(
            what, "missing", said(f"health-{what}-nobody", **some(waiting)), said(f"health-{what}-appoint")
        )
    return HealthFinding(what, "ok", said(f"health-{what}"))


def offices(config: Config) -> HealthFinding:
    """Nobody holds two offices that exclude each other: this program grants no such two, an older one did."""
    from registry.core.database import Database
    from registry.people.accounts.operating import conflicts

    if not config.database_url and not config.database.exists():
        return HealthFinding("offices", "ok", said("health-offices-no-instance"))
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
        return HealthFinding("offices", "ok", said("health-offices"))
    return HealthFinding(
        "offices", "missing", said("health-offices-exclude", **some(found, "; ")), said("health-offices-lay-down")
    )


def templates(config: Config) -> HealthFinding:
    """Whoever is enrolled can be recognised: their keys are here."""
    from sqlalchemy import select

    from registry.core.database import Database
    from registry.gallery.keys import key_name
    from registry.ports.keys import KeyFolder
    from registry.records.tables.performers import Template

    if not config.database_url and not config.database.exists():
        return HealthFinding("templates", "ok", said("health-templates-no-instance"))
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
        keys = said("health-templates-lost", lost=str(len(lost)), enrolled=str(len(people)))
        return HealthFinding("templates", "missing", keys, said("health-templates-restore", keys=str(config.keystore)))
    return HealthFinding("templates", "ok", said("health-templates", enrolled=str(len(people))))


def letters(config: Config) -> HealthFinding:
    """Letters get out, and nobody's address is refused without anybody knowing."""
    from sqlalchemy import select

    from registry.core.database import Database
    from registry.notices.letters import GIVEN_UP, REFUSED
    from registry.records.tables.entry import OutgoingLetter

    if config.smtp_host and "@" not in config.smtp_sender:
        return HealthFinding("letters", "missing", said("health-letters-no-sender"), said("health-letters-set-sender"))
    way = said("health-letters", host=config.smtp_host)
    if not config.smtp_host:
        way = said("health-letters-lie", folder=str(config.outbox))
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
        return HealthFinding(
            "letters", "optional", said("health-letters-lost", **some(lost)), said("health-letters-ask")
        )
    if not config.smtp_host:
        return HealthFinding("letters", "optional", way, said("health-letters-set-host"))
    return HealthFinding("letters", "ok", way)


def private_files(config: Config) -> HealthFinding:
    """Nobody else on this machine may read keys and secrets."""
    kept = [config.home, config.keystore, config.signing_key, config.secret_key, *config.keystore.glob("*")]
    readable = [str(path) for path in kept if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077]
    if readable:
        return HealthFinding(
            "private", "missing", said("health-private-open", **some(readable)), run(f"chmod -R go= {config.home}")
        )
    return HealthFinding("private", "ok", said("health-private"))


def workers(config: Config) -> HealthFinding:
    """How many checks are worked on at a time: with one alone, whatever takes long holds up everybody."""
    from registry.checks.examining.limits import LEAST, NEED, room

    found = room()
    hands = config.workers or found.hands
    memory = "unknown" if found.memory is None else f"{found.memory / 1e9:.0f}"
    at_a_time = said("health-workers", hands=hands, cores=found.cores, memory=memory)
    if hands < LEAST:
        remedy = said("health-workers-free", needed=f"{LEAST * NEED / 1e9:.0f}")
        return HealthFinding("workers", "optional", at_a_time, remedy)
    if found.memory is not None and hands * NEED > found.memory:
        return HealthFinding("workers", "optional", at_a_time, said("health-workers-lower", each=f"{NEED / 1e9:.0f}"))
    return HealthFinding("workers", "ok", at_a_time)


def passkeys(config: Config) -> HealthFinding:
    """Where people sign, and the hash of the page at which they do."""
    from registry.core.places import OriginUnusable, places
    from registry.signing.page import signing_page

    try:
        found = places(config.origin, config.sign_origin)
    except OriginUnusable as error:
        return HealthFinding("passkeys", "missing", said(error.message_id, **error.params), said("health-passkeys-see"))
    digest = signing_page().sha256
    here = said("health-passkeys-here", sha256=digest)
    return HealthFinding(
        "passkeys", "ok", here if found is None else said("health-passkeys", origin=found.signing, sha256=digest)
    )


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
    "consents": consents,
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
            wrong = said("health-failed", error=type(error).__name__)
            yield HealthFinding(name, "missing", wrong, said("health-failed-see", again=again))
