"""What the verifier says last, in the language of whoever reads a page: what a right archive does not protect from."""

from dataclasses import dataclass
from typing import Final

from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from govapp.ballots import queries
from govapp.ballots.queries import PaperRow
from govapp.kernel.errors import N_
from govapp.kernel.texts import LANGUAGE_NAMES, Language
from govapp.request_context import translator
from pybelenios.verifier.cautions import Caution

_SENTENCES: Final = {
    "server_alone": N_("The only key is the server's: whoever runs the server could open single ballots."),
    "one_key": N_("One person holds the only key, and could open single ballots with it."),
    "server_key": N_("One of the keys is the server's."),
    "all_keys": N_("All %(total)s keys are needed: where one is lost, the ballots stay uncounted."),
    "some_keys": N_(
        "Any %(needed)s of the %(total)s key holders are enough to open the ballot box: together they could open "
        "single ballots too."
    ),
    "exchanged_words": N_(
        "In question %(question)s for, against and abstaining are exchanged in one language (%(language)s): %(words)s. "
        "Do not rely on a result of this ballot paper."
    ),
    "other_words": N_("Question %(question)s has other words for a decision than we know (%(language)s): %(words)s."),
}


@dataclass(frozen=True)
class CautionView:
    """A caution in a sentence; `is_fault` where the verifier refuses the paper for it."""

    code: str
    text: str
    is_fault: bool


def describe_cautions(session: Session, found: PaperRow | None) -> tuple[CautionView, ...]:
    """Return the cautions about a paper, most important first; none before it is sealed."""
    if found is None or not found.is_sealed:
        return ()
    cautions = queries.list_cautions(session, found.id)
    return tuple(CautionView(each.code, _sentence(each), each.code == "exchanged_words") for each in cautions)


def _sentence(caution: Caution) -> str:
    number, values = translator().number, dict(caution.values)
    if caution.code == "few_ballots":
        minimum, few = int(values["minimum"]), int(values["few"])
        sentence = ngettext(
            "A total of %(minimum)s ballot may be opened: with fewer than %(few)s it can show what each person voted.",
            "A total of %(minimum)s ballots may be opened: with fewer than %(few)s it can show what each person voted.",
            minimum,
            minimum=number(minimum),
            few=number(few),
        )
        return str(sentence)
    if "language" in values:
        values["language"] = LANGUAGE_NAMES[Language(str(values["language"]))]
    return str(gettext(_SENTENCES[caution.code], **values))
