"""Every question of the form: the key of USE.json that it stands for, its words, and the rules' conditions that read it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from consent import terms
from consent.clearance.facts import LIKENESSES, REPLICAS
from registry.productions.contradictions import IN_USE, NOBODY, NOT_PERFORMED, STAGE_OF
from registry.productions.drafts.known import Known

Kind = Literal["line", "count", "day", "choice", "several", "yes_no", "yes_no_unknown", "names", "place", "language"]
Part = Literal["what", "people", "use", "made", "told"]
PARTS: tuple[Part, ...] = ("what", "people", "use", "made", "told")

RECORDS = ("archive_photo", "archive_representation", "news_report")
SHOWS_PEOPLE = ("performance", "voice", "crowd", "background_video", "reenactment", "replica_creation", *RECORDS)
CRAFTED = (
    *("background_art", "background_signage", "background_video", "character_design", "storyboard", "previs"),
    *("vfx_environment", "script", "outline", "script_input", "temp_music"),
)

TEMPORARY = "temporary_only"
"""The principle that final material does not keep by its name, so that nobody is asked."""

When = Callable[[Known], bool]


def _always(_known: Known) -> bool:
    return True


def _published(known: Known) -> bool:
    return known.stage in IN_USE


def _people(known: Known) -> bool:
    return known.somebody


def _likeness(known: Known) -> bool:
    return bool(known.treatments & LIKENESSES)


def _element(*elements: str) -> When:
    return lambda known: known.element in elements


@dataclass(frozen=True)
class _Said:
    """Whether another question was answered so. path: the question that this one follows."""

    path: str
    values: frozenset[str]

    def __call__(self, known: Known) -> bool:
        return known.get(self.path) in self.values


def _said(path: str, *values: str) -> When:
    return _Said(path, frozenset(values))


def _either(*tests: When) -> When:
    return lambda known: any(test(known) for test in tests)


def _others(known: Known) -> bool:
    asked = known.somebody or known.element in SHOWS_PEOPLE
    return asked and known.get("others.treatment") is not None


def _one_by_one(principle: str) -> When:
    """Whether this principle is asked by itself, because not all of them are kept."""
    return lambda known: known.get("principles") == "some" and (principle != TEMPORARY or known.stage not in IN_USE)


OF_TOOLS: tuple[tuple[str, Kind], ...] = (
    ("enterprise_secured", "yes_no"),
    ("enterprise_alternative", "yes_no"),
    ("retains_or_trains", "yes_no_unknown"),
    ("terms_checked", "yes_no"),
)


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
    Question("unit.version", "count", "what", when=lambda known: known.stage is not None, optional=True),
    Question("asset.element", "choice", "what", terms.ELEMENTS),
    Question(
        "asset.stage", "choice", "what", terms.STAGES,
        when=lambda known: known.element is not None and known.element not in STAGE_OF,
    ),
    Question("people", "choice", "people", ("nobody", "somebody"), when=lambda known: known.element is not None),
    Question("names", "names", "people", when=_people, optional=True),
    Question("others.treatment", "choice", "people", terms.TREATMENTS, when=_either(_people, _element(*SHOWS_PEOPLE))),
    Question("others.role", "choice", "people", terms.ROLES, when=_others, optional=True),
    Question(
        "others.performed_as_shown", "yes_no", "people", (), ("performed_it", "claim_unconfirmed"),
        lambda known: _others(known) and known.get("others.treatment") not in NOT_PERFORMED, optional=True,
    ),
    Question(
        "nobody_else_identifiable", "yes_no", "people", when=lambda known: known.get("people") is not None, optional=True
    ),
    Question("use.medium", "choice", "use", terms.MEDIA, when=_either(_people, _published)),
    Question("use.territory", "place", "use", when=_either(_people, _published)),
    Question("use.language", "language", "use", when=_either(_people, _published)),
    Question("use.date", "day", "use", when=_either(_people, _published), optional=True),
    Question("use.content", "several", "use", terms.CONTENT, when=_either(_people, _published), optional=True),
    Question("use.character", "line", "use", conditions=("other_character",), when=_people, optional=True),
    Question("use.scene", "line", "use", conditions=("other_scene",), when=_people, optional=True),
    Question(
        "use.alteration", "choice", "use", terms.ALTERATIONS, ("alteration_not_allowed", "alteration_unnamed"),
        lambda known: bool(known.treatments & {"alteration", "processing", *REPLICAS}), optional=True,
    ),
    Question("use.lines", "count", "use", (), ("uses_spent", "uses_uncounted"), _either(_likeness, _element("voice")), optional=True),
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
    Question(
        "use.released_on", "day", "use", (), ("usage_report_due",),
        lambda known: _likeness(known) and _published(known), optional=True,
    ),
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
    Question("asset.credentials", "choice", "made", ("promised",), when=_element(*RECORDS), optional=True),
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
        Question(
            f"principles.{name}", "choice", "made", terms.ANSWERS, ("principle_answered",),
            _one_by_one(name),
        )
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
        for name, kind in OF_TOOLS
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
    Question("treatment", "choice", "people", [word for word in terms.TREATMENTS if word not in NOBODY]),
    Question("role", "choice", "people", terms.ROLES),
    Question("performed_as_shown", "yes_no", "people", (), ("performed_it", "claim_unconfirmed")),
    Question("features", "several", "people", terms.FEATURES, ("name_needs_consent",)),
    Question(
        "prompted_by_name", "yes_no", "people", (), ("likeness_referenced", "named_in_prompt", "name_needs_consent")
    ),
    Question("minor", "yes_no", "people", (), ("minor_without_guardian", "minor_unprotected")),
    Question("life", "choice", "people", ("living", "deceased"), ("does_not_survive_death", "unauthorised_likeness")),
)
