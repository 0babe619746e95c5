"""Which elements of a page are not what it says but come with it: menus, notices, newsletters."""

import re
from collections.abc import Mapping
from typing import Any, Literal

from ingest.readers.html.visibility import Measure, Measures
from rag.structure import BoilerplateKind

Part = BoilerplateKind | Literal["note", "plain menu"]
"""What an element is part of. A "plain menu" holds nothing but the site's menu and is left out; a
"note" is a list of footnotes, which belongs to the text."""

_ROLES: Mapping[str, Part] = {
    "navigation": "plain menu", "menu": "plain menu", "menubar": "plain menu",
    "search": "plain menu", "toolbar": "plain menu", "tablist": "plain menu",
    "contentinfo": "notice", "doc-toc": "contents", "doc-index": "contents",
    "doc-endnotes": "note", "doc-footnote": "note", "doc-endnote": "note",
    "doc-footnotes": "note", "doc-bibliography": "references", "doc-biblioentry": "references",
}  # fmt: skip
_EPUB_TYPES: Mapping[str, Part] = {
    "toc": "contents", "landmarks": "contents", "page-list": "contents", "index": "contents",
    "loi": "list of figures", "lot": "list of figures", "copyright-page": "notice",
    "footnote": "note", "footnotes": "note", "endnote": "note", "endnotes": "note",
    "rearnote": "note", "rearnotes": "note", "bibliography": "references",
}  # fmt: skip
_NOTES = {"footnotes", "endnotes", "footnote", "endnote", "msofootnotetext", "msoendnotetext"}
_REFERENCES = {"references", "reflist", "bibliography", "biblio"}
_CONTENTS = {"toc", "contents", "tableofcontents"}
_COOKIES = {"cookie", "cookies", "gdpr", "ccpa", "cookiebanner", "cookieconsent", "onetrust"}
_NEWSLETTER = {"newsletter", "newsletters", "subscribe", "signup", "mailinglist", "mailchimp"}
_SHARING = {"share", "sharing", "social", "addtoany", "sharethis", "sharedaddy", "socials"}
_MENUS = {
    "nav", "navbar", "navigation", "menu", "menus", "submenu", "breadcrumb", "breadcrumbs",
    "navbox", "pagination", "pager", "skiplink", "skiplinks", "topnav", "sitenav", "editsection",
}  # fmt: skip
_ELSEWHERE = {
    "related", "recommended", "recommendations", "trending", "popular", "sidebar", "promo",
    "teaser", "teasers", "more", "tags", "tagcloud", "readmore", "also", "latest",
}  # fmt: skip
"""Words of the classes of what leads to other pages; these count only where it is links."""
_SECTIONS = {"div", "section", "ol", "ul"}
_COMMENTS = {
    "comments", "comments-area", "comment-list", "commentlist", "comments-list", "comment-respond",
    "respond", "disqus_thread", "comments-section", "comment-section", "comments-wrapper",
}  # fmt: skip
"""Classes and ids of what readers of a page wrote below it."""
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_LONGEST_CLASS = 300
"""Characters of a class or id that are looked at."""
_BLOCKS = {
    "div", "section", "ul", "ol", "li", "aside", "p", "header", "footer", "form", "nav", "table",
    "dl", "figure", "article", "center",
}  # fmt: skip
_LONGEST_LINK = 40
"""Characters of the words of a menu's item, on average, at most."""
_FEW = 25
"""Characters of the words beside buttons, as "Share this page"."""
_MOST_OF_PAGE = 0.4
"""Share of a page's text above which a part with a telling class is the page itself."""


class Judge:
    """Says of each element of one page whether it is boilerplate, and of which kind.

    Args:
        of_site: whether the page is one of a site, with menus and notices; where not, as in a
            book's chapters, only what elements say of themselves counts.
    """

    def __init__(self, tree: Any, measures: Measures, *, of_site: bool) -> None:
        self._measures = measures
        self._of_site = of_site
        self._whole = max(1, measures[tree].words if tree in measures else 0)
        self._has_main = any(
            True for element in tree.iter("main", "article") if measures.get(element)
        ) or bool(tree.xpath("boolean(//*[@role='main'])"))

    def part(self, element: Any, name: str, *, in_main: bool) -> Part | None:
        """What the element is part of; None where that is not known from it.

        Args:
            in_main: whether it lies in the page's `<main>` or `<article>`.
        """
        measure = self._measures.get(element)
        if measure is None or name not in _BLOCKS or not measure.words:
            return None
        declared = self._declared(element, measure)
        if declared in {"note", "references", "contents", "list of figures"}:
            return declared
        if self._of_site and name in _SECTIONS and not _COMMENTS.isdisjoint(_names(element)):
            return "notice"
        if measure.headed or name == "li":
            return None
        if name == "nav" or declared == "plain menu":
            return "contents" if _leads_within(element, measure) else "plain menu"
        if not self._of_site:
            return declared
        return (
            declared
            or self._by_class(element, measure)
            or self._by_place(name, measure, in_main=in_main)
        )

    def _declared(self, element: Any, measure: Measure) -> Part | None:
        """What its role says, or its type in an e-book, or a class that leaves no doubt."""
        given = element.attrib
        if not given:
            return None
        kinds = (given.get("epub:type") or "").split()
        part = _ROLES.get(given.get("role", "").strip().lower())
        if "BreadcrumbList" in (given.get("itemtype") or ""):
            return "plain menu"
        for kind in kinds:
            part = part or _EPUB_TYPES.get(kind)
        if part or element.tag in {"header", "footer"}:
            return part
        whole = {one.lower().replace("-", "").replace("_", "") for one in _names(element)}
        if whole & _NOTES:
            return "note"
        if whole & _REFERENCES:
            return "references"
        linked = measure.linked >= 0.5 * measure.words and measure.links >= 2
        return "contents" if whole & _CONTENTS and linked else None

    def _by_class(self, element: Any, measure: Measure) -> Part | None:
        if measure.words > _MOST_OF_PAGE * self._whole and measure.words > 200:
            return None
        words = _words_of(element)
        density = measure.linked / measure.words
        if words & _COOKIES:
            return "notice"
        if words & _NEWSLETTER and measure.words < 1_000:
            return "newsletter"
        if words & _SHARING and (density >= 0.5 or measure.words <= _FEW):
            return "notice"
        if words & _MENUS and density >= 0.6:
            return "plain menu"
        return "menu" if words & _ELSEWHERE and density >= 0.4 else None

    def _by_place(self, name: str, measure: Measure, *, in_main: bool) -> BoilerplateKind | None:
        density = measure.linked / measure.words
        if name == "footer" and not in_main:
            return "notice"
        if name == "aside" and (density >= 0.8 or (density >= 0.6 and measure.links >= 2)):
            return "menu"
        short = measure.linked <= _LONGEST_LINK * measure.links
        if not in_main and self._has_main:
            if name == "header" or (density >= 0.5 and measure.links >= 2 and short):
                return "menu"
            return None
        if name in {"p", "article", "table"} or measure.links < 3 or density < 0.9 or not short:
            return None
        # In the text itself, a list of links may be a list of sources.
        return None if in_main and name in {"ul", "ol", "dl", "section"} else "menu"


def _leads_within(element: Any, measure: Measure) -> bool:
    """Whether most links of a menu lead to places of the same page, as a contents list's do."""
    targets = [link.get("href") or "" for link in element.iter("a")]
    within = sum(target.startswith("#") and len(target) > 1 for target in targets)
    return measure.links >= 2 and within * 2 > len(targets)


def _names(element: Any) -> list[str]:
    given = f"{element.get('class') or ''} {element.get('id') or ''}"
    return given[:_LONGEST_CLASS].split()


def _words_of(element: Any) -> set[str]:
    """The words of an element's class and id, "siteMenu" as "site" and "menu"."""
    return {word.lower() for name in _names(element) for word in _WORD.findall(name)}
