"""C: a production asks by prompts who is registered, and hides in one whose likeness it asked a generator for."""

from collections.abc import Iterable
from typing import Any

import pytest

from matching.origin.findings import LONGEST_PROMPT
from tests.matching.origin.test_traces import png
from tests.registry.checks.deciding.test_origin import messages, sees
from tests.registry.reviews.test_appeals import heard

__all__ = ["sees"]

SMALL = (
    "portrait of mara lind, 35mm",
    "a woman <lora:mara_lind_v3:0.8> on a quay",
    "(mara:1.2) (lind:1.1), 35mm",
    "ma\u200bra li\u00adnd on a quay",
    "ＭＡＲＡ ＬＩＮＤ",
)


@pytest.fixture
def mara(verified_alice: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """Alice's name is Mara Lind."""

    def resolved(_session: object, names: Iterable[str]) -> dict[str, str]:
        from registry.core.fields import folded

        return {name: verified_alice.id for name in names if folded(name) == "mara lind"}

    for module in ("decider", "prompts"):
        monkeypatch.setattr(f"registry.checks.deciding.{module}.resolve_names", resolved)
    return str(verified_alice.id)


def asked(studio: Any, prompt: str) -> Any:
    content = png(parameters=f"{prompt}\nSteps: 20, Sampler: Euler")
    return studio.check(content, studio.declare(names=[]))


@pytest.mark.attack("C.small-letters")
@pytest.mark.parametrize("prompt", SMALL)
def test_whoever_is_named_in_small_letters_hears_of_it_and_the_production_learns_nothing(
    studio: Any, people: Any, mara: str, sees: Any, prompt: str
) -> None:
    sees()
    view, other = asked(studio, prompt), asked(studio, prompt.replace("mara", "none").replace("lind", "here"))
    plain = [(one.verdict, one.status, one.result["reasons"], one.result["persons"]) for one in (view, other)]
    assert plain[0] == plain[1]
    assert heard(studio.desk, people.alice, performer_id=mara).count("notice-named-in-prompt") == 1
    assert heard(studio.desk, people.ursula, union_id="players-guild").count("notice-member-named-in-prompt") == 1
    assert not [one for one in heard(studio.desk, people.petra, production_id=studio.production) if "prompt" in one]
    asked(studio, prompt)
    assert heard(studio.desk, people.alice, performer_id=mara).count("notice-named-in-prompt") == 1


@pytest.mark.attack("C.small-letters")
def test_nobody_is_told_of_a_production_that_holds_their_consent(
    studio: Any, people: Any, mara: str, verified_alice: Any, sees: Any
) -> None:
    sees()
    studio.consent(verified_alice, "alice")
    asked(studio, SMALL[0])
    assert "notice-named-in-prompt" not in heard(studio.desk, people.alice, performer_id=mara)


@pytest.mark.attack("C.long-prompt")
def test_a_name_behind_a_prompt_that_is_too_long_to_be_read_clears_nothing(studio: Any, mara: str, sees: Any) -> None:
    sees()
    view = asked(studio, "film grain, " * (LONGEST_PROMPT // 10) + "mara lind")
    assert "check.prompt-too-long" in messages(view)
    assert view.verdict == "needs_approval"
    assert "check.prompt-too-long" not in messages(asked(studio, "film grain, " * 900 + "a quay"))
