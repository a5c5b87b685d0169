"""What is read about people who come in, as frozen rows for pages and rules."""

from govapp.accounts.queries.access_changes import AccessChangeRow, list_waiting_changes
from govapp.accounts.queries.attempts import (
    find_attempts,
    get_account_scope,
    get_address_scope,
    get_counts_condition,
    get_device_scope,
)
from govapp.accounts.queries.links import (
    LinkRow,
    count_links_issued_since,
    find_link_by_token,
    find_newest_link,
    get_latest_expiry,
    is_open_invitation,
)
from govapp.accounts.queries.officers import (
    OfficerRow,
    find_officer,
    find_officer_by_email,
    list_administrators,
    list_commands,
    list_grants,
    list_key_holders,
    list_officers,
    list_role_faults,
)
from govapp.accounts.queries.roles import RoleHolder, list_role_holders, list_roles_that_may_not_meet
from govapp.accounts.queries.sessions import (
    SessionRow,
    SignedInRow,
    find_signed_in,
    get_session_digest,
    get_session_limits,
    is_alive,
    list_sessions,
)

__all__ = [
    "AccessChangeRow",
    "LinkRow",
    "OfficerRow",
    "RoleHolder",
    "SessionRow",
    "SignedInRow",
    "count_links_issued_since",
    "find_attempts",
    "find_link_by_token",
    "find_newest_link",
    "find_officer",
    "find_officer_by_email",
    "find_signed_in",
    "get_account_scope",
    "get_address_scope",
    "get_counts_condition",
    "get_device_scope",
    "get_latest_expiry",
    "get_session_digest",
    "get_session_limits",
    "is_alive",
    "is_open_invitation",
    "list_administrators",
    "list_commands",
    "list_grants",
    "list_key_holders",
    "list_officers",
    "list_role_faults",
    "list_role_holders",
    "list_roles_that_may_not_meet",
    "list_sessions",
    "list_waiting_changes",
]
