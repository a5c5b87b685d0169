"""Who took part in a vote: the figures that a quorum is measured by, before any answer is looked at."""

from dataclasses import dataclass

from govapp.statutes.rules.deciding import Figures, MotionCounts, QuorumTest, Voice, Voices, quorum_tests
from govapp.statutes.rules.majorities import VoteRule


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many of those entitled voted, in people and in shares, together and by category (code, entitled, voted).

    `issued_shares` are all shares on the record date; `voting_shares` those of the people who voted. `ballots` are the
    rights of the voting list that were used, on line or in the room, each once; `late` those used beside it. `valid`
    are the ballots that count for one question, None where all do: papers can be invalid, ballots on line cannot.
    """

    entitled: int
    ballots: int
    issued_shares: int
    voting_shares: int
    categories: tuple[tuple[str, int, int], ...] = ()
    is_second_meeting: bool = False
    late: int = 0
    valid: int | None = None

    @property
    def counted(self) -> int:
        """Return how many ballots, papers and hands count for the question."""
        return self.ballots + self.late if self.valid is None else self.valid

    def with_counts(self, counts: MotionCounts | None = None) -> Figures:
        """Return the figures of one question: shares and categories are known by who voted, never by what."""
        # Every question of a paper is answered by every ballot, paper or hand, so the quorum of all items is one.
        return Figures(
            Voices(
                Voice(self.entitled, self.ballots, counts, self.late), Voice(self.issued_shares, self.voting_shares)
            ),
            tuple((code, Voices(Voice(entitled, voted))) for code, entitled, voted in self.categories),
            is_second_meeting=self.is_second_meeting,
        )

    def quorum_of(self, rule: VoteRule | None) -> tuple[QuorumTest, ...]:
        """Return the tests of the quorum that a rule asks for; none where it asks for none."""
        return () if rule is None else tuple(quorum_tests(rule, self.with_counts()))

    def has_quorum(self, rule: VoteRule | None) -> bool:
        """Tell whether the meeting can decide by a rule."""
        return all(test.is_met for test in self.quorum_of(rule))
