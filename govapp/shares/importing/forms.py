"""The forms of an import."""

from flask_babel import lazy_gettext
from wtforms import BooleanField, FileField
from wtforms.validators import InputRequired

from govapp.forms import PageForm


class UploadForm(PageForm):
    """A file to check."""

    file = FileField(lazy_gettext("File (CSV or XLSX)"), render_kw={"accept": ".csv,.txt,.xlsx"})


class ConfirmForm(PageForm):
    """Yes to the totals."""

    seen = BooleanField(
        lazy_gettext("I have compared these totals with our own"),
        validators=[InputRequired(lazy_gettext("Compare the totals first."))],
    )
