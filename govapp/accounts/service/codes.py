"""Coming in by the code of a letter: issued with its link, typed by a person, counted when it is wrong."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from govapp.accounts import queries
from govapp.accounts.codes import code_of, digest_of_code, read_code
from govapp.accounts.models import Link, LinkCode
from govapp.accounts.queries.links import LinkRow
from govapp.accounts.refusals import LinkChanged
from govapp.accounts.rules import WRONG_CODES_PER_ADDRESS, LinkPurpose
from govapp.accounts.service.attempts import count_wrong, find_locked_until, forget_old_attempts
from govapp.accounts.service.links import IssueLink, LinkId, issue_links
from govapp.accounts.tags import AccountsTag
from govapp.accounts.tokens import digest_of, token_of
from govapp.audit import journal
from govapp.db.locks import lock
from govapp.db.uow import Work, keys_of
from govapp.kernel.keys import KeyRing
from govapp.kernel.subjects import SubjectRef


@dataclass(frozen=True)
class LetterCode:
    """What a letter shows of its link: the code that is typed, and the token that the square holds."""

    code: str
    token: str

    def link_address(self, site: str) -> str:
        """Return the whole address that the square holds."""
        return f"{site}/in/{self.token}"


@dataclass(frozen=True)
class CodeResult:
    """What came of a typed code; a value and not a Refusal, since the count of wrong codes must be committed.

    The token of the link that it opens; without one the code was wrong, and `locked_until` says whether too often.
    """

    token: str | None = None
    locked_until: datetime | None = None


def issue_letter_links(work: Work, commands: Sequence[IssueLink], subject: SubjectRef) -> list[LinkId]:
    """Issue links that a code opens, for letters on paper about `subject`; their numbers in the order of `commands`."""
    if any(command.purpose is not LinkPurpose.LETTER for command in commands):
        raise ValueError("a code belongs to a letter")
    numbers = issue_links(work, commands, subject=subject)
    if numbers:
        codes = codes_of_links(work.session, numbers)
        rows = [{"link_id": each, "digest": digest_of_code(work.keys, codes[each].code)} for each in numbers]
        work.session.execute(insert(LinkCode), rows)
    return numbers


def codes_of_links(session: Session, link_ids: Collection[int]) -> dict[int, LetterCode]:
    """Return code and token of links, for their letters; raises LinkChanged where a row is not what was issued."""
    keys = keys_of(session)
    found: dict[int, LetterCode] = {}
    for row in session.scalars(select(Link).where(Link.id.in_(link_ids))):
        link = queries.signed_link(row)
        token = token_of(keys, link)
        if digest_of(token) != row.token_digest:
            raise LinkChanged
        found[row.id] = LetterCode(code_of(keys, link), token)
    return found


def try_code(work: Work, typed: str, address: str) -> CodeResult:
    """Look up the code of a letter that somebody at a network address typed, and count it when it is wrong.

    Raises CodeHasSign and CodeIncomplete, which count as no attempt, and LinkChanged.
    """
    code = read_code(typed)
    lock(work, "sign-in")
    scope = queries.get_codes_scope(work.keys, address)
    until = find_locked_until(work, [scope])
    if until is not None:
        return CodeResult(locked_until=until)
    token = _token_of(work.session, work.keys, code)
    return _wrong(work, scope) if token is None else CodeResult(token)


def find_link_of_code(session: Session, code: str, now: datetime) -> LinkRow | None:
    """Return the link that a code opens, as an officer at a desk looks it up, or None; raises LinkChanged."""
    token = _token_of(session, keys_of(session), code)
    return None if token is None else queries.find_link_by_token(session, token, None, now)


def withdraw_letter_links(work: Work, link_ids: Collection[int], subject: SubjectRef) -> int:
    """Withdraw the codes of letters about `subject` that others replace, and return how many still opened something."""
    statement = update(Link).where(
        Link.id.in_(link_ids), Link.purpose == LinkPurpose.LETTER.value, Link.revoked_at.is_(None)
    )
    count = len(work.session.scalars(statement.values(revoked_at=work.now).returning(Link.id)).all())
    if count:
        journal.record(work, AccountsTag.LINK_REVOKED, subject, facts={"count": count})
    return count


def withdraw_letter_links_of(work: Work, person: SubjectRef, subject: SubjectRef) -> int:
    """Withdraw every code of one person, as `withdraw_letter_links` does."""
    statement = select(Link.id).where(
        Link.subject_ref == person, Link.purpose == LinkPurpose.LETTER.value, Link.revoked_at.is_(None)
    )
    return withdraw_letter_links(work, list(work.session.scalars(statement)), subject)


def _token_of(session: Session, keys: KeyRing, code: str) -> str | None:
    """Return the token of the link that a code opens, None for a code that was never given."""
    link_id = session.scalar(select(LinkCode.link_id).where(LinkCode.digest == digest_of_code(keys, code)))
    if link_id is None:
        return None
    found = codes_of_links(session, [link_id])[link_id]
    if found.code != code:
        raise LinkChanged
    return found.token


def _wrong(work: Work, scope: str) -> CodeResult:
    forget_old_attempts(work)
    until = count_wrong(work, scope, WRONG_CODES_PER_ADDRESS).locked_until
    if until is not None:
        journal.record(
            work, AccountsTag.CODES_LOCKED, SubjectRef("codes"), facts={"until": until.isoformat()}, result="locked"
        )
    return CodeResult(locked_until=until)
