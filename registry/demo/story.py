"""What a visitor of the demo may follow, door by door: kept in the demo's folder, so that no other instance shows it."""

import json
from dataclasses import dataclass
from pathlib import PurePath

from registry.core.config import Config
from registry.demo.people import UNION, DemoCast
from registry.demo.scenes import Line


@dataclass(frozen=True)
class StoryStep:
    """One step. text: its message id; path: the page that it leads to."""

    text: str
    path: str


def tell(config: Config, cast: DemoCast, lines: list[Line]) -> None:
    """Writes down what each account of the demo may follow."""
    checks = {PurePath(line.file).stem: f"/checks/{line.check_id}" for line in lines}
    star, production = f"/performers/{cast.performers['mara-lind']}", f"/productions/{cast.production_id}"
    consent = {slug: f"/consents/{consent_id}" for slug, consent_id in cast.consents.items()}
    paths = {
        "performer": (
            star, consent["mara-lind"], checks["shot-quay"], checks["shot-crew"], checks["line-lamp"], checks["line-dubbed"],
            f"{star}/preferences", f"{consent['mara-lind']}/withdraw",
        ),
        "union": (
            f"/unions/{UNION}", consent["tandi-mokwele"], "/reviews", checks["shot-crew"], f"/unions/{UNION}/refusals",
            f"/unions/{UNION}/terms",
        ),
        "production": (
            checks["shot-quay"], checks["shot-market"], checks["shot-crew"], checks["shot-office"],
            checks["line-lamp"], checks["line-quay"], checks["line-dubbed"], checks["nobody-hills"],
            f"{production}/drafts/new", "/verify",
        ),
        "commissioner": (f"{checks['shot-quay']}/answers", "/waiting", checks["shot-market"], "/rules"),
        "operator": ("/administration/state", "/administration/accounts", "/first-steps", "/approvers", "/errors"),
    }  # fmt: skip
    doors = {
        "performer": cast.performer, "union": cast.union, "production": cast.producer,
        "commissioner": cast.commissioner, "operator": cast.administrator,
    }  # fmt: skip
    told = {doors[door].id: {"door": door, "paths": paths[door]} for door in doors}
    config.demo.write_text(json.dumps(told, indent=1), encoding="utf-8")


def story(config: Config, account_id: str) -> tuple[str, list[StoryStep]] | None:
    """The door and the steps of an account of the demo; None for everybody else, and everywhere but in a demo."""
    if not config.demo.is_file():
        return None
    told = json.loads(config.demo.read_text(encoding="utf-8")).get(account_id)
    if told is None:
        return None
    door = told["door"]
    return door, [StoryStep(f"story-{door}-{number}", path) for number, path in enumerate(told["paths"], 1)]
