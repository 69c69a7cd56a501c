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
add("suspended-withdrawn-too", "blocked", under(FREE, None, {"use": use(**OLD)}, withdrawn_at="2026-02-01", **halted))
for stops, verdict in (("suspend_all_use", "blocked"), ("suspend_new_generation", "cleared"), (None, "needs_approval")):
    add(
        f"suspended-finished-by-paper-{stops}",
        verdict,
        under(FREE, None, {"use": use(**OLD)}, strike_behaviour=stops, **halted),
    )
    add(f"suspended-new-by-paper-{stops}", "blocked", under(FREE, strike_behaviour=stops, **halted))
    add(f"running-by-paper-{stops}", "cleared", under(FREE, strike_behaviour=stops))
add(
    "suspended-all-later",
    "cleared",
    under(FREE, state="suspended", suspended_from="2026-12-01", strike_behaviour="suspend_all_use"),
)

# --- what begins only after the check ---
AHEAD = {"use": use(date="2026-12-24")}
add("begin-after-the-check", "needs_approval", under(FREE, None, AHEAD, valid_from="2026-12-01"))
add(
    "begin-tomorrow-use-tomorrow",
    "needs_approval",
    under(FREE, None, {"use": use(date="2026-11-23")}, valid_from="2026-11-23"),
)
add("begin-today-use-ahead", "cleared", under(FREE, None, AHEAD, valid_from=TODAY))
add("begin-after-the-use", "blocked", under(FREE, None, AHEAD, valid_from="2026-12-25"))
add("signed-after-the-check", "blocked", under(FREE, None, AHEAD, signed_at="2026-12-01"))
add("signed-before-the-use-ahead", "cleared", under(FREE, None, AHEAD, signed_at="2026-11-01"))
for made in ("2026-11-23", "2026-12-01"):
    to_come = {"use": use(new_generation=False, generated_on=made)}
    add(
        f"finished-but-made-on-{made}",
        "blocked",
        under(FREE, None, to_come, valid_until="2026-11-21", exploitation_after_end="finished_work_only"),
    )

# --- cleared before the end ---
ENDS_AFTER = {
    "withdrawn": {"state": "withdrawn", "withdrawn_at": "2026-11-01T10:00:00Z"},
    "withdrawn-by-day": {"state": "given", "withdrawn_at": "2026-11-01"},
    "expired": {"state": "expired", "valid_until": "2026-10-31"},
    "past-its-term": {"valid_until": "2026-10-31"},
    "terminated": {"state": "terminated"},
}
for name, ended in ENDS_AFTER.items():
    for word, verdict in (("finished_work_only", "cleared"), ("none", "blocked"), (None, "needs_approval")):
        paper = {**ended, "exploitation_after_end": word}
        add(f"cleared-before-{name}-{word}", verdict, under(FREE, file_cleared_at="2026-10-20T10:00:00Z", **paper))
        add(f"not-cleared-before-{name}-{word}", "blocked", under(FREE, **paper))
    if name != "terminated":
        allowed = {**ended, "exploitation_after_end": "finished_work_only"}
        add(f"cleared-after-{name}", "blocked", under(FREE, file_cleared_at="2026-11-02T10:00:00Z", **allowed))
        add(
            f"cleared-before-{name}-but-made-after",
            "blocked",
            under(FREE, None, {"use": use(generated_on="2026-11-05")}, file_cleared_at="2026-10-20", **allowed),
        )
        live = {"use": use(realtime_generation=True)}
        add(
            f"cleared-before-{name}-but-realtime",
            "blocked",
            under(FREE, None, live, file_cleared_at="2026-10-20", realtime_generation=True, **allowed),
        )
WITHDRAWN = ENDS_AFTER["withdrawn"]
BEFORE = {"file_cleared_at": "2026-11-01T09:59:59Z"}
add(
    "cleared-a-second-before",
    "cleared",
    under(FREE, exploitation_after_end="finished_work_only", **WITHDRAWN, **BEFORE),
)
add("cleared-before-only-new-revocable", "cleared", under(FREE, revocable="yes_new_generation", **WITHDRAWN, **BEFORE))
add(
    "cleared-before-all-use-revocable",
    "needs_approval",
    under(
        FREE,
        revocable="yes_with_notice_days",
        exploitation_after_end="finished_work_only",
        **WITHDRAWN,
        **BEFORE,
    ),
)
add(
    "expired-though-revocable-with-notice",
    "cleared",
    under(
        FREE,
        revocable="yes_with_notice_days",
        exploitation_after_end="finished_work_only",
        **ENDS_AFTER["expired"],
        file_cleared_at="2026-10-20",
    ),
)
add(
    "cleared-before-out-of-scope-now",
    "blocked",
    under(
        FREE,
        None,
        {"use": use(medium="game")},
        media=["series"],
        exploitation_after_end="finished_work_only",
        **WITHDRAWN,
        **BEFORE,
    ),
)
add("cleared-before-live", "cleared", under(FREE, file_cleared_at="2026-10-20"))
add("suspended-cleared-before", "cleared", under(FREE, file_cleared_at="2026-11-09", **halted))
add("suspended-cleared-after", "blocked", under(FREE, file_cleared_at="2026-11-11", **halted))
add(
    "finished-making-unknown",
    "needs_approval",
    under(
        FREE,
        None,
        {"use": use(new_generation=False, generated_on=None)},
        exploitation_after_end="finished_work_only",
        **WITHDRAWN,
    ),
)
add(
    "finished-making-unknown-but-cleared",
    "cleared",
    under(
        FREE,
        None,
        {"use": use(new_generation=False, generated_on=None)},
        exploitation_after_end="finished_work_only",
        **WITHDRAWN,
        **BEFORE,
    ),
)
add(
    "finished-making-unknown-still-running",
    "cleared",
    under(FREE, None, {"use": use(new_generation=False, generated_on=None)}),
)

# --- days and instants ---
PACIFIC, TOKYO = {**FREE, "time_zone": "America/Los_Angeles"}, {**FREE, "time_zone": "Asia/Tokyo"}
EVENING = "2026-11-23T04:00:00Z"  # of 22 November in Los Angeles, the afternoon of the 23rd in Tokyo
for name, made, verdict in (("anywhere", FREE, "blocked"), ("there", PACIFIC, "blocked"), ("tokyo", TOKYO, "cleared")):
    add(f"evening-withdrawn-{name}", verdict, under(made, state="withdrawn", withdrawn_at=EVENING))
    add(f"evening-suspended-{name}", verdict, under(made, state="suspended", suspended_from=EVENING))
for name, made, verdict in (("anywhere", FREE, "cleared"), ("there", PACIFIC, "cleared"), ("tokyo", TOKYO, "blocked")):
    add(f"evening-signed-{name}", verdict, under(made, signed_at=EVENING))
for late, verdict in (("2026-11-23T11:59:59Z", "blocked"), ("2026-11-23T12:00:00Z", "cleared")):
    add(f"withdrawn-when-the-day-is-over-{late}", verdict, under(FREE, state="withdrawn", withdrawn_at=late))
for now, verdict in (("2026-11-23T03:59:59Z", "blocked"), ("2026-11-23T04:00:00Z", "cleared")):
    add(f"signed-by-the-check-{now}", verdict, {**under(PACIFIC, signed_at=EVENING), "checked_at": now})
    open_zone = {**under(FREE, signed_at=EVENING), "checked_at": "2026-11-23T03:00:00Z"}
    add(f"signed-by-the-check-anywhere-{now}", "cleared", open_zone)
for at, verdict in (
    ("2026-11-23T07:59:59Z", "cleared"),
    ("2026-11-23T08:00:00Z", "blocked"),
    ("2026-11-22T08:00:00Z", "cleared"),
):
    add(f"last-day-there-{at}", verdict, under(PACIFIC, None, {"use": use(date=at)}, valid_until=TODAY))
for at, verdict in (("2026-11-22T07:59:59Z", "blocked"), ("2026-11-22T08:00:00Z", "cleared")):
    add(f"first-day-there-{at}", verdict, under(PACIFIC, None, {"use": use(date=at)}, valid_from=TODAY))
for at, verdict in (
    ("2026-11-22T12:00:00+02:00", "cleared"),
    ("2026-11-22T23:59:59-08:00", "cleared"),
    ("2026-11-22T09:00:00Z", "cleared"),
    ("2026-11-22T10:00:00Z", "blocked"),
):
    add(f"last-day-anywhere-{at}", verdict, under(FREE, None, {"use": use(date=at)}, valid_until=TODAY))
for at, verdict in (("2026-11-22T12:00:00Z", "cleared"), ("2026-11-22T11:59:59Z", "blocked")):
    add(f"first-day-anywhere-{at}", verdict, under(FREE, None, {"use": use(date=at)}, valid_from=TODAY))
for zone, verdict in (
    ("America/Los_Angeles", "cleared"),
    ("Europe/Berlin", "blocked"),
    ("Pacific/Kiritimati", "blocked"),
):
    add(f"last-day-by-the-paper-{zone}", verdict, under(PACIFIC, valid_until=TODAY, time_zone=zone))
    add(f"last-day-by-the-paper-alone-{zone}", "cleared", under(FREE, valid_until=TODAY, time_zone=zone))
    first = "cleared" if zone != "Pacific/Pago_Pago" else "blocked"
    add(f"first-day-by-the-paper-{zone}", first, under(PACIFIC, valid_from=TODAY, time_zone=zone))
add("first-day-by-a-paper-further-west", "blocked", under(PACIFIC, valid_from=TODAY, time_zone="Pacific/Pago_Pago"))
for at, verdict in (("2026-11-22T22:59:59Z", "cleared"), ("2026-11-22T23:00:00Z", "blocked")):
    add(
        f"last-instant-by-the-paper-{at}",
        verdict,
        under(PACIFIC, None, {"use": use(date=at)}, valid_until=TODAY, time_zone="Europe/Berlin"),
    )
add(
    "made-on-the-last-day-by-the-paper",
    "blocked",
    under(
        FREE,
        None,
        {"use": use(new_generation=False, generated_on="2026-10-31T23:30:00Z")},
        valid_until="2026-10-31",
        time_zone="Europe/Berlin",
        exploitation_after_end="finished_work_only",
    ),
)
for state in ("withdrawn", "given"):
    add(
        f"cleared-before-all-use-revocable-{state}-by-day",
        "needs_approval",
        under(
            FREE,
            state=state,
            withdrawn_at="2026-11-01",
            revocable="yes_with_notice_days",
            exploitation_after_end="finished_work_only",
            file_cleared_at="2026-10-20",
        ),
    )
for since, verdict in (("2026-11-10", "blocked"), ("2026-12-01", "cleared")):
    add(f"given-but-suspended-{since}", verdict, under(FREE, state="given", suspended_from=since))
add("renewed-after-a-suspension", "cleared", under(FREE, state="renewed", suspended_from="2026-11-10"))
