"""Set-up, demo, tests and pictures of the suite: what the Makefile calls."""
