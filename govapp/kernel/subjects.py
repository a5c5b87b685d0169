"""What a journal line, a ballot paper, a link or a mailing is about: a kind of thing and which one of them."""

from typing import Self


class SubjectRef(str):
    """A reference such as `holder:12`, `paper:<uuid>`, or `register` where there is only one.

    It is the text itself, because columns and digests keep it as text; as a type of its own it cannot be mixed up with
    an address or a name. Which page shows a subject is declared by the room that owns its kind
    (`govapp.declarations`).
    """

    __slots__ = ()

    @classmethod
    def to(cls, kind: str, key: int | str) -> Self:
        """Return the reference to the `kind` of thing that has the number or identifier `key`."""
        return cls(f"{kind}:{key}")

    @property
    def kind(self) -> str:
        """Return which kind of thing it is: `holder`."""
        return self.partition(":")[0]

    @property
    def key(self) -> str:
        """Return which one of its kind it is, as it is written: `12`; empty where there is only one."""
        return self.partition(":")[2]

    @property
    def number(self) -> int:
        """Return which one of its kind it is, as a row number; raises ValueError when it is none."""
        return int(self.key)
