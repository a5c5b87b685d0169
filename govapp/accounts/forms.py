"""The forms of accounts: shape only; what is allowed is decided in the rules."""

from typing import ClassVar

from flask_babel import lazy_gettext
from wtforms import EmailField, PasswordField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types lag behind 3.3
from wtforms.validators import DataRequired, Email, EqualTo, InputRequired, Length, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from govapp.accounts.codes import MAX_TYPED_CHARACTERS
from govapp.accounts.rules import MAX_PASSWORD_CHARACTERS, MIN_PASSWORD_CHARACTERS
from govapp.forms import DayField, PageForm
from govapp.kernel.actors import ROLE_NAMES
from govapp.kernel.texts import LANGUAGE_NAMES

_role_choices = [SelectChoice(role.value, lazy_gettext(name)) for role, name in ROLE_NAMES.items()]
_language_choices = [SelectChoice(language.value, name) for language, name in LANGUAGE_NAMES.items()]
_needed = InputRequired(lazy_gettext("Fill in this field."))
_long = lazy_gettext("This is too long.")


class SignInForm(PageForm):
    """The first step: address and password."""

    email = EmailField(lazy_gettext("E-mail address"), validators=[_needed, Length(max=320, message=_long)])
    password = PasswordField(
        lazy_gettext("Password"), validators=[_needed, Length(max=MAX_PASSWORD_CHARACTERS, message=_long)]
    )


class CodeForm(PageForm):
    """The second step: six digits from the phone."""

    code = StringField(
        lazy_gettext("Code of six digits"),
        filters=[lambda value: "".join((value or "").split())],
        validators=[
            _needed,
            Regexp(r"^[0-9]{6}$", message=lazy_gettext("Type the six digits that your phone shows now.")),
        ],
        description=lazy_gettext("It changes every 30 seconds."),
    )


class RecoveryForm(PageForm):
    """The second step without a phone: a code from paper."""

    code = StringField(
        lazy_gettext("Recovery code"),
        validators=[_needed, Length(max=40, message=_long)],
        description=lazy_gettext("Ten letters and digits from the list that you kept. Each code works once."),
    )


class LetterCodeForm(PageForm):
    """The code of a letter, as it is typed: case, spaces and lines between the groups do not matter."""

    REFUSED_FIELDS: ClassVar = {"code_incomplete": "code", "code_has_sign": "code", "code_unknown": "code"}

    code = StringField(
        lazy_gettext("The code of your letter"),
        validators=[_needed, Length(max=MAX_TYPED_CHARACTERS, message=_long)],
        description=lazy_gettext("Twelve letters and digits in three groups, such as 7K3M-Q2PX-9TRD."),
    )


class FreshCodeForm(PageForm):
    """A code between a form that was sent and what it does; its name is no field of any other form."""

    confirming_code = StringField(
        lazy_gettext("Code of six digits"),
        filters=[lambda value: "".join((value or "").split())],
        validators=[_needed, Length(max=40, message=_long)],
        description=lazy_gettext("The one that your phone shows now. A recovery code from paper works as well."),
    )


class PasswordForm(PageForm):
    """Choosing a password."""

    password = PasswordField(
        lazy_gettext("Choose a password"),
        validators=[
            _needed,
            Length(
                min=MIN_PASSWORD_CHARACTERS,
                max=MAX_PASSWORD_CHARACTERS,
                message=lazy_gettext("Choose a password of at least 12 characters."),
            ),
        ],
        description=lazy_gettext("At least 12 characters. Four or five words in a row are easy to keep in mind."),
    )
    again = PasswordField(
        lazy_gettext("The same password again"),
        validators=[_needed, EqualTo("password", lazy_gettext("The two passwords are not the same."))],
    )


class NewPasswordForm(PasswordForm):
    """Choosing another password: the present one first."""

    current = PasswordField(
        lazy_gettext("Your present password"),
        validators=[_needed, Length(max=MAX_PASSWORD_CHARACTERS, message=_long)],
    )


class OwnForm(PageForm):
    """What an officer is called, and in which language they are written to."""

    name = StringField(
        lazy_gettext("Name"),
        filters=[lambda value: (value or "").strip()],
        validators=[DataRequired(lazy_gettext("Fill in this field.")), Length(max=200, message=_long)],
    )
    language = SelectField(lazy_gettext("Language"), choices=_language_choices)


class OwnAddressForm(PageForm):
    """An officer's new e-mail address."""

    email = EmailField(
        lazy_gettext("New e-mail address"),
        validators=[_needed, Length(max=320, message=_long), Email(lazy_gettext("This is not an e-mail address."))],
    )


class InviteForm(PageForm):
    """Letting somebody in."""

    name = StringField(lazy_gettext("Name"), validators=[_needed, Length(max=200, message=_long)])
    email = EmailField(
        lazy_gettext("E-mail address"),
        validators=[_needed, Length(max=320, message=_long), Email(lazy_gettext("This is not an e-mail address."))],
    )
    language = SelectField(lazy_gettext("Language"), choices=_language_choices)
    roles = SelectMultipleField(
        lazy_gettext("Roles"),
        choices=_role_choices,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=lazy_gettext("Roles add up. They begin today; you can change them later."),
    )
    reason = StringField(lazy_gettext("Reason"), validators=[Optional(), Length(max=500, message=_long)])


class GrantForm(PageForm):
    """Giving a role."""

    role = SelectField(lazy_gettext("Role"), choices=_role_choices)
    from_on = DayField(lazy_gettext("From"), validators=[Optional()], description=lazy_gettext("Empty: from now on."))
    until_on = DayField(
        lazy_gettext("Until the end of"),
        validators=[Optional()],
        description=lazy_gettext("Empty: without end."),
    )
    reason = StringField(lazy_gettext("Reason"), validators=[Optional(), Length(max=500, message=_long)])


class ReasonForm(PageForm):
    """Saying why, for the journal."""

    reason = StringField(lazy_gettext("Reason"), validators=[Optional(), Length(max=500, message=_long)])
