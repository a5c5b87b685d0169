"""What is in the way of voting where a proxy was given."""

from govapp.kernel.errors import N_, Conflict


class ProxyGiven(Conflict):
    """Whoever gave a proxy lets somebody else vote until the proxy ends."""

    code = "proxy_given"
    message = N_("You gave a proxy for this assembly: somebody else votes for you.")
    help = N_(
        "Do you want to vote yourself? End the proxy on the page \u201cMy proxies\u201d, then open the ballot again."
    )


class GiverVoted(Conflict):
    """The giver of a proxy voted before the proxy was confirmed: that ballot stands."""

    code = "giver_voted"
    message = N_("%(name)s voted before the proxy was confirmed. That vote stands, and you cannot change it.")
    help = N_("Nothing was sent. You need not do anything more for this shareholder.")
