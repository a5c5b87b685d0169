"""Exporting the shareholder list: made while reading, logged with its purpose before it leaves."""

from govapp.shares.exporting.service.files import MEMBERS
from govapp.shares.exporting.service.making import (
    ExportedFile,
    ExportRegister,
    log_export,
    make_export,
    settled_question,
)

__all__ = ["MEMBERS", "ExportRegister", "ExportedFile", "log_export", "make_export", "settled_question"]
