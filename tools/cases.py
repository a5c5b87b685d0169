"""The worked cases of majorities and quorums; `python -m tools.cases update` writes their table into the page."""

import sys
import tomllib
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from govapp.statutes.rules.catalogue import ITEM_RULES
from govapp.statutes.rules.deciding import Decision, Figures, MotionCounts, Voice, Voices, decide
from govapp.statutes.rules.law import SOURCES
from govapp.statutes.rules.majorities import Condition, Measure, Quorum, Threshold, VoteBase, VoteRule
from govapp.statutes.rules.mandatory import MANDATORY_RULES
from govapp.statutes.rules.profile import LegalKind
from govapp.statutes.rules.profiles import LEGAL_DEFAULTS, MODEL_STATUTES
from govapp.statutes.rules.sources import Source

ROOT = Path(__file__).parent.parent
DATA = ROOT / "docs" / "statutes-cases.toml"
PAGE = ROOT / "docs" / "statutes.md"
BEGIN, END = "<!-- cases -->", "<!-- end of cases -->"
PROFILES = {"legal": LEGAL_DEFAULTS, "model": MODEL_STATUTES}
MEASURES = {"roll": Measure.ROLL, "ballots": Measure.BALLOTS}
VERDICTS = {"adopted": "adopted", "rejected": "rejected", "no_quorum": "not validly decided"}


@dataclass(frozen=True)
class Case:
    """One worked case: the rule with its source, the figures, and what must come out."""

    number: int
    title: str
    rule: VoteRule
    source: str
    figures: Figures
    fewest: int | None
    verdict: str

    def decision(self) -> Decision:
        """Return what the rules make of the figures."""
        return decide(self.rule, self.figures)


def cases() -> list[Case]:
    """Return the worked cases in the order of the file."""
    records = tomllib.loads(DATA.read_text(encoding="utf-8"))["case"]
    return [_case(number, record) for number, record in enumerate(records, start=1)]


def table() -> str:
    """Return the cases as a table in Markdown."""
    head = "| no. | case | rule | source, certainty, kind | figures | fewest for | verdict |\n|" + " --- |" * 7
    return "\n".join([head, *(_row(case) for case in cases())])


def page_with(table_: str, page: str) -> str:
    """Return the page with the table between its two marks."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table_}\n{END}{after}"


def _case(number: int, record: dict[str, Any]) -> Case:
    categories = tuple((code, Voices(_voice(each))) for code, each in record.get("categories", {}).items())
    whole = Voices(_voice(record["heads"]), _voice(record["shares"]) if "shares" in record else None)
    return Case(
        number=number,
        title=record["title"],
        rule=_rule(record["rule"]),
        source=_source(record),
        figures=Figures(whole, categories, is_second_meeting=record.get("second_meeting", False)),
        fewest=record.get("fewest"),
        verdict=record["verdict"],
    )


def _voice(record: dict[str, Any]) -> Voice:
    return Voice(record["entitled"], record["present"], MotionCounts(*record["votes"]) if "votes" in record else None)


def _rule(value: str | dict[str, Any]) -> VoteRule:
    if isinstance(value, str):
        profile, _, kind = value.partition(".")
        return PROFILES[profile].rule_of(LegalKind(kind))
    return VoteRule(
        VoteBase(value["base"]),
        _threshold(value["threshold"]),
        _quorum(value.get("quorum")),
        _quorum(value.get("second")),
        tuple(_condition(each) for each in value.get("also", ())),
    )


def _threshold(text: str) -> Threshold:
    sign, _, fraction = text.partition(" ")
    return Threshold(Fraction(fraction), is_strict=sign == ">")


def _quorum(text: str | None) -> Quorum | None:
    if text is None:
        return None
    fraction, _, base = text.partition(" ")
    return Quorum(VoteBase(base), Fraction(fraction))


def _condition(text: str) -> Condition:
    scope, _, threshold = text.partition(" ")
    if scope in MEASURES:
        return Condition(_threshold(threshold), measure=MEASURES[scope])
    return Condition(_threshold(threshold), category=scope)


def _source(record: dict[str, Any]) -> str:
    if "source" in record:
        own = record["source"]
        return f"{own['article']}; {own['certainty']}, {own['kind']}"
    notes = {each.source.note: each.source for each in MANDATORY_RULES}
    notes |= {each.source.note: each.source for each in reversed(ITEM_RULES)}
    notes |= {source.note: source for source in SOURCES.values() if source.note not in notes}
    # The votes per share and the abstentions are rules of their own; else the source is that of the kind of item.
    source = notes[record["note"]] if "note" in record else SOURCES[record["rule"].partition(".")[2]]
    return f"{_article(source)}; {source.certainty.value}, {source.kind.value}"


def _article(source: Source) -> str:
    return f"{source.note}, art. {source.article}" if source.article else source.note


def _row(case: Case) -> str:
    fewest = "" if case.fewest is None else f"{case.fewest:,}"
    cells = (str(case.number), case.title, _rule_words(case.rule), case.source, _figures(case.figures), fewest)
    return "| " + " | ".join((*cells, VERDICTS[case.verdict])) + " |"


def _rule_words(rule: VoteRule) -> str:
    words = [f"{_sign(rule.threshold)} of {rule.base.value}"]
    if rule.quorum is not None:
        words.append(f"quorum {rule.quorum.fraction} of {rule.quorum.base.value}")
    if rule.second_quorum is not None:
        words.append(f"second meeting {rule.second_quorum.fraction} of {rule.second_quorum.base.value}")
    for each in rule.conditions:
        scope = each.category or each.measure.value
        words.append(f"also {_sign(each.threshold)} in {scope}")
    return "; ".join(words)


def _sign(threshold: Threshold) -> str:
    return f"{'>' if threshold.is_strict else '≥'} {threshold.fraction}"


def _figures(figures: Figures) -> str:
    parts = [f"heads {_votes(figures.whole.heads)}"]
    if figures.whole.shares is not None:
        parts.append(f"shares {_votes(figures.whole.shares)}")
    parts += [f"{code} {_votes(group.heads)}" for code, group in figures.categories]
    return "; ".join([*parts, *(["second meeting"] if figures.is_second_meeting else [])])


def _votes(voice: Voice) -> str:
    present = f"{voice.present:,} of {voice.entitled:,}"
    if voice.counts is None:
        return present
    counts = voice.counts
    votes = (counts.votes_for, counts.votes_against, counts.abstentions, counts.blanks)
    return f"{present}: {' / '.join(f'{each:,}' for each in votes)}"


def main(command: str) -> int:
    """Write the table into the page, or tell whether it stands there."""
    page = PAGE.read_text(encoding="utf-8")
    wanted = page_with(table(), page)
    if command == "update":
        PAGE.write_text(wanted, encoding="utf-8")
        return 0
    return int(page != wanted)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
