"""Disclosure to the public: cases of our own."""

from typing import Any

from tests.consent.own_cases.shapes import (
    FILMED,
    PAID,
    TODAY,
    TV,
    Json,
    add,
    case,
    nobody,
    person,
    production,
    rider,
    shot,
    under,
    use,
)

EU = {**TV, "territory": "EU"}
for media in ("image", "video", "audio"):
    add(f"eu-{media}", "notify_only", under(EU, None, {"asset": shot(media), "use": use(territory="FR"), **PAID}))
add("eu-worldwide", "notify_only", under(TV, None, {"use": use(territory="worldwide"), **PAID}))
add("eu-temp", "cleared", under(EU, None, {"asset": shot(stage="temp"), "use": use(territory="FR"), **PAID}))
add("eu-day-before", "cleared", under(EU, None, {"use": use(territory="FR", date="2026-08-01"), **PAID}))
add("eu-first-day", "notify_only", under(EU, None, {"use": use(territory="FR", date="2026-08-02"), **PAID}))
add(
    "eu-metadata-only",
    "notify_only",
    under(EU, None, {"use": use(territory="FR"), "disclosure": {"present": True, "place": "metadata"}, **PAID}),
)
for kind in ("documentary", "news", "commercial"):
    plain = production("TV-26", kind, territory="EU")
    add(
        f"eu-{kind}-credits",
        "notify_only",
        under(plain, None, {"use": use(territory="FR"), "disclosure": {"present": True, "place": "credits"}}),
    )
    add(
        f"eu-{kind}-caption",
        "cleared",
        under(plain, None, {"use": use(territory="FR"), "disclosure": {"present": True, "place": "caption"}}),
    )
for change in (
    "emotion",
    "pitch",
    "cosmetic",
    "wardrobe",
    "lighting",
    "timing",
    "continuity",
    "noise_reduction",
    "visual_effects",
):
    verdict = "notify_only" if change == "emotion" else "cleared"
    add(
        f"eu-altered-{change}",
        verdict,
        case(
            EU,
            [person("P4", "alteration", **FILMED)],
            [rider("P4", "alter_performance")],
            use=use(territory="DE", alteration=change),
        ),
    )
for media in ("video", "audio", "image"):
    add(
        f"eu-archive-{media}",
        "notify_only",
        case(
            {**EU, "kind": "feature"}, [], asset=shot(media, element="archive_representation"), use=use(territory="FR")
        ),
    )
for place in ("metadata", "credits"):
    add(
        f"eu-archive-{place}",
        "notify_only",
        case(
            EU,
            [],
            asset=shot("image", element="archive_representation"),
            use=use(territory="FR"),
            disclosure={"present": True, "place": place},
        ),
    )
add(
    "eu-archive-first-day",
    "notify_only",
    case(EU, [], asset=shot("image", element="archive_representation"), use=use(territory="FR", date="2026-08-02")),
)
add(
    "eu-archive-day-before",
    "cleared",
    case(EU, [], asset=shot("image", element="archive_representation"), use=use(territory="FR", date="2026-08-01")),
)
AD = production("AD-8", "commercial")


def ad(made: Json = AD, more: Json | None = None, who: Json | None = None, **used: Any) -> Json:
    return case(
        made,
        [who or nobody()],
        use={"project": "AD-8", "medium": "commercial", "territory": "US-NY", "date": TODAY, **used},
        **(more or {}),
    )


for place in ("metadata", "credits"):
    add(
        f"ad-for-a-work-disclosed-{place}",
        "needs_approval",
        ad(production("W-1", "feature"), {"disclosure": {"present": True, "place": place}}),
    )
for day, verdict in (("2026-06-08", "cleared"), ("2026-06-09", "needs_approval")):
    add(f"ad-for-a-work-{day}", verdict, ad(production("W-1", "feature"), date=day))
add("ad-for-a-work-sound-only", "cleared", ad(production("W-1", "feature"), {"asset": shot("audio", element="voice")}))
add("ad-for-a-work-translated", "cleared", ad(production("W-1", "feature"), alteration="translation"))
add("ad-for-a-work-unknowing", "cleared", ad(production("W-1", "feature"), {"knowledge": False}))
add("ad-for-a-work-elsewhere", "cleared", ad(production("W-1", "feature"), territory="US-CA"))
add("ad-for-a-work-creature", "cleared", ad(production("W-1", "feature"), who=nobody("synthetic_nonhuman")))
add("trailer-of-a-news-show", "cleared", ad(production("W-1", "news"), medium="trailer"))
add("trailer-of-a-commercial", "notify_only", ad(medium="trailer"))
add("ad-undisclosed", "notify_only", ad())
add("ad-country", "notify_only", ad(territory="US"))
add("ad-elsewhere", "cleared", ad(territory="US-CA"))
add("ad-disclosed", "cleared", ad(more={"disclosure": {"present": True, "place": "on_screen"}}))
for place in ("metadata", "credits"):
    add(f"ad-disclosed-{place}", "notify_only", ad(more={"disclosure": {"present": True, "place": place}}))
add("ad-unknowing", "cleared", ad(more={"knowledge": False}))
add("ad-knowing", "notify_only", ad(more={"knowledge": True}))
add("ad-day-before", "cleared", ad(date="2026-06-08"))
add("ad-first-day", "notify_only", ad(date="2026-06-09"))
add("ad-sound-only", "cleared", ad(more={"asset": shot("audio", element="voice")}))
add("ad-translated", "cleared", ad(alteration="translation"))
add("ad-creature", "cleared", ad(who=nobody("synthetic_nonhuman")))
for kind in ("feature", "series", "documentary", "animation", "game", "sound_recording", "sketch"):
    for matches, verdict in ((True, "cleared"), (False, "notify_only"), (None, "needs_approval")):
        add(f"ad-for-{kind}-as-the-work-{matches}", verdict, ad(production("W-1", kind), matches_work=matches))
        add(
            f"trailer-of-{kind}-as-the-work-{matches}",
            verdict,
            ad(production("W-1", kind), medium="trailer", matches_work=matches),
        )
    add(f"ad-for-{kind}", "needs_approval", ad(production("W-1", kind)))
    add(
        f"ad-for-{kind}-disclosed",
        "cleared",
        ad(production("W-1", kind), {"disclosure": {"present": True, "place": "on_screen"}}),
    )
    for product in ("product_ad", "food_ad"):
        add(f"ad-for-{kind}-selling-{product}", "notify_only", ad(production("W-1", kind), content=[product]))
