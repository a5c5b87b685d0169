"""The forms of key holders: shape only. Their JSON is checked by the use cases, which say what is wrong with it."""

from flask_babel import lazy_gettext
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from govapp.ballots.rules.ending import MAX_REASON_CHARACTERS
from govapp.forms import PageForm


class KeyForm(PageForm):
    """The public part of a key, `{"pok":{...},"public_key":...}`."""

    public_part = TextAreaField()


class PartialDecryptionForm(PageForm):
    """A partial decryption of the tally, `{"decryption_factors":...,"decryption_proofs":...}`."""

    partial_decryption = TextAreaField()


class KeyMessageForm(PageForm):
    """What a member of a key group says in one step: a line of JSON."""

    message = TextAreaField()


class ReplaceForm(PageForm):
    """Who takes over the seat of a key holder, and why."""

    officer = SelectField(lazy_gettext("Who holds the key now"), coerce=int, validate_choice=False)
    reason = TextAreaField(
        lazy_gettext("Why"), [InputRequired(), Length(max=MAX_REASON_CHARACTERS)], render_kw={"rows": 2}
    )


class WaiveForm(PageForm):
    """Why nobody waits for a test of the keys any more."""

    reason = TextAreaField(
        lazy_gettext("Why"), [InputRequired(), Length(max=MAX_REASON_CHARACTERS)], render_kw={"rows": 2}
    )


class LostKeyForm(PageForm):
    """What happened to a key that is lost."""

    reason = TextAreaField(
        lazy_gettext("What happened"), [InputRequired(), Length(max=MAX_REASON_CHARACTERS)], render_kw={"rows": 3}
    )
