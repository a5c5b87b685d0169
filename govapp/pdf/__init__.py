"""Documents as PDF: made by typst from a page of `templates`, for whoever prints, signs or keeps them."""

from govapp.pdf.making import PdfError, PdfTooLarge, make_pdf

__all__ = ["PdfError", "PdfTooLarge", "make_pdf"]
