"""Explanations: the chain behind a check's decision, for everybody whom the check concerns."""

from dataclasses import dataclass

from consent.clearance import CaseError, shipped
from registry.checks.explaining.chain import Link, chain
from registry.core.database import Database
from registry.core.errors import Conflict, NotFound
from registry.core.permissions import Identity
from registry.records.checks import people_of, viewer_of
from registry.records.tables.checks import Check
from registry.records.visibility import project


@dataclass(frozen=True)
class Explanation:
    """links: see chain.chain. changed: rulesets that have another version today than when it was decided."""

    role: str
    links: list[Link]
    changed: tuple[str, ...]


class Explanations:
    """Explains decisions by the rules of this version."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, who: Identity, check_id: str) -> Explanation:
        """Why a check was decided as it was. Raises `NotFound` for one that is not the viewer's, and `Conflict` where
        there is no decision to explain."""
        with self._db.read() as session:
            check = session.get(Check, check_id)
            viewer = None if check is None else viewer_of(session, who, check)
            if check is None or viewer is None:
                raise NotFound("check", check_id)
            if check.case is None or check.decision is None:
                raise Conflict("explain-not-decided", check=check_id)
            people = people_of(session, check_id)
            shown = project({"persons": []} | check.decision, viewer, people)
            reasons = [*shown["reasons"], *(reason for person in shown["persons"] for reason in person["reasons"])]
            own = frozenset(alias for alias, (performer, _name) in people.items() if performer in viewer.performers)
            try:
                case = check.case.get("told", check.case["case"]) if viewer.role.makes_it else check.case["case"]
                links = chain(case, reasons, viewer, own)
            except CaseError as error:
                raise Conflict("explain-not-understood", check=check_id) from error
            versions = {ruleset.id: ruleset.version for ruleset in shipped()}
            used = (check.versions or {}).get("rulesets", {})
            return Explanation(
                str(viewer.role), links, tuple(sorted(name for name in used if used[name] != versions.get(name)))
            )
