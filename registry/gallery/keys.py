"""Under which key the templates of a performer are sealed: one for each sense, so that one sense can be forgotten by itself."""

from matching.senses import FIRST
from registry.ports.keys import KeyStore


def key_name(performer_id: str, modality: str) -> str:
    """The name of the key of one performer's templates and references of one sense."""
    return performer_id if modality == FIRST else f"{performer_id}-{modality}"


def versions(keystore: KeyStore, modality: str) -> dict[str, bytes]:
    """Performer -> something that is another once their key of this sense was replaced or altered."""
    found = keystore.versions("P-")
    if modality == FIRST:
        return found  # those of other senses bear no performer's id
    ending = f"-{modality}"
    return {name.removesuffix(ending): version for name, version in found.items() if name.endswith(ending)}


def destroy(keystore: KeyStore, performer_id: str, modality: str | None) -> None:
    """The key of one sense is gone for good; without one, those of all of them."""
    if modality is not None:
        keystore.destroy(key_name(performer_id, modality))
        return
    for name in (performer_id, *keystore.names(f"{performer_id}-")):
        keystore.destroy(name)
