"""The forms of key holders: shape only. Their JSON is checked by the use cases, which say what is wrong with it."""

from wtforms import TextAreaField

from govapp.forms import PageForm


class KeyForm(PageForm):
    """The public part of a key, `{"pok":{...},"public_key":...}`."""

    public_part = TextAreaField()


class ShareForm(PageForm):
    """A share of the count, `{"decryption_factors":...,"decryption_proofs":...}`."""

    share = TextAreaField()
