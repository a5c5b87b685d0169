"""What is checked before an agenda is locked and before voting opens, a sentence each with its remedy."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from govapp.assembly.agenda.rules.items import Item, agenda_problems, missing_texts, text_remarks
from govapp.assembly.agenda.rules.model_items import order_remarks
from govapp.kernel.errors import N_, Param


class Finding(StrEnum):
    """How a check came out: `no` and `wait` stand in the way, `warn` does not."""

    YES = "yes"
    WAIT = "wait"
    WARN = "warn"
    NO = "no"


@dataclass(frozen=True)
class Check:
    """One check: its finding, a sentence and its remedy (English, with placeholders), and a fingerprint if any."""

    finding: Finding
    message: str
    params: dict[str, Param] = field(default_factory=dict)
    fix: str = ""
    digest: str = ""

    @property
    def blocks(self) -> bool:
        """Return whether the next step is impossible for as long as this check says so."""
        return self.finding in {Finding.NO, Finding.WAIT}


@dataclass(frozen=True)
class Readiness:
    """What is known before voting opens; `keys_needed` counts the key holders, `keys_in` those who made their key.

    `untested` names those who have not shown yet that their key opens a test ballot; `keys_to_count` of them are enough
    for a count.
    """

    roll_size: int
    roll_digest: str
    without_email: int
    keys_in: int
    keys_needed: int
    fingerprint: str
    opens_at: datetime
    closes_at: datetime
    untested: tuple[str, ...] = ()
    keys_to_count: int = 1


@dataclass(frozen=True)
class OfficeRoles:
    """How many administrators can sign in; which scrutineers also lead votes, keep the register or give out roles."""

    administrators: int
    conflicting: tuple[str, ...] = ()


def checks_before_lock(
    items: tuple[Item, ...], record_date: date, today: date, roles: OfficeRoles, *, backdated: int = 0
) -> tuple[Check, ...]:
    """Return the checks of a draft: those that block make locking impossible.

    `backdated` people came into the register after the record date with an earlier effective date.
    """
    found = [Check(Finding.NO, problem.message, problem.params) for problem in agenda_problems(items)]
    if not found:
        found.append(Check(Finding.YES, N_("The agenda is whole: %(count)s items."), {"count": len(items)}))
    found += _texts(items, N_("Write it on the page of the item, or waive it in your name when you lock the agenda."))
    remarks = [*order_remarks(items), *(each for item in items for each in text_remarks(item))]
    found += [Check(Finding.WARN, remark.message, remark.params) for remark in remarks]
    found.append(_documents(items))
    if record_date > today:
        message = N_("The voting list can be frozen from the record date on, %(record_date)s.")
        found.append(Check(Finding.WAIT, message, {"record_date": record_date}))
    else:
        message = N_("Whoever holds a paid share on %(record_date)s will be on the voting list.")
        found.append(Check(Finding.YES, message, {"record_date": record_date}))
    if backdated:
        message = N_("Entered after the record date with an earlier effective date: %(count)s people.")
        fix = N_("They will be on the voting list, which then names each of them. Look whether that is right.")
        found.append(Check(Finding.WARN, message, {"count": backdated}, fix=fix))
    found.append(_administrators(roles.administrators))
    found += [
        Check(
            Finding.WARN,
            N_("%(name)s is one of the scrutineers and also leads votes, keeps the register or gives out roles."),
            {"name": name},
            fix=N_("No single person should be able to do both: ask an administrator to end one of these roles."),
        )
        for name in roles.conflicting
    ]
    return tuple(found)


def checks_before_opening(items: tuple[Item, ...], readiness: Readiness, now: datetime) -> tuple[Check, ...]:
    """Return the checks of an assembly whose agenda is locked: those that block make opening impossible."""
    voters = Check(
        Finding.YES,
        N_("The voting list is frozen: %(size)s shareholders, one vote each."),
        {"size": readiness.roll_size},
        digest=readiness.roll_digest,
    )
    return (
        voters,
        _keys(readiness),
        *_spare_keys(readiness),
        *_texts(items, N_("Readers of that language see another one, with a flag that says so.")),
        _documents(items),
        _window(readiness, now),
        _addresses(readiness),
    )


def _administrators(count: int) -> Check:
    if count > 1:
        return Check(Finding.YES, N_("There are %(count)s administrators."), {"count": count})
    return Check(
        Finding.WARN,
        N_("There is one administrator."),
        fix=N_(
            "From the locking of the agenda until the count, inviting an officer, giving a role or replacing a lost "
            "phone takes a second administrator. Ask for one now: afterwards it has to wait."
        ),
    )


def _keys(readiness: Readiness) -> Check:
    params: dict[str, Param] = {"made": readiness.keys_in, "needed": readiness.keys_needed}
    if readiness.keys_in < readiness.keys_needed:
        return Check(
            Finding.WAIT,
            N_("Keys: %(made)s of %(needed)s are made."),
            params,
            fix=N_("Ask the key holders to make theirs. The ballot paper is sealed when all keys are there."),
        )
    if readiness.untested:
        return Check(
            Finding.WAIT,
            N_("All %(needed)s keys are made, but not tested by: %(names)s."),
            params | {"names": ", ".join(readiness.untested)},
            fix=N_("Each key holder opens a test ballot with the copy that was kept. Replace whoever cannot."),
        )
    message = N_("The ballot paper is sealed; all %(needed)s keys are made.")
    if not readiness.fingerprint:
        message = N_("All %(needed)s keys are made. The ballot paper is sealed when voting opens.")
    return Check(Finding.YES, message, params, digest=readiness.fingerprint)


def _spare_keys(readiness: Readiness) -> Iterator[Check]:
    if readiness.keys_needed > 1 and readiness.keys_to_count == readiness.keys_needed:
        yield Check(
            Finding.WARN,
            N_("All %(needed)s keys are needed to count: none may be lost, and no key holder may fall out."),
            {"needed": readiness.keys_needed},
            fix=N_("Take the agenda back and lock it again, with fewer keys needed than there are."),
        )


def _texts(items: tuple[Item, ...], fix: str) -> Iterator[Check]:
    missing = missing_texts(items)
    if items and not missing:
        yield Check(Finding.YES, N_("Every text is there in four languages."))
    for gap in missing:
        yield Check(
            Finding.WARN,
            N_("Item %(number)s lacks a text in: %(languages)s."),
            {"number": gap.number, "languages": ", ".join(language.value.upper() for language in gap.languages)},
            fix=fix,
        )


def _documents(items: tuple[Item, ...]) -> Check:
    count = sum(len(item.documents) for item in items)
    if count:
        return Check(Finding.YES, N_("Documents attached to items: %(count)s."), {"count": count})
    return Check(Finding.WARN, N_("No item has a document."), fix=N_("That is allowed, if there is nothing to read."))


def _window(readiness: Readiness, now: datetime) -> Check:
    params: dict[str, Param] = {"opens_at": readiness.opens_at, "closes_at": readiness.closes_at}
    if now >= readiness.closes_at:
        fix = N_("Cancel this vote, and hold another one with a later voting period.")
        return Check(
            Finding.NO, N_("The voting period was to end on %(closes_at)s, which has passed."), params, fix=fix
        )
    if now < readiness.opens_at:
        return Check(Finding.WAIT, N_("Voting opens on %(opens_at)s. You can open it from then on."), params)
    return Check(Finding.YES, N_("The voting period has begun and ends on %(closes_at)s."), params)


def _addresses(readiness: Readiness) -> Check:
    if readiness.without_email:
        return Check(
            Finding.WARN,
            N_("Shareholders without an e-mail address: %(count)s."),
            {"count": readiness.without_email},
            fix=N_("You can open: they are listed, to be written to by post."),
        )
    return Check(Finding.YES, N_("Everybody on the voting list has an e-mail address."))
