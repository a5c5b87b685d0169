"""What decides about links, attempts, roles, sessions and passwords."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govapp.accounts.rules import (
    ATTEMPT_MEMORY,
    DEVICES_PER_LINK,
    ENROLMENT_LIFETIME,
    LOCKOUT,
    OFFICER_SESSION,
    RENEWED_LINK_LIFETIME,
    SHAREHOLDER_SESSION,
    WRONG_ATTEMPTS_PER_ACCOUNT,
    Attempts,
    LinkFacts,
    LinkPurpose,
    LinkState,
    RoleGrant,
    SessionLimits,
    SessionTimes,
    after_wrong_attempt,
    device_label,
    is_local_path,
    is_locked,
    is_session_alive,
    link_state,
    masked_email,
    network_of,
    renewed_until,
    roles_at,
)
from govapp.kernel.actors import Role

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def facts(
    *, expires: timedelta = timedelta(days=1), revoked: bool = False, devices: int = 0, here: bool = False
) -> LinkFacts:
    return LinkFacts(NOW + expires, NOW if revoked else None, devices, here)


def test_a_fresh_link_is_open() -> None:
    assert link_state(facts(), NOW) is LinkState.OPEN


def test_a_link_is_expired_at_the_second_of_its_expiry_and_not_before() -> None:
    assert link_state(facts(expires=SECOND), NOW) is LinkState.OPEN
    assert link_state(facts(expires=timedelta(0)), NOW) is LinkState.EXPIRED


def test_a_link_that_was_withdrawn_says_so_even_when_it_is_expired_as_well() -> None:
    assert link_state(facts(revoked=True, expires=-SECOND), NOW) is LinkState.REVOKED


def test_a_link_knows_the_device_that_used_it() -> None:
    assert link_state(facts(devices=1, here=True), NOW) is LinkState.USED_HERE
    assert link_state(facts(devices=1), NOW) is LinkState.OPEN
    assert link_state(facts(devices=DEVICES_PER_LINK), NOW) is LinkState.USED_UP


@pytest.mark.parametrize("path", ["/", "/vote/1", "/office/journal?tag=x&page=2"])
def test_a_path_of_this_site_is_local(path: str) -> None:
    assert is_local_path(path)


@pytest.mark.parametrize(
    "path", ["", "vote", "//evil.example", "/\\evil.example", "https://evil.example", "/a\nb", "/a b"]
)
def test_a_path_that_leads_elsewhere_is_not_local(path: str) -> None:
    assert not is_local_path(path)


def test_the_lock_falls_at_the_fifth_wrong_attempt_and_opens_after_fifteen_minutes() -> None:
    attempts: Attempts | None = None
    for _ in range(WRONG_ATTEMPTS_PER_ACCOUNT - 1):
        attempts = after_wrong_attempt(attempts, WRONG_ATTEMPTS_PER_ACCOUNT, NOW)
        assert not is_locked(attempts, NOW)
    attempts = after_wrong_attempt(attempts, WRONG_ATTEMPTS_PER_ACCOUNT, NOW)
    assert is_locked(attempts, NOW + LOCKOUT - SECOND)
    assert not is_locked(attempts, NOW + LOCKOUT)


def test_old_wrong_attempts_do_not_add_up() -> None:
    attempts = Attempts(WRONG_ATTEMPTS_PER_ACCOUNT - 1, NOW - ATTEMPT_MEMORY)
    assert after_wrong_attempt(attempts, WRONG_ATTEMPTS_PER_ACCOUNT, NOW) == Attempts(1, NOW)


@given(st.lists(st.integers(0, 3000), max_size=40))
def test_the_count_never_reaches_the_limit_without_the_lock(waits: list[int]) -> None:
    attempts, moment = None, NOW
    for wait in waits:
        moment += timedelta(seconds=wait)
        attempts = after_wrong_attempt(attempts, WRONG_ATTEMPTS_PER_ACCOUNT, moment)
        assert attempts.wrong < WRONG_ATTEMPTS_PER_ACCOUNT
        assert is_locked(attempts, moment) == (attempts.wrong == 0)


def test_roles_add_up_and_end_at_their_second() -> None:
    grants = (
        RoleGrant(Role.REGISTRAR, NOW - SECOND),
        RoleGrant(Role.AUDITOR, NOW, NOW + SECOND),
        RoleGrant(Role.SECRETARY, NOW + SECOND),
    )
    assert roles_at(grants, NOW) == {Role.REGISTRAR, Role.AUDITOR}
    assert roles_at(grants, NOW + SECOND) == {Role.REGISTRAR, Role.SECRETARY}


@pytest.mark.parametrize("limit", [OFFICER_SESSION, SHAREHOLDER_SESSION])
def test_a_session_ends_when_idle_when_old_and_when_told(limit: SessionLimits) -> None:
    assert is_session_alive(SessionTimes(NOW, NOW, None), limit, NOW + limit.idle - SECOND)
    assert not is_session_alive(SessionTimes(NOW, NOW, None), limit, NOW + limit.idle)
    end = NOW + limit.absolute
    assert is_session_alive(SessionTimes(NOW, end - SECOND, None), limit, end - SECOND)
    assert not is_session_alive(SessionTimes(NOW, end, None), limit, end)
    assert not is_session_alive(SessionTimes(NOW, NOW, NOW), limit, NOW)


def test_an_address_is_shown_to_its_owner_only() -> None:
    assert masked_email("anna.peeters@ambora.example") == "a***s@ambora.example"
    assert masked_email("a@ambora.example") == "a***@ambora.example"


@pytest.mark.parametrize(
    ("browser", "label"),
    [
        ("Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0", "Firefox, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1", "Safari, iPhone"),
        ("curl/8.0", ""),
    ],
)
def test_a_device_is_named_as_people_know_it(browser: str, label: str) -> None:
    assert device_label(browser) == label


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("unix:", "unix:"),
        ("", ""),
    ],
)
def test_one_visitor_is_one_network_however_many_addresses_it_has(address: str, network: str) -> None:
    assert network_of(address) == network


def test_a_new_link_to_a_vote_lives_as_long_as_the_last_one_and_others_some_days_at_least() -> None:
    soon, late = NOW + timedelta(hours=1), NOW + timedelta(days=30)
    assert renewed_until(LinkPurpose.VOTE, soon, NOW) == soon
    assert renewed_until(LinkPurpose.SIGN_IN, soon, NOW) == NOW + RENEWED_LINK_LIFETIME
    assert renewed_until(LinkPurpose.SIGN_IN, late, NOW) == late
    assert renewed_until(LinkPurpose.ENROL, soon, NOW) == NOW + ENROLMENT_LIFETIME
