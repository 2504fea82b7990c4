"""The tray engine."""
