"""Ask before you generate: the verdict that a declaration would get if its file showed exactly whom it names.

Nothing is stored, and nothing that is not known already is given away: a person named by the registry's id counts as
recognised, a person named in words is not looked up, so that nobody can learn from it who is registered.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from registry.checks import uses
from registry.checks.case import build
from registry.checks.combining import combine
from registry.checks.deciding import Decide, Establish
from registry.checks.facts import gather
from registry.checks.models import Check
from registry.checks.reasons import Reason
from registry.database import Database
from registry.declaration import Cast, Declaration, parse_declaration
from registry.permissions import Identity, On, Permission, require
from registry.visibility import Role, Viewer, project

_MEDIA = {
    "voice": "audio", "temp_music": "audio", "script": "text", "outline": "text", "script_input": "text",
    "background_video": "video", "unreleased_footage": "video",
}  # fmt: skip
_NOT_LOOKED = frozenset({"check.declared-not-found"})


class Outlook:
    """Judges declarations for which there is no file yet. `decide` and `establish`: see Decider."""

    def __init__(self, db: Database, clock: Callable[[], datetime], decide: Decide, establish: Establish) -> None:
        self._db = db
        self._clock = clock
        self._decide = decide
        self._establish = establish

    def of(self, who: Identity, declaration: dict[str, Any] | bytes) -> dict[str, Any]:
        """What a production would be told, as visibility.project gives it. Raises `DeclarationError`, `Forbidden`."""
        declared = parse_declaration(declaration)
        require(who, Permission.PRODUCTION_DECLARE, On(production_id=declared.production))
        moment = self._clock()
        media = _MEDIA.get(declared.asset.element, "image")
        with self._db.read() as session:
            ids = {entry.performer for entry in declared.cast if entry.performer}
            key = uses.unit_key(declared.production, declared.unit.id)
            facts = gather(session, declared.production, ids, unit_key=key, at=moment)
            shown = dict.fromkeys(facts.performers, "confirm")
            established = self._establish(session, _imagined(declared), moment, sorted(facts.performers))
            built = build(declared, media, (), facts, {}, established, looked_for=shown)
            said = [reason for reason in built.reasons if reason.message not in _NOT_LOOKED]
            said += [
                _by_name(entry, person.pseudonym)
                for person in built.people
                if (entry := person.declared) and not person.performer
            ]
            built = replace(built, reasons=tuple(said))
            decision = combine(self._decide(built.case).as_dict(), built, facts)
        return project(decision, Viewer(Role.PRODUCTION), {})


def _by_name(entry: Cast, pseudonym: str) -> Reason:
    """Whoever is named in words is decided about with the file; till then it is no yes."""
    named = entry.name or entry.performer or ""
    return Reason(
        "needs_approval", "outlook.by-name", pseudonym, {"name": named}, ask="production", wants="performer-id"
    )


def _imagined(declared: Declaration) -> Check:
    """A check of a file that does not exist: no answer that is bound to a file applies to it."""
    return Check(
        production_id=declared.production,
        declaration=declared.canonical().decode(),
        declaration_sha256=declared.sha256,
        file_sha256="",
    )
