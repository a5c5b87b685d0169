"""Whether a profile keeps within the law, and whether a rule of one item keeps within the statutes."""

from collections.abc import Callable, Iterator
from typing import Final

from govapp.kernel.errors import Refusal, Sentence
from govapp.statutes.rules import mandatory
from govapp.statutes.rules.catalogue import ITEM_RULES, PROFILE_RULES
from govapp.statutes.rules.majorities import EACH_CATEGORY, WHOLE_ASSEMBLY, VoteBase, VoteRule, looser_respects
from govapp.statutes.rules.profile import LegalKind, Profile, VotesPer
from govapp.statutes.rules.refusals import (
    CategoryUnknown,
    RuleCountsOtherVotes,
    RuleLooserThanLaw,
    RuleLooserThanStatutes,
    StricterReasonNeeded,
    ValueOutOfRange,
)

MONTHS: Final = 12

FLOORS: Final = {
    LegalKind.STATUTES: mandatory.STATUTES_FLOOR,
    LegalKind.OBJECT: mandatory.OBJECT_FLOOR,
    LegalKind.MERGER: mandatory.STATUTES_FLOOR,
}
LABELS: Final = {each.field: each.label for each in (*ITEM_RULES, *PROFILE_RULES)}
SOURCES: Final = {each.field: each.source for each in (*ITEM_RULES, *PROFILE_RULES)}


def law_floor(kind: LegalKind) -> VoteRule:
    """Return what the law asks at least of a vote on an item of this kind, in whatever base the statutes count."""
    return FLOORS.get(kind, mandatory.ORDINARY_FLOOR)


def check_profile(profile: Profile) -> None:
    """Return when a profile may be in force; raises the first of `profile_problems`."""
    for problem in profile_problems(profile):
        raise problem


def profile_problems(profile: Profile) -> Iterator[Refusal]:
    """Yield every reason for which a profile cannot be in force.

    They are RuleLooserThanLaw, RuleCountsOtherVotes, CategoryUnknown and ValueOutOfRange.
    """
    yield from _majority_problems(profile)
    yield from _category_problems(profile)
    if profile.notice_days < mandatory.LEAST_NOTICE_DAYS:
        yield _looser("notice_days")
    if profile.yearly_exit_cap is not None and profile.yearly_exit_cap <= 0:
        yield _looser("yearly_exit_cap")
    yield from (ValueOutOfRange(rule=Sentence(LABELS[name])) for name, fits in _RANGES.items() if not fits(profile))


def check_item_rule(rule: VoteRule, statutes: VoteRule, reason: str) -> None:
    """Return when an item may be decided by `rule` where the statutes ask `statutes`.

    Raises RuleLooserThanStatutes, and StricterReasonNeeded when the rule is another one and `reason` is empty.
    """
    if rule == statutes:
        return
    if looser_respects(rule, statutes):
        raise RuleLooserThanStatutes
    if not reason.strip():
        raise StricterReasonNeeded


def _looser(field: str) -> RuleLooserThanLaw:
    return RuleLooserThanLaw(rule=Sentence(LABELS[field]), law=Sentence(SOURCES[field].text))


def _majority_problems(profile: Profile) -> Iterator[Refusal]:
    for kind in LegalKind:
        rule = profile.rule_of(kind)
        if looser_respects(rule, law_floor(kind), any_base=True):
            yield _looser(kind.value)
        if (rule.base is VoteBase.SHARES) is not (profile.votes_per is VotesPer.SHARE):
            yield RuleCountsOtherVotes(rule=Sentence(LABELS[kind.value]))


def _category_problems(profile: Profile) -> Iterator[Refusal]:
    codes = [each.code for each in profile.categories]
    letters = [each.letter for each in profile.categories]
    twice = [each for names in (codes, letters) for each in names if names.count(each) > 1 or not each]
    named = {condition.category for kind in LegalKind for condition in profile.rule_of(kind).conditions} - {
        EACH_CATEGORY,
        WHOLE_ASSEMBLY,
    }
    named |= {code for quota in profile.seat_quotas for code in quota.categories}
    named |= set(profile.categories_that_end)
    reserved = {EACH_CATEGORY} & set(codes)
    yield from (CategoryUnknown(category=name) for name in sorted({*twice, *(named - set(codes)), *reserved}))


def _is_part(value: object) -> bool:
    return value is None or 0 < value <= 1  # type: ignore[operator]


_RANGES: Final[dict[str, Callable[[Profile], bool]]] = {
    "share_price_cents": lambda each: each.share_price_cents > 0,
    "categories": lambda each: len(each.categories) > 0,
    "financial_year_month": lambda each: 1 <= each.financial_year_month <= MONTHS,
    "resignation_months": lambda each: each.resignation_months is None or 1 <= each.resignation_months <= MONTHS,
    "resignation_effect_month": lambda each: 1 <= each.resignation_effect_month <= MONTHS,
    "separation_due_months": lambda each: each.separation_due_months >= 0,
    "vote_cap": lambda each: _is_part(each.vote_cap),
    "gender_minimum": lambda each: each.gender_minimum is None or 0 < 2 * each.gender_minimum <= 1,
    "record_date_days": lambda each: each.record_date_days is None or each.record_date_days >= 0,
    "proxies_per_person": lambda each: each.proxies_per_person is None or each.proxies_per_person >= 1,
    "candidature_days": lambda each: each.candidature_days >= 0,
    "mandate_years": lambda each: each.mandate_years >= 1,
    "mandate_renewals": lambda each: each.mandate_renewals is None or each.mandate_renewals >= 0,
    "director_seats": lambda each: each.director_seats is None or each.director_seats >= 1,
    "seat_quotas": lambda each: (
        all(quota.seats >= 1 for quota in each.seat_quotas)
        and (each.director_seats is None or sum(quota.seats for quota in each.seat_quotas) <= each.director_seats)
    ),
}
