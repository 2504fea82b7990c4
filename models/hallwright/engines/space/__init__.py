"""The space engine."""
