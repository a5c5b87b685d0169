"""Puts the post together: the outbox knows how to send, this layer knows templates, languages and personal links."""

from sqlalchemy.orm import Session

from govapp.accounts.service import link_url
from govapp.outbox.letters import LetterWriter, Post, Sender
from govapp.settings import Settings
from govapp.web import formats
from govapp.web.catalogues import translations
from govapp.web.templating import folder


def post_of(settings: Settings) -> Post:
    """Return what writes the mails of this installation."""
    house = settings
    sender = Sender(house.cooperative, house.contact, house.mail_from, house.timezone, house.base_url)
    writer = LetterWriter(folder(), translations, formats, sender)

    def link_address(session: Session, link_id: int) -> str:
        return link_url(session, link_id, settings.base_url)

    return Post(writer, link_address)
