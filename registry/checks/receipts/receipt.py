"""The receipt of a decided check: built inside the deciding transaction, signed by the instance's key."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from typing import Any

from consent.ledger import Head
from consent.receipt import (
    Declared,
    FileSeen,
    GallerySeen,
    OriginSeen,
    PersonSeen,
    TimeSpan,
    Versions,
    build_receipt,
    sign_receipt,
)
from consent.signature import SigningKey
from consent.spans import Span, joined, spans_in
from matching.origin.findings import Origin
from matching.senses import FIRST, LISTENING
from registry.productions.declaration import Declaration

ANSWERS = ("match", "possible", "none", "not_identifiable", "cannot_decide")


@dataclass(frozen=True)
class GalleryUsed:
    """The gallery that answered: how many people, its content's digest, its generation, and who could not be read."""

    size: int
    digest: str
    generation: int
    lost: int = 0


def exact(value: Any) -> Any:
    """A JSON value without fractions, as it can be signed: a fraction becomes its text."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else repr(value)
    if isinstance(value, Mapping):
        return {key: exact(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [exact(part) for part in value]
    return value


def signed_receipt(
    key: SigningKey,
    *,
    receipt_id: str,
    media: str,
    file: tuple[str, int],
    declaration: Declaration,
    declaration_sha256: str,
    decision_sha256: str,
    shown: Mapping[str, Any],
    consents: Iterable[tuple[str, datetime]],
    outlived: Collection[str] = (),
    models: Mapping[str, str],
    thresholds: str,
    gallery: GalleryUsed,
    ledger: Head,
    issued_at: datetime,
    lifetime: timedelta,
    timed: bool = False,
    origin: Origin | None = None,
) -> dict[str, Any]:
    """The signed receipt.

    `shown` is the decision as the production may see it (visibility.project); a receipt travels, so it says no more
    than that. `file`: SHA-256 and size. `consents`: SHA-256 of the signed bytes, and when the term ends. `outlived`: those of them whose
    terms let this finished work be used after their end. `timed`: the medium has time.
    """
    receipt = build_receipt(
        registry_id=key.label,
        receipt_id=receipt_id,
        file=FileSeen(sha256=file[0], size=file[1], media=media),  # type: ignore[arg-type]
        declaration_sha256=declaration_sha256,
        declared=Declared(
            stage=declaration.asset.stage,
            element=declaration.asset.element,
            unit=declaration.unit.id,
            unit_version=declaration.unit.version,
        ),
        decision_sha256=decision_sha256,
        status=shown["status"],
        verdict=shown["verdict"],
        reasons=[exact(reason) for reason in (*shown["reasons"], *_of(shown["persons"]))],
        duties=[exact(duty) for duty in shown["duties"]],
        persons=[
            PersonSeen(
                pseudonym=person["pseudonym"],
                answer=person["answer"] if person["answer"] in ANSWERS else "none",
                error=exact(person["error"]),
                spans=[TimeSpan(start_ms=a, end_ms=b) for a, b in spans_of(person)] if timed else None,
            )
            for person in shown["persons"]
        ],
        consents=consents,
        outlived=outlived,
        versions=Versions(
            rulesets=dict(shown["rulesets"]),
            models=dict(models),
            thresholds=thresholds,
            software=version("likeness-registry"),
        ),
        gallery=GallerySeen(size=gallery.size, digest=gallery.digest, generation=gallery.generation),
        ledger=ledger,
        issued_at=issued_at,
        lifetime=lifetime,
        timed=timed,
        origin=_origin(origin),
    )
    return sign_receipt(receipt, key)


def _origin(origin: Origin | None) -> OriginSeen | None:
    """As little as lets a reader compare it with the file: no title, no prompt, nobody who is named in it."""
    if origin is None or origin.state == "absent":
        return None
    return OriginSeen(
        state=origin.state,  # type: ignore[arg-type]
        signer=origin.signer or origin.signer_name or None,
        source_types=list(origin.source_types),
    )


def spans_of(person: Mapping[str, Any]) -> tuple[Span, ...]:
    """When a person of a decision is in a file that has time."""
    return joined(span for place in person["boxes"] for span in spans_in(place))


def lanes_of(person: Mapping[str, Any]) -> dict[str, tuple[Span, ...]]:
    """The same by each sense that found them."""
    found: dict[str, list[Span]] = {}
    for place in person["boxes"]:
        found.setdefault(place.get("modality", FIRST), []).extend(spans_in(place))
    return {modality: joined(spans) for modality, spans in sorted(found.items())}


def only_heard(person: Mapping[str, Any]) -> bool:
    """Whether a person of a decision was found by their voice alone."""
    found = {place.get("modality", FIRST) for place in person["boxes"]}
    return bool(found) and LISTENING.issuperset(found)


def answer_of(person: Mapping[str, Any]) -> str:
    """The id of the text that says a person's answer: of who was only heard, what keeps a voice from being recognised."""
    return (
        f"answer-{person['answer']}{'-voice' if only_heard(person) and person['answer'] == 'not_identifiable' else ''}"
    )


def _of(persons: Iterable[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    return (reason for person in persons for reason in person["reasons"])
