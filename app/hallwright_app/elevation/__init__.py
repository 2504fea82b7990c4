"""Rack elevations: rows of racks seen from the front or the rear, to scale."""
