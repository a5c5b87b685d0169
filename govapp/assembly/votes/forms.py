"""The forms of a vote: their shape only; whether something is allowed the use cases decide."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import (
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from govapp.forms import HiddenNumber


class LockForm(FlaskForm):  # type: ignore[misc]
    """Who holds the keys of the vote."""

    version = HiddenNumber(default=0)
    trustees = SelectMultipleField(
        lazy_gettext("Key holders"),
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        description=lazy_gettext("All of them are needed to count. Without any, this server holds the only key."),
    )


class CloseForm(FlaskForm):  # type: ignore[misc]
    """Why voting is closed early."""

    reason = TextAreaField(lazy_gettext("Reason"), [Length(max=1000)])
