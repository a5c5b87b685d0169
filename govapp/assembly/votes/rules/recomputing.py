"""The result of a vote from its sealed records alone: the questions of the ballot paper, and the rules beside it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from govapp.assembly.agenda.rules.items import Choice, Item, ItemKind
from govapp.assembly.votes.rules.channels import ChannelResult, together
from govapp.assembly.votes.rules.paper import verdicts
from govapp.assembly.votes.rules.record import FIRST_WITH_MEETING, RULES, SealedMeeting, with_sealed_rules
from govapp.assembly.votes.rules.result import RESULT, AnnouncedResult, PaperSummary, RollSummary
from govapp.assembly.votes.rules.turnout import Turnout
from govapp.ballots.rules.sealed import CountedArchive
from govapp.kernel.canonical import canonical_json
from govapp.kernel.texts import Texts


def sealed_items(
    rules: Mapping[str, Any], questions: Sequence[Mapping[str, Any]], not_voted: Sequence[Item] = ()
) -> tuple[Item, ...]:
    """Return the items of a vote as its sealed records give them, in the order of the agenda.

    `not_voted` are the items of the agenda on which nobody votes: records before version 3 do not hold them, and later
    ones hold their own. A candidate of a motions election is known by the whole title of his question.
    """
    if RULES.version_of(rules) >= FIRST_WITH_MEETING:
        not_voted = [
            Item(each["item"], each["item"], ItemKind(each["kind"]), Texts.from_dict(each["title"]))
            for each in rules["items"]
            if "method" not in each
        ]
    voted = [_item(each, questions) for each in rules["items"] if "method" in each]
    items = sorted([*voted, *not_voted], key=lambda item: item.number)
    return with_sealed_rules(items, rules)


def sealed_meeting(rules: Mapping[str, Any], known: SealedMeeting) -> SealedMeeting:
    """Return the meeting of a vote as it was sealed; before version 3 nothing was sealed, and `known` is returned."""
    if RULES.version_of(rules) < FIRST_WITH_MEETING:
        return known
    said = rules["meeting"]
    second_on = said.get("second_on")
    return SealedMeeting(
        said["id"],
        Texts.from_dict(said["title"]),
        date.fromisoformat(said["held_on"]),
        is_second=bool(said["second"]),
        first_id=said.get("first"),
        second_on=date.fromisoformat(second_on) if second_on else None,
    )


def recompute(
    counted: CountedArchive,
    items: Sequence[Item],
    meeting: SealedMeeting,
    roll: RollSummary,
    turnout: Turnout,
    *,
    channels: Sequence[ChannelResult],
    anchor: Mapping[str, Any] | None,
    version: int,
) -> bytes:
    """Return the announced record, of that version, byte for byte as it follows from what was sealed and counted.

    `channels` are the ballots of the archive, and the papers and hands that scrutineers counted. `anchor` is the signed
    state that was announced with it: it was made then, and cannot be made again. Raises FiguresDoNotFit,
    FiguresMissing.
    """
    figures, valid = together(channels)
    result = AnnouncedResult(
        assembly_id=meeting.assembly_id,
        held_on=meeting.held_on,
        title=meeting.title,
        roll=roll,
        paper=PaperSummary(counted.uuid, counted.fingerprint, counted.head),
        ballots=counted.ballots,
        verdicts=verdicts(items, figures, turnout, valid),
        anchor=anchor,
        channels=tuple(channels),
    )
    return canonical_json(RESULT.encode(result, version))


def find_difference(follows: Any, announced: Any, place: str = "") -> str:  # noqa: ANN401 - JSON
    """Return the place of the first member in which two records differ, like `items[2].verdict`; empty when equal."""
    if isinstance(follows, dict) and isinstance(announced, dict):
        for name in sorted(follows.keys() | announced.keys()):
            where = f"{place}.{name}".removeprefix(".")
            if name not in follows or name not in announced:
                return where
            if found := find_difference(follows[name], announced[name], where):
                return found
        return ""
    if isinstance(follows, list) and isinstance(announced, list) and len(follows) == len(announced):
        pairs = enumerate(zip(follows, announced, strict=True))
        return next((found for index, pair in pairs if (found := find_difference(*pair, f"{place}[{index}]"))), "")
    return "" if follows == announced else place


def _item(sealed: Mapping[str, Any], questions: Sequence[Mapping[str, Any]]) -> Item:
    asked = [each for each in questions if each["item"] == sealed["item"]]
    kind = ItemKind(sealed["kind"])
    titles = [Texts.from_dict(each["title"]) for each in asked]
    if sealed["method"] == "motions":
        choices = tuple(Choice(title) for title in titles)
    elif sealed["method"] == "approval":
        choices = tuple(Choice(Texts.from_dict(answer["label"])) for each in asked for answer in each["answers"])
    else:
        choices = ()
    return Item(sealed["item"], sealed["item"], kind, titles[0] if titles else Texts(), choices=choices)
