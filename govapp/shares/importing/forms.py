"""The forms of an import."""

from collections.abc import Sequence

from flask_babel import lazy_gettext
from wtforms import BooleanField, FileField, RadioField
from wtforms.validators import InputRequired

from govapp.forms import PageForm
from govapp.shares.importing.service import Decoding


class UploadForm(PageForm):
    """A file to check."""

    file = FileField(lazy_gettext("File (CSV, XLSX or ODS)"), render_kw={"accept": ".csv,.txt,.xlsx,.ods"})


class EncodingForm(PageForm):
    """In which encoding a file that is not in UTF-8 is read; each is shown with words of the file."""

    encoding = RadioField(
        lazy_gettext("In which line are all words right?"),
        validators=[InputRequired(lazy_gettext("Choose a line."))],
    )

    def offer(self, decodings: Sequence[Decoding]) -> None:
        """Offer the encodings that fit, each with some words of the file as they are in it."""
        self.encoding.choices = [(one.encoding, f"{', '.join(one.words)} ({one.name})") for one in decodings]


class ConfirmForm(PageForm):
    """Yes to the totals."""

    seen = BooleanField(
        lazy_gettext("I have compared these totals with our own"),
        validators=[InputRequired(lazy_gettext("Compare the totals first."))],
    )
