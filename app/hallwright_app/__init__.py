"""The user interface of Hallwright."""
