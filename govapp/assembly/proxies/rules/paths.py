"""Addresses that stand in letters."""

from typing import Final

MY_PROXIES: Final = "/my/proxies"


def office_proxies_path(assembly_id: int) -> str:
    """Return the page on which officers record and confirm the proxies of an assembly."""
    return f"/office/assemblies/{assembly_id}/proxies"
