"""The ways in which a profile, or a change of it, is refused."""

from govapp.kernel.errors import N_, Conflict, Invalid, NotFound


class RuleLooserThanLaw(Invalid):
    """A profile lets something pass that the law stops; `rule` is the name of the rule."""

    code = "rule_looser_than_law"
    message = N_("“%(rule)s” would be looser than the law: %(law)s")
    help = N_("Nothing was saved. Choose a rule that asks at least what the law asks.")


class RuleLooserThanStatutes(Invalid):
    """A secretary makes the rule of one item looser than the statutes; stricter is possible, with a reason."""

    code = "rule_looser_than_statutes"
    message = N_("This rule would be looser than the statutes: they ask for more.")
    help = N_("An item may ask more than the statutes, never less. Nothing was saved.")


class StricterReasonNeeded(Invalid):
    """The rule of one item asks more than the statutes, and nobody said why."""

    code = "stricter_reason_needed"
    message = N_("This item asks more than the statutes. Say why.")
    help = N_("The reason stands on the agenda next to the rule.")


class RuleCountsOtherVotes(Invalid):
    """A profile gives votes by head and has a rule that counts them by share, or the other way round."""

    code = "rule_counts_other_votes"
    message = N_("“%(rule)s” counts other votes than these statutes give: by head and by share do not mix.")
    help = N_("Nothing was saved. Let every majority count what the statutes give votes for.")


class CategoryUnknown(Invalid):
    """A rule names a category that the profile does not have, or two categories have one code or letter."""

    code = "category_unknown"
    message = N_("The categories do not fit: “%(category)s” is not one category of these statutes.")
    help = N_("Nothing was saved. Give each category its own code and letter, and name only those.")


class ValueOutOfRange(Invalid):
    """A rule has a value that cannot be."""

    code = "rule_value_out_of_range"
    message = N_("“%(rule)s” cannot have this value.")
    help = N_("Nothing was saved. Correct the value and send it again.")


class HoleBetweenVersions(Conflict):
    """Between two versions of the statutes there is a day on which none is in force."""

    code = "statutes_hole"
    message = N_("On %(day)s no version of the statutes would be in force.")
    help = N_("A version that ends must be followed by another one on the next day. Add that one first.")


class TwoVersionsForOneDay(Conflict):
    """Two versions of the statutes claim the same day."""

    code = "statutes_twice"
    message = N_("Two versions of the statutes would be in force on %(day)s.")
    help = N_("A version that was kept is never changed. Give the new one another first day.")


class DecisionAfterEffect(Invalid):
    """A version of the statutes would be in force before it was decided."""

    code = "statutes_before_decision"
    message = N_("These rules cannot be in force before they were decided.")
    help = N_("Check the day of the decision and the first day of the new rules.")


class DecisionIncomplete(Invalid):
    """A change of the statutes says neither who decided it, nor where that is written, nor why."""

    code = "statutes_decision_incomplete"
    message = N_("Say where the decision is written down, and why it was taken.")
    help = N_("For example: deed of notary Peeters, 16 June 2026. Nothing was saved.")


class NothingChanged(Invalid):
    """The new version says the same as the one in force on its first day."""

    code = "statutes_unchanged"
    message = N_("These rules are the ones already in force on that day.")
    help = N_("Change at least one rule, or keep the statutes as they are.")


class StatutesChangedMeanwhile(Conflict):
    """Somebody kept a new version of the statutes since the form was opened."""

    code = "statutes_changed_meanwhile"
    message = N_("Another version of the statutes was kept after you opened this page.")
    help = N_("Nothing of yours was saved yet, and it is still here. Compare with the new version first.")


class ProfileDamaged(Conflict):
    """A kept profile is not what its digest says, or lacks a rule."""

    code = "profile_damaged"
    message = N_("Version %(number)s of the statutes is not what was kept: its content and its digest differ.")
    help = N_("Restore it from a backup, and find out who changed the database.")


class VersionNotFound(NotFound):
    """No version of the statutes has this number."""

    code = "statutes_version_not_found"
    message = N_("There is no such version of the statutes.")
    help = N_("Go back to the list of versions.")
