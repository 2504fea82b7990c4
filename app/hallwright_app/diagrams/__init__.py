"""Diagrams: the design as its trades draw it, beside the plan."""
