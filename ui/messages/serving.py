"""What the server says of itself: in the terminal, and to those whom it refuses the page."""

OTHER_HOST = (
    "Dossier does not answer requests for this host name, or from this page. If the name is meant "
    "to lead here, add it to DOSSIER_ALLOWED_HOSTS."
)
ENDING = "Waiting for work in progress to end; press Ctrl-C again to stop at once."
_REMOTE_CHANGES = {
    "none": "They cannot change the library.",
    "files": "They can add and remove documents.",
    "folders": "They can add and remove documents, and can index, and so read, every folder that "
    "you can read on this machine.",
}


def port_is_busy(wanted: int, taken: int) -> str:
    """Another port was taken than the settings name."""
    return f"Port {wanted} is busy; using {taken} instead."


def chat_is_at(url: str) -> str:
    """Where the chat can be opened."""
    return f"The chat is at {url} (press Ctrl-C to stop)."


def exposed(urls: str, remote_changes: str) -> str:
    """What people who reach the chat from other machines can do.

    Args:
        remote_changes: the setting of that name.
    """
    return (
        f"Other machines reach the chat at {urls}. Whoever opens it can read every document, its "
        "path on this machine, and every answer, without signing in, and the connection is not "
        f"encrypted. {_REMOTE_CHANGES[remote_changes]} Keep the address above to yourself: whoever "
        "has it can change everything."
    )
