"""Who could read a ballot, by the keys of its vote: pages and mails say what is true of them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from govapp.kernel.errors import N_
from govapp.language.translator import Translator


class KeyMode(StrEnum):
    """Whose keys open the total: the server's alone, that of one person, those of all holders, or of some of them."""

    SERVER = "server"
    ONE = "one"
    ALL = "all"
    SOME = "some"


@dataclass(frozen=True, slots=True)
class KeysOfVote:
    """How many keys a vote has, how many of them open its total, and whether the server holds one."""

    needed: int
    total: int
    has_server: bool = False

    @property
    def mode(self) -> KeyMode:
        """Return whose keys open the total."""
        if self.total == 1:
            return KeyMode.SERVER if self.has_server else KeyMode.ONE
        return KeyMode.ALL if self.needed == self.total else KeyMode.SOME

    @property
    def opens_alone(self) -> bool:
        """Return whether somebody alone could open single ballots."""
        return self.needed == 1


_WHO_SEES: Final = {
    KeyMode.SERVER: N_("The server holds the key of this vote: whoever runs it could open ballots."),
    KeyMode.ONE: N_(
        "One person holds the only key of this vote. It opens the total alone; but this person could open single "
        "ballots with it."
    ),
    KeyMode.ALL: N_("Nobody can see what you vote, not even the cooperative."),
}
_WHO_OPENS: Final = {
    KeyMode.SERVER: N_("The server opens the total after closing. Whoever runs it could also open single ballots."),
    KeyMode.ONE: N_("One person opens the total after closing, and could also open single ballots with the same key."),
    KeyMode.ALL: N_(
        "All %(total)s key holders are needed to open the total, and it is all that they open. Only all of them "
        "together could open a single ballot."
    ),
}


def who_sees(keys: KeysOfVote, translator: Translator) -> str:
    """Return the sentence for a voter who asks whether anybody sees the vote."""
    if keys.mode is not KeyMode.SOME:
        return translator.say(_WHO_SEES[keys.mode])
    return translator.ngettext(
        "Each of the %(total)s key holders could open single ballots alone.",
        "Nobody sees what you vote, not even the cooperative: that would take %(count)s of the %(total)s key holders, "
        "together and against the rules.",
        keys.needed,
        total=keys.total,
    )


def who_opens(keys: KeysOfVote, translator: Translator) -> str:
    """Return the sentence that explains who opens the total, and what the same keys could open."""
    if keys.mode is not KeyMode.SOME:
        return translator.say(_WHO_OPENS[keys.mode], total=keys.total)
    return translator.ngettext(
        "Any one of the %(total)s key holders can open the total, and could also open single ballots.",
        "Any %(count)s of the %(total)s key holders can open the total, and it is all that they open. As many of them "
        "together could open a single ballot; fewer could not.",
        keys.needed,
        total=keys.total,
    )
