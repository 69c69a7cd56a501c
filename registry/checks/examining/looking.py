"""How a file is looked at, whatever the senses: the one place where the registry puts the matchers to work."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matching.findings import Appearance, Box, Examination, Picture, Vector
    from matching.index import SecondOpinion
    from matching.known import KnownAnswers
    from matching.media.stream import Stretch
    from matching.modality import Finder, Modality


def _no_picture(_examination: "Examination", _strangers: "Collection[Box]") -> str | None:
    return None


def _nothing(_encoders: "Collection[str]") -> None:
    return None


def _no_evidence(_appearance: "Appearance", _others: "Callable[[float], Collection[Box]]") -> bytes | None:
    return None


def _no_stills(_path: Path, _times: Sequence[float]) -> "list[Picture]":
    return []


def _uncut(_path: Path) -> "Sequence[Stretch]":
    return ()


@dataclass(frozen=True)
class Eyes:
    """How a file is looked at: `examine` (a path, by these encoders; of a file that is cut, a stretch), the second opinion
    where there is one, the pixelated picture for the page, what a reviewer is shown of an appearance (everybody else made
    unrecognisable), getting ready for the first file by these encoders, how a file is cut (`matching.media.stream.plan`), and the
    frames of a film at some times, in seconds. knows: whether `examine` takes what an earlier version told, too (`known`)."""

    examine: "Callable[..., Examination]"
    second_opinion: "SecondOpinion | None" = None
    picture: "Callable[[Examination, Collection[Box]], str | None]" = _no_picture
    evidence: "Callable[[Appearance, Callable[[float], Collection[Box]]], bytes | None]" = _no_evidence
    prepare: "Callable[[Collection[str]], None]" = _nothing
    plan: "Callable[[Path], Sequence[Stretch]]" = _uncut
    stills: "Callable[[Path, Sequence[float]], list[Picture]]" = _no_stills
    knows: bool = False


def finders(
    senses: "Iterable[Modality]",
    encoders: frozenset[str],
    load: "Callable[[Modality, frozenset[str]], Finder]",
    *,
    every: bool = False,
) -> "tuple[Finder, ...]":
    """The senses that have some of these encoders, at work with theirs; `every`: with every other that is here, too. load: puts a
    sense to work, or takes one that is at work.

    Raises `ModelMissing` for an encoder that no sense knows, and where weights are not here; `ModelAltered`.
    """
    from matching import weights

    opened, known = [], frozenset[str]()
    for sense in senses:
        own = encoders & sense.encoders
        known |= own
        if own:
            opened.append(load(sense, own | sense.available() if every else own))
    if encoders - known:
        raise weights.ModelMissing(min(encoders - known), weights.folder())
    return tuple(opened)


def open_eyes(
    at_work: "Callable[[frozenset[str], bool], tuple[Finder, ...]]",
    evidence: "Callable[[Appearance, Callable[[float], Collection[Box]]], bytes | None]",
    trust_list: Path | None = None,
) -> Eyes:
    """The real ones. trust_list: whose Content Credentials count as trusted; without one, the release's. Weights are loaded, and
    verified, when the first file is looked at."""
    from registry.checks.examining.preview import preview

    latest: dict[str, Finder] = {}

    def ready(encoders: Collection[str]) -> "tuple[Finder, ...]":
        senses = at_work(frozenset(encoders), False)
        latest.update({sense.modality: sense for sense in senses})
        return senses

    def examine(
        path: Path, encoders: Collection[str], stretch: "Stretch | None" = None, *, known: "KnownAnswers | None" = None
    ) -> "Examination":
        from matching import examine as look
        from matching.origin.reading import OriginReader

        reader = OriginReader() if trust_list is None else OriginReader(trust_list)
        return look(path, *ready(encoders), stretch=stretch, reader=reader, known=known)

    def prepare(encoders: Collection[str]) -> None:
        from matching import examination  # noqa: F401
        from matching.media import picture

        picture.prepare()
        ready(encoders)

    def second_opinion(appearance: "Appearance") -> "dict[str, Vector]":
        return dict(latest[appearance.modality].second_opinion(appearance))

    def plan(path: Path) -> "Sequence[Stretch]":
        from matching.media.stream import plan as planned

        return planned(path)

    def stills(path: Path, times: Sequence[float]) -> "list[Picture]":
        from matching.media.film.film import stills as shown

        return shown(path, times)

    return Eyes(examine, second_opinion, preview, evidence, prepare, plan, stills, knows=True)
