"""The ways in which a ballot paper says no, each with what to do next."""

from govapp.kernel.errors import N_, Conflict, Forbidden, Invalid, NotFound, Param, TooMany


class PaperNotFound(NotFound):
    """There is no such ballot paper."""

    code = "paper_not_found"
    message = N_("We do not know this ballot paper.")
    help = N_("Check the address, or start from the home page.")


class SecretKeyChanged(Conflict):
    """The installation runs with another secret key than the one that voting codes and receipts were made from."""

    code = "secret_key_changed"
    message = N_("This site runs with another secret key than when the ballot paper was prepared.")
    help = N_(
        "Nothing is lost: every ballot that was received stays in the ballot box, with its receipt. Whoever runs the "
        "site must put the earlier key back; then come back and vote."
    )


class ReceiptNotFound(NotFound):
    """This person has no ballot with that tracking number."""

    code = "receipt_not_found"
    message = N_("We have no receipt of yours with this tracking number.")
    help = N_("Receipts show only to the person who voted. Anybody can look for a number on the public board.")


class ReceiptMailedOften(Conflict):
    """Enough copies of one receipt."""

    code = "receipt_mailed_often"
    message = N_("We have mailed you this receipt many times already.")
    help = N_("Look in your mailbox, also among unwanted mail, or print this page.")


class NoQuestions(Invalid):
    """A ballot paper must ask something and have a name."""

    code = "no_questions"
    message = N_("There is nothing to vote on yet.")
    help = N_("Give the ballot paper a name and at least one question.")


class UnlawfulQuestion(Invalid):
    """A question that cannot be answered."""

    code = "unlawful_question"
    message = N_("Item %(item)s cannot be put on a ballot paper as it is.")
    help = N_("Check its title, its answers, and how many of them may be chosen.")


class NoTrustees(Invalid):
    """Somebody must hold the key, each person once."""

    code = "no_trustees"
    message = N_("The key holders of this vote are not in order.")
    help = N_("Name at least one key holder, and each person only once.")


class WindowUpsideDown(Invalid):
    """It would close before it opens."""

    code = "window_upside_down"
    message = N_("Voting would close on %(closes_at)s, before it opens on %(opens_at)s.")
    help = N_("Correct one of the two.")


class RollTooSmall(Conflict):
    """So few people may vote that the result could never be opened."""

    code = "roll_too_small"
    message = N_("Only %(voters)s people are on the voting list. Fewer than %(minimum)s ballots are never opened.")
    help = N_("Vote on this in the meeting, or lower the smallest number of ballots before the paper is made.")


class PaperCancelled(Conflict):
    """The vote was taken back before anybody voted."""

    code = "paper_cancelled"
    message = N_("This vote was cancelled.")
    help = N_("The page of the assembly says when and why.")


class PaperEnded(Conflict):
    """The vote ended without a result, because it could not be counted."""

    code = "paper_ended"
    message = N_("This vote ended without a result.")
    help = N_("The page of the assembly says when and why.")


class VoteNotAsTold(Conflict):
    """A moment or a reason beside a vote is not what the journal tells: somebody changed the database."""

    code = "vote_not_as_told"
    message = N_(
        "What stands here of this vote is not what the journal tells: whether and when it was opened, closed, "
        "cancelled, counted or announced, or why. Somebody changed the database."
    )
    help = N_("Do not rely on it. The journal, which the auditors read, tells what was done.")


class PaperNotAsSealed(Conflict):
    """What a page would say of a sealed paper is not what its archive says: somebody changed the database."""

    code = "paper_not_as_sealed"
    message = N_("What this site keeps about the ballot paper is not what was fixed with it, or what was counted.")
    help = N_("Nothing of it is shown. Ask whoever runs the site to put the database back from a backup.")


class PaperNotAsPrepared(Conflict):
    """What is about to be sealed is not what the secretary prepared: somebody changed the database."""

    code = "paper_not_as_prepared"
    message = N_("The ballot paper is not what was prepared when the agenda was locked: somebody changed it since.")
    help = N_("Nothing is opened with it. Ask whoever runs the site to put the database back from a backup.")


class BallotBoxChanged(Conflict):
    """A ballot is missing, is another than the chain names, or is noted under a code that did not sign it."""

    code = "ballot_box_changed"
    message = N_("Ballot no. %(height)s in the ballot box is not as it was put in: somebody changed the database.")
    help = N_("Nothing is counted. Ask whoever runs the site to put the database back from a backup.")


class BallotsInTheBox(Conflict):
    """A vote in which somebody has voted can no longer be taken back."""

    code = "ballots_in_the_box"
    message = N_("Somebody has voted already, so this vote can no longer be cancelled.")
    help = N_("You can close it early, with a reason.")


class KeysMissing(Conflict):
    """The key holders have not all made their keys."""

    code = "keys_missing"
    message = N_("Not every key holder has made a key yet.")
    help = N_("Ask them to do so; the ballot paper is fixed once all keys are there.")


class AlreadySealed(Conflict):
    """The ballot paper is fixed."""

    code = "already_sealed"
    message = N_("This ballot paper is fixed and can no longer change.")
    help = N_("Nothing was changed. Look at its present state.")


class AlreadyOpened(Conflict):
    """Voting was opened before."""

    code = "already_opened"
    message = N_("Voting was already opened.")
    help = N_("Nothing was changed. Look at its present state.")


class NotOpenYet(Conflict):
    """Nothing to close yet."""

    code = "not_open_yet"
    message = N_("Voting is not open yet.")
    help = N_("It can be closed once it is open.")


class AlreadyClosed(Conflict):
    """Voting was closed before."""

    code = "already_closed"
    message = N_("Voting was already closed.")
    help = N_("Nothing was changed. Look at its present state.")


class NotClosedYet(Conflict):
    """Nothing is decrypted before closing."""

    code = "not_closed_yet"
    message = N_("Voting is not closed yet, so nothing can be counted.")
    help = N_("Come back after closing.")


class AlreadyCounted(Conflict):
    """The result is there."""

    code = "already_counted"
    message = N_("This vote was already counted.")
    help = N_("Nothing was changed. Look at the result.")


class ReasonNeeded(Invalid):
    """Closing before the announced time needs a reason."""

    code = "reason_needed"
    message = N_("Voting was announced until %(closes_at)s. Closing it earlier needs a reason.")
    help = N_("Write it in a whole sentence: everybody can read it, and a second person confirms the closing.")


class EarlyClosingNotAllowed(Forbidden):
    """The sealed paper does not let this person close early."""

    code = "early_closing_not_allowed"
    message = N_("Voting was announced until %(closes_at)s. The ballot paper does not let you close it earlier.")
    help = N_("The secretariat can close early, with a reason that everybody can read.")


class ExtensionNotAllowed(Forbidden):
    """The sealed paper lets nobody, or not this person, give more time."""

    code = "extension_not_allowed"
    message = N_("The ballot paper does not let you give more time to vote.")
    help = N_("Who may do so was fixed together with the ballot paper. Nothing was changed.")


class ExtensionTooLong(Invalid):
    """Beyond the latest hour of the sealed paper."""

    code = "extension_too_long"
    message = N_("The ballot paper allows voting until %(latest)s at most.")
    help = N_("Choose that hour or an earlier one. Nothing was changed.")


class ExtensionTooShort(Invalid):
    """To an hour that is no later."""

    code = "extension_too_short"
    message = N_("Voting is open until %(closes_at)s already.")
    help = N_("Choose a later hour. To close earlier, use the button for that.")


class ExtensionReasonNeeded(Invalid):
    """More time is given for a reason that everybody can read."""

    code = "extension_reason_needed"
    message = N_("Giving more time needs a reason, of %(maximum)s characters at most.")
    help = N_("Everybody can read it: in the mail about the new hour, on the board and in the result.")


class TooFewBallots(Conflict):
    """Opening the total of a handful of ballots could show what people voted."""

    code = "too_few_ballots"
    message = N_("%(ballots)s people voted. Fewer than %(minimum)s ballots are never opened.")
    help = N_("The total could show what each of them voted. The vote has no result; hold it again or in the meeting.")


class VotingNotOpen(Conflict):
    """Too early."""

    code = "voting_not_open"
    message = N_("Voting opens on %(opens_at)s.")
    help = N_("Nothing was sent. Come back then; your link works until voting closes.")


class VotingClosed(Conflict):
    """Too late."""

    code = "voting_closed"
    message = N_(
        "Your vote arrived on %(received_at)s, after closing (%(closed_at)s). It is not counted. "
        "An earlier vote still counts."
    )
    help = N_("The public board of this vote shows the ballots that are in the ballot box.")


class NotOnRoll(Forbidden):
    """Not on the voting list of this paper."""

    code = "not_on_roll"
    message = N_("You cannot vote this time: your name is not on the voting list of %(record_date)s.")
    help = N_("The page with your shares says why. Is this wrong? Write to the address below.")


class AddressNotConfirmed(Conflict):
    """The address of a voter, or the mandate of a representative, is new since the list and was confirmed by nobody."""

    code = "address_not_confirmed"
    message = N_("Your e-mail address, or your mandate for this shareholder, is newer than the voting list.")
    help = N_("A second person at the cooperative has to confirm it before you can vote. Ask us: we do it at once.")


class NotYourRight(Forbidden):
    """A voting right of somebody else, which this person may not exercise; also when there is none of that number."""

    code = "not_your_right"
    message = N_("You cannot vote for this shareholder.")
    help = N_("Nothing was sent. The page \u201cMy votes and receipts\u201d lists everybody for whom you can vote.")


class TooManyVotes(Conflict):
    """One code has put too many ballots in the box within an hour. The booth does not wait that long by itself."""

    code = "too_many_votes"
    message = N_("You have voted too often within an hour.")
    help = N_(
        "Your last vote counts. You can vote again from %(again_at)s on, as long as voting is open. "
        "If these votes were not yours, tell us at once."
    )


class TooManyRefused(TooMany):
    """The ballots of one sign-in were refused again and again; the booth says so and keeps the choices."""

    code = "too_many_refused"
    message = N_("Too many of the votes that you sent were refused, one after the other.")
    help = N_(
        "None of these was counted; a vote for which you have a receipt still counts. Try again in %(minutes)s minutes."
    )


class TooManyDownloads(TooMany):
    """The archive is being written for others right now."""

    code = "too_many_downloads"
    message = N_("Several people are downloading this archive right now.")
    help = N_("Try again in a minute. Nothing is lost: the archive stays here.")


class CredentialMismatch(Forbidden):
    """The ballot was signed with the code of somebody else."""

    code = "credential_mismatch"
    message = N_("This vote was sealed with the voting code of somebody else.")
    help = N_("Nothing was counted. Open your own link and vote from there.")


class BallotRefused(Invalid):
    """A ballot that is not accepted; the fact `reason` is that of the ballot library, for whoever looks into it."""

    code = "ballot_refused"
    message = N_("Your vote was not accepted: it arrived damaged.")
    help = N_("Nothing was counted. Reload this page and try again. (%(reason)s)")

    def __init__(self, reason: str = "", **params: Param) -> None:
        super().__init__(reason=reason, **params)

    @property
    def reason(self) -> str:
        """Return the reason of the ballot library, such as `individual proof`."""
        return str(self.params["reason"])


class ForeignBallot(BallotRefused):
    """A ballot for another paper."""

    code = "ballot_other_paper"
    message = N_("Your vote was not accepted: it belongs to another ballot paper.")


class ProofRefused(BallotRefused):
    """A ballot that may hold a choice that is not allowed."""

    code = "ballot_proof"
    message = N_("Your vote was not accepted: the proof that it holds a permitted choice does not hold.")


class SignatureRefused(BallotRefused):
    """A ballot that no code of the list signed."""

    code = "ballot_signature"
    message = N_("Your vote was not accepted: it was not signed with a voting code of this voting list.")


class WeakRandomness(BallotRefused):
    """A ballot that does not hide what it should; also one that uses a secret number of another ballot again."""

    code = "ballot_randomness"
    message = N_("Your vote was not accepted: it would not have kept your choice secret.")

    def __init__(self, reason: str = "repeated randomness", **params: Param) -> None:
        super().__init__(reason, **params)


_BY_REASON: dict[str, type[BallotRefused]] = {
    "other election": ForeignBallot,
    "number of answers": ProofRefused,
    "number of choices": ProofRefused,
    "individual proof": ProofRefused,
    "overall proof": ProofRefused,
    "blank proof": ProofRefused,
    "raweg proof": ProofRefused,
    "unknown credential": SignatureRefused,
    "ballot hash": SignatureRefused,
    "signature": SignatureRefused,
    "neutral randomness": WeakRandomness,
    "repeated randomness": WeakRandomness,
}


def ballot_refused(reason: str) -> BallotRefused:
    """Return the refusal for a reason of the ballot library; what it does not group is a damaged ballot."""
    return _BY_REASON.get(reason, BallotRefused)(reason)


class NotATrustee(Forbidden):
    """This officer holds no key of this paper."""

    code = "not_a_trustee"
    message = N_("You do not hold a key of this vote.")
    help = N_("Only the key holders named on the ballot paper can do this.")


class NotAKeyHolder(Conflict):
    """Somebody who was chosen cannot hold a key, or no longer."""

    code = "not_a_key_holder"
    message = N_("A key goes to scrutineers only, who can sign in and do not lead the vote, the register or the roles.")
    help = N_("Nothing was locked. Choose the key holders again.")


class KeyUnreadable(Invalid):
    """Not the public part of a key."""

    code = "key_unreadable"
    message = N_("We cannot read this as the public part of a key.")
    help = N_("Nothing was saved. Make the key again on this page, or send what `govapp-trustee keygen` printed.")


class KeyAlreadyAdded(Conflict):
    """The trustee has a key already."""

    code = "key_already_added"
    message = N_("Your key for this vote is already there.")
    help = N_("Keep the file that belongs to it. If you lost it, tell the secretary before voting opens.")


class KeyAlreadyUsed(Conflict):
    """A public key serves one trustee of one paper only."""

    code = "key_already_used"
    message = N_("This key was used before. Each vote needs a fresh key from each key holder.")
    help = N_("Make a new key and send that one.")


class WrongTrusteeKey(Invalid):
    """The decryption was not made with this trustee's key, or not of this total."""

    code = "wrong_trustee_key"
    message = N_("This part of the count was not made with your key for this vote. The right key ends in %(key_mark)s.")
    help = N_("Nothing was saved. Take the right file and try again. (%(reason)s)")


class RankingNotCounted(Conflict):
    """A question that asks for an order: its ballots are shuffled, not added up, and this service does not do that."""

    code = "ranking_not_counted"
    message = N_("Question %(question)s of this ballot paper asks for an order of preference.")
    help = N_("This site cannot count that. Nothing was counted and nothing was left out; the archive is unchanged.")


class MethodNotCounted(Conflict):
    """A way of voting that this program does not know: that of a later version, or of another program."""

    code = "method_not_counted"
    message = N_("Item %(item)s is to be voted in a way that this site cannot count: %(method)s.")
    help = N_("Nothing was counted and nothing was left out. Choose another way of voting, or upgrade this site.")


class AlreadyDecrypted(Conflict):
    """Once per key holder."""

    code = "already_decrypted"
    message = N_("Your part of the count is already there.")
    help = N_("Nothing was changed. There is nothing more for you to do.")
