"""Where a proxy stands: it waits, was refused, is in force, or ended."""

from enum import StrEnum
from typing import Final

from govapp.kernel.errors import N_
from govapp.shares.rolls.rules.rights import ProxyEndReason


class ProxyState(StrEnum):
    """Where a proxy stands."""

    WAITING = "waiting"
    REFUSED = "refused"
    IN_FORCE = "in_force"
    ENDED = "ended"


REASON_NAMES: Final = {
    ProxyEndReason.GIVER_CAME: N_("The giver came to the assembly"),
    ProxyEndReason.GIVER_SAID: N_("The giver told the cooperative"),
    ProxyEndReason.GIVER_ENDED: N_("The giver ended it on the own page"),
    ProxyEndReason.HOLDER_DECLINED: N_("The proxy holder declined"),
}
OFFICER_REASONS: Final = (ProxyEndReason.GIVER_CAME, ProxyEndReason.GIVER_SAID)


def proxy_state(*, is_confirmed: bool | None, has_ended: bool) -> ProxyState:
    """Return where a proxy stands; `is_confirmed` is None until a second officer answered."""
    if is_confirmed is None:
        return ProxyState.WAITING
    if not is_confirmed:
        return ProxyState.REFUSED
    return ProxyState.ENDED if has_ended else ProxyState.IN_FORCE
