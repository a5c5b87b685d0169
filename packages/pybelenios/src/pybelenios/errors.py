"""The two ways in which this library says no.

`Malformed` is about one value that cannot be read (a point, a number, a text); `Refused` is about a whole record that
was read and does not hold. Both carry a permanent reason, a few English words that tests and reports rely on.
"""


class Malformed(ValueError):  # noqa: N818 - a fault of the text, not of the program
    """A value is not written as the format demands; `reason` names what is wrong with it."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """A record does not hold: `reason` is a permanent name, `sentence` explains it to a person."""

    def __init__(self, reason: str, sentence: str) -> None:
        self.reason = reason
        self.sentence = sentence
        super().__init__(f"{reason}: {sentence}")
