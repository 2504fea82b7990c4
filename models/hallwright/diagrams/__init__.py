"""Diagrams of a project as pure geometry: what stands where, before anything is drawn."""
