"""What the file says about its own origin, as facts of the case: what is strict is believed of anybody, what lifts a verdict only of
a signer on the trust list."""

from typing import Any

from consent import terms
from consent.clearance.needs import CAPTURED, GENERATED
from matching.origin.findings import Origin
from registry.checks.deciding.builder import CaseBuilder
from registry.productions.declaration import Declaration

ORIGINAL = "camera_original"
"""Who confirms a fact: a camera original, signed by somebody on the trust list."""

MOST_ACTIONS = 200


def put_origin(builder: CaseBuilder, declaration: Declaration, origin: Origin | None) -> None:
    """Adds what the file says to `asset`. A production may say that more was generated than the file tells, never less."""
    if origin is None:
        return
    told: dict[str, Any] = {}
    declared = declaration.asset.source_type
    if origin.generative is not None and declared not in GENERATED:
        told["source_type"] = origin.generative
    elif origin.doubtful and declared not in GENERATED:
        told["detector"] = "likely_generated"
    elif origin.camera_original:
        told["provenance"] = "documented"
        if declared is None:
            told["source_type"] = next(one for one in origin.source_types if one in CAPTURED)
    actions = [action for action in origin.actions if action != "other"][:MOST_ACTIONS]
    if actions:
        told["manifest_actions"] = actions
    mining = {label: use for label, use in origin.mining if label in terms.MINING_LABELS and use in terms.TRAINING}
    if mining:
        told["cawg_training_mining"] = mining  # as the file says; it forbids, and is never read as a consent
    builder.merge("asset", told, "file")
