"""What a page may offer to sign with a passkey: where the viewer may do it, and has the passkey for it."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from registry.core.database import Database
from registry.core.errors import Conflict, NotFound
from registry.core.permissions import Identity, On
from registry.core.places import Places
from registry.records.performers import touching
from registry.signing import papers


class SigningOffers:
    """Asks for each thing that is signed what `SigningRequests` would say to it. registry_id: as documents name the registry."""

    def __init__(self, db: Database, clock: Callable[[], datetime], registry_id: Callable[[], str]) -> None:
        self._db = db
        self._clock = clock
        self._registry_id = registry_id

    def may_sign(self, who: Identity, places: Places | None, consent_id: str) -> bool:
        """Whether this account may sign a consent as its signer, and has the passkey for it."""
        return self._has(places, lambda one, at: papers.of_consent(one, who, at, consent_id))

    def may_withdraw(self, who: Identity, places: Places | None, consent_id: str) -> bool:
        """Likewise, whether it may withdraw a consent."""
        registry_id, at = self._registry_id(), self._clock()
        return self._has(places, lambda one, at_: papers.of_withdrawal(one, who, at_, consent_id, registry_id, at))

    def may_countersign(self, who: Identity, places: Places | None, consent_id: str) -> bool:
        """Likewise, whether it may countersign a consent."""
        return self._has(places, lambda one, at: papers.of_countersignature(one, who, at, consent_id, "unsure"))

    def may_declare(self, who: Identity, places: Places | None, pair_id: str) -> bool:
        """Likewise, whether it may sign a declaration of look-alikes."""
        return self._has(places, lambda one, at: papers.of_look_alikes(one, who, at, pair_id))

    def may_replace(self, who: Identity, places: Places | None, performer_id: str) -> bool:
        """Likewise, whether it may sign for a union of this performer's that a lost key is replaced."""
        return self._has(places, lambda one, at: papers.acting_key(one, who, at, touching(one, performer_id)))

    def may_answer(self, who: Identity, places: Places | None, performer_id: str, production_id: str) -> bool:
        """Likewise, whether it may sign an answer for a use of this performer."""
        on = On(performer_id, production_id=production_id)
        return self._has(places, lambda one, at: papers.acting_key(one, who, at, on))

    def _has(self, places: Places | None, look: Callable[[Session, Places], object]) -> bool:
        if places is None:
            return False
        with self._db.read() as session:
            try:
                look(session, places)
            except (Conflict, NotFound, PermissionError):
                return False
        return True
