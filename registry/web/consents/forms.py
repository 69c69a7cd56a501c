"""Forms about consents: the draft of a scope, in which every dimension is stated, and the upload of signatures."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, IntegerField, RadioField, SelectField

from consent import terms
from consent.canonical import JsonError, strict_mapping
from consent.clearance.dimensions import OF_REPLICA, REPLICA_TYPES
from consent.clearance.needs import REPLICA_USE
from consent.document.model import NONE, SENSITIVE
from consent.document.signed import SIGNED_TYPE
from consent.moments import parse_day
from registry.core import texts
from registry.core.errors import Invalid, RegistryError
from registry.web.forms import (
    Form,
    LanguagesField,
    LineField,
    MultiCheckboxField,
    Optional,
    PlacesField,
    Required,
    RequiredDateField,
    TextField,
    choices,
    offer,
)

LARGEST_SIGNATURE_FILE = 1_000_000
ANY = "any"
# Lists that share words such as `none` with others: their own name in the catalogue.
KINDS = {
    "modalities": "modality",
    "replica_type": "replica",
    "exploitation_after_end": "exploitation",
    "revocable": "revocable",
    "survives_death": "death",
    "delete_on": "delete",
    "represented_by": "represented",
}

DELETE_ON = ("picture_delivered", NONE)
SAME = (
    *("kind", "replica_type", "modalities", "exploitation_after_end", "description", "business_reason"),
    *("per_use_approval", "sensitive_content", "training", "revocable", "strike_behaviour", "survives_death"),
    *("delete_on", "condition_of_employment", "represented_by"),
)
"""What the form holds just as the document does."""


class SignatureForm(Form):
    file = FileField("consent-signed-file-label", [Required()], render_kw={"accept": ".json,application/json"})

    def signature(self, role: str) -> object:
        """The signature record in the uploaded file: of a signed consent, the last in that role.

        Raises `Invalid` for a file that is neither that nor a signature record.
        """
        try:
            content = strict_mapping(self.file.data.read(LARGEST_SIGNATURE_FILE + 1))
        except JsonError as error:
            raise Invalid(fields={"file": "consent-signed-file-unreadable"}) from error
        if content.get("type") != SIGNED_TYPE:
            return content
        held = content.get("signatures")
        found = (
            [one for one in held if isinstance(one, dict) and one.get("role") == role] if isinstance(held, list) else []
        )
        if not found:
            raise Invalid(fields={"file": "consent-signed-file-without-signature"})
        return found[-1]


class CountersignForm(SignatureForm):
    description_specific = RadioField("consent-specific-label", [Required()])


class CoverageForm(Form):
    agreement = SelectField("field-agreement-label", validators=[Required()])
    covered = RadioField("coverage-label", [Required()])


class DraftForm(Form):
    """What a production asks for. The defaults are the narrowest that can be meant."""

    performer = LineField("consent-performer-label", [Required()], render_kw={"autocomplete": "off"})
    kind = MultiCheckboxField("consent-kind-label", [Required()])
    replica_type = SelectField("consent-replica-label", default=NONE)
    modalities = MultiCheckboxField("consent-modalities-label", [Required()], default=["face"])
    description = TextField("consent-description-label", [Required()], render_kw={"rows": 4})
    business_reason = LineField("consent-reason-label", [Required()])
    character = LineField("consent-character-label")
    scenes = LineField("consent-scenes-label")
    media = MultiCheckboxField("consent-media-label", [Required()])
    territories = PlacesField("consent-territories-label", [Required()])
    languages = LanguagesField("consent-languages-label", [Required()])
    valid_from = RequiredDateField("consent-from-label", [Required()])
    valid_until = RequiredDateField("consent-until-label", [Required()])
    exploitation_after_end = SelectField("consent-afterwards-label", default="finished_work_only")
    max_uses = IntegerField("consent-uses-label", [Optional()], render_kw={"min": 1, "placeholder": " "})
    unit = SelectField("consent-unit-label", default="shot")
    per_use_approval = BooleanField("consent-per-use-label")
    alterations_allowed = MultiCheckboxField("consent-alterations-label")
    sensitive_content = MultiCheckboxField("consent-sensitive-label")
    exclusions = MultiCheckboxField("consent-exclusions-label")
    training = SelectField("consent-training-label", default="notAllowed")
    training_constraint = LineField("consent-training-constraint-label")
    revocable = SelectField("consent-revocable-label", default="yes_new_generation")
    notice_days = IntegerField("consent-notice-days-label", [Optional()], render_kw={"min": 1})
    strike_behaviour = SelectField("consent-strike-label", default="suspend_all_use")
    survives_death = SelectField("consent-death-label", default="no")
    delete_on = SelectField("consent-delete-label", default="picture_delivered")
    pay_basis = SelectField("consent-pay-label", default="day_equivalent")
    pay_terms = LineField("consent-pay-terms-label", [Required()])
    residuals = BooleanField("consent-residuals-label")
    condition_of_employment = BooleanField("consent-employment-label")
    represented_by = SelectField("consent-represented-label", default="none")

    def __init__(self) -> None:
        super().__init__()
        lists = {
            "kind": terms.CONSENT_KINDS,
            "replica_type": (NONE, *terms.REPLICA_TYPES),
            "modalities": terms.MODALITIES,
            "media": terms.MEDIA,
            "exploitation_after_end": ("finished_work_only", NONE),
            "unit": terms.UNITS,
            "alterations_allowed": terms.ALTERATIONS,
            "sensitive_content": SENSITIVE,
            "exclusions": [word for word in terms.EXCLUSIONS if word not in SENSITIVE],
            "training": terms.TRAINING,
            "revocable": terms.REVOCABLE,
            "strike_behaviour": ("suspend_all_use", "suspend_new_generation"),
            "survives_death": ("no", "yes"),
            "delete_on": DELETE_ON,
            "pay_basis": ("day_equivalent", "per_line", "flat", "unpaid"),
            "represented_by": terms.REPRESENTED_BY,
        }
        for name, values in lists.items():
            offer(self[name], choices(values, KINDS.get(name, "")))

    def take_up(self, declared: Mapping[str, Any], row: int, today: date) -> None:
        """Fill in what a declaration says of one of its cast: the use that was declared and no wider. What only people can say,
        such as what it pays, stays open."""
        cast, use = declared["cast"], declared["use"]
        if not 0 <= row < len(cast):
            return
        entry, treatment = cast[row], str(cast[row]["treatment"])
        self.performer.data = entry.get("performer") or ""
        self.kind.data = _known(terms.CONSENT_KINDS, *_kinds(treatment, declared["asset"]))
        replicates = not OF_REPLICA.isdisjoint(self.kind.data)
        self.replica_type.data = REPLICA_TYPES.get(treatment, (NONE,))[-1] if replicates else NONE  # the narrowest
        self.training.data = "constrained" if "train_model" in self.kind.data else "notAllowed"
        self.modalities.data = _known(terms.MODALITIES, *entry["modalities"])
        self.media.data = _known(terms.MEDIA, use.get("medium"))
        self.territories.process_data(use.get("territory"))
        self.languages.process_data(use.get("language"))
        self.character.data, self.scenes.data = use.get("character") or "", use.get("scene") or ""
        self.alterations_allowed.data = _known(terms.ALTERATIONS, use.get("alteration"))
        self.sensitive_content.data = _known(SENSITIVE, *use.get("content", ()))
        self.valid_from.data = today

    def take_again(self, performer: str, scope: Mapping[str, Any], today: date) -> None:
        """Fill in what was asked before, word for word; of its days those that are still to come."""
        self.performer.data = performer
        for name in SAME:
            self[name].data = scope[name]
        if scope["delete_on"] not in DELETE_ON:  # a day, as only a program asks for it
            self.delete_on.data = self.delete_on.default
        for name, words in (("media", terms.MEDIA), ("alterations_allowed", terms.ALTERATIONS)):
            self[name].data = list(words) if scope[name] == ANY else scope[name]
        for name in ("territories", "languages"):
            self[name].process_data([ANY] if scope[name] == ANY else scope[name])
        self.character.data = "" if scope["character"] == ANY else scope["character"]
        self.scenes.data = "" if scope["scenes"] == ANY else ", ".join(scope["scenes"])
        if scope["max_uses"] != ANY:
            self.max_uses.data, self.unit.data = scope["max_uses"], scope["unit"]
        if scope["training_constraint"] != NONE:
            self.training_constraint.data = scope["training_constraint"]
        if scope["notice_days"] != NONE:
            self.notice_days.data = scope["notice_days"]
        self.exclusions.data = [word for word in scope["exclusions"] if word not in SENSITIVE]
        pay = scope["compensation"]
        self.pay_basis.data, self.pay_terms.data, self.residuals.data = pay["basis"], pay["terms"], pay["residuals"]
        until = parse_day(scope["valid_until"])
        self.valid_from.data = max(parse_day(scope["valid_from"]), today)
        if until >= today:
            self.valid_until.data = until

    def take(self, error: RegistryError) -> None:
        """What the document finds wrong, in the words of the field that it is about."""
        if isinstance(error, Invalid):
            worded = {path: f"consent-wrong-{path.split('.')[1]}" for path in error.fields if path.count(".")}
            known = {path: said for path, said in worded.items() if texts.CATALOGUE.has(said)}
            error = Invalid(error.message_id, error.fields | known, **error.params)
        super().take(error)

    def scope(self, production_id: str) -> dict[str, Any]:
        """Every dimension of the document's scope. What is left out of a list of content is excluded."""
        unlimited = self.max_uses.data is None
        refused = [word for word in SENSITIVE if word not in self.sensitive_content.data]
        return {
            **{name: self[name].data for name in SAME},
            "media": self.media.data,
            "alterations_allowed": self.alterations_allowed.data,
            "project_ids": [production_id],
            "character": self.character.data or ANY,
            "scenes": items(self.scenes.data) or ANY,
            "territories": self.territories.data,
            "languages": self.languages.data,
            "valid_from": self.valid_from.data.isoformat(),
            "valid_until": self.valid_until.data.isoformat(),
            "max_uses": ANY if unlimited else self.max_uses.data,
            "unit": ANY if unlimited else self.unit.data,
            "exclusions": [*self.exclusions.data, *refused],
            "training_constraint": (self.training_constraint.data or NONE)
            if self.training.data == "constrained"
            else NONE,
            "realtime_generation": "realtime_generation" in self.kind.data,
            "notice_days": (self.notice_days.data or NONE) if self.revocable.data == "yes_with_notice_days" else NONE,
            "separately_signed": True,
            "compensation": {
                "basis": self.pay_basis.data,
                "residuals": self.residuals.data,
                "terms": self.pay_terms.data,
            },
        }


def _kinds(treatment: str, asset: Mapping[str, Any]) -> tuple[str, ...]:
    """What a treatment asks consent to, as the rules ask (consent.clearance.needs): what goes into a work is made and used."""
    if treatment.startswith("replica") or treatment == "likeness_of_real_person":
        making = asset["element"] == "replica_creation" and asset["stage"] != "final"
        return ("create_replica",) if making else REPLICA_USE
    return {"alteration": ("alter_performance",), "training_input": ("train_model",)}.get(treatment, ())


def _known(words: Iterable[str], *said: str | None) -> list[str]:
    return [word for word in words if word in said]


def items(text: str) -> list[str]:
    """The words of a line, however they are set apart."""
    return [item for item in re.split(r"[,;\s]+", text) if item]
