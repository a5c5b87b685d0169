"""The documents that a notice names, each with its digest: those of the whole assembly, then those of each item."""

from dataclasses import dataclass

from govapp.assembly.agenda.rules.items import Document, Item
from govapp.assembly.convocation.rules.post import shown_digest
from govapp.kernel.texts import Language


@dataclass(frozen=True)
class NoticeDocument:
    """A document of the assembly (`item` is 0) or of the item with this number."""

    item: int
    document: Document

    @property
    def path(self) -> str:
        """Return the address of the file on this site; its digest is part of it."""
        return f"/documents/{self.document.sha256}/{self.document.name}"

    def title(self, language: Language) -> str:
        """Return its title as a reader of `language` finds it, after the number of its item."""
        title = self.document.title.in_language(language).text or self.document.name
        return f"{self.item}. {title}" if self.item else title

    def line(self, language: Language) -> str:
        """Return title and beginning of the digest, as they stand in a mail."""
        return f"{self.title(language)} ({shown_digest(self.document.sha256)})"


def notice_documents(agenda: tuple[Item, ...], general: tuple[Document, ...]) -> tuple[NoticeDocument, ...]:
    """Return all documents of a notice, in the order in which people find them."""
    of_items = (NoticeDocument(item.number, each) for item in agenda for each in item.documents)
    return (*(NoticeDocument(0, each) for each in general), *of_items)
