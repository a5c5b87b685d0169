"""What an export refuses, and what to do instead."""

from govapp.kernel.errors import N_, Invalid


class PurposeMissing(Invalid):
    """An export without a purpose."""

    code = "purpose_missing"
    message = N_("State the purpose of this export.")
    help = N_("Personal data leave the register only for a reason that can be read later.")
