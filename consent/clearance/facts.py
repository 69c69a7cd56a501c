"""What the conditions read: one case, with the few facts that follow from it worked out once."""

from __future__ import annotations

from datetime import date
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
    stated,
    unknown,
)
from consent.clearance.when import Clock, When
from consent.terms import WORLDWIDE

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
        self.template_agreed = False  # whether the consents on file reach the template that the case is about
        self.clock = Clock(self.production.time_zone)
        self.agreements = frozenset(self.production.union_agreements)

    @cached_property
    def persons(self) -> list[Person]:
        """The people whose likeness the case is about; a case on templates alone judges no asset."""
        return [p for p in self.case.persons if self.case.asset or self.case.use or p.treatment != "none"]

    @cached_property
    def unclaimed(self) -> Facts:
        """The same case without the production's word that the work was finished before."""
        use = self.use.model_copy(update={"new_generation": None})
        return Facts(self.case.model_copy(update={"use": use}))

    @cached_property
    def now(self) -> When:
        """When it is checked: the instant, where it and the zone of its day are known, else the day."""
        return self.case.checked_at if self.case.checked_at and self.clock.zone else self.case.check_date

    @cached_property
    def moment(self) -> date:
        """The day of the use: the declared one, else the day of the check."""
        return self.clock.day(self.use.date) or self.case.check_date

    @cached_property
    def moments(self) -> tuple[When, ...]:
        """When consent must be live: at the use, and at the generation where it is dated."""
        use = self.use.date or self.now
        return (use, self.use.generated_on) if self.use.generated_on else (use,)

    @cached_property
    def photography(self) -> date:
        return self.production.photography_start or self.moment

    @cached_property
    def project(self) -> str:
        return self.use.project or self.production.id

    @cached_property
    def territory(self) -> str | None:
        """Where it is shown. None: the case does not turn on that, or writes down that nobody knows (`place_unknown`)."""
        return None if self.place_unknown else self.use.territory or self.production.territory

    @property
    def place_unknown(self) -> bool:
        """Whether the case writes down that nobody knows where it is shown."""
        return unknown(self.use if stated(self.use, "territory") else self.production, "territory")

    @property
    def shown_in(self) -> str | None:
        """Where it may be shown: what nobody knows may be anywhere."""
        return WORLDWIDE if self.place_unknown else self.territory

    @property
    def finished(self) -> bool:
        """Already finished material is used again; nothing new is generated, neither while it is used nor later."""
        use = self.use
        later = use.generated_on is not None and not self.clock.perhaps_by(use.generated_on, self.now)
        return use.new_generation is False and not self.realtime and not later

    @property
    def posed(self) -> bool:
        """It is presented as an authentic record, or nobody knows whether it is."""
        return self.asset.presented_as == "authentic" or unknown(self.asset, "presented_as")

    @property
    def realtime(self) -> bool:
        """New performances are generated while they are shown, or nobody knows whether they are."""
        return stated(self.use, "realtime_generation") and self.use.realtime_generation is not False

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


def is_minor(facts: Facts, person: Person) -> bool:
    """Whether the person is a minor at the check, by whatever is known of it."""
    return minor_on(facts, person, facts.case.check_date) is True


def minor_on(facts: Facts, person: Person, when: When) -> bool | None:
    """Whether the person was a minor then, by birth date, by age, or by what they are at the check; None: it is not known."""
    if person.minor:
        return True
    first, last = facts.clock.days(when)
    if person.born is not None:
        return first < _years_after(person.born, ADULT)
    if person.age is not None:  # they came of age on some day of the year that ends on `latest`
        latest = _years_after(facts.case.check_date, ADULT - person.age)
        return False if first >= latest else True if last <= _years_after(latest, -1) else None
    return None if person.minor is None else False


def _years_after(day: date, years: int) -> date:
    """The same day of the calendar; 29 February becomes 1 March. Days beyond the calendar end with it."""
    year = min(max(day.year + years, date.min.year), date.max.year)
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def is_deceased(person: Person) -> bool:
    return person.life == "deceased" or person.died is not None


def dead_longer(facts: Facts, person: Person, years: int) -> bool:
    """Whether more than so many years lie between the death and the use; not where the day of death is unknown."""
    died, on = person.died, facts.moment
    return died is not None and (on.year, on.month, on.day) > (died.year + years, died.month, died.day)


def is_altered(facts: Facts, person: Person, customary: frozenset[str]) -> bool:
    """Whether a recorded performance is changed beyond the customary."""
    if person.treatment == "alteration":
        return facts.use.alteration not in customary
    return (
        person.treatment == "processing" and stated(facts.use, "alteration") and facts.use.alteration not in customary
    )
