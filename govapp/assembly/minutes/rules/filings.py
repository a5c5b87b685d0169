"""Texts to copy after an assembly: the extract for the official gazette, the list for the National Bank's deposit.

No article stands in them: those that would belong there are not confirmed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from govapp.assembly.minutes.rules.mandates import BODY_NAMES, END_NAMES, MandateBody, MandateRow
from govapp.kernel.errors import N_
from govapp.kernel.texts import Texts
from govapp.language.translator import Translator

YEAR: Final = 366
"""How many days before the meeting a mandate may have ended and still stand in the list: those of the year."""


@dataclass(frozen=True, slots=True)
class Filing:
    """What the texts are about: the cooperative, the assembly, its day, and when accounts were approved there."""

    cooperative: str
    assembly: Texts
    held_on: date
    are_accounts_approved: bool


def gazette_text(filing: Filing, appointed: Sequence[MandateRow], ended: Sequence[MandateRow], said: Translator) -> str:
    """Return the extract for the official gazette, in one language: appointments, and mandates that ended."""
    lines = [
        said.say(
            N_("%(cooperative)s. Extract from the minutes of the general assembly of %(day)s (%(assembly)s)."),
            cooperative=filing.cooperative,
            day=filing.held_on,
            assembly=str(filing.assembly.in_language(said.language)),
        )
    ]
    appointed, ended = ([each for each in rows if each.body is not MandateBody.OTHER] for rows in (appointed, ended))
    for each in appointed:
        words = N_("The assembly appoints %(name)s as %(body)s, from %(start)s to %(until)s.")
        lines.append(said.say(words, **_of(each, said)))
    for each in ended:
        words = N_("The mandate of %(name)s as %(body)s ended on %(ended)s: %(end)s.")
        lines.append(said.say(words, **_of(each, said)))
    if not appointed and not ended:
        lines.append(said.say(N_("Nobody was appointed, and no mandate ended.")))
    return "\n".join(lines)


def bank_text(filing: Filing, mandates: Sequence[MandateRow], said: Translator) -> str:
    """Return the list for the deposit of the accounts: everybody who was director or auditor in the year before."""
    lines = []
    if filing.are_accounts_approved:
        words = N_("Annual accounts approved by the general assembly of %(day)s.")
        lines.append(said.say(words, day=filing.held_on))
    lines.append(said.say(N_("Directors and statutory auditor of %(cooperative)s:"), cooperative=filing.cooperative))
    held = [each for each in mandates if _is_of_the_year(each, filing.held_on)]
    for each in held:
        words = N_("%(name)s, %(body)s, from %(start)s to %(until)s")
        if each.ended_on is not None:
            words = N_("%(name)s, %(body)s, from %(start)s to %(ended)s (%(end)s)")
        lines.append(said.say(words, **_of(each, said)))
    if not held:
        lines.append(said.say(N_("The register of mandates names nobody.")))
    return "\n".join(lines)


def _is_of_the_year(each: MandateRow, day: date) -> bool:
    if each.started_on > day or each.body is MandateBody.OTHER:
        return False
    return each.ended_on is None or (day - each.ended_on).days <= YEAR


def _of(each: MandateRow, said: Translator) -> dict[str, str | date]:
    return {
        "name": each.name,
        "body": said.say(BODY_NAMES[each.body]),
        "start": each.started_on,
        "until": each.until,
        "ended": each.ended_on or each.until,
        "end": said.say(END_NAMES[each.end]) if each.end else "",
    }
