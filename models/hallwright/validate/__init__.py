"""Published reference cases, run through the engines' own functions.

`cases.run_files` reads case files and compares. What a case asks for is computed by an *adapter*: it hands a case's
inputs to an engine and its answers back, and computes nothing itself. A case that no adapter takes is *unsupported*,
which is never a pass.
"""
