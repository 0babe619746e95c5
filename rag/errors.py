"""Errors, one root; the caller's mistakes apart from failures of the system."""


class DossierError(Exception):
    """Root of every error that Dossier raises on purpose.

    Attributes:
        message: what is wrong, with the value at fault; a sentence.
        remedy: what the reader can do about it, as a sentence; "" where there is nothing to say.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message, remedy)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".rstrip()


class UsageError(DossierError):
    """A mistake of the caller: a wrong argument, setting or path."""


class SettingsError(UsageError):
    """A setting is unknown or has a value that does not fit."""


class LibraryError(DossierError):
    """The library cannot be read or written."""


class LibraryMismatchError(LibraryError):
    """The library was made with another embedding model than the settings name."""


class LibraryBusyError(LibraryError):
    """Another process is writing to the library."""


class ModelError(DossierError):
    """An embedding or language model cannot be loaded or does not answer."""


class UnreadableError(DossierError):
    """A document cannot be read; the message does not name it, as reports list it by its source."""
