"""OpenDocument spreadsheets, written by hand as LibreOffice writes them, so that each part of one can be hostile."""

import io
import zipfile

HEAD = ("number", "kind", "name", "language", "category", "shares", "paid_in", "effective_date")
MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
NAMESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)
STYLES = (
    '<office:automatic-styles><style:style style:name="ta1" style:family="table">'
    '<style:table-properties table:display="true"/></style:style>'
    '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
    "</office:automatic-styles>"
)


def text(value: object, attributes: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="string" calcext:value-type="string" {attributes}>'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def number(value: object, attributes: str = "", shown: object = "") -> str:
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}" {attributes}>'
        f"<text:p>{shown or value}</text:p></table:table-cell>"
    )


def day(value: str, shown: str = "03/03/22") -> str:
    return (
        f'<table:table-cell office:value-type="date" office:date-value="{value}"><text:p>{shown}</text:p>'
        "</table:table-cell>"
    )


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def holder(who: int, name: str = "Peeters", paid: str = "", when: str = "", attributes: str = "") -> str:
    """Return a row of the register as LibreOffice keeps it."""
    euros = (
        '<table:table-cell office:value-type="currency" office:currency="EUR" office:value="30">'
        "<text:p>30,00 €</text:p></table:table-cell>"
    )
    cells = (number(who), text("natural"), text(name), text("nl"), text("A"), number(1), paid or euros)
    return row(*cells, when or day("2022-03-03"), attributes=attributes)


def heading() -> str:
    return row(*map(text, HEAD))


def sheet(*rows: str, name: str = "Blad1", style: str = "ta1", columns: str = "") -> str:
    return f'<table:table table:name="{name}" table:style-name="{style}">{columns}{"".join(rows)}</table:table>'


def contents(*sheets: str, before: str = "", declaration: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{declaration}<office:document-content {NAMESPACES}>{STYLES}'
        f"<office:body><office:spreadsheet>{before}{''.join(sheets)}</office:spreadsheet></office:body>"
        "</office:document-content>"
    ).encode()


def package(content: bytes, manifest: bytes = b"<manifest/>", mimetype: bytes = MIMETYPE) -> bytes:
    """Return the file in which `content` stands."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr(zipfile.ZipInfo("mimetype"), mimetype)
        out.writestr("content.xml", content)
        out.writestr("META-INF/manifest.xml", manifest)
    return target.getvalue()


def ods(*rows: str, before: str = "", columns: str = "") -> bytes:
    """Return a spreadsheet of one sheet with the usual heading and these rows."""
    return package(contents(sheet(heading(), *rows, columns=columns), before=before))
