"""What a reviewer is shown of a finding: some bytes, of the type that the sense which found it says."""

from dataclasses import dataclass, field

SAFE_TYPES = frozenset(
    {"image/jpeg", "image/png", "image/webp", "video/mp4", "video/webm"}
    | {f"audio/{kind}" for kind in ("flac", "mp4", "mpeg", "ogg", "wav", "webm")}
)
"""All that is served as evidence. A browser shows or plays these and runs nothing in them, which holds of neither SVG, PDF nor
HTML; of another type is nothing that anybody can look at."""


@dataclass(frozen=True)
class PieceOfEvidence:
    """media_type: one of `SAFE_TYPES`."""

    media_type: str
    content: bytes = field(repr=False)
