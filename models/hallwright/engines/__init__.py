"""Engines: one domain of physics each, with `inputs`, `solve` and, where speed asks for it, `patch`."""
