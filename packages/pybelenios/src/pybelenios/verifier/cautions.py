"""What an archive that is right does not protect from: said in the last lines of the report, where people look.

And the words of decisions: whoever prepares a ballot paper could write "against" in one language where the others have
"for". Every proof would hold, and half of the voters would say the contrary of what they mean.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from pybelenios.election import Election, Question
from pybelenios.errors import Refused
from pybelenios.pedersen import Pedersen
from pybelenios.trusteekey import TrusteeKey
from pybelenios.trustees import Trustees, owner_keys

FEW_BALLOTS: Final = 5
SERVER_NAME: Final = "server"
DECISION_WORDS: Final[Mapping[str, tuple[str, str, str]]] = {
    "nl": ("Ik stem voor", "Ik stem tegen", "Ik onthoud me"),
    "fr": ("Je vote pour", "Je vote contre", "Je m\u2019abstiens"),
    "en": ("I vote for", "I vote against", "I abstain"),
    "de": ("Ich stimme dafür", "Ich stimme dagegen", "Ich enthalte mich"),
}
"""For, against and abstaining, in this order, as every ballot paper of GovApp has had them."""

_PLACE: Final = {
    (language, word.casefold()): place for language, told in DECISION_WORDS.items() for place, word in enumerate(told)
}


@dataclass(frozen=True)
class Caution:
    """One thing to know: its permanent `code`, an English sentence, and the values in it for other languages.

    The codes are `server_alone`, `one_key`, `server_key`, `all_keys` and `some_keys` (needed, total), `few_ballots`
    (minimum, few), `exchanged_words` and `other_words` (question, language, words).
    """

    code: str
    sentence: str
    values: Mapping[str, int | str] = field(default_factory=dict)


def require_decision_words(election: Election) -> None:
    """Raise Refused ("words of a decision") where a known word stands in the place of another one."""
    for exchanged in find_exchanged_words(election):
        raise Refused("words of a decision", exchanged.sentence)


def find_exchanged_words(election: Election) -> Iterator[Caution]:
    """Yield each decision and language in which a known word stands in the place of another one."""
    for number, language, labels in _decisions(election):
        places = [_PLACE.get((language, label.strip().casefold()), place) for place, label in enumerate(labels)]
        if places != list(range(len(labels))):
            shown = ", ".join(labels)
            sentence = f"In question {number} for, against and abstaining are exchanged in one language ({language})"
            yield Caution("exchanged_words", f"{sentence}: {shown}.", _values(number, language, shown))


def list_cautions(election: Election, trustees: Trustees) -> Iterator[str]:
    """Yield what `find_cautions` finds, in a sentence each."""
    return (caution.sentence for caution in find_cautions(election, trustees))


def find_cautions(election: Election, trustees: Trustees) -> Iterator[Caution]:
    """Yield what somebody should know who relies on a result of an assembly, most important first.

    Empty for elections of other Belenios programs, which do not say what an assembly is.
    """
    if election.assembly is None:
        return
    yield from _about_keys(trustees)
    minimum = election.assembly.get("minimum_ballots")
    if isinstance(minimum, int) and minimum < FEW_BALLOTS:
        sentence = (
            f"A total of {minimum} ballots may be opened already: with fewer than {FEW_BALLOTS} it can show what "
            "each person voted."
        )
        yield Caution("few_ballots", sentence, {"minimum": minimum, "few": FEW_BALLOTS})
    for number, language, labels in _decisions(election):
        if any((language, label.strip().casefold()) not in _PLACE for label in labels):
            shown = ", ".join(labels)
            sentence = f"Question {number} has other words for a decision than we know ({language}): {shown}."
            yield Caution("other_words", sentence, _values(number, language, shown))


def _about_keys(trustees: Trustees) -> Iterator[Caution]:
    keys = len(owner_keys(trustees))
    with_server = any(isinstance(each, TrusteeKey) and each.name == SERVER_NAME for each in trustees)
    if keys == 1 and with_server:
        yield Caution(
            "server_alone", "The only key is the server's: whoever runs the server could open single ballots."
        )
    elif keys == 1:
        yield Caution("one_key", "There is one key alone: whoever holds it could open single ballots.")
    elif with_server:
        yield Caution("server_key", "One of the keys is the server's.")
    # A group of several of whom one is enough never comes here: all its members have one key, which check 6 refuses.
    for group in trustees:
        if isinstance(group, Pedersen) and group.size > 1:
            yield _about_group(group)


def _about_group(group: Pedersen) -> Caution:
    values = {"needed": group.threshold, "total": group.size}
    if group.threshold == group.size:
        sentence = f"All {group.size} keys of the group are needed: where one is lost, the ballots stay uncounted."
        return Caution("all_keys", sentence, values)
    sentence = (
        f"Any {group.threshold} of the {group.size} holders of a key are enough to open the ballot box: "
        "together they could open single ballots too."
    )
    return Caution("some_keys", sentence, values)


def _values(number: int, language: str, words: str) -> dict[str, int | str]:
    return {"question": number, "language": language, "words": words}


def _decisions(election: Election) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """Yield each decision in each language: its number, the language and the three answers as voters read them.

    A decision has three answers of which exactly one is chosen, whatever the paper calls it.
    """
    shown = (election.assembly or {}).get("questions")
    if not isinstance(shown, list) or len(shown) != len(election.questions):
        return
    for number, (question, texts) in enumerate(zip(election.questions, shown, strict=True), start=1):
        if isinstance(question, Question) and _is_decision(question):
            labels = [answer["label"] for answer in texts["answers"]]
            for language in DECISION_WORDS:
                if all(label.get(language) for label in labels):
                    yield number, language, tuple(str(label[language]) for label in labels)


def _is_decision(question: Question) -> bool:
    shape = (len(question.answers), question.minimum, question.maximum, question.blank)
    return shape == (len(DECISION_WORDS["en"]), 1, 1, False)
