"""Where the program's data lies: a checkout, an installed package or a bundle."""

from pathlib import Path


def _root(folder: str) -> Path:
    here = Path(__file__).resolve().parent
    for base in (here / "_data", here.parent.parent):
        if (base / folder).is_dir():
            return base / folder
    raise FileNotFoundError(f"the program's folder {folder!r} is missing; install Hallwright again")


def resource(*parts: str) -> Path:
    """A file or folder below resources/."""
    return _root("resources").joinpath(*parts)


def example(*parts: str) -> Path:
    """A file below projects/."""
    return _root("projects").joinpath(*parts)
