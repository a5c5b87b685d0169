"""Importing the register from CSV or XLSX: read, check every row, show the totals, then write all or nothing."""

from govapp.shares.importing.service.checking import Checked, check_file
from govapp.shares.importing.service.columns import COLUMNS, Column
from govapp.shares.importing.service.problems import Problem
from govapp.shares.importing.service.staging import (
    ConfirmImport,
    ImportFile,
    Outcome,
    StagedFile,
    StageImport,
    confirm_import,
    discard_import,
    import_file,
    known_numbers,
    stage_import,
    staged_file,
)

__all__ = [
    "COLUMNS",
    "Checked",
    "Column",
    "ConfirmImport",
    "ImportFile",
    "Outcome",
    "Problem",
    "StageImport",
    "StagedFile",
    "check_file",
    "confirm_import",
    "discard_import",
    "import_file",
    "known_numbers",
    "stage_import",
    "staged_file",
]
