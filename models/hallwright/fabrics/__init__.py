"""Fabrics by rule: how many switches and links a topology takes, and which port goes where.

Pure functions of sizes. The edit that builds a fabric into a project, its preview and the checks against published
tables all use them.
"""
