"""What is not on the agenda, and what an item must say before it can be saved."""

from govapp.kernel.errors import N_, Conflict, Invalid, NotFound


class ItemNotFound(NotFound):
    """There is no such item, candidate, option or document: somebody may have removed it."""

    code = "item_not_found"
    message = N_("This part of the agenda is no longer there.")
    help = N_("Somebody may have removed it. Look at the agenda again.")


class TextsMissing(Conflict):
    """Texts of the agenda are missing in a language, and nobody waived them."""

    code = "texts_missing"
    message = N_("Texts are missing in some languages: %(gaps)s.")
    help = N_("Nothing was locked. Write them on the pages of these items, or waive them in your name.")


class NoModelChosen(Invalid):
    """No model item was ticked."""

    code = "no_model_chosen"
    message = N_("Tick at least one item.")


class ChoiceNameMissing(Invalid):
    """A candidate or an option has no name."""

    code = "choice_name"
    message = N_("Write the name of the candidate or the option.")


class ChoiceNamedTwice(Invalid):
    """Two candidates or options have names that look the same."""

    code = "choice_named_twice"
    message = N_("“%(name)s” stands there twice: capitals and spaces make no difference to readers.")
    help = N_("Remove one of the two, or make their names different.")


class TooManyChoices(Invalid):
    """An item has more candidates or options than one question may have."""

    code = "too_many_choices"
    message = N_("There are %(count)s names; an item may have %(most)s.")
    help = N_("Split the item.")


class ThresholdWithoutOptions(Invalid):
    """A threshold for options, on an item that is not a choice among options: dropping it would change who wins."""

    code = "threshold_without_options"
    message = N_("A threshold for options holds only where people tick several.")
    help = N_("Choose that way of voting, or take the threshold away and write a stricter majority with its reason.")


class TextsWithoutChange(Invalid):
    """The text of the statutes before and after, on an item that does not change them."""

    code = "texts_without_change"
    message = N_("The text now in force and the new text belong to a change of the statutes only.")
    help = N_("Say that the item changes the statutes, or move the words to the text of the proposal.")


class KindTakesNoMethod(Invalid):
    """The way of voting does not belong to the kind of item."""

    code = "item_method"
    message = N_("This kind of item is not voted in that way.")


class SeatsMissing(Invalid):
    """An election does not say how many seats are filled."""

    code = "item_seats"
    message = N_("Say how many seats there are to fill, from 1 to 30.")


class ChoiceTextTooLong(Invalid):
    """The text of a candidate or an option is longer than the others may be."""

    code = "choice_text_too_long"
    message = N_("A text in %(language)s has %(count)s characters; at most %(most)s are allowed, for each the same.")
    help = N_("Make the text shorter, or attach the rest as a document.")


class LinkNotHttps(Invalid):
    """The address that a candidate or an option gives is not a secure web address."""

    code = "choice_link"
    message = N_("“%(link)s” is not a web address that begins with https://.")
    help = N_("Copy the address from the browser, or leave the field empty.")


class FileChanged(Conflict):
    """The bytes kept for a document or a picture do not have the digest that names it: somebody changed them."""

    code = "file_changed"
    message = N_("This file is no longer what it was when it was attached.")
    help = N_("It is not handed out. Ask whoever runs the site to put it back from a backup.")
