"""Vectors for the key ceremony: fixed seeds and scalars in, exact bytes out.

`python -m packages.pybelenios.tests.ceremonyvectors` writes ceremony.json anew; a test compares the file with what the
program makes today. Member i contributes for attempt i - 1, so that several attempts are seen.
"""

import json
from pathlib import Path

from packages.pybelenios.tests.boothvectors import Sequenced
from pybelenios.member import derive_secrets, make_certificate, make_contribution, make_key, make_promise
from pybelenios.pedersen import GroupSize

FILE = Path(__file__).parents[1] / "vectors" / "ceremony.json"
SEEDS = ("jVqXYELhxzBPQddocYSk4X", "2NEpo7TZRRrLZSi2U4sXa1", "Zg4tCoopCoopCoopCoop22")


def vectors() -> list[dict[str, object]]:
    """Return everything that ceremony.json holds."""
    return [_ceremony(GroupSize(threshold, size)) for threshold, size in ((1, 1), (2, 3), (3, 3))]


def _ceremony(group: GroupSize) -> dict[str, object]:
    draw = Sequenced(f"ceremony {group.threshold} of {group.size}")
    members = [derive_secrets(seed) for seed in SEEDS[: group.size]]
    certificates = [make_certificate(member, group, place, draw) for place, member in enumerate(members, start=1)]
    promises = [
        make_promise(member, certificates, group, place, place - 1) for place, member in enumerate(members, start=1)
    ]
    contributions = [
        make_contribution(member, certificates, promises, group, place, place - 1, draw=draw)
        for place, member in enumerate(members, start=1)
    ]
    keys = [
        make_key(member, certificates, promises, contributions, group, place, draw)
        for place, member in enumerate(members, start=1)
    ]
    return {
        "group": {"threshold": group.threshold, "size": group.size},
        "seeds": list(SEEDS[: group.size]),
        "scalars": draw.given,
        "certificates": [certificate.to_json() for certificate in certificates],
        "promises": promises,
        "contributions": [contribution.to_json() for contribution in contributions],
        "keys": [key.to_json() for key in keys],
    }


def main() -> None:
    """Write the file."""
    FILE.write_text(json.dumps(vectors(), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
