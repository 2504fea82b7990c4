"""Rules of the power domain, one per file."""
