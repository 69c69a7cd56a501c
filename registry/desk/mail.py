"""Letters to people, and who takes them."""

from typing import TYPE_CHECKING

from registry.desk.gallery import GalleryDesk
from registry.desk.services import service

if TYPE_CHECKING:
    from registry.notices.digests import Digests
    from registry.notices.letters import Letters
    from registry.notices.outgoing import Outgoing
    from registry.notices.posting import Posting
    from registry.ports.post import Post


class MailDesk(GalleryDesk):
    """Letters to people, and who takes them."""

    @service
    def letters(self) -> "Letters":
        from registry.notices.letters import Letters

        return Letters(self.keystore, self.config.address)

    @service
    def digests(self) -> "Digests":
        from registry.notices.digests import Digests

        return Digests(self.db, self.clock, self.letters)

    @service
    def outgoing(self) -> "Outgoing":
        from registry.notices.outgoing import Outgoing

        return Outgoing(self.db, self.clock, self.post, self.letters)

    @service
    def posting(self) -> "Posting":
        from registry.notices.posting import Posting

        return Posting(self.db, self.clock, self.post, self.config)

    @service
    def post(self) -> "Post":
        """Who takes letters: the server that LIKENESS_SMTP_HOST names, else a folder."""
        config = self.config
        if not config.smtp_host:
            from registry.ports.post import Outbox

            return Outbox(config.outbox)
        from registry.ports.smtp import Server, Smtp

        return Smtp(
            Server(
                config.smtp_host, config.smtp_sender, config.smtp_port, config.smtp_security, config.smtp_user,
                config.smtp_password,
            )
        )  # fmt: skip
