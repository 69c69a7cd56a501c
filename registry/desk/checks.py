"""A check from the file to the receipt."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from registry.desk.agreements import AgreementsDesk
from registry.desk.services import service

if TYPE_CHECKING:
    from registry.checks.conforms import Conforms
    from registry.checks.copies.kept import KeptPrints
    from registry.checks.copies.search import Copies
    from registry.checks.credentials.service import Credentials
    from registry.checks.deciding.asked import AsksPeople
    from registry.checks.deciding.decider import Decider
    from registry.checks.deciding.marking import Marking
    from registry.checks.deciding.outlook import Outlook
    from registry.checks.deciding.redeciding import Redecider
    from registry.checks.examining.examination import Examiner, Work
    from registry.checks.examining.hand import Hand
    from registry.checks.examining.kept import KeptPictures
    from registry.checks.examining.known import KnownVersions
    from registry.checks.examining.piecewise import Piecewise
    from registry.checks.explaining.service import Explanations
    from registry.checks.foresight import Foresight
    from registry.checks.intake.files import FileJobs
    from registry.checks.intake.jobs import Jobs
    from registry.checks.intake.uploads import Uploads
    from registry.checks.lists import CheckLists
    from registry.checks.proxies import Proxies
    from registry.checks.receipts.status import Status
    from registry.checks.service import Checks
    from registry.ports.blobs import Blobs


class ChecksDesk(AgreementsDesk):
    """A check from the file to the receipt."""

    if TYPE_CHECKING:

        @property
        def review_queue(self) -> "AsksPeople":
            """Whom a decision asks what it cannot see itself: the reviews, which stand above the checks."""

        @property
        def other_work(self) -> "Mapping[str, Work]":
            """What does the jobs that are no checks, by their kind."""

    @service
    def blobs(self) -> "Blobs":
        """Where files under examination are kept."""
        from registry.ports.blobs import Folder

        return Folder(self.config.uploads, self.config.free_megabytes * 1_000_000)

    @service
    def uploads(self) -> "Uploads":
        from registry.checks.intake.uploads import Uploads

        return Uploads(self.blobs, self.config.upload_bytes)

    @service
    def checks(self) -> "Checks":
        from datetime import timedelta

        from registry.checks.service import Checks

        keeps = timedelta(days=self.config.file_days)
        return Checks(self.db, self.clock, self.uploads, self.config.queued_checks, keeps, self.kept_pictures)

    @service
    def foresight(self) -> "Foresight":
        from registry.checks.foresight import Foresight

        return Foresight(self.db, self.clock)

    @service
    def check_lists(self) -> "CheckLists":
        from registry.checks.lists import CheckLists

        return CheckLists(self.db, self.clock)

    @service
    def jobs(self) -> "Jobs":
        from registry.checks.intake.jobs import Jobs

        return Jobs(self.db, self.clock, self.config.lease_seconds, self.uploads.delete)

    @service
    def examiner(self) -> "Examiner":
        from registry.checks.examining.examination import Examiner

        return Examiner(
            self.db,
            self.jobs,
            self.uploads,
            lambda: self.eyes,
            self.galleries,
            self.decider,
            self.piecewise,
            self.kept_pictures,
            self.copies,
            self.known_versions,
            lambda: self.other_work,
        )

    @service
    def piecewise(self) -> "Piecewise":
        from registry.checks.examining.piecewise import Piecewise

        return Piecewise(self.db, self.jobs, self.keystore, lambda: self.senses)

    @service
    def kept_pictures(self) -> "KeptPictures":
        from registry.checks.examining.kept import KeptPictures

        return KeptPictures(self.keystore)

    @service
    def known_versions(self) -> "KnownVersions":
        from registry.checks.examining.known import KnownVersions

        return KnownVersions(self.db, self.clock, self.jobs, self.keystore)

    @service
    def kept_prints(self) -> "KeptPrints":
        from registry.checks.copies.kept import KeptPrints

        return KeptPrints(self.keystore)

    @service
    def copies(self) -> "Copies":
        from registry.checks.copies.search import Copies

        return Copies(self.db, self.clock, self.kept_prints)

    @service
    def conforms(self) -> "Conforms":
        from registry.checks.conforms import Conforms

        return Conforms(self.db, self.clock, self.instance_key.load_or_create, self.kept_prints)

    @service
    def credentials(self) -> "Credentials":
        from matching.origin.reading import ANCHORS
        from registry.checks.credentials.service import Credentials
        from registry.ports.certificates import certificate

        return Credentials(
            self.db,
            self.clock,
            self.instance_key.load_or_create,
            self.uploads,
            lambda: certificate(self.config.credential_chain, self.config.credential_key, self.clock()),
            self.config.incoming,
            self.config.address,
            self.config.trust_list or ANCHORS,
        )

    @service
    def proxies(self) -> "Proxies":
        from registry.checks.proxies import Proxies

        return Proxies(self.db, self.uploads, self.config.incoming)

    @service
    def file_jobs(self) -> "FileJobs":
        from registry.checks.intake.files import FileJobs

        return FileJobs(self.db, self.clock, self.uploads, self.jobs, self.config.queued_checks)

    def hand(self) -> "Hand":
        """A watched process that examines for this one; to be closed."""
        from registry.checks.examining.hand import Hand

        return Hand(self.jobs, self.config.check_seconds)

    @service
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
            self.copies,
            keeps_files=self.config.file_days > 0,
        )

    @service
    def redecider(self) -> "Redecider":
        from registry.checks.deciding.redeciding import Redecider

        return Redecider(self.db, self.clock, lambda: self.decider, self.uploads, self.marking)

    @service
    def marking(self) -> "Marking":
        from registry.checks.deciding.marking import Marking

        return Marking(self.db, self.clock)

    @service
    def status(self) -> "Status":
        from registry.checks.receipts.status import Status

        return Status(self.db, self.clock, self.instance_key.load_or_create, self.bindings.noticed)

    @service
    def outlook(self) -> "Outlook":
        from consent.clearance import decide
        from registry.approvals.established import established
        from registry.checks.deciding.outlook import Outlook

        return Outlook(self.db, self.clock, decide, established)

    @service
    def explanations(self) -> "Explanations":
        from registry.checks.explaining.service import Explanations

        return Explanations(self.db)
