"""Which questions a declaration has to answer, given what was answered so far.

Pure. A question stands for one key of USE.json. It is asked when what is known makes it possible (`when`) and either the
declaration cannot do without it or some rule that speaks to this use reads the answer: the rules in force for the
production's commissioner, agreements, kind and places, narrowed by the elements, stages and treatments that their
parameters name. So a mood board is asked three things and a replica many, and each question knows the rules that ask.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from consent import terms
from consent.clearance import Rule, parse_case, shipped
from consent.clearance.facts import LIKENESSES, REPLICAS, Facts

Answers = Mapping[str, Any]
"""Path -> text, or a list of texts; as a form sends them. Nothing answered: no key, or an empty text."""

Kind = Literal["line", "count", "day", "choice", "several", "yes_no", "yes_no_unknown", "names"]
Part = Literal["what", "people", "use", "made", "told"]
PARTS: tuple[Part, ...] = ("what", "people", "use", "made", "told")

PEOPLE = 6
IMPLIED_STAGE = {"moodboard": "ideation", "temp_music": "temp"}
RECORDS = ("archive_photo", "archive_representation", "news_report")
SHOWS_PEOPLE = ("performance", "voice", "crowd", "background_video", "reenactment", "replica_creation", *RECORDS)
CRAFTED = (
    *("background_art", "background_signage", "background_video", "character_design", "storyboard", "previs"),
    *("vfx_environment", "script", "outline", "script_input", "temp_music"),
)
# Conditions that look at more than their list of elements: the list does not narrow whom they ask.
WIDE = frozenset({"archive_doubted", "passes_for_real", "craft_unconsulted", "authentic_looking_undisclosed"})


@dataclass(frozen=True)
class Maker:
    """What the registry knows of the production that declares."""

    id: str
    kind: str
    commissioner: str
    agreements: tuple[str, ...]
    jurisdiction: str | None
    today: str


class Known:
    """What was answered so far, by one production."""

    def __init__(self, answers: Answers, maker: Maker) -> None:
        self.answers, self.maker = answers, maker

    def get(self, path: str) -> Any:
        return self.answers.get(path) or None

    @property
    def element(self) -> str | None:
        return self.get("asset.element")

    @property
    def stage(self) -> str | None:
        return IMPLIED_STAGE.get(self.element or "") or self.get("asset.stage")

    @property
    def somebody(self) -> bool:
        return self.get("people") == "somebody"

    @cached_property
    def cast(self) -> list[int]:
        """The rows of the cast that name somebody."""
        return [row for row in range(PEOPLE) if self.somebody and self.get(f"cast.{row}.who")]

    @cached_property
    def treatments(self) -> frozenset[str]:
        said = [self.get(f"cast.{row}.treatment") for row in self.cast] + [self.get("others.treatment")]
        return frozenset(treatment for treatment in said if treatment)

    @cached_property
    def rules(self) -> list[Rule]:
        """The rules that speak to this use, as far as it is known, in the order of their sources."""
        facts = Facts(parse_case(self._case()))
        speaking = (one for one in shipped() if one.gate.function(facts, **one.gate_params))
        return [rule for ruleset in speaking for rule in ruleset.rules]

    def _case(self) -> dict[str, Any]:
        maker = self.maker
        production = {"id": maker.id, "kind": maker.kind, "commissioner": maker.commissioner}
        production |= {"union_agreements": list(maker.agreements)}
        if maker.jurisdiction:
            production["jurisdiction"] = maker.jurisdiction
        return {"check_date": maker.today, "production": production, "principles": {}}


When = Callable[[Known], bool]


def _always(_known: Known) -> bool:
    return True


def _published(known: Known) -> bool:
    return known.stage in ("final", "library")


def _people(known: Known) -> bool:
    return known.somebody


def _likeness(known: Known) -> bool:
    return bool(known.treatments & LIKENESSES)


def _element(*elements: str) -> When:
    return lambda known: known.element in elements


def _said(path: str, *values: str) -> When:
    return lambda known: known.get(path) in values


def _either(*tests: When) -> When:
    return lambda known: any(test(known) for test in tests)


@dataclass(frozen=True)
class Question:
    """One question. `conditions`: the conditions of rules that read the answer; none: the declaration itself needs it.
    `optional`: it may be left open, because silence is an answer too."""

    path: str
    kind: Kind
    part: Part
    words: Sequence[str] = ()
    conditions: tuple[str, ...] = ()
    when: When = _always
    optional: bool = False


QUESTIONS = (
    Question("unit.id", "line", "what"),
    Question("unit.version", "count", "what", when=_said("asset.stage", "temp", "final", "library"), optional=True),
    Question("asset.element", "choice", "what", terms.ELEMENTS),
    Question(
        "asset.stage", "choice", "what", terms.STAGES,
        when=lambda known: known.element is not None and known.element not in IMPLIED_STAGE,
    ),
    Question("people", "choice", "people", ("nobody", "somebody"), when=lambda known: known.element is not None),
    Question("names", "names", "people", when=_people, optional=True),
    Question(
        "others.treatment", "choice", "people", terms.TREATMENTS,
        when=_either(_people, lambda known: known.element in SHOWS_PEOPLE),
    ),
    Question("nobody_else_identifiable", "yes_no", "people", when=lambda known: bool(known.treatments - {"synthetic"}), optional=True),
    Question("use.medium", "choice", "use", terms.MEDIA, when=_either(_people, _published)),
    Question("use.territory", "line", "use", when=_either(_people, _published)),
    Question("use.language", "line", "use", when=_either(_people, _published)),
    Question("use.date", "day", "use", when=_likeness, optional=True),
    Question("use.content", "several", "use", terms.CONTENT, when=_people, optional=True),
    Question("use.character", "line", "use", conditions=("other_character",), when=_likeness, optional=True),
    Question("use.scene", "line", "use", conditions=("other_scene",), when=_likeness, optional=True),
    Question(
        "use.alteration", "choice", "use", terms.ALTERATIONS, ("alteration_not_allowed", "alteration_unnamed"),
        lambda known: bool(known.treatments & {"alteration", "processing", *REPLICAS}), optional=True,
    ),
    Question("use.lines", "count", "use", when=lambda known: known.element == "voice", optional=True),
    Question("use.exemption", "choice", "use", terms.EXEMPTIONS, ("exemption_undated",), _likeness, optional=True),
    Question(
        "use.script_date", "day", "use", (), ("exemption_undated",),
        _said("use.exemption", "as_scripted_performed_recorded"),
    ),
    Question(
        "use.performed_on", "day", "use", (), ("exemption_undated",),
        _said("use.exemption", "as_scripted_performed_recorded"),
    ),
    Question(
        "use.purpose", "choice", "use", terms.PURPOSES,
        when=_either(_likeness, _element("training_data", "pitch_material", "script")), optional=True,
    ),
    Question(
        "use.recipient", "line", "use", (), ("training_licence_notice",),
        _said("use.purpose", "train_model", "train_public_commercial_gai"), optional=True,
    ),
    Question(
        "use.paid", "yes_no", "use", (), ("training_licence_notice",),
        _said("use.purpose", "train_model", "train_public_commercial_gai"),
    ),
    Question(
        "use.new_generation", "yes_no", "use", (), ("ended_for_new_work", "struck_with_finished_work"),
        lambda known: _likeness(known) and known.stage == "library",
    ),
    Question("use.generated_on", "day", "use", when=_said("use.new_generation", "no"), optional=True),
    Question("use.released_on", "day", "use", (), ("usage_report_due",), _likeness, optional=True),
    Question(
        "use.realtime_generation", "yes_no", "use", (), ("realtime_pay",),
        lambda known: _likeness(known) and known.maker.kind == "game",
    ),
    Question(
        "asset.prominence", "choice", "made", terms.PROMINENCES, ("prominence_asked", "prominent_prop_unfinished"),
        lambda known: known.stage not in (None, "ideation"),
    ),
    Question(
        "asset.presented_as", "choice", "made", terms.PRESENTED_AS,
        ("passes_for_real", "authentic_looking_undisclosed", "archive_doubted"),
        _either(_element(*RECORDS, "reenactment"), lambda known: _published(known) and known.maker.kind in
                ("documentary", "news")),
    ),
    Question(
        "asset.source_type", "choice", "made", terms.SOURCE_TYPES,
        ("archive_doubted", "archive_unproven", "authentic_looking_undisclosed", "contact_told"), _element(*RECORDS),
    ),
    Question(
        "asset.content_changed", "yes_no", "made", (), ("archive_doubted", "contact_told"), _element("archive_photo")
    ),
    Question(
        "asset.human_input", "choice", "made", ("meaningful",), ("prominent_prop_unfinished",),
        _said("asset.prominence", "story_relevant", "key"), optional=True,
    ),
    Question(
        "asset.sensitive", "yes_no", "made", (), ("sensitive_material",),
        _element("proprietary_material", "script_input", "unreleased_footage"),
    ),
    Question("principles", "choice", "made", ("all", "some"), ("principle_answered",), lambda known: bool(known.element)),
    *(
        Question(f"principles.{name}", "choice", "made", terms.ANSWERS, ("principle_answered",), _said("principles", "some"))
        for name in terms.PRINCIPLES
    ),
    *(
        Question(
            f"asset.tool.{name}", kind, "made", (), ("material_outside_secure_tools", "terms_not_checked"),
            _either(
                _said("principles.secure_environment", "no", "unsure"), _said("principles.no_store_train", "no", "unsure"),
                _element("proprietary_material", "script_input", "unreleased_footage"),
            ),
        )
        for name, kind in (("enterprise_secured", "yes_no"), ("enterprise_alternative", "yes_no"),
                           ("retains_or_trains", "yes_no_unknown"), ("terms_checked", "yes_no"))
    ),
    Question(
        "union.craft", "choice", "told", terms.CRAFTS,
        ("craft_unconsulted", "use_demanded", "used_without_company", "handed_on_undisclosed"),
        _element(*CRAFTED), optional=True,
    ),
    Question(
        "union.required_by_company", "yes_no", "told", (), ("use_demanded",), _said("union.craft", *terms.CRAFTS)
    ),
    Question(
        "union.replicas_counted", "yes_no", "told", (), ("background_counts",),
        lambda known: known.element == "crowd" or "replica_background" in known.treatments,
    ),
    Question(
        "session.notice_hours", "count", "told", (), ("notice_too_short",),
        lambda known: known.stage == "capture" or known.element == "replica_creation",
    ),
    Question("transfer.requested", "yes_no", "told", (), ("transfer_unapproved",), _likeness),
    Question("transfer.transferee_undertaking", "yes_no", "told", (), ("transfer_unapproved",),
             _said("transfer.requested", "yes")),
    Question(
        "disclosure.present", "yes_no", "told", (),
        ("deep_fake_undisclosed", "authentic_looking_undisclosed", "synthetic_ad_undisclosed", "archive_doubted"),
        lambda known: _published(known) and (_likeness(known) or known.element in RECORDS
                                             or "synthetic" in known.treatments),
    ),
    Question("disclosure.place", "choice", "told", terms.DISCLOSURE_PLACES, (), _said("disclosure.present", "yes")),
)  # fmt: skip

OF_PERSON = (
    Question("who", "line", "people", optional=True),
    Question("modalities", "several", "people", terms.MODALITIES),
    Question("treatment", "choice", "people", terms.TREATMENTS),
    Question("role", "choice", "people", terms.ROLES),
    Question("performed_as_shown", "yes_no", "people", (), ("performed_it", "claim_unconfirmed")),
    Question("features", "several", "people", terms.FEATURES, ("name_needs_consent",), optional=True),
    Question(
        "prompted_by_name", "yes_no", "people", (), ("likeness_referenced", "named_in_prompt", "name_needs_consent")
    ),
    Question("minor", "yes_no", "people", (), ("minor_without_guardian", "minor_unprotected")),
    Question("life", "choice", "people", ("living", "deceased"), ("does_not_survive_death", "unauthorised_likeness")),
)


@dataclass(frozen=True)
class Asked:
    """A question that matters now, at the path of its answer, with the rules that ask it."""

    path: str
    question: Question
    rules: tuple[Rule, ...]


def asked(known: Known) -> list[Asked]:
    """The questions that matter, in the order of the form; those about people come with each row of the cast."""
    found = [Asked(one.path, one, _asking(one, known)) for one in QUESTIONS if one.when(known)]
    wanted = [one for one in found if one.rules or not one.question.conditions]
    return wanted + _of_cast(known)


def open_questions(known: Known) -> list[Asked]:
    """Those that still need an answer before there is a declaration."""
    unanswered = [one for one in asked(known) if not one.question.optional and not known.get(one.path)]
    nobody_named = known.somebody and not known.cast and not known.get("names")
    named = [one for one in asked(known) if nobody_named and one.path == "cast.0.who"]
    return named + unanswered


def _of_cast(known: Known) -> list[Asked]:
    if not known.somebody:
        return []
    rows = [*known.cast, *(row for row in range(PEOPLE) if row not in known.cast)][: len(known.cast) + 1]
    return [
        Asked(f"cast.{row}.{one.path}", one, _asking(one, known))
        for row in rows
        for one in OF_PERSON
        if one.path == "who" or (row in known.cast and _of_person(one.path, known.get(f"cast.{row}.treatment")))
    ]


def _of_person(path: str, treatment: str | None) -> bool:
    if path == "features":
        return treatment in ("synthetic_with_features", "synthetic")
    if path in ("minor", "life", "prompted_by_name"):
        return treatment in LIKENESSES
    return True


def _asking(question: Question, known: Known) -> tuple[Rule, ...]:
    return tuple(rule for rule in known.rules if rule.condition.name in question.conditions and _reaches(rule, known))


def _reaches(rule: Rule, known: Known) -> bool:
    """Whether the rule's own parameters leave room for this use."""
    params = rule.params
    elements = None if rule.condition.name in WIDE else params.get("elements")
    for accepted, said in ((elements, known.element), (params.get("stages"), known.stage)):
        if accepted is not None and said not in accepted:
            return False
    treatments = params.get("treatments")
    return treatments is None or not known.treatments or bool(known.treatments & treatments)
