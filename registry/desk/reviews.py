"""What people look at, and what is counted of it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from registry.desk.checks import ChecksDesk
from registry.desk.services import service

if TYPE_CHECKING:
    from registry.checks.examining.examination import Work
    from registry.enrolments import Enrolments
    from registry.reports.error import ErrorReports
    from registry.reviews.appeals import Appeals
    from registry.reviews.comparisons import Comparisons
    from registry.reviews.lists import ReviewLists
    from registry.reviews.neutrals import Neutrals
    from registry.reviews.own import OwnPictures
    from registry.reviews.queue import ReviewQueue
    from registry.reviews.service import Reviews
    from registry.reviews.showing import Showings
    from registry.signing.offers import SigningOffers
    from registry.signing.requests import SigningRequests
    from registry.waiting.lists import WaitingFor


class Desk(ChecksDesk):
    """What people look at, and what is counted of it."""

    @service
    def review_queue(self) -> "ReviewQueue":
        from registry.reviews.queue import ReviewQueue

        return ReviewQueue(self.keystore, lambda: {name: sense.evidence_type for name, sense in self.senses.items()})

    @service
    def reviews(self) -> "Reviews":
        from registry.reviews.service import Reviews

        return Reviews(self.db, self.clock, self.keystore, self.review_queue)

    @service
    def review_lists(self) -> "ReviewLists":
        from registry.reviews.lists import ReviewLists

        return ReviewLists(self.db, self.clock)

    @service
    def appeals(self) -> "Appeals":
        from registry.reviews.appeals import Appeals

        return Appeals(self.db, self.clock, self.review_queue)

    @service
    def own_pictures(self) -> "OwnPictures":
        from registry.reviews.own import OwnPictures

        return OwnPictures(self.db, self.clock, self.keystore)

    @service
    def showings(self) -> "Showings":
        from registry.reviews.showing import Showings

        return Showings(
            self.db,
            self.file_jobs,
            self.jobs,
            self.review_queue,
            self._look_again,
            self.evidence,
        )

    @service
    def enrolments(self) -> "Enrolments":
        from registry.enrolments import Enrolments

        return Enrolments(self.db, self.clock, self.file_jobs, self.performers, self.readings)

    @service
    def other_work(self) -> "Mapping[str, Work]":
        from registry import enrolments
        from registry.reviews import showing

        return {enrolments.KIND: self.enrolments.run, showing.KIND: self.showings.run}

    @service
    def signing_requests(self) -> "SigningRequests":
        from registry.signing.requests import SigningRequests

        return SigningRequests(
            self.db,
            self.clock,
            self._registry_id,
            self.consents,
            self.approvals,
            self.look_alikes,
            lambda: self.performers,
        )

    @service
    def signing_offers(self) -> "SigningOffers":
        from registry.signing.offers import SigningOffers

        return SigningOffers(self.db, self.clock, self._registry_id)

    @service
    def comparisons(self) -> "Comparisons":
        from registry.reviews.comparisons import Comparisons

        return Comparisons(self.db, self.clock, self.review_queue)

    @service
    def neutrals(self) -> "Neutrals":
        from registry.reviews.neutrals import Neutrals

        return Neutrals(self.db, self.clock)

    @service
    def waiting_for(self) -> "WaitingFor":
        from registry.waiting.lists import WaitingFor

        return WaitingFor(self.db, self.clock)

    @service
    def error_reports(self) -> "ErrorReports":
        from registry.reports.error import ErrorReports

        return ErrorReports(self.db, self.clock, lambda: self.senses, self.thresholds_of, self.config.reports)
