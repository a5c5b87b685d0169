"""The second step: codes from a phone (TOTP, RFC 6238: SHA-1, 30 seconds, six digits) and recovery codes on paper."""

import base64
import hmac
import io
import secrets
from datetime import datetime

import pyotp
import segno
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from govapp.kernel.keys import KeyRing

STEP_SECONDS = 30
# A phone's clock may be one step off in either direction.
DRIFT_STEPS = 1
RECOVERY_CODES = 8
_CODE_SYMBOLS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_secret() -> str:
    """Return a fresh secret for a phone: 160 random bits, 32 letters in base 32."""
    return pyotp.random_base32()


def sealed(keys: KeyRing, secret: str, *, use: str = "phone") -> str:
    """Return a secret encrypted for the database or a cookie (XSalsa20-Poly1305, one key for each use)."""
    return base64.b64encode(SecretBox(keys.derived_key(use)).encrypt(secret.encode("ascii"))).decode("ascii")


def opened(keys: KeyRing, kept: str, *, use: str = "phone") -> str:
    """Return the secret again; raises ValueError when the secret key is not the one it was sealed with."""
    try:
        return SecretBox(keys.derived_key(use)).decrypt(base64.b64decode(kept)).decode("ascii")
    except CryptoError as error:
        raise ValueError("the secret key of this installation has changed: phones must be connected again") from error


def code_at(secret: str, moment: datetime) -> str:
    """Return the six digits that a phone shows at `moment`."""
    return pyotp.TOTP(secret).at(moment)


def matching_step(secret: str, code: str, moment: datetime, last_step: int | None) -> int | None:
    """Return the time step that `code` belongs to, or None.

    A step that was used (`last_step`) and all before it are refused, so a code seen over a shoulder is worth nothing
    (RFC 6238 section 5.2).
    """
    present = int(moment.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret)
    found = None
    for step in range(present - DRIFT_STEPS, present + DRIFT_STEPS + 1):
        is_fresh = last_step is None or step > last_step
        if hmac.compare_digest(totp.generate_otp(step).encode(), code.encode()) and is_fresh:
            found = step
    return found


def qr_code(secret: str, *, email: str, cooperative: str) -> str:
    """Return the QR code that connects a phone, as SVG without any style of its own (classes `qr`, `dark`)."""
    address = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=cooperative)
    buffer = io.BytesIO()
    segno.make(address, error="m").save(
        buffer,
        kind="svg",
        xmldecl=False,
        svgns=True,
        svgclass="qr",
        lineclass="dark",
        scale=5,
        border=2,
        light="#fff",
        nl=False,
    )
    return buffer.getvalue().decode("utf-8")


def new_recovery_codes() -> tuple[str, ...]:
    """Return fresh recovery codes of 50 random bits, `ABCDE-FGHJK`, without letters that look alike."""
    return tuple(
        "-".join("".join(secrets.choice(_CODE_SYMBOLS) for _ in range(5)) for _ in range(2))
        for _ in range(RECOVERY_CODES)
    )


def recovery_digest(keys: KeyRing, officer_id: int, code: str) -> str:
    """Return the digest of a recovery code as it is kept; spaces, dashes and case do not matter."""
    plain = "".join(code.split()).replace("-", "").upper()
    return keys.keyed_digest("recovery", f"{officer_id}:{plain}")
