"""Rules of the verifier that look at two or three records together, apart from the run over an archive."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

from pybelenios.archive.tar import ArchiveRefused
from pybelenios.counting.result import ElectionResult, read_result, result_holds, write_result
from pybelenios.credentiallist import PublicCredential
from pybelenios.election import Election
from pybelenios.errors import Malformed, Refused
from pybelenios.jsontext import read_json, sha256_hex
from pybelenios.tally import EncryptedTally, Factors

SHUFFLES_NEEDED: Final = 2
# Of the member `assembly`; both bind the same in what is checked here.
KNOWN_VERSIONS: Final = (1, 2)


@contextmanager
def located(event: int) -> Iterator[None]:
    """Say of every refusal inside that it is about the records of `event`."""
    try:
        yield
    except Refused as refusal:
        raise ArchiveRefused(refusal.reason, refusal.sentence, event) from None
    except Malformed as fault:
        raise ArchiveRefused(fault.reason, "A record is not written as the format demands.", event) from None


def check_assembly(
    election: Election, credentials: bytes, entries: Sequence[PublicCredential], roll: bytes | None
) -> str:
    """Return what the election record's `assembly` member binds; raise Refused when the archive does not agree.

    Belenios binds the list of voters to nothing; a whole archive rebuilt with one more voter would pass without this.
    An assembly is one voter, one vote. Reasons: "assembly version", "assembly member", "questions of the assembly",
    "number of voters", "list of credentials", "weights", "roll".
    """
    voters, assembly = len(entries), election.assembly
    if assembly is None:
        if roll is not None:
            raise Refused("roll", "The election record does not say for which roll it is.")
        return "The election record does not say for which roll it is; only whoever ran the ballot can tell."
    _require_version(assembly)
    if type(assembly.get("voters")) is not int or not isinstance(assembly.get("credentials"), str):
        raise Refused("assembly member", "The election record names no number of voters or no list of credentials.")
    if "questions" in assembly and not _same_questions(election, assembly["questions"]):
        sentence = "The texts shown to voters are not, answer by answer, those of the questions that were counted."
        raise Refused("questions of the assembly", sentence)
    if assembly["voters"] != voters:
        raise Refused("number of voters", f"The election is for {assembly['voters']} voters, the list has {voters}.")
    if assembly["credentials"] != sha256_hex(credentials):
        raise Refused("list of credentials", "The list of credentials is not the one that the election was made for.")
    if any(entry.weight != 1 for entry in entries):
        raise Refused(
            "weights", "A credential counts more or less than once, and an assembly gives each voter one vote."
        )
    if roll is None:
        return f"The election record is bound to this list of {voters} credentials; no roll was given to compare."
    _require_roll(assembly.get("roll"), voters, roll)
    return f"The election is bound to this list of {voters} credentials and to the roll that was given."


def _require_version(assembly: Mapping[str, object]) -> None:
    """Refuse a member in a form that this program does not know; that of the first stage, 0, did not say so."""
    version = assembly.get("v", 1)
    # In Python True == 1.
    if type(version) is not int or version not in KNOWN_VERSIONS:
        sentence = f"The member assembly is of version {version}, which this program does not know."
        raise Refused("assembly version", sentence)


def require_shuffles(owners: Sequence[int], later: int | None) -> None:
    """Refuse decryption (at event `later`) of rankings that two different trustees have not shuffled before."""
    if len(set(owners)) != len(owners):
        raise ArchiveRefused("repeated shuffle", "A trustee has shuffled twice.", later)
    if later is not None and not owners:
        raise ArchiveRefused(
            "no shuffle", "Rankings that nobody shuffled were decrypted: they show who cast them.", later
        )
    if later is not None and len(owners) < SHUFFLES_NEEDED:
        raise ArchiveRefused(
            "too few shuffles", "Only one trustee shuffled the rankings, and knows whose they are.", later
        )


def require_result(
    election: Election, encrypted: EncryptedTally, factors: Factors, weight: int, raw: bytes
) -> ElectionResult:
    """Return the outcome that `raw` states; raise Refused ("result") unless it is what the tally hides."""
    refusal = Refused("result", "The result is not what the decrypted tally says.")
    try:
        outcome = read_result(election, read_json(raw))
    except Malformed:
        raise refusal from None
    counts = [value for column in outcome for value in column if isinstance(value, int)]
    if write_result(election, outcome) != raw or any(count > weight for count in counts):
        raise refusal
    if not result_holds(election, encrypted, factors, outcome):
        raise refusal
    return outcome


def _same_questions(election: Election, shown: object) -> bool:
    """Tell whether each question and answer in all languages stands where its plain text stands.

    What voters read in their language would otherwise not be what is counted for them. The plain texts are all of one
    language, and of another only where that one has none.
    """
    labels = [_labels(question) for question in shown] if isinstance(shown, list) else []
    plain = [(question.title, *question.answers) for question in election.questions]
    if [len(column) for column in labels] != [len(column) for column in plain]:
        return False
    pairs = [pair for texts, column in zip(plain, labels, strict=True) for pair in zip(texts, column, strict=True)]
    languages = {language for _, label in pairs for language in label}
    return any(all(_says(label, language, text) for text, label in pairs) for language in languages)


def _says(label: Mapping[str, object], language: str, text: str) -> bool:
    return label[language] == text if label.get(language) else text in label.values()


def _labels(question: object) -> list[Mapping[str, object]]:
    """Return the translations of the title and of each answer, as the `assembly` member has them."""
    match question:
        case {"title": dict(title), "answers": [*answers]}:
            labels = [answer.get("label") if isinstance(answer, dict) else None for answer in answers]
            return [label if isinstance(label, dict) else {} for label in (title, *labels)]
    return []


def _require_roll(digest: object, voters: int, roll: bytes) -> None:
    if digest != sha256_hex(roll):
        raise Refused("roll", "The roll that was given is not the one that the election was made for.")
    match read_json(roll):
        case {"entries": [*entries]} if len(entries) == voters:
            return
    raise Refused("roll", "The roll that was given does not have one entry per credential.")
