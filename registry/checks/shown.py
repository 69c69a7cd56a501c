"""What programs are told of a check, at every door the same: what its viewer may see, and where the receipt is."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from consent.parts import Part
from consent.receipt import TimeSpan
from consent.spans import whole
from matching.origin.findings import Origin
from registry.checks.lists import CheckRow
from registry.checks.receipts.receipt import spans_of
from registry.checks.viewed import CheckView, exit_status
from registry.core import sentences
from registry.core.paging import ListPage
from registry.core.sentences import AnsweringUnion
from registry.core.texts import DEFAULT, say

ERROR = "What the answer may be wrong by: a message, its params, and the same in words; empty where none is stated."

TIME_OVER = (
    "Whether the time is over for which the file might be used: its receipt has ended, by itself or with a consent or an answer that it "
    "rests on. Then it is not decided any more: check the file again."
)

SPANS = "When they are in the file, in milliseconds from its beginning, where it has time."

EXIT = (
    "What `likeness check` ends with: 0 cleared, 1 blocked, 3 not yet, 4 cannot decide. Empty for those who see only the part "
    "that concerns them. A cleared file may be used as long as the receipt counts."
)


class Reason(Part):
    """What kept a verdict from being cleared, or what it rests on; see `visibility.project`."""

    layer: str
    verdict: str
    rule: str | None
    person: str | None
    consent: str | None = None
    clause: Any
    message: str
    params: dict[str, Any]
    summary: str | None
    remedy: dict[str, Any] | None
    source: Any


class Person(Part):
    """Somebody in the file, or declared to be in it."""

    pseudonym: str
    answer: str
    error: Annotated[dict[str, Any] | None, Field(description=ERROR)]
    verdict: str | None
    name: str | None
    boxes: list[dict[str, Any]]
    spans: Annotated[list[TimeSpan], Field(default=[], description=SPANS)]
    reasons: list[Reason]


class SamplingShown(Part):
    """Frames of a film in all, and how many of them were looked at for people. `gap_ms`: the longest time between two of those,
    which begins at `gap_at_ms`: somebody who is there for no longer can have been missed."""

    frames: int
    looked_at: int
    gap_ms: int
    gap_at_ms: int


class KnownShown(Part):
    """What was not searched again for people, because in an earlier version of the file the very same was looked at: `known` of its
    `of` half minutes, with their spans, as they were in the check `check`, of version `version` of its unit."""

    check: str
    words: Annotated[str, Field(description="The same in a sentence.")]
    version: int
    known: int
    of: int
    spans: list[TimeSpan]


class IngredientShown(Part):
    """Something that the file was made from, by its own account; `depth` 1 went into the file itself."""

    title: str
    relationship: str
    depth: int
    source_types: list[str]


class TraceShown(Part):
    """What a generator left in the file."""

    tool: str
    where: str
    prompt: str


class OriginShown(Part):
    """What the file says about its own origin. `state`: of its Content Credentials; absent says nothing about the file. Who signed is
    proven in state `trusted` alone. `camera_original`: whether it proves that a camera took exactly this file."""

    words: Annotated[str, Field(description="The state in words.")]
    state: str
    problems: list[str]
    signer: str
    signer_name: str
    signed_at: str
    generator: str
    source_types: list[str]
    actions: list[str]
    inner_source_types: list[str]
    ingredients: list[IngredientShown]
    more_ingredients: int
    mining: dict[str, str]
    identities: list[str]
    iptc: list[str]
    credits: list[str]
    xmp_refused: bool
    traces: list[TraceShown]
    generative: str | None
    camera_original: bool


class CheckShown(Part):
    """A check that is over. Anything but the exit status 0 means: do not use the file."""

    check: str
    file: str | None
    file_sha256: str | None
    length_ms: Annotated[int | None, Field(default=None, description="How long the file lasts, where it has time.")]
    sampling: Annotated[
        SamplingShown | None,
        Field(default=None, description="How closely a film was looked at; nothing of a still picture."),
    ]
    known: Annotated[
        KnownShown | None,
        Field(default=None, description="What was known from an earlier version; nothing where there is none."),
    ]
    origin: Annotated[
        OriginShown | None, Field(default=None, description="What the file says about its origin, where that was read.")
    ]
    status: str
    verdict: str | None
    exit_status: Annotated[int | None, Field(description=EXIT)]
    persons: list[Person]
    reasons: list[Reason]
    duties: list[dict[str, Any]]
    rulesets: dict[str, Any]
    receipt: str | None
    over: Annotated[bool, Field(description=TIME_OVER)]
    continued: Annotated[
        str | None, Field(description="The check that compares the file again, where this one is stale.")
    ]


class CheckListed(Part):
    """A check on a list. The check itself says what its answer rests on."""

    check: str
    production: str
    title: str
    company: str
    requested_at: datetime
    state: str
    status: Annotated[str | None, Field(description="None while it is under way.")]
    verdict: str | None
    over: Annotated[bool, Field(description=TIME_OVER)]
    file: str | None
    unit: str | None


class CheckPage(Part):
    """One page of a list of checks. count: of all pages, at most 2,000; more: whether there are more. next, previous: what
    to give as `page` for those beside it."""

    count: int
    more: bool
    next: str | None
    previous: str | None
    checks: list[CheckListed]


def listed(page: ListPage[CheckRow]) -> CheckPage:
    """A page of a list."""
    rows = [
        CheckListed(
            check=row.id,
            production=row.production_id,
            title=row.production,
            company=row.company,
            requested_at=row.requested_at,
            state=row.state,
            status=row.status,
            verdict=row.verdict,
            over=row.over,
            file=row.file_name,
            unit=row.unit,
        )
        for row in page.rows
    ]
    return CheckPage(count=page.count, more=page.more, next=page.next, previous=page.previous, checks=rows)


def shown(view: CheckView, unions: Mapping[str, AnsweringUnion], receipt: str | None = None) -> CheckShown:
    """`unions`: every union by its id. `receipt`: where it was written."""
    result = view.result or {"persons": [], "reasons": [], "duties": [], "rulesets": {}}

    def reasons(given: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        return [{**reason, "remedy": _worded(reason["remedy"], unions, view.role)} for reason in given]

    timed: dict[str, Any] = {} if not view.length else {"length_ms": whole(0.0, view.length)[1]}
    if view.sampling is not None:
        timed["sampling"] = dict(view.sampling)
    if view.known is not None:
        spans = [{"start_ms": start, "end_ms": end} for start, end in view.known["spans"]]
        timed["known"] = {**view.known, "spans": spans, "words": sentences.known_from(view.known)}
    return CheckShown.model_validate(
        {
            **timed,
            **({} if view.origin is None else {"origin": _origin(view.origin)}),
            "check": view.id,
            "file": view.file_name,
            "file_sha256": view.file_sha256,
            "status": view.status or "cannot_decide",
            "verdict": view.verdict,
            "exit_status": exit_status(view) if view.whole else None,
            "persons": [
                person | {"reasons": reasons(person["reasons"])} | ({"spans": _spans(person)} if timed else {})
                for person in result["persons"]
            ],
            "reasons": reasons(result["reasons"]),
            "duties": [duty | {"words": sentences.duty(duty)} for duty in result["duties"]],
            "rulesets": result["rulesets"],
            "receipt": receipt,
            "over": view.over,
            "continued": view.continued,
        }
    )


def _origin(origin: Origin) -> dict[str, Any]:
    derived = {"generative": origin.generative, "camera_original": origin.camera_original}
    return origin.noted() | {"words": origin_words(origin), "mining": dict(origin.mining)} | derived


def origin_words(origin: Origin, lang: str = DEFAULT) -> str:
    """The state of a file's Content Credentials, in a sentence."""
    signer = origin.signer or origin.signer_name or say("origin-nameless", lang)
    return say(f"origin-{origin.state}", lang, signer=signer)


def _spans(person: Mapping[str, Any]) -> list[dict[str, int]]:
    return [{"start_ms": start, "end_ms": end} for start, end in spans_of(person)]


def _worded(remedy: Mapping[str, Any] | None, unions: Mapping[str, AnsweringUnion], role: str) -> dict[str, Any] | None:
    return {**remedy, "words": sentences.remedy(remedy, unions, role)} if remedy and remedy.get("ask") else None
