"""Edits: pure functions from one project to the next. An edit raises EditRefused or returns; it never half-applies."""
