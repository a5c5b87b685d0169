"""Personal links that somebody asks for: written down by the page, known or not, and taken by the worker."""

from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from govapp.accounts.models import LinkRequest
from govapp.db.uow import Work

# The worker answers so many before it looks at the rest of its work.
REQUESTS_AT_A_TIME = 50


@dataclass(frozen=True)
class AskedLink:
    """What somebody asked for: a link at an address, which may be nobody's, or one in place of the link `link_id`."""

    email: str = ""
    next_path: str = ""
    link_id: int | None = None


def ask_for_link(work: Work, asked: AskedLink) -> None:
    """Write down that somebody asked for a link; nothing here depends on whether anybody has the address."""
    email = asked.email.strip().lower()
    row = {"email": email, "next_path": asked.next_path, "link_id": asked.link_id, "asked_at": work.now}
    work.session.execute(insert(LinkRequest).values(row))


def list_asked(work: Work) -> tuple[int, ...]:
    """Return the numbers of the oldest requests that wait, `REQUESTS_AT_A_TIME` at most."""
    oldest = select(LinkRequest.id).order_by(LinkRequest.id).limit(REQUESTS_AT_A_TIME)
    return tuple(work.session.scalars(oldest))


def take_asked(work: Work, number: int) -> AskedLink | None:
    """Take a request away and return it; None when another worker came first."""
    row = work.session.execute(
        delete(LinkRequest)
        .where(LinkRequest.id == number)
        .returning(LinkRequest.email, LinkRequest.next_path, LinkRequest.link_id)
    ).one_or_none()
    return None if row is None else AskedLink(row.email, row.next_path, row.link_id)
