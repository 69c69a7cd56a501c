"""Ask before you generate: the verdict that a declaration would get if its file showed exactly whom it names.

Nothing is stored, and nothing that is not known already is given away: a person named by the registry's id counts as
recognised where this production holds something of theirs; nobody else is looked up, so that nobody can learn from it who
is registered.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from registry.checks.deciding import uses
from registry.checks.deciding.asking import Decide, KnownIdentities, held, judge
from registry.checks.deciding.decider import Establish
from registry.checks.deciding.facts import gather
from registry.checks.deciding.reasons import DecisionReason
from registry.core.database import Database
from registry.core.permissions import Identity, On, Permission, require
from registry.productions.declaration import Cast, Declaration, parse_declaration
from registry.records.tables.checks import Check
from registry.records.visibility import Role, Viewer, project

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
            known, mine = KnownIdentities((), facts, {}, established, shown), held(facts, established)
            noted = [
                _by_name(entry, f"P{number}")  # nothing is found, so the cast is numbered from the first
                for number, entry in enumerate(declared.cast, start=1)
                if entry.name is not None or entry.performer not in mine
            ]
            _built, decision = judge(self._decide, declared, media, known, noted=noted, leaves_out=_NOT_LOOKED)
        return project(decision, Viewer(Role.PRODUCTION), {})


def _by_name(entry: Cast, pseudonym: str) -> DecisionReason:
    """Whoever has given this production nothing is decided about with the file; till then it is no yes."""
    named = entry.name or entry.performer or ""
    return DecisionReason(
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
