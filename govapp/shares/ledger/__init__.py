"""Who holds how many shares since when: signed movements in an append-only chain."""
