"""An archive of which any value was replaced, with a chain made for it, is refused in words: nothing ever breaks."""

import json
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from packages.pybelenios.tests.alterations import vector_archive
from packages.pybelenios.tests.ballotbox import Step, lay_out, rebuild, steps_of
from pybelenios.archive.reader import read_archive
from pybelenios.jsontext import compact
from pybelenios.verifier.checks import verify

ARCHIVES = {folder: steps_of(read_archive(vector_archive(folder))) for folder in ("single", "pedersen", "single-nh")}
points = st.sampled_from(["6" * 63 + "8", "0" * 63 + "1", "0" * 64, "f" * 64])
values = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | points
    | st.integers(0, 2**260).map(str)
    | st.sampled_from([[], {}, [[]], "1" * 5000, 10**30, -1, 1.5])
)


@st.composite
def altered_archives(draw: st.DrawFn) -> tuple[list[Step], list[Step]]:
    """Return an archive taken apart, and the same with one value somewhere replaced or removed."""
    steps = ARCHIVES[draw(st.sampled_from(sorted(ARCHIVES)))]
    place: int = draw(st.sampled_from([place for place, step in enumerate(steps) if step.bodies]))
    bodies = list(steps[place].bodies)
    which = draw(st.integers(0, len(bodies) - 1))
    record = json.loads(bodies[which])
    container, key = _somewhere(draw, record)
    if draw(st.integers(0, 4)) == 0:
        del container[key]
    else:
        container[key] = draw(values)
    bodies[which] = compact(record)
    return steps, [*steps[:place], replace(steps[place], bodies=tuple(bodies)), *steps[place + 1 :]]


def _somewhere(draw: st.DrawFn, record: Any) -> tuple[Any, Any]:
    """Return a container inside `record` and one of its keys."""
    container, key = record, draw(st.sampled_from(_keys(record)))
    deeper = draw(st.integers(0, 9)) > 0
    while deeper and _keys(container[key]):
        container, key = container[key], draw(st.sampled_from(_keys(container[key])))
        deeper = draw(st.integers(0, 9)) > 0
    return container, key


def _keys(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value)
    return list(range(len(value))) if isinstance(value, list) else []


@given(altered_archives())
def test_an_archive_with_any_value_replaced_is_refused_in_words(pair: tuple[list[Step], list[Step]]) -> None:
    before, after = pair
    report = verify(lay_out(rebuild(after)))
    assert report.valid == (before == after)
    assert all(fault.reason and fault.sentence.endswith(".") for fault in report.faults)


@given(st.sampled_from(sorted(ARCHIVES)), st.data())
def test_an_archive_with_events_left_out_or_moved_is_refused_in_words(folder: str, data: st.DataObject) -> None:
    steps = ARCHIVES[folder]
    kept = data.draw(st.lists(st.sampled_from(range(1, len(steps))), unique=True))
    report = verify(lay_out(rebuild([steps[0], *(steps[place] for place in kept)])))
    assert all(fault.reason and fault.sentence.endswith(".") for fault in report.faults)
    if report.valid and report.result is not None:
        assert max(kept) == len(steps) - 1
