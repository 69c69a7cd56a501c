"""The front desk: one object that holds an instance's services, wired together once.

The web application, the worker and the command line each hold exactly one `Desk`. Its properties import what they
need when they are first asked for, so that a command that only lists accounts does not load the matchers.
"""

from collections.abc import Callable, Collection
from datetime import datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from registry.checks.examining.limits import Few
from registry.core.config import Config
from registry.core.database import Database, now
from registry.people.accounts.desk import AccountDesk

if TYPE_CHECKING:
    from argon2 import PasswordHasher

    from matching import Engines
    from matching.findings import Examination
    from matching.thresholds import Thresholds
    from registry.approvals.preferences import Preferences
    from registry.approvals.reading import ApprovalReader
    from registry.approvals.service import Approvals
    from registry.approvals.strikes import Strikes
    from registry.checks.deciding.decider import Decider
    from registry.checks.deciding.outlook import Outlook
    from registry.checks.deciding.redeciding import Redecider
    from registry.checks.examining.examination import Examiner, Eyes
    from registry.checks.examining.hand import Hand
    from registry.checks.explaining.service import Explanations
    from registry.checks.intake.jobs import Jobs
    from registry.checks.intake.uploads import Uploads
    from registry.checks.receipts.signing import InstanceKey
    from registry.checks.receipts.status import Status
    from registry.checks.service import Checks
    from registry.consents.floors import Floors
    from registry.consents.service import Consents
    from registry.gallery.crowding import Crowding
    from registry.gallery.keystore import KeyStore
    from registry.gallery.source import GallerySource
    from registry.gallery.switching import Switching
    from registry.ledger.binding import Bindings
    from registry.ledger.service import Audit
    from registry.lives.service import Lives
    from registry.notices.service import Notices
    from registry.people.disputes.service import Disputes
    from registry.people.look_alikes.service import LookAlikes
    from registry.people.performers.service import Performers
    from registry.people.unions.service import Unions
    from registry.productions.drafts.service import Drafts
    from registry.productions.service import Productions
    from registry.reports.error import ErrorReports
    from registry.reviews.appeals import Appeals
    from registry.reviews.evidence import Evidence
    from registry.reviews.neutrals import Neutrals
    from registry.reviews.queue import ReviewQueue
    from registry.reviews.service import Reviews


class Desk(AccountDesk):
    """An instance at work.

    `clock` answers this moment in UTC; `hasher` hashes passwords (argon2id with the library's parameters unless
    given); `examine` looks at one file (`matching.examine` unless given); `thresholds` are those of the committed
    calibration unless given.
    """

    def __init__(
        self,
        config: Config,
        clock: Callable[[], datetime] = now,
        *,
        hasher: "PasswordHasher | None" = None,
        examine: "Callable[..., Examination] | None" = None,
        thresholds: "Thresholds | None" = None,
    ) -> None:
        self.config = config
        self.clock = clock
        self._hasher = hasher
        self._examine = examine
        self._thresholds = thresholds
        self._few = Few()

    @cached_property
    def db(self) -> Database:
        return Database(self.config.url, self.bindings)

    @cached_property
    def bindings(self) -> "Bindings":
        from registry.ledger.binding import Bindings
        from registry.ledger.heads import Heads
        from registry.ledger.layout import layout_of
        from registry.ledger.noticed import Noticed
        from registry.records.tables import Base

        heads = Heads(self.instance_key, self.config.ledger_head)
        return Bindings(layout_of(Base.metadata), heads, Noticed(self.config.noticed))

    def examine(self, path: Path, encoders: Collection[str], *, every_opinion: bool = False) -> "Examination":
        """Look at one file by these encoders; with `every_opinion`, as enrolment does, by every other that is here, too.

        Raises `matching.Undecidable`, and `Busy` where others are looked at.
        """
        with self._few.one():
            if self._examine is not None:
                return self._examine(path, encoders, every_opinion=every_opinion)
            from matching import examine
            from matching.installed import available

            wanted = frozenset(encoders) | (available() if every_opinion else frozenset())
            return examine(path, self.engines(wanted), every_opinion=every_opinion)

    @cached_property
    def engines(self) -> "Callable[[frozenset[str]], Engines]":
        """The matchers' networks for these encoders, loaded when they are first needed and kept until others are.

        Raises `matching.weights.ModelMissing`, `ModelAltered`.
        """
        from matching import Engines
        from matching.installed import load

        return lru_cache(maxsize=1)(lambda encoders: Engines(load(encoders)))

    @cached_property
    def audit(self) -> "Audit":
        from registry.ledger.service import Audit

        return Audit(self.db, self.bindings)

    @cached_property
    def unions(self) -> "Unions":
        from registry.people.unions.service import Unions

        return Unions(self.db, self.clock)

    @cached_property
    def thresholds(self) -> "Thresholds":
        """The scores from which a face is somebody's, by the committed calibration. Raises `matching.Undecidable`."""
        if self._thresholds is not None:
            return self._thresholds
        from matching.thresholds import load

        return load()

    @cached_property
    def keystore(self) -> "KeyStore":
        from registry.gallery.keystore import KeyStore

        return KeyStore(self.config.keystore)

    @cached_property
    def gallery(self) -> "GallerySource":
        from registry.gallery.source import GallerySource

        return GallerySource(self.db, self.keystore, lambda: self.thresholds)

    @cached_property
    def performers(self) -> "Performers":
        from registry.people.performers.service import Performers

        return Performers(self.db, self.clock, self.keystore, self.gallery, self.examine)

    @cached_property
    def productions(self) -> "Productions":
        from registry.productions.service import Productions

        return Productions(self.db, self.clock)

    @cached_property
    def instance_key(self) -> "InstanceKey":
        from registry.checks.receipts.signing import InstanceKey

        return InstanceKey(self.config, lambda: self.db, self.clock)

    @cached_property
    def consents(self) -> "Consents":
        from registry.consents.service import Consents

        return Consents(self.db, self.clock, lambda: self.instance_key.load_or_create().label)

    @cached_property
    def lives(self) -> "Lives":
        from registry.lives.service import Lives

        return Lives(self.db, self.clock)

    @cached_property
    def notices(self) -> "Notices":
        from registry.notices.service import Notices

        return Notices(self.db)

    @cached_property
    def uploads(self) -> "Uploads":
        from registry.checks.intake.uploads import Uploads

        return Uploads(self.config.uploads, self.config.upload_bytes, self.config.free_megabytes * 1_000_000)

    @cached_property
    def checks(self) -> "Checks":
        from datetime import timedelta

        from registry.checks.service import Checks

        keeps = timedelta(days=self.config.file_days)
        return Checks(self.db, self.clock, self.uploads, self.config.queued_checks, keeps)

    @cached_property
    def jobs(self) -> "Jobs":
        from registry.checks.intake.jobs import Jobs

        return Jobs(self.db, self.clock, self.config.lease_seconds, self.uploads.delete)

    @cached_property
    def eyes(self) -> "Eyes":
        from registry.checks.examining.examination import Eyes, open_eyes

        return Eyes(self._examine) if self._examine is not None else open_eyes()

    @cached_property
    def examiner(self) -> "Examiner":
        from registry.checks.examining.examination import Examiner

        return Examiner(self.db, self.jobs, self.uploads, lambda: self.eyes, self.gallery, self.decider)

    def hand(self) -> "Hand":
        """A watched process that examines for this one; to be closed."""
        from registry.checks.examining.hand import Hand

        return Hand(self.jobs, self.config.check_seconds)

    @cached_property
    def decider(self) -> "Decider":
        from datetime import timedelta

        from consent.clearance import decide
        from registry.approvals.established import established
        from registry.checks.deciding.decider import Decider

        return Decider(
            self.db,
            self.clock,
            self.instance_key.load_or_create,
            decide,
            timedelta(hours=self.config.receipt_hours),
            established,
            self.review_queue,
            keeps_files=self.config.file_days > 0,
        )

    @cached_property
    def redecider(self) -> "Redecider":
        from registry.checks.deciding.redeciding import Redecider

        return Redecider(self.db, self.clock, lambda: self.decider, self.uploads)

    @cached_property
    def status(self) -> "Status":
        from registry.checks.receipts.status import Status

        return Status(self.db, self.clock, self.instance_key.load_or_create, self.bindings.noticed)

    @cached_property
    def approvals(self) -> "Approvals":
        from registry.approvals.service import Approvals

        return Approvals(self.db, self.clock)

    @cached_property
    def approval_reader(self) -> "ApprovalReader":
        from registry.approvals.reading import ApprovalReader

        return ApprovalReader(self.db, self.clock)

    @cached_property
    def floors(self) -> "Floors":
        from registry.consents.floors import Floors

        return Floors(self.db, self.clock)

    @cached_property
    def strikes(self) -> "Strikes":
        from registry.approvals.strikes import Strikes

        return Strikes(self.db, self.clock)

    @cached_property
    def preferences(self) -> "Preferences":
        from registry.approvals.preferences import Preferences

        return Preferences(self.db, self.clock)

    @cached_property
    def outlook(self) -> "Outlook":
        from consent.clearance import decide
        from registry.approvals.established import established
        from registry.checks.deciding.outlook import Outlook

        return Outlook(self.db, self.clock, decide, established)

    @cached_property
    def drafts(self) -> "Drafts":
        from registry.productions.drafts.service import Drafts

        return Drafts(self.db, self.clock)

    @cached_property
    def explanations(self) -> "Explanations":
        from registry.checks.explaining.service import Explanations

        return Explanations(self.db)

    @cached_property
    def crowding(self) -> "Crowding":
        from registry.gallery.crowding import Crowding

        return Crowding(self.db, self.clock, self.gallery)

    @cached_property
    def switching(self) -> "Switching":
        from matching.installed import digests
        from registry.gallery.switching import Switching

        return Switching(self.db, self.clock, self.gallery, self.crowding, digests)

    @cached_property
    def disputes(self) -> "Disputes":
        from datetime import timedelta

        from registry.people.disputes.service import Disputes

        return Disputes(self.db, self.clock, self.keystore, timedelta(days=self.config.objection_days))

    @cached_property
    def look_alikes(self) -> "LookAlikes":
        from registry.people.look_alikes.service import LookAlikes

        return LookAlikes(self.db, self.clock, lambda: self.instance_key.load_or_create().label, self.keystore)

    @cached_property
    def error_reports(self) -> "ErrorReports":
        from registry.reports.error import ErrorReports

        return ErrorReports(self.db, self.clock, lambda: self.thresholds, self.config.reports)

    @cached_property
    def review_queue(self) -> "ReviewQueue":
        from registry.reviews.queue import ReviewQueue

        return ReviewQueue(self.keystore)

    @cached_property
    def reviews(self) -> "Reviews":
        from registry.reviews.service import Reviews

        return Reviews(self.db, self.clock, self.keystore, self.review_queue)

    @cached_property
    def appeals(self) -> "Appeals":
        from registry.reviews.appeals import Appeals

        return Appeals(self.db, self.clock, self.review_queue, self.uploads, self._look_again)

    def _look_again(self, path: Path) -> "Examination":
        from registry.gallery.encoders import in_force

        with self.db.read() as session:
            encoders = in_force(session, self.thresholds)
        with self._few.one():
            return self.eyes.examine(path, encoders)

    @cached_property
    def evidence(self) -> "Evidence":
        from registry.reviews.evidence import Evidence

        return Evidence(self.db, self.clock, self.keystore)

    @cached_property
    def neutrals(self) -> "Neutrals":
        from registry.reviews.neutrals import Neutrals

        return Neutrals(self.db, self.clock)

    def close(self) -> None:
        """Give back the database's connections."""
        if "db" in self.__dict__:
            self.db.close()
