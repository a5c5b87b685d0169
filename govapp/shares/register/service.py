"""Shareholders who ask for a link to their own page."""

from govapp.accounts.rules import RENEWED_LINK_LIFETIME
from govapp.accounts.service import IssueLink, LinkPurpose, send_link
from govapp.db.uow import Work
from govapp.kernel.subjects import SubjectRef
from govapp.shares.register.queries.holder import list_holders_with_email

# A household shares an address; a mailing list with hundreds of shareholders does not.
MAX_LINKS_PER_ADDRESS = 12


def send_sign_in_links(work: Work, address: str) -> int:
    """Mail one personal link to every shareholder with that e-mail address and return how many were sent.

    Tell whoever asks the same in every case: the page must not betray who is a shareholder.
    """
    people = list_holders_with_email(work.session, address)[:MAX_LINKS_PER_ADDRESS]
    return sum(
        send_link(
            work,
            IssueLink(
                purpose=LinkPurpose.SIGN_IN,
                subject_ref=SubjectRef.to("holder", person.holder_id),
                name=person.name,
                language=person.language,
                email=person.email,
                next_path="/my",
                expires_at=work.now + RENEWED_LINK_LIFETIME,
            ),
        )
        for person in people
    )
