"""Upgrades from one version of the file to the next, one file each; once released never edited."""
