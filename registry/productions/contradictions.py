"""What a declaration cannot say in one breath: entries that are well formed and exclude each other.

Each is refused, because whichever of the two were believed, the milder one would be what a dishonest production meant,
and an honest one has made a mistake that it wants to hear of. Where two entries leave room for a strictest reading that
nobody honest is surprised by, the case takes that instead (registry.checks.deciding.case).
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from consent.clearance.facts import ADULT, LIKENESSES, REPLICAS, SYNTHETIC
from consent.clearance.needs import CAPTURED, GENERATED
from registry.core.fields import folded

if TYPE_CHECKING:
    from matching.origin.findings import Origin
    from registry.productions.declaration import Cast, Declaration, Shown

Contradiction = tuple[str, str]
"""Where (`principles.temporary_only`), and why, as the id of a text."""

NOT_PERFORMED = frozenset({*REPLICAS, *LIKENESSES, *SYNTHETIC})
"""Treatments whose result nobody performed as it is shown: that is what the words mean."""

NOBODY = SYNTHETIC
"""Treatments whose result is nobody, so that nobody can be named as it."""

STAGE_OF = {"moodboard": "ideation", "temp_music": "temp", "replica_creation": "capture"}
"""Elements that are by their name at one stage."""

IN_USE = ("final", "library")
"""Stages of what is delivered; a library holds finished work."""

_BEFORE_USE = ("ideation", "temp", "capture")


def contradictions(declared: "Declaration") -> Iterator[Contradiction]:
    """Everything in the declaration that excludes something else in it."""
    yield from _of_asset(declared)
    yield from _of_use(declared)
    yield from _of_people(declared)
    disclosure = declared.disclosure
    if disclosure is not None and not disclosure.present and disclosure.place is not None:
        yield "disclosure.place", "contradiction-disclosed-nowhere"
    if declared.knowledge is False and not SYNTHETIC.isdisjoint(shown.treatment for shown in _shown(declared)):
        yield "knowledge", "contradiction-synthetic-unknown"


def too_late(declared: "Declaration", today: date) -> Iterator[Contradiction]:
    """What the declaration says to have happened, and has not by `today` (the day where the production is)."""
    use = declared.use
    for name in ("generated_on", "performed_on", "script_date"):
        said = getattr(use, name)
        if said is not None and said > today.isoformat():
            yield f"use.{name}", "contradiction-in-the-future"
    for number, entry in enumerate(declared.cast):
        if entry.died is not None and entry.died > today.isoformat():
            yield f"cast.{number}.died", "contradiction-in-the-future"


FOR_EYES = ("image", "video")
"""What is not for ears alone, whether it sounds or not."""

ONLY_SEEN = (
    *("background_art", "background_signage", "background_video", "character_design", "vfx_environment"),
    *("previs", "storyboard", "reference_image", "archive_photo"),
)
"""Elements that no file is that can only be heard: of whoever speaks in it, they would say that nobody is there."""


def against_file(declared: "Declaration", media: str, *, sounds: bool) -> Iterator[Contradiction]:
    """What the file itself shows to be otherwise. `media`: as the examination found it. sounds: whether there is anything in it to be
    heard. A film may be checked for a voice alone; whoever is seen in it is looked for all the same."""
    if media in FOR_EYES and declared.use.medium == "audio_commercial":
        yield "use.medium", "contradiction-picture-for-ears"
    if media in FOR_EYES and declared.asset.element == "temp_music":
        yield "asset.element", "contradiction-picture-for-ears"
    if declared.asset.element == "voice" and not sounds:
        yield "asset.element", "contradiction-nothing-heard"
    if media == "audio" and declared.asset.element in ONLY_SEEN:
        yield "asset.element", "contradiction-sound-for-eyes"


RECORDS = ("archive_photo", "archive_representation")
"""Elements that are by their name what a camera or a scanner recorded."""

_TOUCHED_UP = "algorithmicallyEnhanced"


def against_origin(declared: "Declaration", origin: "Origin | None") -> Iterator[Contradiction]:
    """What the file says about its own origin, and the declaration says otherwise.

    That something was generated is believed of a file whoever signed it, and where nobody did: no photograph says so to anybody's
    gain. That something was captured is compared only where the credentials fit the file.
    """
    if origin is None:
        return
    asset = declared.asset
    if origin.doubtful:
        if asset.source_type is not None and asset.source_type not in GENERATED:
            yield "asset.source_type", "contradiction-origin-generated"
        if asset.element in RECORDS:
            yield "asset.element", "contradiction-origin-no-record"
        elif asset.presented_as == "authentic":
            yield "asset.presented_as", "contradiction-origin-no-record"
        wholly = origin.generative in ("algorithmicMedia", "trainedAlgorithmicMedia")
        if wholly and any(shown.performed_as_shown for shown in declared.cast):
            yield "cast", "contradiction-origin-nobody-performed"
    elif asset.source_type in CAPTURED and origin.state in ("valid", "trusted"):
        said = {*origin.source_types, *origin.iptc} - {"other"}
        if said and said.isdisjoint(CAPTURED | {_TOUCHED_UP}):
            yield "asset.source_type", "contradiction-origin-not-captured"


def _shown(declared: "Declaration") -> list["Shown"]:
    return [*declared.cast, declared.others]


def _of_asset(declared: "Declaration") -> Iterator[Contradiction]:
    asset = declared.asset
    if asset.stage in IN_USE and declared.principles is not None and declared.principles.temporary_only == "yes":
        yield "principles.temporary_only", "contradiction-temporary-and-final"
    if asset.element == "replica_creation" and asset.stage != "capture":
        yield "asset.stage", "contradiction-replica-made-and-used"
    elif asset.stage in IN_USE and asset.element in STAGE_OF:
        yield "asset.stage", "contradiction-draft-and-final"
    if asset.source_type in CAPTURED and any(
        shown.treatment in NOT_PERFORMED or shown.treatment == "alteration" for shown in _shown(declared)
    ):
        yield "asset.source_type", "contradiction-captured-and-made"


def _of_use(declared: "Declaration") -> Iterator[Contradiction]:
    use, asset = declared.use, declared.asset
    if use.new_generation is False:
        if asset.stage == "capture" or asset.element == "replica_creation":
            yield "use.new_generation", "contradiction-making-is-new"
        if use.realtime_generation:
            yield "use.realtime_generation", "contradiction-making-is-new"
    if use.released_on is not None and asset.stage in _BEFORE_USE:
        yield "use.released_on", "contradiction-released-draft"
    if use.generated_on is not None:
        for name in ("date", "released_on"):
            later = getattr(use, name)
            if later is not None and later < use.generated_on:
                yield f"use.{name}", "contradiction-before-it-was-made"


def _of_people(declared: "Declaration") -> Iterator[Contradiction]:
    seen: set[str] = set()
    for number, entry in enumerate(declared.cast):
        path = f"cast.{number}"
        whom = entry.performer or folded(entry.name or "")
        if whom in seen:
            yield f"{path}.{'performer' if entry.performer else 'name'}", "contradiction-person-twice"
        seen.add(whom)
        yield from _of_person(entry, path)
    if declared.others.performed_as_shown and declared.others.treatment in NOT_PERFORMED:
        yield "others.performed_as_shown", "contradiction-performed-and-generated"


def _of_person(entry: "Cast", path: str) -> Iterator[Contradiction]:
    if entry.treatment in NOBODY:
        yield f"{path}.treatment", "contradiction-named-nobody"
    elif entry.performed_as_shown and entry.treatment in NOT_PERFORMED:
        yield f"{path}.performed_as_shown", "contradiction-performed-and-generated"
    if entry.treatment == "synthetic_with_features" and not entry.features:
        yield f"{path}.features", "contradiction-features-unnamed"
    if entry.minor is not None and entry.age is not None and entry.minor is not (entry.age < ADULT):
        yield f"{path}.minor", "contradiction-age"
    if entry.life == "living" and entry.died is not None:
        yield f"{path}.died", "contradiction-living-and-dead"
