"""The cooling engine."""
