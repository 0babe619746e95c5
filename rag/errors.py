"""Errors, one root. A message names the value at fault and the remedy, in one sentence or two."""


class DossierError(Exception):
    """Root of every error that Dossier raises on purpose."""


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
    """A document cannot be read; the message is the reason, without the document's name."""
