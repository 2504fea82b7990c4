"""The power engine."""
