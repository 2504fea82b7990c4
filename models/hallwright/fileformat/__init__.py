"""The project file: text, reading, saving, upgrades."""
