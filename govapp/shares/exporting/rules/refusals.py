"""What an export refuses, and what to do instead."""

from govapp.kernel.errors import N_, Conflict, Invalid


class PurposeMissing(Invalid):
    """An export without a purpose."""

    code = "purpose_missing"
    message = N_("State the purpose of this export.")
    help = N_("Personal data leave the register only for a reason that can be read later.")


class RegisterChangedMeanwhile(Conflict):
    """Something was recorded for the moment that a file names, while the file was made."""

    code = "register_changed_meanwhile"
    message = N_("The register was changed while this file was made.")
    help = N_("Nothing left the register. Ask for the file again.")
