"""The register as a whole: its list, one shareholder, the shareholder's own page, and the check of it all."""
