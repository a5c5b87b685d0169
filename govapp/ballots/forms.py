"""The forms of key holders: shape only. Their JSON is checked by the use cases, which say what is wrong with it."""

from wtforms import TextAreaField

from govapp.forms import PageForm


class KeyForm(PageForm):
    """The public part of a key, `{"pok":{...},"public_key":...}`."""

    public_part = TextAreaField()


class PartialDecryptionForm(PageForm):
    """A partial decryption of the tally, `{"decryption_factors":...,"decryption_proofs":...}`."""

    partial_decryption = TextAreaField()
