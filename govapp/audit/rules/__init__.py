"""Rules of the journal: what an entry is, and how it is written so that its digest covers all of it."""
