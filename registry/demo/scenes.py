"""The files that the demo checks, and what its production declares for each."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from consent.spans import strip, whole
from registry.checks.receipts.receipt import spans_of
from registry.core.errors import NotFound
from registry.core.shipped import DEMO_PICTURES, DEMO_VOICES
from registry.demo.people import DemoCast
from registry.desk import Desk
from registry.productions.declaration import parse_declaration

YES = dict.fromkeys(
    (
        "no_third_party_replication",
        "no_store_train",
        "secure_environment",
        "temporary_only",
        "no_unconsented_replacement",
    ),
    "yes",
)
REPLICA = {"treatment": "replica_employment_based", "role": "principal", "performed_as_shown": False}


@dataclass(frozen=True)
class Scene:
    """One file and what differs in its declaration. `cast` names performers by their demo slug: those who are seen. `heard`:
    those who are heard; `dubbed`: those who are made to speak another's words."""

    picture: str
    cast: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    dubbed: tuple[str, ...] = ()
    asset: dict[str, Any] = field(default_factory=dict)
    use: dict[str, Any] = field(default_factory=dict)
    temporary: bool = False
    told: bool = True  # the commissioner's contact knows of the use
    approved: bool = False  # ... and has approved this very file for it, in writing


SCENES = (
    Scene("scenes/shot-quay.jpg", ("mara-lind",), approved=True),
    Scene("scenes/shot-market.jpg", ("yuna-castellan",), use={"territory": "BR"}),
    Scene("scenes/shot-night.jpg"),
    Scene("scenes/shot-office.jpg", ("greta-holmqvar",)),
    Scene("scenes/looks-like-mara-lind.jpg"),
    Scene("scenes/shot-crew.jpg", ("mara-lind", "yuna-castellan")),
    Scene("film.mp4", ("mara-lind", "rafiq-sandanal")),
    Scene("line-lamp.mp4", ("mara-lind",), heard=("mara-lind",), approved=True),
    Scene("line-quay.mp4", ("rafiq-sandanal",), heard=("rafiq-sandanal",)),
    Scene(
        "line-dubbed.mp4", heard=("mara-lind",), dubbed=("yuna-castellan",), use={"alteration": "lip_sync_new_dialogue"}
    ),
    Scene("strangers/stranger-1/1.jpg"),
    Scene("scenes/nobody-street.jpg", asset={"element": "vfx_environment"}),
    Scene("scenes/nobody-hills.jpg", asset={"element": "moodboard", "stage": "ideation"}, temporary=True, told=False),
)


@dataclass(frozen=True)
class Line:
    """One line of the table at the end."""

    file: str
    found: str
    verdict: str
    reason: str
    check_id: str
    lanes: tuple[tuple[str, str], ...] = ()  # of a film: who is there, and when as a strip of all of it


def check(desk: Desk, cast: DemoCast, tell: Callable[[str], None]) -> list[Line]:
    """Checks every scene for the demo's production, as `likeness check` does, and says what came of each."""
    who = desk.accounts.identity(cast.producer.id)
    lines = []
    for number, scene in enumerate(SCENES, 1):
        tell(f"checking {number} of {len(SCENES)}: {scene.picture}")
        path = (DEMO_VOICES if scene.heard else DEMO_PICTURES) / scene.picture
        declaration = _declaration(scene, cast, number)
        _answers(desk, cast, scene, path, declaration)
        with path.open("rb") as source:
            row = desk.checks.register(who, cast.production_id, source, path.name, declaration)
        desk.examiner.run(row.id)
        lines.append(_line(desk, cast, scene, row.id))
    return lines


def _answers(desk: Desk, cast: DemoCast, scene: Scene, path: Path, declaration: dict[str, Any]) -> None:
    """What was told and approved before the check: bound to this declaration, and the approval to this file too."""
    declared = parse_declaration(declaration).sha256
    if scene.told:
        desk.approvals.give(
            desk.accounts.identity(cast.producer.id),
            "disclosed",
            "told",
            production_id=cast.production_id,
            declaration_sha256=declared,
        )
    if scene.approved:
        file = hashlib.sha256(path.read_bytes()).hexdigest()
        desk.approvals.give(
            desk.accounts.identity(cast.commissioner.id),
            "written",
            "granted",
            production_id=cast.production_id,
            declaration_sha256=declared,
            file_sha256=file,
        )


def _declaration(scene: Scene, cast: DemoCast, number: int) -> dict[str, Any]:
    asset = {"stage": "final", "element": "performance"} | scene.asset
    use: dict[str, Any] = {
        "medium": "series",
        "territory": "US",
        "language": "en",
        "content": [],
        "character": None,
        "scene": None,
        "alteration": None,
    }
    return {
        "principles": YES | {"temporary_only": "yes" if scene.temporary else "no"},
        "disclosure": {"present": True, "place": "credits"},
        "production": cast.production_id,
        "unit": {"id": f"QH-{100 + number}", "version": 1},
        "asset": asset,
        "use": use | scene.use,
        "cast": [
            {"performer": cast.performers[slug], "modalities": _senses(scene, slug), **_shown(scene, slug)}
            for slug in dict.fromkeys((*scene.cast, *scene.dubbed, *scene.heard))
        ],
        "others": {"treatment": "synthetic", "role": "principal", "performed_as_shown": False},
    }


def _senses(scene: Scene, slug: str) -> list[str]:
    seen, heard = slug in (*scene.cast, *scene.dubbed), slug in scene.heard
    return [*(["face"] if seen else []), *(["voice"] if heard else [])]


def _shown(scene: Scene, slug: str) -> dict[str, Any]:
    return REPLICA | ({"treatment": "alteration"} if slug in scene.dubbed else {})


def _line(desk: Desk, cast: DemoCast, scene: Scene, check_id: str) -> Line:
    """One check through two doors: the verdict as its production sees it, the names as the union sees them."""
    view = desk.checks.get(desk.accounts.identity(cast.producer.id), check_id)
    result = view.result or {"persons": [], "reasons": []}
    reasons = [*(reason for person in result["persons"] for reason in person["reasons"]), *result["reasons"]]
    decisive = [reason for reason in reasons if reason["verdict"] == view.verdict]
    names = [person["name"] for person in _seen_by_union(desk, cast, check_id)]
    names += ["possibly a performer" for person in result["persons"] if person["answer"] == "possible"]
    return Line(
        file=scene.picture,
        found=", ".join(names) or "nobody registered",
        verdict=str(view.answer),
        reason=decisive[0]["summary"] if decisive else "",
        check_id=check_id,
        lanes=_lanes(result["persons"], view.length),
    )


def _seen_by_union(desk: Desk, cast: DemoCast, check_id: str) -> list[dict[str, Any]]:
    try:
        view = desk.checks.get(desk.accounts.identity(cast.union.id), check_id)
    except NotFound:
        return []
    return list(view.result["persons"]) if view.result else []


def _lanes(persons: list[dict[str, Any]], length: float | None) -> tuple[tuple[str, str], ...]:
    if not length:
        return ()
    whole_film = whole(0.0, length)[1]
    return tuple(
        (str(person["pseudonym"]), strip(spans_of(person), whole_film)) for person in persons if person["boxes"]
    )
