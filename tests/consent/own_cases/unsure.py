"""Words of a list that say \"we do not know\": `WORDS`, (path, word) -> (a cleared case, the verdict with that word).

`MEANT`: paths at which null is an answer, and which."""

from consent import terms
from tests.consent.own_cases.agreements import struck
from tests.consent.own_cases.commissioner import drawn
from tests.consent.own_cases.shapes import CLOSED, FREE, TV, Json, add, case, nobody, under
from tests.consent.own_cases.unknowns import SCOPE, TABLE, with_value

MEANT = {
    "checked_at": "only the day of the check is known",
    "asset.detector": "no detector said anything",
    "persons.score": "a match is judged before the case",
    "persons.born": "`minor` says what is known: the union saw an adult",
    "persons.age": "`minor` says what is known",
    "persons.claimed_by_production": "nothing is claimed",
    "consents.id": "the consent has no name here",
    "consents.condition_of_employment": "recorded for people; no rule turns on it",
    "consents.represented_by": "asked only of a description that is not specific, which is never cleared",
    "consents.delete_on": "no event is agreed; the day is `biometric.delete_due`",
    "consents.time_zone": "the paper names no zone; its days are the production's",
    "use.date": "the use is now",
    "use.purpose": "no special purpose",
    "union.craft": "no craft is touched",
    "union.business_days_since_notice": "a clock to show; `notice` and `bargaining` decide",
    "standing_preference.source": "a prohibition counts whoever recorded it",
    "standing_preference.declared_on": "an undated prohibition is answered by nothing",
    "biometric.purpose": "no purpose clears a scan of those kinds; null does not either (scan-palm-None)",
}

SILENT = (
    *SCOPE,
    *("exploitation_after_end", "max_uses", "alterations_allowed", "exclusions", "training", "realtime_generation"),
    *("per_use_approval", "revocable", "strike_behaviour", "survives_death"),
)
WORDS: dict[tuple[str, str], tuple[Json, str]] = {
    **{(f"consents.{clause}", "silent"): TABLE[f"consents.{clause}"] for clause in SILENT},
    **{(f"principles.{principle}", "unsure"): (drawn(), "needs_approval") for principle in terms.PRINCIPLES},
    ("consents.description_specific", "unsure"): (under(FREE), "needs_approval"),
    ("consents.state", "unknown"): (under(FREE), "blocked"),
    ("consents.state", "requested"): (under(FREE), "blocked"),
    ("consents.state", "deferred"): (under(FREE), "blocked"),
    ("consents.training", "constrained"): (TABLE["consents.training"][0], "blocked"),
    ("consents.authority_on_file", "half_share"): (TABLE["consents.authority_on_file"][0], "needs_approval"),
    ("persons.match", "possible"): (under(FREE), "needs_approval"),
    ("union.strike.performer_may_refuse", "unclear"): (struck(performer_may_refuse="no"), "needs_approval"),
    ("union.bargaining", "open"): (case(TV, [nobody()], union=CLOSED), "needs_approval"),
    ("union.significant_additional_value", "not_argued"): (case(TV, [nobody()], union=CLOSED), "needs_approval"),
    ("approvals.written", "none"): TABLE["approvals.written"],
    ("approvals.legal_review", "none"): TABLE["approvals.legal_review"],
    ("search_for_heirs", "none"): TABLE["search_for_heirs"],
}

for (path, word), (known, verdict) in WORDS.items():
    add(f"unknown-{path}-{word}", verdict, with_value(known, path, word))
