"""Directors and the statutory auditor get the notice: who can be recorded, and who needs a letter."""

from datetime import UTC, datetime

import pytest

from govapp.assembly.convocation.rules.addressees import (
    AddresseeLetter,
    AddresseeNameMissing,
    AddresseeNotice,
    AddresseeUnreachable,
    NonVotingReader,
    NoticeCapacity,
    check_addressee,
)
from govapp.assembly.convocation.rules.post import MailFact, MailState, NoticeChannel
from govapp.kernel.texts import Language
from govapp.shares.people.rules.dated import Address

NOON = datetime(2026, 5, 20, 10, tzinfo=UTC)
BRUSSELS = Address("Stationsstraat 12", "1000", "Brussel", "BE")
LETTER = AddresseeLetter(1, ("Ada Claes",), {}, NOON, "ab" * 32)


def director(email: str) -> NonVotingReader:
    return NonVotingReader(1, NoticeCapacity.DIRECTOR, "Ada Claes", Language.NL, email, BRUSSELS, NOON, "Nadia Lefèvre")


def mail(state: MailState) -> MailFact:
    return MailFact("ada@mail.example", state, NOON, "", "key", "ab" * 32)


def test_somebody_is_recorded_with_a_name_and_a_way_to_reach_the_person() -> None:
    check_addressee("Ada Claes", "ada@mail.example", Address())
    check_addressee("Ada Claes", "", BRUSSELS)
    with pytest.raises(AddresseeNameMissing):
        check_addressee("", "ada@mail.example", BRUSSELS)
    with pytest.raises(AddresseeUnreachable):
        check_addressee("Ada Claes", "", Address("Stationsstraat 12"))


@pytest.mark.parametrize(
    ("notice", "needs", "channel"),
    [
        (AddresseeNotice(director("")), True, NoticeChannel.NONE),
        (AddresseeNotice(director(""), letter=LETTER), False, NoticeChannel.POST),
        (AddresseeNotice(director("ada@mail.example")), False, NoticeChannel.NONE),
        (AddresseeNotice(director("ada@mail.example"), mail(MailState.SENT)), False, NoticeChannel.MAIL),
        (AddresseeNotice(director("ada@mail.example"), mail(MailState.FAILED)), True, NoticeChannel.NONE),
        (AddresseeNotice(director("ada@mail.example"), mail(MailState.FAILED), LETTER), False, NoticeChannel.POST),
    ],
)
def test_whoever_gets_no_mail_or_whose_mail_came_back_needs_a_letter(
    notice: AddresseeNotice, needs: bool, channel: NoticeChannel
) -> None:
    assert (notice.needs_letter, notice.channel) == (needs, channel)
