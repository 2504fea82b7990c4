"""Every error that Hallwright raises on purpose.

HallwrightError
├── EditRefused            an edit cannot be made; the project is as it was
├── CatalogueError         a product cannot be found or read
├── ProjectFileError       a project file cannot be opened
│   ├── ProjectTooNew      written by a newer version
│   ├── Damaged            not a project, or broken
│   ├── TooLarge           larger than a project may be
│   ├── Locked             open elsewhere
│   └── ChangedOnDisk      changed by somebody else since it was opened
├── SaveError              a file could not be written; the old one is untouched
├── ImportRefused          a third-party file cannot be read
├── ExportError            an export cannot be made
└── SolveError             an engine has no answer
    ├── DidNotConverge
    ├── OutOfRange
    └── Cancelled
"""

MAX_MESSAGE = 1000  # characters; longer reasons are cut, so that a hostile file cannot flood the screen


class HallwrightError(Exception):
    """A request that cannot be met: one sentence for the user, with where and what to do.

    Parameters
    ----------
    message : str
        What happened, in one sentence.
    detail : str
        More for the log or a fold-out.
    hint : str
        What is safe and what to do.
    place : str
        Where: file and line, or the name of the thing.
    """

    def __init__(self, message: str, *, detail: str = "", hint: str = "", place: str = "") -> None:
        self.message, self.detail, self.hint, self.place = message, detail, hint, place
        super().__init__(self.text)

    @property
    def text(self) -> str:
        """The whole reason on one line, at most `MAX_MESSAGE` characters."""
        parts = [f"{self.place}: {self.message}" if self.place else self.message]
        if self.hint:
            parts.append(self.hint)
        line = " ".join(" ".join(parts).split())
        return line if len(line) <= MAX_MESSAGE else line[: MAX_MESSAGE - 1] + "…"


class EditRefused(HallwrightError):
    """The edit cannot be made; the project is as it was."""


class CatalogueError(HallwrightError):
    """A product cannot be found or read."""


class ProjectFileError(HallwrightError):
    """A project file cannot be opened."""


class ProjectTooNew(ProjectFileError):
    """The file was written by a newer version of Hallwright."""


class Damaged(ProjectFileError):
    """The file is not a project, or is broken."""


class TooLarge(ProjectFileError):
    """The file is larger than a project may be."""


class Locked(ProjectFileError):
    """The file is open elsewhere."""


class ChangedOnDisk(ProjectFileError):
    """The file was changed by somebody else since it was opened."""


class SaveError(HallwrightError):
    """A file could not be written; what was there is untouched."""


class ImportRefused(HallwrightError):
    """A third-party file cannot be read."""


class ExportError(HallwrightError):
    """An export cannot be made."""


class SolveError(HallwrightError):
    """An engine has no answer for these inputs."""


class DidNotConverge(SolveError):
    """An iteration ended without an answer."""


class OutOfRange(SolveError):
    """An input lies outside the range in which the method holds."""


class Cancelled(SolveError):
    """The work was cancelled."""
