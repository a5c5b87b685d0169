"""The signature of the installation: Ed25519, under the same key as the receipts that voters get."""

import base64

from govapp.audit.rules.anchor import Signer
from govapp.kernel.keys import KeyRing
from pybelenios.group import sign, signature_key


def signer_of(seed: bytes) -> Signer:
    """Return who signs with the key that belongs to the 32 secret bytes `seed`."""
    key = base64.b64encode(signature_key(seed)).decode("ascii")
    return Signer(key, lambda text: sign(text, seed))


def installation_signer(keys: KeyRing) -> Signer:
    """Return the installation itself; its public key stands in every election record (`receipt_key`)."""
    return signer_of(keys.derived_key("receipt"))
