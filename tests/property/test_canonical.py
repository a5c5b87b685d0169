"""The canonical form is that of RFC 8785, whichever way a value takes."""

from datetime import UTC, date, datetime

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from govapp.kernel.canonical import canonical_json
from govapp.shares.people.rules.chain import (
    FACT_LINK,
    PERSON_FACT,
    Fact,
    FactLink,
    FactType,
    fact_bytes_v1,
    link_bytes_v1,
)

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)

texts = st.text() | st.sampled_from(['\x7f\x00\x1f"\\/\b', "\u2028\u00e9\U0001f600", "\ufb01"])
leaves = (
    st.none()
    | st.booleans()
    | texts
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
)
values = st.recursive(leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4))


@given(values)
def test_every_value_is_written_as_the_standard_says(value: object) -> None:
    assert canonical_json(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [2**53, -(2**53), {"n": 2**60}, float("nan"), "\ud800", {"k": "\udfff"}])
def test_what_json_cannot_say_exactly_is_refused(value: object) -> None:
    with pytest.raises(ValueError):
        canonical_json(value)


@given(texts, texts)
def test_facts_that_are_put_together_by_hand_are_written_as_the_standard_says(address: str, actor: str) -> None:
    row = {"id": 3, "party_id": 2, "address": address, "effective_date": date(2026, 6, 1), "recorded_at": AT}
    fact = Fact(FactType.EMAIL, {**row, "actor": actor})
    assert fact_bytes_v1(fact) == PERSON_FACT.canonical(fact, 1)
    link = FactLink(1, 5, 2, AT, "0f" * 16, (address, actor), "ab" * 32)
    assert link_bytes_v1(link) == FACT_LINK.canonical(link, 1)
