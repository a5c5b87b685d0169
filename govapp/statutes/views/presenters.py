"""The rules of a profile as people read them: name, value, plain words, and the article where it is confirmed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import gettext
from wtforms import Field

from govapp.kernel.texts import Language
from govapp.language import number_format
from govapp.request_context import language, translator
from govapp.statutes.forms import VOTE, StatutesForm
from govapp.statutes.rules.catalogue import ITEM_RULES, PROFILE_RULES
from govapp.statutes.rules.mandatory import MANDATORY_RULES
from govapp.statutes.rules.profile import Body, CategoryDefinition, LegalKind, Profile, SeatQuota
from govapp.statutes.rules.shapes import ValueShape, name_of, shape_of
from govapp.statutes.rules.sources import GROUP_NAMES, Group, ProfileRule, Source
from govapp.statutes.rules.wording import part_words, rule_sentences


@dataclass(frozen=True)
class RuleShown:
    """One rule on the page; `article` is there only when it is confirmed, `is_law` when statutes cannot change it."""

    anchor: str
    label: str
    values: tuple[str, ...]
    text: str
    article: str
    is_law: bool


def chapters(profile: Profile) -> list[tuple[str, str, list[RuleShown]]]:
    """Return the rules of a profile by chapter: its anchor, its name, its rules."""
    rules = [(each.group, _rule_of_items(profile, each)) for each in ITEM_RULES]
    rules += [(each.group, _rule(profile, each)) for each in PROFILE_RULES]
    return [
        (group.value, gettext(GROUP_NAMES[group]), [shown for own, shown in rules if own is group]) for group in Group
    ]


def form_chapters(form: StatutesForm) -> list[tuple[str, str, list[tuple[Field, RuleShown]]]]:
    """Return the fields of the form by chapter, each with the rule that it holds."""
    fields = {each.field: form[VOTE + each.field] for each in ITEM_RULES}
    fields |= {each.field: form[each.field] for each in PROFILE_RULES}
    rules = [*ITEM_RULES, *PROFILE_RULES]
    return [
        (
            group.value,
            gettext(GROUP_NAMES[group]),
            [(fields[e.field], _shown(e, ())) for e in rules if e.group is group],
        )
        for group in Group
    ]


def body_words() -> dict[Body, str]:
    """Return the bodies that decide, in words."""
    return {body: gettext(name_of(body)) for body in Body}


def mandatory_rules() -> list[RuleShown]:
    """Return the rules of the law that no profile can change."""
    return [
        RuleShown(each.name, "", (), gettext(each.source.text), citation(each.source), is_law=True)
        for each in MANDATORY_RULES
    ]


def citation(source: Source) -> str:
    """Return the article as it may be printed, or nothing when it is not confirmed."""
    article = source.article_to_print
    if article is None:
        return ""
    if article[0].isdigit():
        return str(gettext("art. %(number)s of the Code of companies and associations", number=article))
    return str(gettext(article))


def category_names(profile: Profile) -> dict[str, str]:
    """Return the letter and the name of each category by its code, for the reader."""
    return {each.code: f"{each.letter} ({each.name.in_language(language())})" for each in profile.categories}


def _rule_of_items(profile: Profile, rule: ProfileRule) -> RuleShown:
    sentences = rule_sentences(profile.rule_of(LegalKind(rule.field)), category_names(profile), translator())
    return _shown(rule, sentences)


def _rule(profile: Profile, rule: ProfileRule) -> RuleShown:
    value = getattr(profile, rule.field)
    return _shown(rule, tuple(_words(rule.field, value, category_names(profile))))


def _shown(rule: ProfileRule, values: tuple[str, ...]) -> RuleShown:
    source = rule.source
    return RuleShown(rule.field, gettext(rule.label), values, gettext(source.text), citation(source), is_law=False)


def _words(field: str, value: Any, names: Mapping[str, str]) -> list[str]:  # noqa: ANN401 - each rule has its type
    return [gettext("not fixed")] if value is None else _WRITERS[shape_of(field)](value, names)


def _number(value: int, _names: Mapping[str, str]) -> list[str]:
    return [number_format.number(value, language())]


def _listed(words: list[str]) -> list[str]:
    return words or [gettext("none")]


def _category(category: CategoryDefinition, reader: Language) -> str:
    return f"{category.letter}: {category.name.in_language(reader)}"


def _quota(quota: SeatQuota, names: Mapping[str, str]) -> str:
    listed = ", ".join(names.get(code, code) for code in quota.categories)
    return f"{listed}: {number_format.number(quota.seats, language())}"


_WRITERS: Final[dict[ValueShape, Callable[[Any, Mapping[str, str]], list[str]]]] = {
    ValueShape.FLAG: lambda value, _: [gettext("yes") if value else gettext("no")],
    ValueShape.CHOICE: lambda value, _: [gettext(name_of(value))],
    ValueShape.MONEY: lambda value, _: [number_format.money(value, language())],
    ValueShape.NUMBER: _number,
    ValueShape.OPTIONAL_NUMBER: _number,
    ValueShape.OPTIONAL_PART: lambda value, _: [part_words(value, translator())],
    ValueShape.CODES: lambda value, names: _listed([names.get(each, each) for each in value]),
    ValueShape.CATEGORIES: lambda value, _: [_category(each, language()) for each in value],
    ValueShape.QUOTAS: lambda value, names: _listed([_quota(each, names) for each in value]),
}
