"""The texts of the chat: the question box, answers, ratings and keys."""

CONVERSATION = "Conversation"
QUESTION = "Question"
QUESTION_HINT = "Ask a question about the briefings"
ASK = "Ask"
STOP = "Stop"
EDIT_QUESTION = "Edit the question"
WELCOME = (
    "Each sentence of an answer ends with a number. "
    "Hover over it to read the quote, or click it to see the passage in its document."
)
QUESTIONS_TO_BEGIN = "Questions your documents answer"
QUESTIONS_TO_GO_ON = "Follow-up questions"

# While an answer is written.

SEARCHING = "Searching the briefings…"
STILL_LOADING = "The models are still loading; the search starts as soon as they are ready…"
STOPPED = "Stopped."
FAILED = (
    "Something went wrong; the server's log has the details. "
    "Ask again, or start a new conversation."
)
CONVERSATION_FULL = "This conversation has reached its greatest length. Start a new one."

# Below an answer.

COPY = "Copy"
COPY_CITED = "Copy with citations"
COPIED = "Copied"
COPY_FAILED = "The browser does not allow this page to copy"
CITATION = "Citation"
NOTICES = "Please note"
NEAREST = "Nearest passages"
_NOT_SUPPORTED = "Not supported"
_NO_REASON = "no cited passage supports it"
_EXTRACTIVE = "Quoted word for word"

# The comment that can go with a verdict.

COMMENT = "Comment (optional)"
SEND_COMMENT = "Send"
COMMENT_SAVED = "Thank you. Your comment was saved."
NOT_GIVEN_HERE = (
    "This answer was not given by this library, or it was changed since. Ask again to rate it."
)

# Keyboard.

KEYBOARD = "Keyboard"
KEYS = (
    ("Enter", "ask the question"),
    ("Shift Enter", "start a new line in the question"),
    ("Esc", "stop the answer, or return from a passage to its marker"),
    ("Alt ↓", "next citation"),
    ("Alt ↑", "previous citation"),
    ("Alt Q", "go to the question"),
)


def searched_for(search_text: str) -> str:
    """What was searched, where it is not the question itself."""
    return f"Searched for: {search_text}"


def not_supported(reason: str) -> str:
    """Why a sentence is marked; `reason` is a phrase."""
    return f"{_NOT_SUPPORTED}: {reason or _NO_REASON}"


def engine(name: str) -> str:
    """What wrote an answer."""
    if name == "extractive":
        return _EXTRACTIVE
    return f"Written by {name}, checked sentence by sentence"
