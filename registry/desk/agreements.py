"""What is agreed: productions and their drafts, consents, lives that end them, and the ways to a yes."""

from typing import TYPE_CHECKING

from registry.desk.people import PeopleDesk
from registry.desk.services import service

if TYPE_CHECKING:
    from registry.approvals.clocks import TimeLimits
    from registry.approvals.counters import Counters
    from registry.approvals.lists import WaitingLists
    from registry.approvals.preferences import Preferences
    from registry.approvals.reading import ApprovalReader
    from registry.approvals.service import ApprovalService
    from registry.approvals.strikes import Strikes
    from registry.consents.floors import Floors
    from registry.consents.lapsing import Lapses
    from registry.consents.lists import ConsentLists
    from registry.consents.service import Consents
    from registry.lives.service import Lives
    from registry.productions.drafts.service import Drafts
    from registry.productions.notes import Notes
    from registry.productions.service import Productions


class AgreementsDesk(PeopleDesk):
    """What is agreed: productions and their drafts, consents, lives that end them, and the ways to a yes."""

    @service
    def productions(self) -> "Productions":
        from registry.productions.service import Productions

        return Productions(self.db, self.clock)

    @service
    def drafts(self) -> "Drafts":
        from registry.productions.drafts.service import Drafts

        return Drafts(self.db, self.clock)

    @service
    def notes(self) -> "Notes":
        from registry.productions.notes import Notes

        return Notes(self.db, self.clock)

    @service
    def consents(self) -> "Consents":
        from registry.consents.service import Consents

        return Consents(self.db, self.clock, self._registry_id)

    @service
    def counters(self) -> "Counters":
        from registry.approvals.counters import Counters

        return Counters(self.db, self.clock, self.consents, self.drafts)

    @service
    def consent_lists(self) -> "ConsentLists":
        from registry.consents.lists import ConsentLists

        return ConsentLists(self.db, self.clock)

    @service
    def lapses(self) -> "Lapses":
        from registry.consents.lapsing import Lapses

        return Lapses(self.db, self.clock)

    @service
    def floors(self) -> "Floors":
        from registry.consents.floors import Floors

        return Floors(self.db, self.clock)

    @service
    def lives(self) -> "Lives":
        from registry.lives.service import Lives

        return Lives(self.db, self.clock)

    @service
    def approvals(self) -> "ApprovalService":
        from registry.approvals.service import ApprovalService

        return ApprovalService(self.db, self.clock, self._registry_id)

    @service
    def approval_reader(self) -> "ApprovalReader":
        from registry.approvals.reading import ApprovalReader

        return ApprovalReader(self.db, self.clock)

    @service
    def waiting_lists(self) -> "WaitingLists":
        from registry.approvals.lists import WaitingLists

        return WaitingLists(self.db, self.clock)

    @service
    def clocks(self) -> "TimeLimits":
        from registry.approvals.clocks import TimeLimits

        return TimeLimits(self.db, self.clock)

    @service
    def strikes(self) -> "Strikes":
        from registry.approvals.strikes import Strikes

        return Strikes(self.db, self.clock)

    @service
    def preferences(self) -> "Preferences":
        from registry.approvals.preferences import Preferences

        return Preferences(self.db, self.clock)
