"""Dialogs: the title says the act, the default button is named by its verb."""
