"""What the server says of itself: in the terminal, and to whom it does not serve the page."""

OTHER_HOST = (
    "Dossier is not served under this name, or to this page. If the name is meant to lead here, "
    "add it to DOSSIER_ALLOWED_HOSTS."
)
ENDING = "Waiting for what is under way to end; Ctrl-C again ends it at once."
_REMOTE_CHANGES = {
    "none": "They cannot change the library.",
    "files": "They can add and remove documents.",
    "folders": "They can add and remove documents, and index, and so read, every folder that you "
    "can read on this machine.",
}


def exposed(urls: str, remote_changes: str) -> str:
    """What those can do who reach the chat from other machines.

    Args:
        remote_changes: the setting of that name.
    """
    return (
        f"Others reach it at {urls}. Whoever does can read every document, its path on this "
        "machine, and every answer, without signing in, and what is sent is not encrypted. "
        f"{_REMOTE_CHANGES[remote_changes]} Keep the address above to yourself: who has it may "
        "change everything."
    )
