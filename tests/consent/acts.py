"""Acts for tests: Alice's answer for one use, unless another is named."""

from datetime import UTC, datetime

from consent.act import About, Act, Replacement, SignedAct, UseAnswer, Withdrawal, act_bytes, act_words, new_act
from tests.common.passkeys import Passkey
from tests.consent.papers import ALICE

KEY = Passkey()
AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
WITHDRAWAL = Withdrawal(consent_id="C-1", sha256="a" * 64)
USE = UseAnswer(check_id="K-1", file_sha256="b" * 64, declaration_sha256="c" * 64, answer="approved", until=None)
REPLACEMENT = Replacement(lost=ALICE.fingerprint, key=KEY.fingerprint, method="met in person, passport seen")


def act(about: About = USE, fingerprint: str = KEY.fingerprint) -> Act:
    return new_act(
        about,
        registry_id="R-1",
        performer={"id": "P-1", "name": "Alice"},
        signer={"role": "performer", "name": "Alice", "key_fingerprint": fingerprint},
        work=None if about is REPLACEMENT else {"id": "PR-1", "title": "The Long Night"},
        created_at=AT,
    )


def signed(made: Act) -> SignedAct:
    return SignedAct(made, act_words(made), KEY.sign(act_bytes(made)))
