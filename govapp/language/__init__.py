"""Four languages: the catalogues, and how dates, numbers and lists are written; knows no request and no database."""
