"""The air of a room in three dimensions: inputs, field and solver, independent of projects and files."""
