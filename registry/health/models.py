"""The models: which are here, whether each is the known file, and by which people are searched for."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from registry.core.config import Config
from registry.health.machine import HealthFinding, install

if TYPE_CHECKING:
    from matching.thresholds import Thresholds


@dataclass(frozen=True)
class Model:
    """One weights file. state: `verified` (its SHA-256 is the known one), `missing` or `altered`; needed: nothing is decided
    without it."""

    name: str
    state: str
    needed: bool
    licence: str
    sha256: str


def models() -> list[Model]:
    """Every model that this program knows, each hashed now."""
    from matching import weights

    found = []
    for known in weights.KNOWN.values():
        try:
            weights.load(known.name)
            state = "verified"
        except weights.ModelMissing:
            state = "missing"
        except weights.ModelAltered:
            state = "altered"
        found.append(Model(known.name, state, not known.optional, known.licence, known.sha256))
    return found


def model_weights(_config: Config) -> HealthFinding:
    """Each needed file is here, and its SHA-256 is the known one."""
    from matching import weights

    needed = [model for model in models() if model.needed]
    said = {"missing": "is missing", "altered": "is not the known file"}
    wrong = [f"{model.name} {said[model.state]}" for model in needed if model.state in said]
    if wrong:
        return HealthFinding("weights", "missing", f"{'; '.join(wrong)} in {weights.folder()}", "likeness models fetch")
    return HealthFinding("weights", "ok", f"{', '.join(model.name for model in needed)} verified in {weights.folder()}")


def encoders_in_force(config: Config) -> HealthFinding:
    """What people are searched for by is here, in the weights that the thresholds hold for: else nothing is decided."""
    from matching.installed import SENSES
    from matching.weights import ModelAltered, ModelMissing

    searched: list[str] = []
    for sense in SENSES:
        thresholds = sense.thresholds()
        chosen = _in_force(config, thresholds)
        names = ", ".join(sorted(chosen))
        try:
            found = sense.digests(chosen)
        except (ModelMissing, ModelAltered) as problem:
            model = problem.params["model"]
            says = f"people are searched for by {names}, and {model} is missing or not the known file"
            return HealthFinding(
                "encoders", "missing", says, install() if model == "dlib" else f"likeness models fetch {model}"
            )
        if any(thresholds.encoders.get(encoder) != weights for encoder, weights in found.items()):
            says = f"people are searched for by {names}, and the thresholds {thresholds.id} hold for other weights"
            return HealthFinding(
                "encoders", "missing", says, "install the program and the weights that belong together"
            )
        searched += sorted(chosen)
    return HealthFinding("encoders", "ok", f"people are searched for by {', '.join(searched)}")


def _in_force(config: Config, thresholds: "Thresholds") -> frozenset[str]:
    """Those of the instance; the usual ones where there is none that this program can read."""
    from registry.core.database import Database
    from registry.gallery.encoders import in_force
    from registry.records.schema import SchemaOutdated, require_newest

    if not config.database_url and not config.database.exists():
        return thresholds.default
    db = Database(config.url)
    try:
        require_newest(db)
        with db.look() as session:
            return in_force(session, thresholds)
    except SchemaOutdated:
        return thresholds.default
    finally:
        db.close()
