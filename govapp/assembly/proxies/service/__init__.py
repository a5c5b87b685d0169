"""What can be done with proxies: record one, confirm or refuse it, end it."""

from govapp.assembly.proxies.service.ending import end_for_giver, end_own_proxy, end_proxy
from govapp.assembly.proxies.service.recording import (
    RecordProxy,
    Scan,
    confirm_proxy,
    record_proxy,
    refuse_proxy,
    take_proxies_along,
)

__all__ = [
    "RecordProxy",
    "Scan",
    "confirm_proxy",
    "end_for_giver",
    "end_own_proxy",
    "end_proxy",
    "record_proxy",
    "refuse_proxy",
    "take_proxies_along",
]
