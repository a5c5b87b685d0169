"""Puts the post together: the outbox knows how to send, this layer knows templates, languages and personal links."""

from sqlalchemy.orm import Session

from govapp.accounts.refusals import LinkChanged
from govapp.accounts.service import link_url
from govapp.kernel.folders import templates_folder
from govapp.outbox.letters import CannotBeWritten, LetterWriter, Post, Sender
from govapp.settings import Settings


def post_of(settings: Settings) -> Post:
    """Return what writes the mails of this installation."""
    sender = Sender(
        settings.cooperative,
        settings.contact,
        settings.mail_from,
        settings.timezone,
        settings.base_url,
        settings.contact_phone,
        settings.office_url,
        settings.authentic_language.value,
    )
    writer = LetterWriter(templates_folder(), sender)

    def link_address(session: Session, link_id: int, reader: str) -> str:
        try:
            return link_url(session, link_id, settings.base_url, settings.office_url, reader=reader)
        except LinkChanged as fault:
            raise CannotBeWritten(LinkChanged.message) from fault

    return Post(writer, link_address)
