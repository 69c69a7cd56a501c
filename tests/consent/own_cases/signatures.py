"""A signature is judged on the day it was made: cases of our own."""

from tests.consent.own_cases.shapes import BY_GUARDIAN, DEAD, FREE, TODAY, add, case, person, rider, under
from tests.consent.own_cases.templates import template

# Of age on 10 October 2026.
ONCE_A_CHILD = {"born": "2008-10-10", "minor": False}
for signed, verdict in (
    ("2026-10-09", "blocked"),
    ("2026-10-10", "cleared"),
    ("2026-10-10T06:00:00-07:00", "cleared"),
    ("2026-10-10T11:59:59Z", "blocked"),
    ("2026-10-10T12:00:00Z", "cleared"),
):
    add(f"own-signature-{signed}", verdict, under(FREE, person("K1", **ONCE_A_CHILD), signed_at=signed))
pacific = {**FREE, "time_zone": "America/Los_Angeles"}
for signed, verdict in (("2026-10-10T06:59:59Z", "blocked"), ("2026-10-10T07:00:00Z", "cleared")):
    add(f"own-signature-there-{signed}", verdict, under(pacific, person("K1", **ONCE_A_CHILD), signed_at=signed))
add("own-signature-undated", "cleared", under(FREE, person("K1", **ONCE_A_CHILD)))
add("own-signature-still-a-child", "blocked", under(FREE, person("K1", born="2010-01-01")))
add("own-signature-born-and-said-a-child", "blocked", under(FREE, person("K1", born="1980-01-01", minor=True)))
add("own-signature-leap-day", "cleared", under(FREE, person("K1", born="2008-02-29"), signed_at="2026-03-01"))
add("own-signature-leap-day-before", "blocked", under(FREE, person("K1", born="2008-02-29"), signed_at="2026-02-28"))
for age, signed, verdict in (
    (18, "2026-05-01", "needs_approval"),
    (18, "2025-11-23", "needs_approval"),
    (18, "2025-11-22", "blocked"),
    (18, TODAY, "cleared"),
    (19, "2025-11-22", "cleared"),
    (19, "2025-11-21", "needs_approval"),
    (40, "2026-01-01", "cleared"),
):
    add(f"own-signature-aged-{age}-{signed}", verdict, under(FREE, person("K1", age=age), signed_at=signed))
add("own-signature-of-an-adult", "cleared", under(FREE, signed_at="2026-01-01"))
add(
    "own-signature-of-a-child-who-died",
    "blocked",
    under(
        FREE,
        person("K1", life="deceased", died="2026-11-01", born="2010-01-01"),
        survives_death="yes",
        signed_at="2026-05-01",
    ),
)
add(
    "representative-for-a-child",
    "blocked",
    under(
        FREE,
        person("K1", **ONCE_A_CHILD),
        signer_role="authorised_representative",
        authority_on_file=True,
        signed_at="2026-05-01",
    ),
)
for signed, verdict in (("2026-10-09", "needs_approval"), ("2026-10-10", "blocked")):
    add(
        f"guardian-signature-{signed}",
        verdict,
        under(FREE, person("K1", **ONCE_A_CHILD), signed_at=signed, **BY_GUARDIAN),
    )
add("guardian-undated", "needs_approval", under(FREE, person("K1", **ONCE_A_CHILD), **BY_GUARDIAN))
add(
    "guardian-of-somebody-grown-up",
    "needs_approval",
    under(FREE, person("K1"), signed_at="2026-05-01", **BY_GUARDIAN),
)
add(
    "guardian-of-a-child-who-died",
    "needs_approval",
    under(
        FREE,
        person("K1", life="deceased", died="2026-11-01", born="2010-01-01"),
        signed_at="2026-05-01",
        **BY_GUARDIAN,
    ),
)
add(
    "guardian-of-a-child-born",
    "cleared",
    under(FREE, person("K1", born="2010-01-01"), signed_at="2026-05-01", **BY_GUARDIAN),
)
SEARCHED = {"search_for_heirs": "documented"}
for signer in ("estate", "union"):
    for signed, verdict in (
        ("2025-03-31", "blocked"),
        ("2025-04-01", "cleared"),
        ("2025-04-01T10:00:00Z", "blocked"),  # where no zone is known, it may be the day before
        ("2025-04-01T06:00:00-07:00", "cleared"),
    ):
        add(
            f"death-then-{signer}-{signed}",
            verdict,
            under(FREE, person("P8", **DEAD), SEARCHED, signer_role=signer, authority_on_file=True, signed_at=signed),
        )
add(
    "death-then-estate-day-unknown",
    "needs_approval",
    under(
        FREE,
        person("P8", life="deceased", died=None),
        signer_role="estate",
        authority_on_file=True,
        signed_at="2026-03-01",
    ),
)
add("life-unknown", "needs_approval", under(FREE, person("P8", life=None)))
add("life-unknown-dead-all-the-same", "needs_approval", under(FREE, person("P8", life=None, died="2025-04-01")))
for role in ("authorised_representative", "manager"):
    for signed, verdict in (("2025-03-01", "needs_approval"), ("2025-05-01", "cleared")):
        add(
            f"death-then-{role}-{signed}",
            verdict,
            under(FREE, person("P8", **DEAD), signer_role=role, authority_on_file=True, signed_at=signed),
        )

AGREED = {"written_release": True, "notice_given": True}
CHILD = {"persons": [person("P5", "none", minor=True)]}
GROWN = {"persons": [person("P5", "none", **ONCE_A_CHILD)]}
for action in ("enrol", "match", "reuse", "transfer"):
    add(
        f"template-child-{action}",
        "blocked",
        template(action=action, signer_role="performer", more=CHILD, **AGREED),
    )
    add(f"template-child-{action}-by-whom", "needs_approval", template(action=action, more=CHILD, **AGREED))
    add(
        f"template-child-{action}-guardian",
        "cleared",
        template(action=action, signer_role="guardian", more=CHILD, **AGREED),
    )
    given = {"template_consent": "given"}
    add(
        f"template-child-{action}-consent",
        "blocked",
        template(action=action, signer_role="performer", more=CHILD, **given),
    )
    for signed, verdict in (("2026-10-09", "blocked"), ("2026-10-10", "cleared")):
        add(
            f"template-grown-{action}-{signed}",
            verdict,
            template(action=action, signer_role="performer", signed_at=signed, more=GROWN, **AGREED),
        )
    unknown = {"persons": [person("P5", "none", minor=None)]}
    add(
        f"template-age-unknown-{action}",
        "needs_approval",
        template(action=action, signer_role="performer", more=unknown, **AGREED),
    )
add("template-child-kept", "cleared", template(action="retain", signer_role="performer", more=CHILD, **AGREED))
for action in ("match", "reuse", "transfer"):
    add(
        f"template-deleted-yet-{action}",
        "needs_approval",
        template(action=action, template="deleted", template_consent="withdrawn", resident="DE"),
    )
    add(f"template-deleted-given-yet-{action}", "needs_approval", template(action=action, template="deleted", **AGREED))
add(
    "template-made-anew-after-withdrawal",
    "blocked",
    template(action="enrol", template="deleted", template_consent="withdrawn", resident="DE"),
)
LIVE = case(FREE, [person("P5")], [rider("P5")])
add(
    "template-deleted-and-a-licence-that-lives",
    "needs_approval",
    {**LIVE, "biometric": {"action": "match", "template": "deleted", "template_consent": "withdrawn"}},
)
add(
    "template-electronic-signed-early",
    "blocked",
    template(action="enrol", resident="US-IL", signature="electronic", signed_at="2024-08-01", **AGREED)
    | {"check_date": TODAY},
)
IN_PAPER = {"modalities": ["face"], "kind": ["biometric_template"], "signed_at": "2026-02-01"}
for name, paper, asked, verdict in (
    ("", {}, ["face_geometry"], "cleared"),
    ("-voice", {}, ["voiceprint"], "blocked"),
    ("-both", {}, ["face_geometry", "voiceprint"], "blocked"),
    ("-palm", {}, ["palm"], "blocked"),
    ("-ended", {"valid_until": "2026-11-21"}, ["face_geometry"], "blocked"),
    ("-to-come", {"valid_from": "2026-11-23"}, ["face_geometry"], "blocked"),
    ("-withdrawn-since", {"withdrawn_at": "2026-11-01"}, ["face_geometry"], "blocked"),
    ("-suspended", {"state": "suspended"}, ["face_geometry"], "blocked"),
    ("-unsigned", {"separately_signed": False}, ["face_geometry"], "blocked"),
    ("-vague", {"description_specific": "unsure"}, ["face_geometry"], "blocked"),
    ("-likeness-only", {"kind": ["create_replica", "use_replica"]}, ["face_geometry"], "blocked"),
    ("-of-another", {"person": "P6"}, ["face_geometry"], "blocked"),
    ("-each-use", {"per_use_approval": True}, ["face_geometry"], "cleared"),
):
    paper = rider("P5", **{**IN_PAPER, **paper})
    add(
        f"template-by-paper{name}",
        verdict,
        template(action="enrol", modalities=asked, resident="DE", more={"consents": [paper]}),
    )
for signed, verdict in (("2025-04-01", "cleared"), ("2025-04-02", "blocked"), ("2025-04-02T06:00:00Z", "cleared")):
    add(
        f"death-own-signature-{signed}",
        verdict,
        under(FREE, person("P8", **DEAD), survives_death="yes", signed_at=signed),
    )
add("living-without-a-day-of-death", "cleared", under(FREE, person("P8", died=None)))
LOST_CHILD = person("K1", life="deceased", died="2026-11-01", minor=True)
add(
    "estate-of-a-child",
    "cleared",
    under(FREE, LOST_CHILD, signed_at="2026-11-02", signer_role="estate", authority_on_file=True),
)
for signed, verdict in (("2026-05-01", "needs_approval"), ("2026-11-02", "cleared")):
    add(
        f"representative-for-somebody-of-unknown-age-who-died-{signed}",
        verdict,
        under(
            FREE,
            {**LOST_CHILD, "minor": None},
            survives_death="yes",
            signed_at=signed,
            signer_role="authorised_representative",
            authority_on_file=True,
        ),
    )
add("template-child-signed-something", "blocked", template(action="enrol", signer_role="performer", more=CHILD))
add(
    "template-deleted-and-its-time-unknown",
    "cleared",
    template(action="retain", template="deleted", purpose_ended=None),
)
