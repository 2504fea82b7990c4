"""The fabric engine."""
