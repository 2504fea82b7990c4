"""Rules of the thermal domain, one per file."""
