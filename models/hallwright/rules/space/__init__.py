"""Rules of the space domain, one per file."""
