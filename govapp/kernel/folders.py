"""Where the files that are no code lie."""

from pathlib import Path

_PACKAGE = Path(__file__).parent.parent


def templates_folder() -> Path:
    """Return the folder of templates: inside the wheel, or at the top of a checkout."""
    inside = _PACKAGE / "templates"
    return inside if inside.is_dir() else _PACKAGE.parent / "templates"
