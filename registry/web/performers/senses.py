"""By what checks can find a performer, as their page shows it: every sense that is installed and has a release."""

from dataclasses import dataclass

from registry.core.texts import CATALOGUE
from registry.records.performers import Card, SenseCard
from registry.web.door import desk


@dataclass(frozen=True)
class SenseRow:
    """modality: the sense; aloud: whether texts are read for it. of: what there is of the performer."""

    modality: str
    aloud: bool
    of: SenseCard


def senses_of(card: Card) -> list[SenseRow]:
    """Each of them, the usual one first."""
    nothing = SenseCard(None, 0, consented=False)
    return [
        SenseRow(name, sense.speech is not None, card.senses.get(name, nothing))
        for name, sense in desk().senses.items()
        if CATALOGUE.has(f"biometric-release-{name}")
    ]
