"""Why a proxy is not recorded, confirmed or ended."""

from govapp.kernel.errors import N_, Conflict, Forbidden, Invalid, NotFound


class NoListYet(Conflict):
    """Proxies are for the people on a frozen voting list."""

    code = "proxy_no_list"
    message = N_("The voting list of this assembly is not fixed yet, so nobody can be represented.")
    help = N_("Lock the agenda first. Keep the proxies until then.")


class AssemblyOver(Conflict):
    """The day after the meeting is the last on which a proxy is written down."""

    code = "proxy_assembly_over"
    message = N_("This assembly was held on %(held_on)s. A proxy for it cannot be recorded any more.")
    help = N_("Nothing was recorded. Keep the paper with the minutes.")


class GiverUnknown(Invalid):
    """The giver is not on the voting list."""

    code = "proxy_giver_unknown"
    message = N_("Nobody on the voting list has the number %(number)s.")
    help = N_("Look at the number on the proxy. Whoever is not on the voting list cannot be represented.")


class ProxyBlank(Invalid):
    """A proxy that names no holder."""

    code = "proxy_blank"
    message = N_("This proxy does not say who holds it. A blank proxy cannot be used.")
    help = N_("Ask the giver to fill in a name. Nobody else may choose the holder.")


class ProxyHolderUnknown(Invalid):
    """The holder is not in the register."""

    code = "proxy_holder_unknown"
    message = N_("Nobody in the register has the number %(number)s.")
    help = N_("Look the proxy holder up in the register: whoever votes here for somebody else needs a number there.")


class ProxyToOneself(Invalid):
    """Giver and holder are one person."""

    code = "proxy_to_oneself"
    message = N_("Giver and holder are the same person.")
    help = N_("Write the number of the person who votes for %(name)s.")


class ProxyHolderNoShareholder(Invalid):
    """The statutes want a shareholder, and the holder is none, or no longer (art. 6:80 BCCA)."""

    code = "proxy_holder_no_shareholder"
    message = N_("%(name)s is not a shareholder today. By the statutes only a shareholder may hold a proxy.")
    help = N_("Tell the giver: another holder can be named until voting closes.")


class GiverHasProxy(Conflict):
    """One proxy for each giver at a time."""

    code = "proxy_given_already"
    message = N_("%(name)s has already given a proxy, to %(holder)s.")
    help = N_("Does the giver want another holder? End the first proxy, then record this one.")


class GiverHoldsProxies(Conflict):
    """A holder does not hand on what was given: no chain."""

    code = "proxy_giver_holds"
    message = N_("%(name)s holds a proxy of somebody else, and so cannot be represented.")
    help = N_("A proxy is not handed on. End the proxies that %(name)s holds first, and tell their givers.")


class HolderGaveProxy(Conflict):
    """Whoever is represented represents nobody: no chain."""

    code = "proxy_holder_gave"
    message = N_("%(name)s gave a proxy to %(holder)s, and so cannot represent anybody.")
    help = N_("A proxy is not handed on. Ask the giver for another holder.")


class TooManyProxies(Conflict):
    """The limit of the statutes is reached (art. 6:80 BCCA)."""

    code = "proxy_too_many"
    message = N_("%(name)s holds as many proxies as the statutes allow: %(limit)s.")
    help = N_("Ask the giver for another holder. Proxies that wait for a second officer are counted too.")


class SignedInFuture(Invalid):
    """The day of the signature lies ahead."""

    code = "proxy_signed_in_future"
    message = N_("The day of the signature lies in the future.")
    help = N_("Write the day that stands on the proxy.")


class ScanNotReadable(Invalid):
    """A scan is a PDF or a picture."""

    code = "proxy_scan_kind"
    message = N_("A scan is a PDF, PNG or JPEG file.")
    help = N_("Scan the proxy again, or leave the file out: it is not required.")


class InstructionUnknown(Invalid):
    """An instruction for an item that is not voted, or one that no item knows."""

    code = "proxy_instruction_unknown"
    message = N_("An instruction does not fit the agenda.")
    help = N_("Choose the instructions again.")


class ProxyNotFound(NotFound):
    """There is no such proxy, or it is not the reader's."""

    code = "proxy_not_found"
    message = N_("We cannot find this proxy.")


class ProxyNotWaiting(Conflict):
    """It was confirmed or refused already."""

    code = "proxy_not_waiting"
    message = N_("This proxy was confirmed or refused already.")
    help = N_("Nothing was changed. The page shows how it stands.")


class ProxyNeedsAnother(Forbidden):
    """Whoever recorded a proxy does not confirm it, under another account neither."""

    code = "proxy_second_person"
    message = N_("You recorded this proxy, so somebody else has to confirm it.")
    help = N_("Ask another secretary or registrar. The paper has to be seen by two people.")


class ProxyNotInForce(Conflict):
    """It ended, or never was in force."""

    code = "proxy_not_in_force"
    message = N_("This proxy is not in force.")
    help = N_("Nothing was changed. The page shows how it stands.")
