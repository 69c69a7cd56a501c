"""Accounts, unions and performers, and how they get in."""

from typing import TYPE_CHECKING

from registry.desk.mail import MailDesk
from registry.desk.services import service

if TYPE_CHECKING:
    from registry.people.accounts.factors import Factors
    from registry.people.accounts.holders import Holders
    from registry.people.accounts.offers import Offers
    from registry.people.accounts.operating import AccountCards
    from registry.people.accounts.passkeys import SignInPasskeys
    from registry.people.accounts.representations import Representations
    from registry.people.accounts.service import Accounts
    from registry.people.accounts.sessions import Sessions
    from registry.people.accounts.throttle import Throttle
    from registry.people.accounts.tokens import Tokens
    from registry.people.acts import Acts
    from registry.people.disputes.service import Disputes
    from registry.people.entry.beginning import Beginning
    from registry.people.entry.invitations import Invitations
    from registry.people.entry.requests import Requests
    from registry.people.look_alikes.service import LookAlikes
    from registry.people.passkeys import Passkeys
    from registry.people.performers.service import Performers
    from registry.people.readings.service import Readings
    from registry.people.unions.lists import MemberLists
    from registry.people.unions.service import Unions


class PeopleDesk(MailDesk):
    """Accounts, unions and performers."""

    @service
    def accounts(self) -> "Accounts":
        from argon2 import PasswordHasher

        from registry.people.accounts.service import Accounts

        return Accounts(self.db, self.clock, self._hasher or PasswordHasher(), self.throttle)

    @service
    def throttle(self) -> "Throttle":
        """Raises `ThrottleUnusable` where LIKENESS_THROTTLE_STORAGE names nothing that counts can be kept in."""
        from registry.people.accounts.throttle import Throttle

        return Throttle(self.config.throttle_storage)

    @service
    def sessions(self) -> "Sessions":
        from datetime import timedelta

        from registry.people.accounts.sessions import Sessions

        idle, longest = timedelta(minutes=self.config.session_idle_minutes), timedelta(hours=self.config.session_hours)
        required = self.config.second_factor == "required"
        return Sessions(self.db, self.clock, self.accounts.identity_in, idle, longest, self.letters, required=required)

    @service
    def factors(self) -> "Factors":
        from registry.people.accounts.factors import Factors

        return Factors(self.db, self.clock, self.keystore, self.throttle)

    @service
    def invitations(self) -> "Invitations":
        from datetime import timedelta

        from registry.people.entry.invitations import Invitations

        lasts = timedelta(days=self.config.invitation_days)
        return Invitations(self.db, self.clock, self.accounts, self.letters, lasts)

    @service
    def requests(self) -> "Requests":
        """What is asked by somebody who is not signed in."""
        from registry.people.entry.requests import Requests

        open_to_all = self.config.registration
        return Requests(self.db, self.clock, self.accounts, self.letters, self.throttle, open_to_all=open_to_all)

    @service
    def beginning(self) -> "Beginning":
        from registry.people.entry.beginning import Beginning

        return Beginning(self.db, self.clock, mail=bool(self.config.smtp_host))

    @service
    def sign_in_passkeys(self) -> "SignInPasskeys":
        from registry.people.accounts.passkeys import SignInPasskeys

        return SignInPasskeys(self.db, self.clock, self.throttle)

    @service
    def acts(self) -> "Acts":
        from registry.people.acts import Acts

        return Acts(self.db)

    @service
    def passkeys(self) -> "Passkeys":
        from registry.people.passkeys import Passkeys

        return Passkeys(self.db, self.clock)

    @service
    def tokens(self) -> "Tokens":
        from registry.people.accounts.tokens import Tokens

        return Tokens(self.db, self.clock, self.accounts.identity_in)

    @service
    def offers(self) -> "Offers":
        from registry.people.accounts.offers import Offers

        return Offers(self.db, self.clock)

    @service
    def account_cards(self) -> "AccountCards":
        from registry.people.accounts.operating import AccountCards

        return AccountCards(self.db, self.clock)

    @service
    def holders(self) -> "Holders":
        from registry.people.accounts.holders import Holders

        return Holders(self.db, self.clock)

    @service
    def representations(self) -> "Representations":
        from registry.people.accounts.representations import Representations

        return Representations(self.db, self.clock)

    @service
    def unions(self) -> "Unions":
        from registry.consents.lapsing import lapse
        from registry.people.unions.service import Unions

        return Unions(self.db, self.clock, lapse)

    @service
    def member_lists(self) -> "MemberLists":
        from registry.people.unions.lists import MemberLists

        return MemberLists(self.db)

    @service
    def performers(self) -> "Performers":
        from registry.people.performers.service import Performers

        registry_id = self._registry_id
        return Performers(self.db, self.clock, self.keystore, self.senses, self.galleries, self.examine, registry_id)

    @service
    def readings(self) -> "Readings":
        """Texts to read aloud, and what was recorded of them."""
        from registry.people.readings.service import Readings

        return Readings(self.db, self.clock, self.keystore, self.senses)

    @service
    def disputes(self) -> "Disputes":
        from datetime import timedelta

        from registry.people.disputes.service import Disputes

        return Disputes(self.db, self.clock, self.keystore, timedelta(days=self.config.objection_days))

    @service
    def look_alikes(self) -> "LookAlikes":
        from registry.people.look_alikes.service import LookAlikes

        return LookAlikes(self.db, self.clock, self._registry_id, self.keystore)

    def _registry_id(self) -> str:
        """The registry's name, as every signed paper has it."""
        return self.instance_key.load_or_create().label
