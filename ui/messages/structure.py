"""The texts of a document's structure as it is listed."""

SECTIONS = "Sections"
PAGES = "Pages"
BLOCKS = "Blocks"
TABLES = "Tables"
TURNS = "Turns"
QUOTED_MAIL = "Quoted mail"
BOILERPLATE = "Boilerplate"
LEFT_OUT = "Left out"
UNKNOWN = "unknown"


def level(number: int) -> str:
    """The level of a section's heading, 0 for the text before the first one."""
    return f"level {number}" if number else "no heading"


def speaker(name: str, *, asks: bool) -> str:
    """Who speaks, and whether it is a question."""
    return f"{name} (asks)" if asks else name


def table(rows: int, columns: int) -> str:
    """How large a table is, without its heads."""
    return f"{rows} × {columns}"
