"""The filters of the journal page: shape only."""

from collections.abc import Iterable

from flask_babel import gettext, lazy_gettext
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types lag behind 3.3
from wtforms.validators import Length, Optional

from govapp.declarations import JournalTag
from govapp.forms import DayField, PageForm


class JournalFilterForm(PageForm):
    """Which lines of the journal to show."""

    tag = SelectField(lazy_gettext("What"), validators=[Optional()])
    subject = StringField(
        lazy_gettext("About"),
        validators=[Length(max=120)],
        description=lazy_gettext("For example holder:12"),
    )
    person = StringField(lazy_gettext("Who"), validators=[Length(max=200)])
    from_on = DayField(lazy_gettext("From"), validators=[Optional()])
    until_on = DayField(lazy_gettext("Until"), validators=[Optional()])
    result = SelectField(
        lazy_gettext("Result"),
        validators=[Optional()],
        choices=[
            SelectChoice("", lazy_gettext("all results")),
            SelectChoice("done", lazy_gettext("done")),
            SelectChoice("refused", lazy_gettext("refused")),
        ],
    )


def tag_choices(tags: Iterable[JournalTag]) -> list[SelectChoice]:
    """Return every tag with its words in the reader's language, in the order of those words."""
    named = sorted(((tag.value, gettext(tag.label)) for tag in tags), key=lambda choice: choice[1])
    return [SelectChoice("", gettext("everything")), *(SelectChoice(*choice) for choice in named)]
