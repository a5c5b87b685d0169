"""The use cases of accounts, one door for the packages above."""

from govapp.accounts.rules import LinkPurpose
from govapp.accounts.service.links import IssueLink, LinkId, issue_link, issue_links, link_url, revoke_links

__all__ = [
    "IssueLink",
    "LinkId",
    "LinkPurpose",
    "issue_link",
    "issue_links",
    "link_url",
    "revoke_links",
]
