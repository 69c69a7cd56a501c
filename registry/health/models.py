"""The models: which are here, whether each is the known file, and by which people are searched for."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from registry.core.config import Config
from registry.health.finding import HealthFinding, run, said
from registry.health.machine import install

if TYPE_CHECKING:
    from matching.thresholds import Thresholds


Found = TypeVar("Found")


@dataclass(frozen=True)
class Model:
    """One weights file. state: `verified` (its SHA-256 is the known one), `missing` or `altered`; needed: nothing is decided
    without it."""

    name: str
    state: str
    needed: bool
    licence: str
    sha256: str


Mark = tuple[tuple[str, int, int, int, int], ...]
_VERIFIED: dict[tuple[str, ...], tuple[Mark, Any]] = {}
"""What was verified -> the files as they were before that, and what came of it. Nothing that failed is remembered."""


def _files() -> Mark | None:
    """Every file of weights as its folder tells of it; None where one cannot be asked about: then nothing is remembered.
    What is written anew, even in the same size and with its old date, has another moment of change."""
    from matching.installed import files

    try:
        told = [(path, path.stat()) for path in files() if path.exists()]
    except OSError:
        return None
    return tuple((str(path), of.st_size, of.st_mtime_ns, of.st_ctime_ns, of.st_ino) for path, of in told)


def _verified(what: tuple[str, ...], verify: Callable[[], Found]) -> Found:
    """What `verify` finds, without hashing the same files again. For telling alone: what decides hashes what it uses."""
    now = _files()
    if now is not None and what in _VERIFIED and _VERIFIED[what][0] == now:
        return cast(Found, _VERIFIED[what][1])
    found = verify()
    if now is not None:
        _VERIFIED[what] = now, found
    return found


def _loads(name: str) -> bool:
    from matching import weights

    return bool(weights.load(name))


def models() -> list[Model]:
    """Every model that this program knows, each hashed, or as it was when it was hashed last."""
    from matching import weights

    found = []
    for known in weights.KNOWN.values():
        try:
            _verified((known.name,), partial(_loads, known.name))
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
    wrong = tuple(
        said(f"health-weights-{model.state}", name=model.name) for model in needed if model.state != "verified"
    )
    folder = str(weights.folder())
    if wrong:
        found = said("health-weights-wrong", wrong=wrong, folder=folder)
        return HealthFinding("weights", "missing", found, run("likeness models fetch"))
    names = ", ".join(model.name for model in needed)
    return HealthFinding("weights", "ok", said("health-weights", names=names, folder=folder))


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
            found = _verified(("digests", sense.name, *sorted(chosen)), partial(sense.digests, chosen))
        except (ModelMissing, ModelAltered) as problem:
            model = str(problem.params["model"])
            remedy = run(install() if model == "dlib" else f"likeness models fetch {model}")
            return HealthFinding("encoders", "missing", said("health-encoders-gone", names=names, model=model), remedy)
        if any(thresholds.encoders.get(encoder) != weights for encoder, weights in found.items()):
            wrong = said("health-encoders-other", names=names, thresholds=thresholds.id)
            return HealthFinding("encoders", "missing", wrong, said("health-encoders-install"))
        searched += sorted(chosen)
    return HealthFinding("encoders", "ok", said("health-encoders", names=", ".join(searched)))


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
