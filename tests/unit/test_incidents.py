"""What is written down when something goes wrong in a vote, by whom and when, and what everybody is told."""

from datetime import UTC, datetime, timedelta

import pytest

from govapp.assembly.votes.rules.incident_messages import ToTell, proposed_message
from govapp.assembly.votes.rules.incidents import (
    KIND_NAMES,
    MAX_BODY_CHARACTERS,
    MAX_HAPPENED_CHARACTERS,
    MAX_SUBJECT_CHARACTERS,
    AffectedNeeded,
    EndDoesNotFit,
    HappenedNeeded,
    IncidentAlreadyWritten,
    IncidentKind,
    MessageHasAddress,
    MessageIncomplete,
    NoGround,
    NoIncidentsNow,
    NotAReporter,
    NoteNeeded,
    NotTheSecretary,
    SinceDoesNotFit,
    TooManyIncidents,
    checked_message,
    checked_note,
    checked_report,
    ground_of,
    one_line,
    paragraphs,
    require_next,
    require_reporter,
    require_sender,
    require_time_of_incidents,
)
from govapp.assembly.votes.rules.states import VoteState
from govapp.ballots.rules import ExtensionGround
from govapp.kernel.actors import SYSTEM, Actor, ActorKind, Role
from govapp.kernel.texts import LANGUAGES, Texts
from govapp.language.translator import translator_for

NOW = datetime(2026, 6, 1, 12, 5, tzinfo=UTC)
SINCE = NOW - timedelta(hours=1)
WHAT = "The site could not be reached."
WHO = "Everybody who may vote"
BODY = "The site could not be reached for an hour. Your vote is safe."


def officer(*roles: Role) -> Actor:
    return Actor(ActorKind.OFFICER, 7, "Somebody", frozenset(roles))


def texts(text: str) -> Texts:
    return Texts.same(text)


# --- who


@pytest.mark.parametrize(
    ("roles", "written_as"),
    [
        ((Role.SECRETARY,), "secretary"),
        ((Role.SCRUTINEER,), "scrutineer"),
        ((Role.SCRUTINEER, Role.SECRETARY), "secretary"),
    ],
)
def test_a_secretary_and_a_scrutineer_write_down_incidents(roles: tuple[Role, ...], written_as: str) -> None:
    assert require_reporter(officer(*roles)) == written_as


@pytest.mark.parametrize(
    "actor",
    [
        officer(),
        officer(Role.AUDITOR, Role.ADMINISTRATOR, Role.REGISTRAR),
        SYSTEM,
        Actor(ActorKind.SHAREHOLDER, 7, "Anna", frozenset({Role.SECRETARY})),
    ],
)
def test_nobody_else_does(actor: Actor) -> None:
    with pytest.raises(NotAReporter):
        require_reporter(actor)


def test_only_a_secretary_writes_to_everybody() -> None:
    require_sender(officer(Role.SECRETARY))
    for actor in (officer(Role.SCRUTINEER), officer(Role.AUDITOR), SYSTEM, Actor(ActorKind.SHAREHOLDER, 7, "Anna")):
        with pytest.raises(NotTheSecretary):
            require_sender(actor)


# --- when


@pytest.mark.parametrize("state", [VoteState.LOCKED, VoteState.OPEN, VoteState.CLOSED, VoteState.COUNTED])
def test_incidents_are_written_down_from_the_lock_to_the_result(state: VoteState) -> None:
    require_time_of_incidents(state)


@pytest.mark.parametrize("state", [VoteState.DRAFT, VoteState.ANNOUNCED, VoteState.ENDED, VoteState.CANCELLED])
def test_before_and_after_they_are_not(state: VoteState) -> None:
    with pytest.raises(NoIncidentsNow):
        require_time_of_incidents(state)


def test_a_form_that_is_sent_twice_writes_once_and_a_page_stays_readable() -> None:
    require_next(1, 0, 2)
    for number in (0, 1, 3, -1):
        with pytest.raises(IncidentAlreadyWritten):
            require_next(number, 1, 2)
    with pytest.raises(TooManyIncidents):
        require_next(3, 2, 2)


# --- what


def test_an_incident_keeps_its_lines_and_loses_hidden_signs() -> None:
    report = checked_report(
        IncidentKind.SITE, " The site\ncould not\u202e be reached.\x00 ", " all \n of them ", SINCE, NOW
    )
    assert (report.happened, report.affected) == ("The site\ncould not be reached.", "all of them")
    assert (report.kind, report.since) == (IncidentKind.SITE, SINCE)


@pytest.mark.parametrize("what", ["", "   ", "it broke", "\u200b" * 40, "x" * (MAX_HAPPENED_CHARACTERS + 1)])
def test_what_happened_is_a_sentence(what: str) -> None:
    with pytest.raises(HappenedNeeded):
        checked_report(IncidentKind.SITE, what, WHO, SINCE, NOW)


@pytest.mark.parametrize("who", ["", " ", "?", "x" * 201])
def test_it_is_said_who_is_affected(who: str) -> None:
    with pytest.raises(AffectedNeeded):
        checked_report(IncidentKind.SITE, WHAT, who, SINCE, NOW)


def test_it_began_now_at_the_latest() -> None:
    assert checked_report(IncidentKind.SITE, WHAT, WHO, NOW, NOW).since == NOW
    with pytest.raises(SinceDoesNotFit):
        checked_report(IncidentKind.SITE, WHAT, WHO, NOW + timedelta(seconds=1), NOW)


@pytest.mark.parametrize("ended_at", [SINCE, SINCE - timedelta(days=1), NOW + timedelta(seconds=1)])
def test_it_ends_after_its_beginning_and_not_in_the_future(ended_at: datetime) -> None:
    with pytest.raises(EndDoesNotFit):
        checked_note("The site answers again.", ended_at, SINCE, NOW)


def test_a_note_is_a_sentence_with_or_without_the_end() -> None:
    assert checked_note(" The site\nanswers again. ", NOW, SINCE, NOW) == "The site\nanswers again."
    assert checked_note("We found the cause.", None, SINCE, NOW) == "We found the cause."
    for text in ("", "over", "x" * (MAX_HAPPENED_CHARACTERS + 1)):
        with pytest.raises(NoteNeeded):
            checked_note(text, NOW, SINCE, NOW)


def test_an_outage_and_lost_mails_are_grounds_for_more_time_and_nothing_else_is() -> None:
    assert ground_of(IncidentKind.SITE) is ExtensionGround.OUTAGE
    assert ground_of(IncidentKind.MAIL) is ExtensionGround.LETTERS
    for kind in (IncidentKind.DOCUMENT, IncidentKind.OTHER):
        with pytest.raises(NoGround):
            ground_of(kind)


# --- the message


def test_a_message_has_one_line_and_paragraphs_in_each_language() -> None:
    subject, body = checked_message(texts("The site\r\nBcc: x"), texts(f"{BODY}\r\n\r\n \r\n- one\r\n- \u202etwo"))
    assert subject == texts("The site Bcc: x")
    assert body == texts(f"{BODY}\n\n- one\n- two")
    assert paragraphs(body.nl) == (BODY, "- one\n- two")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_is_whole_in_four_languages(language: str) -> None:
    for lacking in ("", "too short", "x" * (MAX_BODY_CHARACTERS + 1)):
        with pytest.raises(MessageIncomplete):
            checked_message(texts("The site"), Texts.from_dict({**texts(BODY).as_dict(), language: lacking}))
    for lacking in (" ", "x" * (MAX_SUBJECT_CHARACTERS + 1)):
        with pytest.raises(MessageIncomplete):
            checked_message(Texts.from_dict({**texts("The site").as_dict(), language: lacking}), texts(BODY))


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example",
        "HTTP://evil.example",
        "www.evil.example",
        "evil.example/vote",
        "h\u200btt\u200bps:\u200b//evil.example",
        "evil\uff0eexample/vote",
        "evil\u2024example/vote",
        "evil\u3002example/vote",
        "evil.example\u2215vote",
    ],
)
def test_a_message_leads_nowhere_but_through_its_button(address: str) -> None:
    with pytest.raises(MessageHasAddress):
        checked_message(texts("The site"), texts(f"{BODY} Vote on {address} now."))
    with pytest.raises(MessageHasAddress):
        checked_message(texts(f"See {address}"), texts(BODY))


def test_a_sentence_with_hours_and_abbreviations_is_no_address() -> None:
    checked_message(texts("From 17.30 to 18.00"), texts(f"{BODY} See art. 6:75, i.e. the minutes; 1/2 of them."))


@pytest.mark.parametrize("kind", IncidentKind)
@pytest.mark.parametrize("ended_at", [None, NOW])
@pytest.mark.parametrize("closes_at", [None, NOW + timedelta(days=1)])
def test_what_is_proposed_can_be_sent_as_it_is(
    kind: IncidentKind, ended_at: datetime | None, closes_at: datetime | None
) -> None:
    subject, body = proposed_message(ToTell(kind, SINCE, ended_at, closes_at), translator_for)
    sent_subject, sent_body = checked_message(subject, body)
    assert (sent_subject, sent_body) == (subject, body)
    assert len(set(subject.as_dict().values())) == len(set(body.as_dict().values())) == len(LANGUAGES)
    assert KIND_NAMES[kind]
    assert ("13:05" in body.en) and (("14:05" in body.en) == (ended_at is not None or closes_at is not None))


def test_signs_that_nobody_sees_are_left_out() -> None:
    assert one_line("a\u202eb\u2066c\u200d\x07 d\n\te") == "abc d e"
