"""The kinds of files of an export."""

from enum import StrEnum


class FileFormat(StrEnum):
    """The kinds of files that the shareholder list is exported to."""

    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"
