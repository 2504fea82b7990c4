"""Panels beside the drawing: one file each, none imports another."""
