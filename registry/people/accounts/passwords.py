"""Which passwords are taken: long enough, and not among those that are tried first."""

from collections.abc import Sequence

PASSWORD_LENGTH = (10, 1024)
"""Shortest and longest password, in characters. Length is what helps; no rules on kinds of characters."""
LEAST_GUESSES = 10**8
"""A password that is found with fewer guesses is refused: what is tried online is slowed down, and a stolen hash costs an
attacker about a tenth of a second each (argon2id), which is then three months at least."""
LOOKED_AT = 32
"""Only so many characters are judged: the estimate takes longer than linear time (367 s for 1024 signs)."""
LEAST_OWN = 6
"""Letters and digits that a password has beside what others know of its owner."""
_OWN = ("likeness", "registry", "likeness registry")


def wrong_with(password: str, about: Sequence[str] = ()) -> str | None:
    """The id of the text that says why a password is not taken; None for a good one. about: what others know of its owner,
    such as the name and the address.

    Breached and trivial ones are known by zxcvbn's own lists (30,000 common passwords, names and words in several languages)
    and by its patterns: keyboards, dates, repeats, usual exchanges of signs.
    """
    if not PASSWORD_LENGTH[0] <= len(password) <= PASSWORD_LENGTH[1]:
        return "field-password"
    parts = [part.casefold() for text in about for part in (text, *text.replace("@", " ").replace(".", " ").split())]
    known = [part for part in parts if len(part) > 2]
    if _beside(password, [*known, *_OWN]) < LEAST_OWN:
        return "field-password-personal"
    from zxcvbn import zxcvbn  # its lists take long to load, and few processes choose a password

    judged = zxcvbn(password[:LOOKED_AT], user_inputs=[*known, *_OWN])
    if judged["guesses"] >= LEAST_GUESSES:
        return None
    personal = {one.get("dictionary_name") for one in judged["sequence"]}
    return "field-password-personal" if "user_inputs" in personal else "field-password-common"


def _beside(password: str, known: Sequence[str]) -> int:
    """How many letters and digits are left of a password once what is known is taken out of it."""
    left = password.casefold()
    for part in sorted(known, key=len, reverse=True):
        left = left.replace(part, " ")
    return sum(sign.isalnum() for sign in left)
