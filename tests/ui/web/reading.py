"""A reader of the markup that pages are made of, and a text that would like to be markup."""

from html.parser import HTMLParser

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> ${alert(3)} {{value}} &lt; \"'"
VOID = {"br", "input", "link", "meta"}


class Reader(HTMLParser):
    """What a browser would show, and the tags with their attributes; every tag must be closed."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.text = ""
        self.marked = ""
        self.tags: set[str] = set()
        self.attributes: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(str(markup))
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, []).append(value or "")
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if "mark" in self._open:
            self.marked += data
