"""`python -m govapp` is the command line."""

from govapp.cli import main

main()
