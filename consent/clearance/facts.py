"""What the conditions read: one case, with the few facts that follow from it worked out once."""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from consent.clearance.case import (
    Approvals,
    Asset,
    Biometric,
    Case,
    Compensation,
    Disclosure,
    Person,
    Production,
    Session,
    Tool,
    Transfer,
    Union,
    Use,
)

if TYPE_CHECKING:
    from consent.clearance.standing import Standing

EMPLOYED = frozenset({"replica_employment_based", "replica_no_scan"})
REPLICAS = frozenset({*EMPLOYED, "replica_independent", "replica_background"})
SYNTHETIC = frozenset({"synthetic", "synthetic_nonhuman"})
LIKENESSES = REPLICAS | {"likeness_of_real_person", "synthetic_with_features"}
TRAINING = frozenset({"train_model", "train_public_commercial_gai"})
ADULT = 18

_NOTHING = Production.model_construct(id="", kind="web", commissioner="other")


class Facts:
    """One case. Parts that the case leaves out read as empty, so that a condition never asks "is it there?"."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.production = case.production or _NOTHING
        self.asset = case.asset or Asset.model_construct(media=None, stage=None, element=None)
        self.use = case.use or Use.model_construct()
        self.union = case.union or Union.model_construct()
        self.approvals = case.approvals or Approvals.model_construct()
        self.compensation = case.compensation or Compensation.model_construct()
        self.disclosure = case.disclosure or Disclosure.model_construct()
        self.session = case.session or Session.model_construct()
        self.transfer = case.transfer or Transfer.model_construct()
        self.biometric = case.biometric or Biometric.model_construct(action=None)
        self.standings: list[Standing] = []
        self.agreements = frozenset(self.production.union_agreements)

    @cached_property
    def persons(self) -> list[Person]:
        """The people whose likeness the case is about; a case on templates alone judges no asset."""
        return [p for p in self.case.persons if self.case.asset or self.case.use or p.treatment != "none"]

    @cached_property
    def moment(self) -> date:
        """The day of the use: the declared one, else the day of the check."""
        return day(self.use.date) or self.case.check_date

    @cached_property
    def moments(self) -> tuple[date | datetime, ...]:
        """The instants at which consent must be live: the use, and the generation where it is dated."""
        use = self.use.date or self.case.check_date
        return (use, self.use.generated_on) if self.use.generated_on else (use,)

    @cached_property
    def photography(self) -> date:
        return self.production.photography_start or self.moment

    @cached_property
    def project(self) -> str:
        return self.use.project or self.production.id

    @cached_property
    def territory(self) -> str | None:
        return self.use.territory or self.production.territory

    @property
    def finished(self) -> bool:
        """Already finished material is used again; nothing new is generated."""
        return self.use.new_generation is False

    @cached_property
    def training(self) -> bool:
        return (
            self.use.purpose in TRAINING
            or self.asset.element == "training_data"
            or any(person.treatment == "training_input" for person in self.case.persons)
        )

    @cached_property
    def tool_steps(self) -> list[Tool]:
        """Every tool of the pipeline, in one list; empty when the case names no tool."""
        tool = self.asset.tool
        if tool is None:
            return []
        own = [tool] if tool.model_fields_set - {"pipeline"} else []
        return [*own, *tool.pipeline]  # type: ignore[list-item]


def day(instant: date | datetime | None) -> date | None:
    """The calendar day of an instant, in its own offset."""
    return instant.date() if isinstance(instant, datetime) else instant


def happened(event: date | datetime, at: date | datetime) -> bool:
    """Whether an event had happened by `at`. Days compare by day: an event counts from the start of its day."""
    if isinstance(event, datetime) and isinstance(at, datetime):
        return event <= at
    first, second = day(event), day(at)
    return first is not None and second is not None and first <= second


def is_minor(person: Person) -> bool:
    return bool(person.minor) or (person.age is not None and person.age < ADULT)


def is_deceased(person: Person) -> bool:
    return person.life == "deceased" or person.died is not None


def dead_longer(facts: Facts, person: Person, years: int) -> bool:
    """Whether more than so many years lie between the death and the use; not where the day of death is unknown."""
    died, on = person.died, facts.moment
    return died is not None and (on.year, on.month, on.day) > (died.year + years, died.month, died.day)


def is_altered(facts: Facts, person: Person, customary: frozenset[str]) -> bool:
    """Whether a recorded performance is changed beyond the customary."""
    asked = facts.use.alteration
    if person.treatment == "alteration":
        return asked is None or asked not in customary
    return person.treatment == "processing" and asked is not None and asked not in customary
