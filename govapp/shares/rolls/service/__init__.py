"""What can be done with voting lists: freeze one, confirm what was recorded since, add somebody, set a proxy."""

from govapp.shares.rolls.service.additions import (
    ProposeAddition,
    add_proposed,
    propose_addition,
    withdraw_proposal,
)
from govapp.shares.rolls.service.freezing import ConfirmChange, FreezeRoll, RollId, confirm_change, freeze_roll
from govapp.shares.rolls.service.proxies import (
    SetProxy,
    confirm_proxy_on_rolls,
    end_proxy_on_rolls,
    put_proxy_on_rolls,
)

__all__ = [
    "ConfirmChange",
    "FreezeRoll",
    "ProposeAddition",
    "RollId",
    "SetProxy",
    "add_proposed",
    "confirm_change",
    "confirm_proxy_on_rolls",
    "end_proxy_on_rolls",
    "freeze_roll",
    "propose_addition",
    "put_proxy_on_rolls",
    "withdraw_proposal",
]
