"""The electrical study: load flow, voltage drop and short circuit, on demand and never in the path of an edit."""
