"""Importing the register from CSV, XLSX or ODS: read, check every row, show the totals, then write all or nothing."""

from govapp.shares.importing.checker.checking import check_file
from govapp.shares.importing.checker.values import Checked
from govapp.shares.importing.reader.letters import ENCODINGS, Decoding
from govapp.shares.importing.rules.columns import COLUMNS, Column
from govapp.shares.importing.rules.problems import RowProblem
from govapp.shares.importing.service.staging import (
    ConfirmImport,
    ImportFile,
    ImportResult,
    StagedFile,
    StageImport,
    check_import,
    check_staged_file,
    confirm_import,
    discard_import,
    find_hindrance,
    get_known_numbers,
    get_staged_file,
    import_file,
    keep_report,
    stage_import,
)

__all__ = [
    "COLUMNS",
    "ENCODINGS",
    "Checked",
    "Column",
    "ConfirmImport",
    "Decoding",
    "ImportFile",
    "ImportResult",
    "RowProblem",
    "StageImport",
    "StagedFile",
    "check_file",
    "check_import",
    "check_staged_file",
    "confirm_import",
    "discard_import",
    "find_hindrance",
    "get_known_numbers",
    "get_staged_file",
    "import_file",
    "keep_report",
    "stage_import",
]
