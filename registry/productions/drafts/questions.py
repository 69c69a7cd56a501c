"""Which questions a declaration has to answer, given what was answered so far.

Pure. A question stands for one key of USE.json. It is asked when what is known makes it possible (`when`) and either the
declaration cannot do without it or some rule that speaks to this use reads the answer: the rules in force for the
production's commissioner, agreements, kind and places, narrowed by the elements, stages and treatments that their
parameters name. So a mood board is asked three things and a replica many, and each question knows the rules that ask.
"""

from dataclasses import dataclass

from consent.clearance import Rule
from consent.clearance.facts import LIKENESSES
from registry.productions.contradictions import NOT_PERFORMED
from registry.productions.drafts.catalogue import OF_PERSON, QUESTIONS, Question
from registry.productions.drafts.known import PEOPLE, Known

# Conditions that look at more than their list of elements: the list does not narrow whom they ask.
WIDE = frozenset({"archive_doubted", "passes_for_real", "craft_unconsulted", "authentic_looking_undisclosed"})


@dataclass(frozen=True)
class Asked:
    """A question that matters now, at the path of its answer, with the rules that ask it."""

    path: str
    question: Question
    rules: tuple[Rule, ...]


def asked(known: Known) -> list[Asked]:
    """The questions that matter, in the order of the form; those about people come with each row of the cast."""
    found = [Asked(one.path, one, _asking(one, known)) for one in QUESTIONS if one.when(known)]
    wanted: dict[str, Asked] = {}
    for one in found:  # in the order of the form: what a question follows comes before it
        follows = getattr(one.question.when, "path", None)
        if (one.rules or not one.question.conditions) and (follows is None or follows in wanted):
            wanted[one.path] = one
    return [*wanted.values(), *_of_cast(known)]


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
        return treatment == "synthetic_with_features"
    if path == "performed_as_shown":
        return treatment not in NOT_PERFORMED
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
