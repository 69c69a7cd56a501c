"""Acts: what is signed says one thing, in words that are signed with it, once."""

import json
from dataclasses import replace
from typing import Any

import pytest

from consent.act import (
    ActError,
    SignedAct,
    act_bytes,
    act_words,
    parse_act,
    parse_signed_act,
    verify_act,
)
from consent.document.words import text_digest
from consent.signature import SignatureError, sign
from tests.common.passkeys import Passkey
from tests.consent.acts import KEY, REPLACEMENT, USE, WITHDRAWAL, act, signed
from tests.consent.papers import ALICE


@pytest.mark.parametrize("about", [USE, WITHDRAWAL, REPLACEMENT, USE.model_copy(update={"answer": "refused"})])
def test_a_signed_act_holds_after_it_was_a_file(about: Any) -> None:
    made = signed(act(about))
    assert verify_act(parse_signed_act(json.dumps(made.as_dict())))
    assert "Alice" in made.text


def test_a_key_file_signs_acts_as_well() -> None:
    made = act(fingerprint=ALICE.fingerprint)
    assert verify_act(SignedAct(made, act_words(made), sign(ALICE, act_bytes(made), "signer")))


def test_words_tell_a_yes_from_a_no_and_name_the_file() -> None:
    yes, no = act_words(act()), act_words(act(USE.model_copy(update={"answer": "refused"})))
    assert "This one use is approved." in yes
    assert "This one use is refused." in no
    assert "b" * 64 in yes
    until = act_words(act(USE.model_copy(update={"until": "2026-12-01T00:00:00Z"})))
    assert "A yes ends at 2026-12-01T00:00:00Z." in until


def test_the_same_said_again_is_another_act() -> None:
    once, again = act(), act()
    with pytest.raises(SignatureError, match="something else than this document"):
        verify_act(SignedAct(again, act_words(again), KEY.sign(act_bytes(once))))


def test_a_signature_for_one_act_is_none_for_another() -> None:
    with pytest.raises(SignatureError):
        verify_act(replace(signed(act()), signature=KEY.sign(act_bytes(act(WITHDRAWAL)))))
    with pytest.raises(SignatureError, match="as its signer"):
        verify_act(replace(signed(act()), signature=KEY.sign(act_bytes(act()), "countersigner")))
    with pytest.raises(SignatureError, match="the key that it names"):
        verify_act(replace(signed(act()), signature=Passkey().sign(act_bytes(act()))))


def test_a_text_that_says_something_else_is_found() -> None:
    made = signed(act())
    with pytest.raises(ActError, match="not the one that was signed"):
        verify_act(replace(made, text=made.text.replace("approved", "refused")))
    lie = "Nothing happens.\n"
    shown = made.act.text.model_copy(update={"sha256": text_digest(lie)})
    lying = made.act.model_copy(update={"text": shown})
    with pytest.raises(ActError, match="does not say what the act says"):
        verify_act(SignedAct(lying, lie, KEY.sign(act_bytes(lying))))
    older = lying.model_copy(update={"text": shown.model_copy(update={"edition": "act/0"})})
    assert verify_act(SignedAct(older, lie, KEY.sign(act_bytes(older)))) is False


@pytest.mark.parametrize(
    "changes",
    [
        {"act": "withdrawal"},
        {"act": "everything"},
        {"withdrawal": WITHDRAWAL.model_dump()},
        {"use": None},
        {"work": None},
        {"replacement": REPLACEMENT.model_dump()},
        {"nonce": "short"},
        {"version": 2},
        {"more": 1},
        {"type": "likeness-registry/consent"},
    ],
)
def test_an_act_of_another_form_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ActError):
        parse_act(act().model_dump(mode="json") | changes)


@pytest.mark.parametrize("content", ["[]", "{", '{"type": "likeness-registry/signed-act"}'])
def test_a_file_that_is_no_signed_act_is_refused(content: str) -> None:
    with pytest.raises(ActError):
        parse_signed_act(content)
