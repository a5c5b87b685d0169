"""The search for cycles rests during a long job, and goes on afterwards as it was."""

import gc
from collections.abc import Iterator

import pytest

from govapp.kernel.collection import uncollected


@pytest.fixture(autouse=True)
def _on_again() -> Iterator[None]:
    yield
    gc.enable()


def test_it_rests_during_the_job_and_goes_on_afterwards() -> None:
    with uncollected():
        assert not gc.isenabled()
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_goes_on_when_the_job_fails() -> None:
    with pytest.raises(RuntimeError), uncollected():
        raise RuntimeError("the job")
    assert gc.isenabled()


def test_it_stays_off_where_it_was_off() -> None:
    gc.disable()
    with uncollected():
        pass
    assert not gc.isenabled()
