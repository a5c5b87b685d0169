"""Between a profile and its form: the values that fill the form, and the profile that was typed."""

from fractions import Fraction
from typing import Any

from werkzeug.datastructures import MultiDict

from govapp.kernel.texts import Texts
from govapp.statutes.forms import VOTE, StatutesForm
from govapp.statutes.rules.catalogue import PROFILE_RULES
from govapp.statutes.rules.majorities import Condition, Measure, Quorum, Threshold, VoteBase, VoteRule
from govapp.statutes.rules.profile import CategoryDefinition, ItemRules, LegalKind, Profile, SeatQuota
from govapp.statutes.rules.shapes import CHOICES, ValueShape, shape_of


def filled_form(profile: Profile, formdata: MultiDict[str, str] | None, **decision: Any) -> StatutesForm:  # noqa: ANN401
    """Return the form as it was sent, or filled with a profile when nothing was sent."""
    values: dict[str, Any] = {each.field: _value(profile, each.field) for each in PROFILE_RULES}
    values |= {VOTE + kind.value: _rule_values(profile.rule_of(kind)) for kind in LegalKind}
    form = StatutesForm(formdata, data=None if formdata else values | decision)
    form.offer_categories(profile)
    return form


def profile_of(form: StatutesForm) -> Profile:
    """Return the profile that a valid form holds."""
    fields = {each.field: _typed(form, each.field) for each in PROFILE_RULES}
    rules = {kind.value: _rule(form[VOTE + kind.value].data) for kind in LegalKind}
    return Profile(**fields, items=ItemRules(**rules))


def _value(profile: Profile, field: str) -> Any:  # noqa: ANN401 - each rule has its own type
    value = getattr(profile, field)
    match shape_of(field):
        case ValueShape.CODES:
            return ", ".join(value)
        case ValueShape.CATEGORIES:
            return [*({"code": each.code, "letter": each.letter, **each.name.as_dict()} for each in value), {}]
        case ValueShape.QUOTAS:
            return [*({"categories": ", ".join(each.categories), "seats": each.seats} for each in value), {}]
    return value


def _rule_values(rule: VoteRule) -> dict[str, Any]:
    return {
        "base": rule.base.value,
        **_threshold_values(rule.threshold),
        "quorum": rule.quorum and rule.quorum.fraction,
        "quorum_base": (rule.quorum.base if rule.quorum else VoteBase.SHARES).value,
        "second": rule.second_quorum and rule.second_quorum.fraction,
        "second_base": (rule.second_quorum.base if rule.second_quorum else VoteBase.SHARES).value,
        "conditions": [
            *(
                {
                    **_threshold_values(each.threshold),
                    "measure": each.measure.value,
                    "base": each.base.value,
                    "category": each.category,
                }
                for each in rule.conditions
            ),
            {},
        ],
    }


def _threshold_values(threshold: Threshold) -> dict[str, Any]:
    return {"sign": "more" if threshold.is_strict else "least", "part": threshold.fraction}


def _typed(form: StatutesForm, field: str) -> Any:  # noqa: ANN401 - each rule has its own type
    data = form[field].data
    match shape_of(field):
        case ValueShape.CHOICE:
            return CHOICES[field](data)
        case ValueShape.CODES:
            return _codes(data)
        case ValueShape.CATEGORIES:
            return tuple(_category(each) for each in data if (each["code"] or "").strip())
        case ValueShape.QUOTAS:
            return tuple(SeatQuota(_codes(each["categories"]), each["seats"]) for each in data if each["seats"])
    return data


def _codes(text: str | None) -> tuple[str, ...]:
    return tuple(code.strip() for code in (text or "").split(",") if code.strip())


def _category(typed: dict[str, str | None]) -> CategoryDefinition:
    name = Texts.from_dict({code: (typed[code] or "").strip() for code in ("nl", "fr", "en", "de")})
    return CategoryDefinition((typed["code"] or "").strip(), (typed["letter"] or "").strip(), name)


def _rule(typed: dict[str, Any]) -> VoteRule:
    return VoteRule(
        VoteBase(typed["base"]),
        _threshold(typed),
        _quorum(typed["quorum"], typed["quorum_base"]),
        _quorum(typed["second"], typed["second_base"]),
        tuple(
            Condition(_threshold(each), each["category"], Measure(each["measure"]), VoteBase(each["base"]))
            for each in typed["conditions"]
            if each["part"]
        ),
    )


def _threshold(typed: dict[str, Any]) -> Threshold:
    # "More than all" can be typed and means all.
    return Threshold(typed["part"], is_strict=typed["sign"] == "more" and typed["part"] < 1)


def _quorum(part: Fraction | None, base: str) -> Quorum | None:
    return None if part is None else Quorum(VoteBase(base), part)
