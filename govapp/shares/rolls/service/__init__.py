"""What can be done with voting lists: freeze one, confirm what was recorded since, add somebody who was left out."""

from govapp.shares.rolls.service.additions import (
    ProposeAddition,
    add_proposed,
    propose_addition,
    withdraw_proposal,
)
from govapp.shares.rolls.service.freezing import ConfirmChange, FreezeRoll, RollId, confirm_change, freeze_roll

__all__ = [
    "ConfirmChange",
    "FreezeRoll",
    "ProposeAddition",
    "RollId",
    "add_proposed",
    "confirm_change",
    "freeze_roll",
    "propose_addition",
    "withdraw_proposal",
]
