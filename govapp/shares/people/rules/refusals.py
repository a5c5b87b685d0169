"""What the register refuses about people, and what to do instead."""

from govapp.kernel.errors import N_, Conflict, Forbidden, Invalid, NotFound


class HolderNotFound(NotFound):
    """No such shareholder."""

    code = "holder_not_found"
    message = N_("There is no shareholder at this address.")
    help = N_("Search for the name or the number in the register.")


class EffectiveDateInFuture(Invalid):
    """The legal day has not come yet."""

    code = "effective_date_in_future"
    message = N_("The effective date %(date)s lies in the future.")
    help = N_("Enter it on the day itself, or correct the date.")


class DayInFuture(Invalid):
    """A question about a day that has not come yet."""

    code = "day_in_future"
    message = N_("%(date)s lies in the future.")
    help = N_("The register answers for today and for earlier days.")


class MomentInFuture(Invalid):
    """A question about a moment that has not come yet."""

    code = "moment_in_future"
    message = N_("The moment %(moment)s lies in the future.")
    help = N_("The register answers for now and for earlier moments.")


class ReasonMissing(Invalid):
    """Something that needs a reason came without."""

    code = "reason_missing"
    message = N_("A reason is needed.")
    help = N_("Write in one sentence why; it stays readable for ever.")


class EmailUnreadable(Invalid):
    """Not an e-mail address."""

    code = "email_unreadable"
    message = N_("This is not a complete e-mail address.")
    help = N_("Write it like name@example.be, or leave it empty if there is none.")


class NotAnOrganisation(Invalid):
    """Only legal persons have a voting representative."""

    code = "not_an_organisation"
    message = N_("Only a legal person has a voting representative.")
    help = N_("A natural person votes with a personal link of her own.")


class RepresentativeNotHuman(Invalid):
    """An organisation cannot vote for an organisation."""

    code = "representative_not_human"
    message = N_("The voting representative must be a natural person.")
    help = N_("Choose a human being.")


class PersonNameMissing(Invalid):
    """A person without a name."""

    code = "name_missing"
    message = N_("The name is missing.")
    help = N_("Write the family name, or the name of the organisation. An organisation has no given name.")


class FactKnownAlready(Invalid):
    """A correction that says what is known already."""

    code = "fact_known_already"
    message = N_("This is what the register says already.")
    help = N_("Change what is wrong, or leave the page.")


class CountryWrong(Invalid):
    """Not the code of a country."""

    code = "country_wrong"
    message = N_('"%(value)s" is not a country code.')
    help = N_("Use two letters, like BE, FR or NL.")


class BirthDateInFuture(Invalid):
    """Somebody who is not born yet."""

    code = "birth_date_in_future"
    message = N_("The date of birth %(date)s lies in the future.")
    help = N_("Correct the date, or leave it empty.")


class CompanyNumberWrong(Invalid):
    """The company number has wrong check digits."""

    code = "company_number_wrong"
    message = N_("This company number does not exist: its last two digits do not fit.")
    help = N_("Copy it from an official paper; it looks like 0123.456.749.")


class NumberTaken(Conflict):
    """Two people would have the same shareholder number."""

    code = "number_taken"
    message = N_("This shareholder number is already in use.")
    help = N_("Numbers are never used twice. Look at the register again.")


class FactsNotAsRecorded(Forbidden):
    """What decides who votes was changed, taken out or put in behind the program's back."""

    code = "facts_not_as_recorded"
    message = N_("The register says something of you or your mandate that nobody recorded, so you cannot vote with it.")
    help = N_("Nothing was sent and nothing is lost. Call the cooperative: its register has to be checked first.")
