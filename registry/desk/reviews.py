"""What people look at, and what is counted of it."""

from typing import TYPE_CHECKING

from registry.desk.checks import ChecksDesk
from registry.desk.services import service

if TYPE_CHECKING:
    from registry.reports.error import ErrorReports
    from registry.reviews.appeals import Appeals
    from registry.reviews.comparisons import Comparisons
    from registry.reviews.lists import ReviewLists
    from registry.reviews.neutrals import Neutrals
    from registry.reviews.queue import ReviewQueue
    from registry.reviews.service import Reviews


class Desk(ChecksDesk):
    """What people look at, and what is counted of it."""

    @service
    def review_queue(self) -> "ReviewQueue":
        from registry.reviews.queue import ReviewQueue

        return ReviewQueue(self.keystore)

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

        return Appeals(self.db, self.clock, self.review_queue, self.uploads, self._look_again, self.evidence)

    @service
    def comparisons(self) -> "Comparisons":
        from registry.reviews.comparisons import Comparisons

        return Comparisons(self.db, self.clock, self.keystore)

    @service
    def neutrals(self) -> "Neutrals":
        from registry.reviews.neutrals import Neutrals

        return Neutrals(self.db, self.clock)

    @service
    def error_reports(self) -> "ErrorReports":
        from registry.reports.error import ErrorReports

        return ErrorReports(self.db, self.clock, lambda: self.thresholds, self.config.reports)
