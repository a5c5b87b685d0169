"""What nobody sees who only walks from page to page: forms on the way of signing in, and those of rare states."""

from collections.abc import Mapping
from typing import Final

from govapp.assembly.letters import AssemblyLetter
from govapp.shares.people.rules.chain import FactType

REASON: Final = (("reason", "A reason"),)
CODE: Final = (("code", "123456"),)
HIDDEN_FORMS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "/code": (("code", "7K3M-Q2PX-9TRD"),),
    "/in/<token>": (),
    "/in/<token>/new": (),
    "/my/devices/<int:session_id>/end": (),
    "/office/assemblies/<int:assembly_id>/desks/<int:desk>/holders/<int:party_id>/arrive": (
        ("holder2-acting_name", "An Peeters"),
        ("holder2-at", "2026-06-16T18:00"),
    ),
    "/office/assemblies/<int:assembly_id>/desks/<int:desk>/holders/<int:party_id>/leave": (),
    "/office/assemblies/<int:assembly_id>/items/models": (("models", "accounts"), ("count", "0")),
    "/office/assemblies/<int:assembly_id>/paper-and-hands/count/<channel>/<int:question>": (
        ("paper0-papers", "2"),
        ("paper0-invalid", "0"),
        ("paper0-answer_0", "2"),
    ),
    "/office/assemblies/<int:assembly_id>/votes/<int:ordinal>/paper-and-hands/count/<channel>/<int:question>": (
        ("hands0-papers", "2"),
        ("hands0-answer_0", "2"),
    ),
    "/office/assemblies/<int:assembly_id>/paper-and-hands": (("sought", "2"),),
    "/office/assemblies/<int:assembly_id>/paper-and-hands/holders/<int:party_id>/mark": (
        ("mark2-channel", "paper"),
        ("mark2-reason", "A reason"),
    ),
    "/office/assemblies/<int:assembly_id>/paper-and-hands/holders/<int:party_id>/unmark": (
        ("unmark2-reason", "A reason"),
    ),
    "/office/assemblies/<int:assembly_id>/paper-and-hands/waive": (("waive-reason", "A reason"),),
    "/office/assemblies/<int:assembly_id>/votes/<int:ordinal>/paper-and-hands": (("sought", "2"),),
    "/office/assemblies/<int:assembly_id>/votes/<int:ordinal>/paper-and-hands/holders/<int:party_id>/mark": (
        ("mark2-channel", "paper"),
        ("mark2-reason", "A reason"),
    ),
    "/office/assemblies/<int:assembly_id>/votes/<int:ordinal>/paper-and-hands/holders/<int:party_id>/unmark": (
        ("unmark2-reason", "A reason"),
    ),
    "/office/assemblies/<int:assembly_id>/votes/<int:ordinal>/paper-and-hands/waive": (("waive-reason", "A reason"),),
    "/office/assemblies/<int:assembly_id>/post/<int:batch_id>/file": (("format", "pdf"),),
    "/office/assemblies/<int:assembly_id>/post/<int:batch_id>/posted": (("posted_on", "2026-06-01"),),
    "/office/addressees/<int:addressee_id>/end": (),
    "/office/assemblies/<int:assembly_id>/post/others": (),
    "/office/assemblies/<int:assembly_id>/post/others/posted": (("others-posted_on", "2026-06-01"),),
    "/office/assemblies/<int:assembly_id>/votes/<int:ordinal>/post/others": (),
    "/office/assemblies/<int:assembly_id>/votes/<int:ordinal>/post/others/posted": (
        ("others-posted_on", "2026-06-01"),
    ),
    "/office/assemblies/<int:assembly_id>/second": (("held_on", "2026-07-01"), ("title_nl", "Tweede vergadering")),
    "/office/assemblies/<int:assembly_id>/votes/<int:ordinal>/post/<int:batch_id>/file": (("format", "csv"),),
    "/office/assemblies/<int:assembly_id>/votes/<int:ordinal>/post/<int:batch_id>/posted": (
        ("posted_on", "2026-06-01"),
    ),
    "/office/assemblies/<int:assembly_id>/documents/<int:document_id>/remove": (),
    "/office/assemblies/<int:assembly_id>/votes/<int:ordinal>/discard": REASON,
    "/office/closings/<uuid>/confirm": REASON,
    "/office/closings/<uuid>/withdraw": REASON,
    "/office/corrections/<int:correction_id>/confirm": REASON,
    "/office/corrections/<int:correction_id>/withdraw": REASON,
    "/office/holders/<int:holder_id>/representative": (
        ("number", "2"),
        ("given_name", "An"),
        ("name", "Peeters"),
        ("effective_date", "2026-05-04"),
        *REASON,
    ),
    "/office/incidents/<uuid>/<int:number>/mails/<int:place>/confirm": (),
    "/office/incidents/<uuid>/<int:number>/mails/<int:place>/withdraw": (),
    "/office/keys/<group>/<turn>": (("message", "{}"),),
    "/office/keys/<group>/anew": REASON,
    "/office/me/email/<token>": (),
    "/office/me/phone": CODE,
    "/office/officers/<int:officer_id>/reinstate": REASON,
    "/office/officers/<int:officer_id>/unlock": REASON,
    "/office/officers/changes/<int:change_id>/confirm": (),
    "/office/officers/changes/<int:change_id>/withdraw": (),
    "/office/papers/<uuid>/key": (("public_part", "{}"),),
    "/office/papers/<uuid>/keys/<group>/waive": (("waive-reason", "A reason that is long enough"),),
    "/my/proxies/<int:proxy_id>/end": (),
    "/assemblies/<int:assembly_id>/questions": (("text", "Why is there no dividend this year?"), ("item", "0")),
    "/assemblies/<int:assembly_id>/questions/<int:number>/withdraw": (),
    "/office/assemblies/<int:assembly_id>/desks/<int:desk>/holders/<int:party_id>/code": (),
    "/office/assemblies/<int:assembly_id>/questions/answer": (("given", "0"), ("numbers", "1"), ("kind", "meeting")),
    "/office/assemblies/<int:assembly_id>/questions/publish": (),
    "/office/proxies/<int:proxy_id>/confirm": (),
    "/office/proxies/<int:proxy_id>/end": (("end-why", "giver_came"),),
    "/office/proxies/<int:proxy_id>/refuse": (),
    "/office/register/import/<digest>/encoding": (("encoding", "cp1250"), ("encoding", "mac_roman")),
    "/office/rolls/<int:roll_id>/additions": (("number", "2"), *REASON),
    "/office/rolls/<int:roll_id>/additions/<int:proposal_id>/confirm": REASON,
    "/office/rolls/<int:roll_id>/additions/<int:proposal_id>/withdraw": REASON,
    "/office/rolls/<int:roll_id>/changes/<fact>/<int:fact_id>/confirm": REASON,
    "/office/sessions/<int:session_id>/end": (),
    "/office/sign-in/code": CODE,
    "/office/sign-in/recovery": (("code", "abcde-fghij"),),
    "/office/uncountable/<uuid>": REASON,
    "/office/welcome": (("password", "een lang en vreemd wachtwoord"), ("again", "een lang en vreemd wachtwoord")),
    "/office/welcome/phone": CODE,
}
"""The fields of forms to which no page of the sample cooperative leads, with values as people type them."""

HIDDEN_VALUES: Final[Mapping[str, tuple[str, ...]]] = {
    "addressee_id": tuple(map(str, range(1, 4))),
    "batch_id": tuple(map(str, range(1, 4))),
    "channel": ("paper", "hands", "feet"),
    "change_id": tuple(map(str, range(1, 6))),
    "correction_id": tuple(map(str, range(1, 6))),
    "document_id": tuple(map(str, range(1, 10))),
    "fact": tuple(FactType),
    "fact_id": tuple(map(str, range(1, 60))),
    "language_": ("nl", "fr", "en", "de", "NL", "xx"),
    "letter": (*AssemblyLetter, "receipt", "../mails"),
    "party_id": tuple(map(str, range(1, 20))),
    "place": tuple(map(str, range(1, 4))),
    "proxy_id": tuple(map(str, range(1, 6))),
    "proposal_id": tuple(map(str, range(1, 6))),
    "question": tuple(map(str, range(4))),
    "session_id": tuple(map(str, range(1, 40))),
    "vote_id": tuple(map(str, range(1, 20))),
}
"""Values of arguments that stand in no address of a page."""
