"""Profiles and rules of votes as canonical JSON, by version: what is kept, sealed and digested."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

from govapp.kernel.records import RecordType
from govapp.kernel.texts import Texts
from govapp.statutes.rules.majorities import Condition, Measure, Quorum, Threshold, VoteBase, VoteRule
from govapp.statutes.rules.profile import (
    Body,
    CategoryDefinition,
    ItemRules,
    LegalKind,
    MembershipStart,
    Profile,
    ResignationForm,
    SeatQuota,
    SeparationShareRule,
    TransferRule,
    VotesPer,
)

Json = Mapping[str, Any]
VERSION: Final = 1


class ProfileUnreadable(ValueError):  # noqa: N818 - it says what is wrong
    """A stored profile lacks a rule, has one too many, or holds a value that is none."""


def encode_rule_v1(rule: VoteRule) -> dict[str, Any]:
    """Return the rule of a vote as a JSON value; fractions are written `3/4`."""
    return {
        "base": rule.base.value,
        "threshold": _threshold(rule.threshold),
        "quorum": _quorum(rule.quorum),
        "second_quorum": _quorum(rule.second_quorum),
        "conditions": [
            {
                "threshold": _threshold(each.threshold),
                "category": each.category,
                "measure": each.measure.value,
                "base": each.base.value,
            }
            for each in rule.conditions
        ],
    }


def decode_rule_v1(record: Json) -> VoteRule:
    """Return the rule of a vote that `encode_rule_v1` wrote; raises KeyError, TypeError, ValueError."""
    return VoteRule(
        VoteBase(record["base"]),
        _read_threshold(record["threshold"]),
        _read_quorum(record["quorum"]),
        _read_quorum(record["second_quorum"]),
        tuple(
            Condition(
                _read_threshold(each["threshold"]),
                str(each["category"]),
                Measure(each["measure"]),
                VoteBase(each["base"]),
            )
            for each in record["conditions"]
        ),
    )


def encode_v1(profile: Profile) -> dict[str, Any]:
    """Return a profile as a JSON value with its version."""
    return {"v": VERSION, **{name: write(getattr(profile, name)) for name, (write, _) in _FIELDS_V1.items()}}


def decode(record: Json) -> Profile:
    """Return the profile that was encoded; raises UnknownRecordVersion, or ProfileUnreadable for a damaged one."""
    STATUTES_PROFILE.version_of(record)
    if set(record) != {"v", *_FIELDS_V1}:
        raise ProfileUnreadable("the rules of a profile are not all there, or too many")
    try:
        profile = Profile(**{name: read(record[name]) for name, (_, read) in _FIELDS_V1.items()})
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise ProfileUnreadable(str(error)) from error
    # A reader writes again and compares: two spellings of one profile would have two digests.
    if encode_v1(profile) != dict(record):
        raise ProfileUnreadable("the profile is not written as this version writes it")
    return profile


def digest(profile: Profile) -> str:
    """Return the SHA-256 of the canonical JSON of a profile, 64 hex digits."""
    return STATUTES_PROFILE.digest(profile, VERSION)


def _threshold(threshold: Threshold) -> dict[str, Any]:
    return {"fraction": _fraction(threshold.fraction), "strict": threshold.is_strict}


def _read_threshold(record: Json) -> Threshold:
    return Threshold(_read_fraction(record["fraction"]), _read_flag(record["strict"]))


def _quorum(quorum: Quorum | None) -> dict[str, Any] | None:
    return None if quorum is None else {"base": quorum.base.value, "fraction": _fraction(quorum.fraction)}


def _read_quorum(record: Json | None) -> Quorum | None:
    return None if record is None else Quorum(VoteBase(record["base"]), _read_fraction(record["fraction"]))


def _fraction(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"


def _read_fraction(text: str) -> Fraction:
    numerator, _, denominator = text.partition("/")
    return Fraction(int(numerator), int(denominator))


def _read_flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError("a flag is true or false")
    return value


def _read_number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("a number is whole")
    return value


def _items(rules: ItemRules) -> dict[str, Any]:
    return {kind.value: encode_rule_v1(rules.of(kind)) for kind in LegalKind}


def _read_items(record: Json) -> ItemRules:
    return ItemRules(**{name: decode_rule_v1(rule) for name, rule in record.items()})


def _categories(categories: tuple[CategoryDefinition, ...]) -> list[dict[str, Any]]:
    return [{"code": each.code, "letter": each.letter, "name": each.name.as_dict()} for each in categories]


def _read_categories(records: list[Json]) -> tuple[CategoryDefinition, ...]:
    return tuple(CategoryDefinition(each["code"], each["letter"], Texts.from_dict(each["name"])) for each in records)


def _quotas(quotas: tuple[SeatQuota, ...]) -> list[dict[str, Any]]:
    return [{"categories": list(each.categories), "seats": each.seats} for each in quotas]


def _read_quotas(records: list[Json]) -> tuple[SeatQuota, ...]:
    return tuple(SeatQuota(tuple(each["categories"]), _read_number(each["seats"])) for each in records)


Codec = tuple[Callable[[Any], Any], Callable[[Any], Any]]


def _maybe(codec: Codec) -> Codec:
    write, read = codec
    return lambda value: None if value is None else write(value), lambda value: None if value is None else read(value)


def _word(kind: type[StrEnum]) -> Codec:
    return lambda value: value.value, kind


_FLAG: Final[Codec] = (bool, _read_flag)
_NUMBER: Final[Codec] = (int, _read_number)
_PART: Final[Codec] = (_fraction, _read_fraction)

_FIELDS_V1: Final[dict[str, Codec]] = {
    "share_price_cents": _NUMBER,
    "categories": (_categories, _read_categories),
    "is_paid_at_issue": _FLAG,
    "admission_body": _word(Body),
    "membership_start": _word(MembershipStart),
    "transfer_to_holders": _word(TransferRule),
    "transfer_to_outsiders": _word(TransferRule),
    "financial_year_month": _NUMBER,
    "resignation_months": _maybe(_NUMBER),
    "resignation_form": _word(ResignationForm),
    "is_partial_withdrawal_allowed": _FLAG,
    "resignation_effect_month": _NUMBER,
    "separation_due_months": _NUMBER,
    "separation_share": _word(SeparationShareRule),
    "yearly_exit_cap": _maybe(_PART),
    "can_heirs_continue": _FLAG,
    "categories_that_end": (list, tuple),
    "exclusion_body": _word(Body),
    "is_excluded_paid": _FLAG,
    "is_recognised_cooperative": _FLAG,
    "is_social_enterprise": _FLAG,
    "votes_per": _word(VotesPer),
    "vote_cap": _maybe(_PART),
    "notice_days": _NUMBER,
    "record_date_days": _maybe(_NUMBER),
    "is_early_vote_allowed": _FLAG,
    "is_meeting_without_place_allowed": _FLAG,
    "must_proxy_be_holder": _FLAG,
    "proxies_per_person": _maybe(_NUMBER),
    "is_unpaid_vote_suspended": _FLAG,
    "candidature_days": _NUMBER,
    "are_elections_secret": _FLAG,
    "mandate_years": _NUMBER,
    "mandate_renewals": _maybe(_NUMBER),
    "director_seats": _maybe(_NUMBER),
    "seat_quotas": (_quotas, _read_quotas),
    "gender_minimum": _maybe(_PART),
    "items": (_items, _read_items),
}
"""How each rule of a profile is written and read in version 1. A rule more is a new version, never a change of this."""

STATUTES_PROFILE: Final = RecordType[Profile]("statutes profile", {VERSION: encode_v1})
