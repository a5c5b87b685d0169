"""When a proxy may be given, by law and by statutes, and where it stands."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from govapp.assembly.proxies.rules.recording import (
    Instruction,
    ProxyGiver,
    ProxyRules,
    ProxyTaker,
    check_days,
    check_proxy,
    checked_instructions,
    proxy_rules_of,
    require_another,
    require_list,
    require_named,
)
from govapp.assembly.proxies.rules.refusals import (
    AssemblyOver,
    GiverHasProxy,
    GiverHoldsProxies,
    HolderGaveProxy,
    InstructionUnknown,
    NoListYet,
    ProxyBlank,
    ProxyHolderNoShareholder,
    ProxyNeedsAnother,
    ProxyToOneself,
    SignedInFuture,
    TooManyProxies,
)
from govapp.assembly.proxies.rules.states import REASON_NAMES, ProxyState, proxy_state
from govapp.kernel.errors import Refusal
from govapp.shares.rolls.rules.rights import ProxyEndReason
from govapp.statutes.rules.law import SOURCES
from govapp.statutes.rules.profiles import LEGAL_DEFAULTS

ANNA, JORIS = ProxyGiver(1, "Anna Peeters"), ProxyTaker(2, "Joris Claes", is_shareholder=True)
STRICT = ProxyRules(must_be_shareholder=True, limit=2)
LAW = proxy_rules_of(LEGAL_DEFAULTS)
DAY = date(2026, 6, 15)


def test_the_law_lets_anybody_hold_any_number_and_its_article_is_certain() -> None:
    assert ProxyRules(must_be_shareholder=False, limit=None) == LAW
    check_proxy(ANNA, replace(JORIS, is_shareholder=False, held=500), LAW)
    assert SOURCES["must_proxy_be_holder"].article_to_print == SOURCES["proxies_per_person"].article_to_print == "6:80"


def test_the_statutes_limit_who_and_how_many() -> None:
    rules = proxy_rules_of(replace(LEGAL_DEFAULTS, must_proxy_be_holder=True, proxies_per_person=2))
    assert rules == STRICT
    check_proxy(ANNA, replace(JORIS, held=1), rules)


@pytest.mark.parametrize(
    ("giver", "taker", "refusal"),
    [
        (ANNA, replace(JORIS, holder_id=1), ProxyToOneself),
        (ANNA, replace(JORIS, is_shareholder=False), ProxyHolderNoShareholder),
        (replace(ANNA, given_to="Karel Maes"), JORIS, GiverHasProxy),
        (replace(ANNA, held=1), JORIS, GiverHoldsProxies),
        (ANNA, replace(JORIS, given_to="Karel Maes"), HolderGaveProxy),
        (ANNA, replace(JORIS, held=2), TooManyProxies),
    ],
)
def test_what_is_refused_and_says_what_to_do(giver: ProxyGiver, taker: ProxyTaker, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal) as found:
        check_proxy(giver, taker, STRICT)
    assert found.value.help


def test_a_proxy_is_recorded_until_the_day_after_a_meeting_that_went_on_past_midnight() -> None:
    check_days(DAY, DAY, DAY + timedelta(days=1))
    with pytest.raises(AssemblyOver):
        check_days(DAY, DAY, DAY + timedelta(days=2))
    with pytest.raises(SignedInFuture):
        check_days(DAY, DAY, DAY - timedelta(days=1))


def test_a_blank_proxy_and_one_for_an_assembly_without_a_list_are_refused() -> None:
    require_list((1,))
    assert require_named(7) == 7
    with pytest.raises(ProxyBlank):
        require_named(None)
    with pytest.raises(NoListYet):
        require_list(())


def test_instructions_stand_for_items_with_for_and_against_alone() -> None:
    asked = {1: Instruction.FOR, 2: Instruction.FREE, 3: Instruction.FREE}
    assert checked_instructions(asked, {1: True, 2: False}) == {1: Instruction.FOR}
    for item in (2, 9):
        with pytest.raises(InstructionUnknown):
            checked_instructions({item: Instruction.AGAINST}, {1: True, 2: False})


def test_a_second_account_of_the_same_person_is_no_second_person() -> None:
    require_another(("officer:1", "Nadia Lefèvre"), ("officer:2", "Karel Maes"))
    for acting in (("officer:1", "Another Name"), ("officer:2", "nadia  LEFÈVRE")):
        with pytest.raises(ProxyNeedsAnother):
            require_another(("officer:1", "Nadia Lefèvre"), acting)


def test_a_proxy_waits_is_refused_is_in_force_and_ends() -> None:
    assert proxy_state(is_confirmed=None, has_ended=False) is ProxyState.WAITING
    assert proxy_state(is_confirmed=False, has_ended=False) is ProxyState.REFUSED
    assert proxy_state(is_confirmed=True, has_ended=False) is ProxyState.IN_FORCE
    assert proxy_state(is_confirmed=True, has_ended=True) is ProxyState.ENDED
    assert set(REASON_NAMES) == set(ProxyEndReason)
