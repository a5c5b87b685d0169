"""The letters of this room: the receipt of a vote, and what key holders are asked to do."""

from govapp.declarations import LetterKind
from govapp.kernel.errors import N_


class BallotsLetter(LetterKind):
    """Each letter with its name and the facts it needs."""

    RECEIPT = (
        "receipt",
        N_("receipt of a vote"),
        ("received_at", "tracker", "words", "path", "closes_at"),
        False,
        "",
        "",
        True,
    )
    KEY_WANTED = "key_wanted", N_("request to make a key"), ("vote", "opens_at", "path")
    COUNT_WANTED = "count_wanted", N_("request to open the count"), ("vote", "path")
    KEYS_WANTED = "keys_wanted", N_("request to make a key with others"), ("assembly", "path")
    KEYS_NEXT = "keys_next", N_("request to go on making a key"), ("assembly", "path")
    KEY_TEST_WANTED = "key_test_wanted", N_("request to test a key"), ("assembly", "path")
