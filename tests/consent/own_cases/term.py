"""State, term and finished work: cases of our own."""

from tests.consent.own_cases.shapes import (
    FREE,
    GAME,
    OLD,
    TODAY,
    TV,
    TV_2023,
    add,
    under,
    use,
)

for state in ("requested", "deferred", "refused", "invalidated", "unknown"):
    add(f"state-{state}", "blocked", under(FREE, state=state))
add("state-renewed", "cleared", under(FREE, state="renewed"))
ENDS = {"withdrawn": {"withdrawn_at": "2026-11-01"}, "expired": {"valid_until": "2026-10-31"}, "terminated": {}}
for state, dates in ENDS.items():
    add(f"end-{state}-new", "blocked", under(FREE, state=state, **dates))
    for word, verdict in {"finished_work_only": "cleared", "none": "blocked", None: "needs_approval"}.items():
        add(
            f"end-{state}-finished-{word}",
            verdict,
            under(FREE, None, {"use": use(**OLD)}, state=state, exploitation_after_end=word, **dates),
        )
    add(
        f"end-{state}-finished-unstated", "needs_approval", under(FREE, None, {"use": use(**OLD)}, state=state, **dates)
    )
    late = {"new_generation": False, "generated_on": "2026-11-05"}
    if state != "terminated":
        add(
            f"end-{state}-made-late",
            "blocked",
            under(FREE, None, {"use": use(**late)}, state=state, exploitation_after_end="finished_work_only", **dates),
        )
add(
    "end-withdrawn-only-new",
    "cleared",
    under(
        FREE, None, {"use": use(**OLD)}, state="withdrawn", withdrawn_at="2026-11-01", revocable="yes_new_generation"
    ),
)
for state in ("withdrawn", "given"):
    dated = {"state": state, "withdrawn_at": "2026-11-10"}
    add(f"end-{state}-used-before", "cleared", under(FREE, None, {"use": use(date="2026-11-09")}, **dated))
    add(f"end-{state}-that-day", "blocked", under(FREE, None, {"use": use(date="2026-11-10")}, **dated))
    add(
        f"end-{state}-generated-after",
        "blocked",
        under(FREE, None, {"use": use(date="2026-11-09", generated_on="2026-11-12")}, **dated),
    )
    add(
        f"end-{state}-used-before-but-late",
        "blocked",
        under(FREE, None, {"use": use(date="2026-11-09")}, valid_until="2026-11-08", **dated),
    )
add("end-renewed-after-withdrawal", "cleared", under(FREE, state="renewed", withdrawn_at="2026-11-10"))
add("end-withdrawn-undated", "blocked", under(FREE, None, {"use": use(date="2026-01-02")}, state="withdrawn"))
add(
    "end-withdrawn-undated-finished",
    "cleared",
    under(FREE, None, {"use": use(**OLD)}, state="withdrawn", exploitation_after_end="finished_work_only"),
)
for made, verdict in (("2026-10-31", "cleared"), ("2026-11-01", "blocked")):
    add(
        f"end-expired-made-{made}",
        verdict,
        under(
            FREE,
            None,
            {"use": use(new_generation=False, generated_on=made)},
            state="expired",
            valid_until="2026-10-31",
            exploitation_after_end="finished_work_only",
        ),
    )
add("end-by-date", "blocked", under(FREE, valid_until="2026-11-21"))
add("end-last-day", "cleared", under(FREE, valid_until=TODAY))
add(
    "end-finished-by-date",
    "cleared",
    under(FREE, None, {"use": use(**OLD)}, valid_until="2026-11-21", exploitation_after_end="finished_work_only"),
)
add("begin-first-day", "cleared", under(FREE, valid_from=TODAY))
add("begin-tomorrow", "blocked", under(FREE, valid_from="2026-11-23"))
add("begin-generated-before", "blocked", under(FREE, None, {"use": use(generated_on="2025-12-31")}))
add("term-silent", "needs_approval", under(FREE, valid_until=None))
add("signed-after", "blocked", under(FREE, signed_at="2026-11-23"))
add(
    "signed-after-generation",
    "blocked",
    under(FREE, None, {"use": use(generated_on="2026-06-01")}, signed_at="2026-07-01"),
)
add("signed-same-day", "cleared", under(FREE, signed_at=TODAY))
add("suspended", "blocked", under(FREE, state="suspended", suspended_from="2026-11-10"))
add("suspended-undated", "blocked", under(FREE, None, {"use": use(date="2026-01-02")}, state="suspended"))
for on, verdict in (("2026-11-09", "cleared"), ("2026-11-10", "blocked")):
    add(
        f"suspended-used-{on}",
        verdict,
        under(FREE, None, {"use": use(date=on)}, state="suspended", suspended_from="2026-11-10"),
    )
add(
    "suspended-finished",
    "cleared",
    under(
        GAME,
        None,
        {"use": {"project": "GAME-1", **OLD}},
        state="suspended",
        suspended_from="2026-11-10",
        project_ids=["GAME-1"],
    ),
)
add(
    "suspended-finished-undated",
    "needs_approval",
    under(
        GAME,
        None,
        {"use": {"project": "GAME-1", "new_generation": False}},
        state="suspended",
        suspended_from="2026-11-10",
        project_ids=["GAME-1"],
    ),
)
for tv, name in ((TV, "2026"), (TV_2023, "2023")):
    add(
        f"suspended-finished-tv-{name}",
        "needs_approval",
        under(tv, None, {"use": use(**OLD)}, state="suspended", suspended_from="2026-11-10"),
    )
add(
    "instant-before-withdrawal",
    "cleared",
    under(
        FREE,
        None,
        {"use": use(new_generation=False, generated_on="2026-11-01T09:00:00Z")},
        state="withdrawn",
        withdrawn_at="2026-11-01T10:00:00Z",
        exploitation_after_end="finished_work_only",
    ),
)
add(
    "instant-after-withdrawal",
    "blocked",
    under(
        FREE,
        None,
        {"use": use(new_generation=False, generated_on="2026-11-01T11:00:00Z")},
        state="withdrawn",
        withdrawn_at="2026-11-01T10:00:00Z",
        exploitation_after_end="finished_work_only",
    ),
)
late = {"new_generation": False, "generated_on": "2026-11-12"}
halted = {"state": "suspended", "suspended_from": "2026-11-10"}
add("suspended-finished-late", "blocked", under(FREE, None, {"use": use(**late)}, **halted))
