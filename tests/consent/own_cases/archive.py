"""Archive material and recreations: cases of our own."""

from tests.consent.own_cases.shapes import (
    FILMED,
    NETFLIX,
    add,
    case,
    person,
    production,
    shot,
)

DOC = production("DOC-1", "documentary")
NEWS = production("NEWS-1", "news")
for source in (
    "trainedAlgorithmicMedia",
    "compositeWithTrainedAlgorithmicMedia",
    "compositeSynthetic",
    "algorithmicMedia",
):
    for element in ("archive_photo", "archive_representation"):
        add(
            f"archive-{element}-{source}",
            "needs_approval",
            case(DOC, [], asset=shot("image", element=element, source_type=source), use={}),
        )
    add(
        f"posed-{source}",
        "needs_approval",
        case(
            DOC,
            [],
            asset=shot("image", element="vfx_environment", presented_as="authentic", source_type=source),
            use={},
        ),
    )
    union = production("DOC-1", "feature", territory="EU")
    add(
        f"posed-eu-{source}",
        "notify_only",
        case(
            union,
            [],
            asset=shot("image", element="vfx_environment", presented_as="authentic", source_type=source),
            use={},
        ),
    )
for source in ("digitalCapture", "negativeFilm", "positiveFilm", "print"):
    add(
        f"archive-{source}",
        "cleared",
        case(DOC, [], asset=shot("image", element="archive_photo", source_type=source), use={}),
    )
add(
    "archive-documented",
    "cleared",
    case(
        DOC,
        [person("P7", "none", **FILMED)],
        asset=shot("image", element="archive_photo", provenance="documented"),
        use={},
    ),
)
add(
    "archive-detector-but-documented",
    "cleared",
    case(
        NETFLIX,
        [],
        asset=shot("image", element="archive_photo", provenance="documented", detector="likely_generated"),
        use={},
    ),
)
add(
    "archive-detector",
    "needs_approval",
    case(DOC, [], asset=shot("image", element="archive_photo", detector="likely_generated"), use={}),
)
add("archive-origin-unknown", "needs_approval", case(DOC, [], asset=shot("image", element="archive_photo"), use={}))
add(
    "archive-restored",
    "cleared",
    case(
        DOC,
        [],
        asset=shot("image", element="archive_photo", source_type="algorithmicallyEnhanced", content_changed=False),
        use={},
    ),
)
add(
    "archive-changed",
    "needs_approval",
    case(
        DOC,
        [],
        asset=shot("image", element="archive_photo", source_type="algorithmicallyEnhanced", content_changed=True),
        use={},
    ),
)
POSED = shot("image", element="archive_representation", presented_as="recreation")
for made, name in ((DOC, "doc"), (NEWS, "news")):
    add(f"recreation-{name}", "notify_only", case(made, [], asset=POSED, use={}))
    add(
        f"recreation-{name}-labelled",
        "cleared",
        case(made, [], asset=POSED, use={}, disclosure={"present": True, "place": "caption"}),
    )
    add(
        f"recreation-{name}-metadata",
        "notify_only",
        case(made, [], asset=POSED, use={}, disclosure={"present": True, "place": "metadata"}),
    )
add("reenactment-unlabelled", "notify_only", case(DOC, [], asset=shot(element="reenactment"), use={}))
for media in ("image", "video", "audio"):
    add(f"reenactment-{media}", "notify_only", case(DOC, [], asset=shot(media, element="reenactment"), use={}))
add(
    "archive-approved-and-labelled",
    "cleared",
    case(
        DOC,
        [],
        asset=shot(
            "image", element="archive_representation", presented_as="authentic", source_type="trainedAlgorithmicMedia"
        ),
        use={},
        approvals={"legal_review": "passed"},
        disclosure={"present": True, "place": "caption"},
    ),
)
GENERATED = shot("image", element="vfx_environment", presented_as="authentic", source_type="trainedAlgorithmicMedia")
TOLD = {"disclosure": {"present": True, "place": "caption"}}
for said, told, verdict in (
    ({"written": "granted"}, TOLD, "cleared"),
    ({"written": "granted"}, {}, "needs_approval"),
    ({"written": "none"}, TOLD, "needs_approval"),
    ({"legal_review": "passed"}, {}, "needs_approval"),
):
    name = "-".join((*said.values(), "told" if told else "untold"))
    add(f"archive-settled-{name}", verdict, case(DOC, [], asset=GENERATED, use={}, approvals=said, **told))
