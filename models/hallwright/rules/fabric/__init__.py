"""Rules of the fabric domain, one per file."""
