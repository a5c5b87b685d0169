"""The canonical form is that of RFC 8785, whichever way a value takes."""

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from govapp.kernel.canonical import canonical_json

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
