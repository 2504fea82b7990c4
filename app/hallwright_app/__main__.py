"""Start Hallwright: without arguments or with a file the window, with a verb the command line."""

import gc
import sys
from pathlib import Path


def main(arguments: list[str] | None = None) -> int:
    """Run the program; returns its exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    if not given or (len(given) == 1 and _is_file(given[0])):
        return _window(Path(given[0]) if given else None)
    from hallwright_app import cli

    return cli.main(given)


def _is_file(word: str) -> bool:
    from hallwright_app.cli import VERBS

    return not word.startswith("-") and word not in VERBS and (word.endswith(".hall") or Path(word).exists())


def _window(path: Path | None) -> int:
    gc.disable()  # nothing of what starting makes is garbage; on again after the first frame
    try:
        from hallwright_app.application import run
    except ImportError as error:  # a system library that Qt needs; our own modules are always there
        if "hallwright" in (error.name or ""):
            raise
        sys.stderr.write(f"hallwright: the window cannot be shown: {error}.\n")
        return 3
    return run(path)


if __name__ == "__main__":
    sys.exit(main())
