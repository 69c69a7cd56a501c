"""What everything else of an instance rests on: its settings, its database, its ledger and its key."""

from collections.abc import Callable, Sequence
from datetime import datetime
from threading import RLock
from typing import TYPE_CHECKING

from registry.core.config import Config
from registry.core.database import Database, now
from registry.desk.services import service

if TYPE_CHECKING:
    from argon2 import PasswordHasher

    from matching.findings import Examination
    from matching.modality import Modality
    from matching.thresholds import Thresholds
    from registry.ledger.binding import Bindings
    from registry.ledger.service import Audit
    from registry.ledger.signing import InstanceKey
    from registry.notices.inbox import Inbox
    from registry.notices.service import Notices
    from registry.notices.settings import NoticeSettings


class LedgerDesk:
    """An instance at work.

    `clock` answers this moment in UTC; `hasher` hashes passwords (argon2id with the library's parameters unless
    given); `examine` looks at one file (`matching.examine` unless given); `thresholds` are those of the committed
    calibration of the first sense unless given; `senses` are all that are installed unless given.
    """

    def __init__(
        self,
        config: Config,
        clock: Callable[[], datetime] = now,
        *,
        hasher: "PasswordHasher | None" = None,
        examine: "Callable[..., Examination] | None" = None,
        thresholds: "Thresholds | None" = None,
        senses: "Sequence[Modality] | None" = None,
    ) -> None:
        self.config = config
        self.clock = clock
        self._hasher = hasher
        self._examine = examine
        self._thresholds = thresholds
        self._senses = senses
        self.making = RLock()

    @service
    def db(self) -> Database:
        return Database(self.config.url, self.bindings)

    @service
    def bindings(self) -> "Bindings":
        from registry.ledger.binding import Bindings
        from registry.ledger.heads import Heads
        from registry.ledger.layout import layout_of
        from registry.ledger.noticed import Noticed
        from registry.records.tables import Base

        heads = Heads(self.instance_key, self.config.ledger_head)
        return Bindings(layout_of(Base.metadata), heads, Noticed(self.config.noticed))

    @service
    def audit(self) -> "Audit":
        from registry.approvals.copied import COPIES
        from registry.ledger.service import Audit

        return Audit(self.db, self.bindings, COPIES)

    @service
    def notices(self) -> "Notices":
        from registry.notices.service import Notices

        return Notices(self.db)

    @service
    def inbox(self) -> "Inbox":
        from registry.notices.inbox import Inbox

        return Inbox(self.db, self.clock)

    @service
    def notice_settings(self) -> "NoticeSettings":
        from registry.notices.settings import NoticeSettings

        return NoticeSettings(self.db)

    @service
    def instance_key(self) -> "InstanceKey":
        from registry.ledger.signing import InstanceKey

        return InstanceKey(self.config, lambda: self.db, self.clock)

    def close(self) -> None:
        """Give back the database's connections."""
        if "db" in self.__dict__:
            self.db.close()
