"""GovApp: the software with which a cooperative governs itself."""

__version__ = "0.1.0"
