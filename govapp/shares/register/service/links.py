"""Shareholders who ask for a link to their own page."""

from dataclasses import replace

from govapp.accounts.rules import RENEWED_LINK_LIFETIME
from govapp.accounts.service import IssueLink, LinkPurpose, reissue_link, renew_link, send_link, take_asked
from govapp.db.uow import Work
from govapp.declarations import Errand, FailedLetter, FindErrand, TodaysReader
from govapp.kernel.actors import VISITOR
from govapp.kernel.subjects import SubjectRef
from govapp.outbox.service import LetterOutdated
from govapp.shares.letters import SharesLetter
from govapp.shares.register.queries.holder import Addressee, find_email, list_holders_with_email

# A household shares an address; a mailing list with hundreds of shareholders does not.
MAX_LINKS_PER_ADDRESS = 12
OWN_PAGE = "/my"


def find_reader(work: Work, failed: FailedLetter) -> TodaysReader | None:
    """Return where a letter to a shareholder goes today; None for any other, and for a warning to an old mailbox.

    Raises LetterOutdated when the link that it carries opens nothing any more.
    """
    if failed.subject_ref.kind != "holder" or failed.template == SharesLetter.ADDRESS_CHANGED.value:
        return None
    address = find_email(work.session, failed.subject_ref.number)
    link = None if failed.link_id is None or not address else reissue_link(work, failed.link_id, address)
    if address and failed.link_id is not None and link is None:
        raise LetterOutdated
    return TodaysReader(address, link)


def answer_asked_link(work: Work, number: int, find_errand: FindErrand) -> int:
    """Send what somebody asked for under `number`, and return how many links that were.

    Whoever asked stays unnamed in the journal, as everybody does who comes in. Raises LinkChanged.
    """
    asked = take_asked(work, number)
    if asked is None:
        return 0
    visitor = replace(work, actor=VISITOR)
    if asked.link_id is not None:
        return int(renew_link(visitor, asked.link_id))
    return send_sign_in_links(visitor, asked.email, asked.next_path, find_errand)


def send_sign_in_links(work: Work, address: str, next_path: str, find_errand: FindErrand) -> int:
    """Mail one personal link to every shareholder with that e-mail address and return how many were sent.

    It leads to the page `next_path` where one was asked for, else to a vote that is open for this person, else to the
    person's own page; one to a vote works as long as the vote is open. Tell whoever asks the same in every case: the
    page must not betray who is a shareholder.
    """
    people = list_holders_with_email(work.session, address)[:MAX_LINKS_PER_ADDRESS]
    return sum(
        _send(work, person, next_path, find_errand(work.session, person.holder_id, work.now)) for person in people
    )


def _send(work: Work, person: Addressee, next_path: str, errand: Errand | None) -> bool:
    leads_to = Errand(next_path or OWN_PAGE, work.now + RENEWED_LINK_LIFETIME)
    if errand is not None and next_path in {"", errand.path}:
        leads_to = errand
    return send_link(
        work,
        IssueLink(
            purpose=LinkPurpose.SIGN_IN,
            subject_ref=SubjectRef.to("holder", person.holder_id),
            name=person.name,
            language=person.language,
            email=person.email,
            next_path=leads_to.path,
            expires_at=leads_to.until,
        ),
    )
