"""The front desk: one object that holds an instance's services, wired together once.

The web application, the worker and the command line each hold exactly one `Desk`. Its properties import what they
need when they are first asked for, so that a command that only lists accounts does not load the matchers.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from registry.accounts.desk import AccountDesk
from registry.checks.desk import SenseDesk
from registry.checks.limits import Few
from registry.config import Config
from registry.database import Database, now

if TYPE_CHECKING:
    from argon2 import PasswordHasher

    from matching.findings import Examination
    from matching.modality import Modality
    from matching.thresholds import Thresholds
    from registry.approvals.floors import Floors
    from registry.approvals.preferences import Preferences
    from registry.approvals.reading import ApprovalReader
    from registry.approvals.service import Approvals
    from registry.approvals.strikes import Strikes
    from registry.audit.binding import Bindings
    from registry.audit.service import Audit
    from registry.checks.deciding import Decider
    from registry.checks.examination import Examiner
    from registry.checks.hand import Hand
    from registry.checks.jobs import Jobs
    from registry.checks.outlook import Outlook
    from registry.checks.redeciding import Redecider
    from registry.checks.service import Checks
    from registry.checks.signing import InstanceKey
    from registry.checks.status import Status
    from registry.checks.uploads import Uploads
    from registry.consents.service import Consents
    from registry.disputes.service import Disputes
    from registry.drafts.service import Drafts
    from registry.lives.service import Lives
    from registry.notices import Notices
    from registry.performers.crowding import Crowding
    from registry.performers.keystore import KeyStore
    from registry.performers.look_alikes import LookAlikes
    from registry.performers.service import Performers
    from registry.performers.switching import Switching
    from registry.productions.service import Productions
    from registry.reports.error import ErrorReports
    from registry.reviews.appeals import Appeals
    from registry.reviews.docket import Docket
    from registry.reviews.looks import Looking
    from registry.reviews.neutrals import Neutrals
    from registry.reviews.service import Reviews
    from registry.rules.service import Explanations
    from registry.unions.service import Unions


class Desk(SenseDesk, AccountDesk):
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
        self._few = Few()

    @cached_property
    def db(self) -> Database:
        return Database(self.config.url, self.bindings)

    @cached_property
    def bindings(self) -> "Bindings":
        from registry.audit.binding import Bindings
        from registry.audit.heads import Heads
        from registry.audit.layout import layout_of
        from registry.audit.noticed import Noticed
        from registry.models import Base

        heads = Heads(self.instance_key, self.config.ledger_head)
        return Bindings(layout_of(Base.metadata), heads, Noticed(self.config.noticed))

    @cached_property
    def audit(self) -> "Audit":
        from registry.audit.service import Audit

        return Audit(self.db, self.bindings)

    @cached_property
    def unions(self) -> "Unions":
        from registry.unions.service import Unions

        return Unions(self.db, self.clock)

    @cached_property
    def keystore(self) -> "KeyStore":
        from registry.performers.keystore import KeyStore

        return KeyStore(self.config.keystore)

    @cached_property
    def performers(self) -> "Performers":
        from registry.performers.service import Performers

        return Performers(self.db, self.clock, self.keystore, self.senses, self.galleries, self.examine)

    @cached_property
    def productions(self) -> "Productions":
        from registry.productions.service import Productions

        return Productions(self.db, self.clock)

    @cached_property
    def instance_key(self) -> "InstanceKey":
        from registry.checks.signing import InstanceKey

        return InstanceKey(self.config, lambda: self.db, self.clock)

    @cached_property
    def consents(self) -> "Consents":
        from registry.consents.service import Consents

        return Consents(self.db, self.clock, lambda: self.instance_key.load_or_create().label)

    @cached_property
    def lives(self) -> "Lives":
        from registry.lives.service import Lives

        return Lives(self.db, self.clock, self.redecider.run_due)

    @cached_property
    def notices(self) -> "Notices":
        from registry.notices import Notices

        return Notices(self.db)

    @cached_property
    def uploads(self) -> "Uploads":
        from registry.checks.uploads import Uploads

        return Uploads(self.config.uploads, self.config.upload_bytes, self.config.free_megabytes * 1_000_000)

    @cached_property
    def checks(self) -> "Checks":
        from datetime import timedelta

        from registry.checks.service import Checks

        keeps = timedelta(days=self.config.file_days)
        return Checks(self.db, self.clock, self.uploads, self.config.queued_checks, keeps)

    @cached_property
    def jobs(self) -> "Jobs":
        from registry.checks.jobs import Jobs

        return Jobs(self.db, self.clock, self.config.lease_seconds, self.uploads.delete)

    @cached_property
    def examiner(self) -> "Examiner":
        from registry.checks.examination import Examiner

        return Examiner(self.db, self.jobs, self.uploads, lambda: self.eyes, self.galleries, self.decider)

    def hand(self) -> "Hand":
        """A watched process that examines for this one; to be closed."""
        from registry.checks.hand import Hand

        return Hand(self.jobs, self.config.check_seconds)

    @cached_property
    def decider(self) -> "Decider":
        from datetime import timedelta

        from consent.clearance import decide
        from registry.approvals.established import established
        from registry.checks.deciding import Decider

        return Decider(
            self.db,
            self.clock,
            self.instance_key.load_or_create,
            decide,
            timedelta(hours=self.config.receipt_hours),
            established,
            self.docket,
            keeps_files=self.config.file_days > 0,
        )

    @cached_property
    def redecider(self) -> "Redecider":
        from registry.checks.redeciding import Redecider

        return Redecider(self.db, self.clock, lambda: self.decider, self.uploads)

    @cached_property
    def status(self) -> "Status":
        from registry.checks.status import Status

        return Status(self.db, self.clock, self.instance_key.load_or_create, self.bindings.noticed)

    @cached_property
    def approvals(self) -> "Approvals":
        from registry.approvals.service import Approvals

        return Approvals(self.db, self.clock, self.redecider.run_due)

    @cached_property
    def approval_reader(self) -> "ApprovalReader":
        from registry.approvals.reading import ApprovalReader

        return ApprovalReader(self.db, self.clock)

    @cached_property
    def floors(self) -> "Floors":
        from registry.approvals.floors import Floors

        return Floors(self.db, self.clock)

    @cached_property
    def strikes(self) -> "Strikes":
        from registry.approvals.strikes import Strikes

        return Strikes(self.db, self.clock, self.redecider.run_due)

    @cached_property
    def preferences(self) -> "Preferences":
        from registry.approvals.preferences import Preferences

        return Preferences(self.db, self.clock, self.redecider.run_due)

    @cached_property
    def outlook(self) -> "Outlook":
        from consent.clearance import decide
        from registry.approvals.established import established
        from registry.checks.outlook import Outlook

        return Outlook(self.db, self.clock, decide, established)

    @cached_property
    def drafts(self) -> "Drafts":
        from registry.drafts.service import Drafts

        return Drafts(self.db, self.clock)

    @cached_property
    def explanations(self) -> "Explanations":
        from registry.rules.service import Explanations

        return Explanations(self.db)

    @cached_property
    def crowding(self) -> "Crowding":
        from registry.performers.crowding import Crowding

        return Crowding(self.db, self.clock, *self.galleries.values())

    @cached_property
    def switching(self) -> "Switching":
        from registry.performers.switching import Switching

        digests = next(iter(self.senses.values())).digests
        return Switching(self.db, self.clock, self.gallery, self.crowding, digests)

    @cached_property
    def disputes(self) -> "Disputes":
        from datetime import timedelta

        from registry.disputes.service import Disputes

        return Disputes(self.db, self.clock, self.keystore, timedelta(days=self.config.objection_days))

    @cached_property
    def look_alikes(self) -> "LookAlikes":
        from registry.performers.look_alikes import LookAlikes

        return LookAlikes(self.db, self.clock, lambda: self.instance_key.load_or_create().label, self.keystore)

    @cached_property
    def error_reports(self) -> "ErrorReports":
        from registry.reports.error import ErrorReports

        return ErrorReports(self.db, self.clock, lambda: self.thresholds, self.config.reports)

    @cached_property
    def docket(self) -> "Docket":
        from registry.reviews.docket import Docket

        return Docket(self.keystore)

    @cached_property
    def reviews(self) -> "Reviews":
        from registry.reviews.service import Reviews

        return Reviews(self.db, self.clock, self.keystore, self.docket, self.redecider.run_due)

    @cached_property
    def appeals(self) -> "Appeals":
        from registry.reviews.appeals import Appeals

        return Appeals(self.db, self.clock, self.docket, self.uploads, self._look_again, self.evidence)

    @cached_property
    def looking(self) -> "Looking":
        from registry.reviews.looks import Looking

        return Looking(self.db, self.clock, self.keystore)

    @cached_property
    def neutrals(self) -> "Neutrals":
        from registry.reviews.neutrals import Neutrals

        return Neutrals(self.db, self.clock)

    def close(self) -> None:
        """Give back the database's connections."""
        if "db" in self.__dict__:
            self.db.close()
