"""A declaration that was checked can be corrected: its answers come back, and write the same declaration."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent import terms
from registry.productions.declaration import DeclarationError
from registry.productions.drafts.answers import parsed
from registry.productions.drafts.known import Known, Maker
from registry.productions.drafts.taken_up import taken_up
from tests.registry.web.conftest import DECLARED

MAKER = Maker("PR-1", "feature", "netflix", ("sag_tvtheatrical_2026",), "US", "2026-11-28")
REPLICA = DECLARED | {
    "names": ["Mara Lind"], "cast.0.who": "P-ABC", "cast.0.modalities": ["face", "voice"],
    "cast.0.treatment": "replica_employment_based", "cast.0.role": "principal", "others.treatment": "none",
    "use.content": ["nudity"], "use.character": "Mara", "use.alteration": "age", "transfer.requested": "no",
    "disclosure.present": "yes", "disclosure.place": "credits",
}  # fmt: skip
NOBODY = {
    "unit.id": "MB-1", "unit.version": "4", "asset.element": "moodboard", "people": "nobody",
    "principles": "some", "principles.no_store_train": "unsure", "principles.secure_environment": "no",
    "principles.no_third_party_replication": "yes", "principles.no_unconsented_replacement": "yes",
    "principles.temporary_only": "yes", "asset.tool.retains_or_trains": "unknown", "asset.tool.terms_checked": "no",
    "asset.tool.enterprise_secured": "no", "asset.tool.enterprise_alternative": "yes",
}  # fmt: skip


@pytest.mark.parametrize("answers", [REPLICA, NOBODY, DECLARED | {"names": ["Mara Lind"]}])
def test_the_same_declaration_is_written_again(answers: dict[str, Any]) -> None:
    declared = parsed(Known(answers, MAKER))
    assert parsed(Known(taken_up(declared), MAKER)) == declared


@given(
    element=st.sampled_from(terms.ELEMENTS), stage=st.sampled_from(terms.STAGES),
    treatment=st.sampled_from(terms.TREATMENTS), others=st.sampled_from(terms.TREATMENTS),
    content=st.lists(st.sampled_from(terms.CONTENT), unique=True), version=st.integers(1, 9999),
    performed=st.sampled_from(["yes", "no"]),
)  # fmt: skip
def test_whatever_could_be_declared_can_be_taken_up(
    element: str, stage: str, treatment: str, others: str, content: list[str], version: int, performed: str
) -> None:
    answers = REPLICA | {
        "asset.element": element, "asset.stage": stage, "cast.0.treatment": treatment, "others.treatment": others,
        "use.content": content, "unit.version": str(version), "others.performed_as_shown": performed,
        "cast.0.performed_as_shown": performed,
    }  # fmt: skip
    try:
        declared = parsed(Known(answers, MAKER))
    except DeclarationError:
        return
    assert parsed(Known(taken_up(declared), MAKER)) == declared
