"""What English documents call their parts and their dates, as data. No pattern and no rule.

All words are in lower case; a phrase has single spaces.
"""

PUBLISHED_WORDS = frozenset(
    "date dated published publication issued issue released release posted filed written".split()
)
"""A label with one of these gives the date of publication: "Original release date"."""

LABEL_WORDS = PUBLISHED_WORDS | frozenset(
    "on of at in the first original originally initial press for immediate report document "
    "online created submitted".split()
)
"""What a label of such a date consists of."""

CHANGED_WORDS = frozenset("updated update revised revision modified changed reviewed".split())
"""A label with one of these gives the date of a change: "Last updated"."""

OTHER_DATE_WORDS = frozenset(
    """
    accessed access arrival begins birth birthday born by closing comments deadline delivery died
    due effective embargo embargoed ends ending event expires expiry expiration expected from
    incident last latest maturity meeting next opens opening reply response respond retrieved
    return reviewed scraped scheduled since start starts starting until till upcoming valid validity
    before crawled fetched downloaded inception applies entry force
    """.split()
)
"""A label with one of these gives another date than that of publication: "Reply due"."""

PUBLISHED_VERBS = ("published", "posted", "released", "issued")
PUBLISHED_NOUNS = ("publication", "publishing", "publish", "release", "issue", "posting")
"""With "date": "Publication date", "Date of issue"."""
PUBLISHED_OPENINGS = (
    "first", "originally", "this", "page", "article", "report", "document", "was",
)  # fmt: skip
"""What stands before one of `PUBLISHED_VERBS`: "This page was first published on"."""
DATE_ENDS = ("by", "updated", "last", "modified", "at", "in")
"""What follows a date in its line and is no part of it: "4 May 2026 by", "4 May 2026 updated"."""
OTHER_DATES_OF_PAGES = (
    *"born birth died death next previous meeting deadline due reply respond embargo".split(),
    *"embargoed embargos embargoes until expire expires expired expiry expiration expiring".split(),
    *"valid closes closing open opens event start starts end ends begins hearing".split(),
    *"conference webinar register registers registered registering registration".split(),
    *"effective since from joined founded appointed accessed retrieved downloaded".split(),
    *("archived", "updated", "modified", "reviewed", "to be"),
)
"""With one of these the words beside a date on a page give another date than that of publication.
They are fewer than `OTHER_DATE_WORDS`, as any words may stand there and not only labels."""

APPARATUS = frozenset(
    "caption figure table chart graph map footnote note reference ask asked question".split()
)
"""What a question names that is for a caption, a note or a question itself."""

PLAIN_TITLES = frozenset(
    (
        *"contents menu navigation metadata content links search home main index".split(),
        *"introduction background summary abstract overview share related download".split(),
        *("table of contents", "main menu", "page structure", "executive summary", "top menu"),
        *("list of figures", "list of tables", "full article", "skip to content", "breadcrumb"),
        *("skip to main content", "main navigation", "mobile menu", "site map", "sitemap"),
        *("press release", "fact sheet", "memorandum", "memo", "report", "briefing", "note"),
        *("letter", "statement", "transcript", "for immediate release", "confidential", "draft"),
        *("unclassified", "restricted", "read more", "cookies", "newsletter"),
    )
)
"""What stands like a title above documents of any subject."""

MENU_TITLES = frozenset("menu home homepage navigation search contents share login".split())
"""What pages give as a title or heading that is only a menu's."""

DOCUMENT_KINDS = frozenset(
    (
        *"letter memorandum memo statement testimony communique minutes".split(),
        *("press release", "news release", "fact sheet", "media advisory", "press statement"),
    )
)
"""What stands above the date of a letter or release inside a report."""

GREETINGS = ("dear", "hi", "hello", "good morning", "good afternoon", "good evening")
ADDRESSES = ("to", "from", "cc", "date", "subject", "re")
"""What a letter or memorandum begins with, before it says what it is about."""

CONTENTS_HEADINGS = frozenset(
    ("contents", "table of contents", "page structure", "on this page", "in this document")
)
FIGURES_HEADINGS = frozenset(
    (
        *("list of figures", "list of tables", "figures", "tables", "list of boxes"),
        "list of charts",
        *("list of figures and tables", "tables and figures", "figures and tables"),
    )
)
BIBLIOGRAPHY_HEADINGS = frozenset(("references", "bibliography", "works cited", "endnotes"))
"""Headings of parts that are nothing but references; under the others of `REFERENCE_HEADINGS` a
text may stand."""
REFERENCE_HEADINGS = BIBLIOGRAPHY_HEADINGS | frozenset(
    (
        *"notes footnotes sources citations".split(),
        *("further reading", "literature cited", "selected references"),
        *("selected reference", "references and notes", "related links", "additional resources"),
    )
)
CAPTION_WORDS = (
    *("figure", "fig.", "fig", "table", "chart", "map", "graph", "exhibit", "diagram", "box"),
)
PART_WORDS = ("item", "note", "part", "section", "article", "chapter", "annex")
"""What a heading begins with that has a number: "Section 4"."""
CREDIT_WORDS = (
    *("source", "sources", "photo", "photo credit", "photograph", "image", "image credit"),
    *("credit", "caption", "picture"),
)

MENU_ENTRIES = frozenset(
    (
        *"home about contact search menu login subscribe newsletter newsletters careers".split(),
        *"jobs".split(),
        *"faq faqs donate share facebook twitter linkedin instagram youtube sitemap".split(),
        *"cookies accessibility print email download submit close back top tiktok whatsapp".split(),
        *"multimedia videos podcasts rss feedback register publications events archive".split(),
        *("about us", "contact us", "log in", "log out", "sign in", "sign up", "main menu"),
        *("main navigation", "secondary menu", "user account menu", "mobile menu", "top menu"),
        *("skip to content", "skip to main content", "privacy policy", "terms of use", "read more"),
        *("terms of service", "terms and conditions", "legal notice", "site map", "follow us"),
        *("search form", "breadcrumb", "related content", "learn more", "see all", "view all"),
        *("load more", "press releases", "press room", "media contacts", "get involved"),
        *("privacy", "terms", "languages", "language", "who we are", "what we do", "our work"),
        *("our history", "our partners", "our team", "our impact", "annual reports", "rss feeds"),
        *("give monthly", "ways to give", "take action", "cookie policy", "you might also like"),
        *("toggle navigation", "back to top", "x", "for media", "member login", "share this page"),
    )
)
"""What the menus of web pages hold, in lower case."""

MENU_WORDS = frozenset("menu search toggle button submit faqs careers newsletter sitemap".split())
"""What a menu holds that has become one line."""

COOKIE_PHRASES = (
    *("we use cookies", "uses cookies", "use of cookies", "accept all cookies", "cookie settings"),
    *("cookie preferences", "manage cookies", "cookie policy", "cookies to improve"),
    *("cookies to enhance", "accept cookies", "reject cookies", "essential cookies"),
)
COPYRIGHT_PHRASES = ("all rights reserved", "some rights reserved", "no part of this publication")
SHARE_PHRASES = (
    *("share this", "share on", "follow us on", "print this page", "share via", "tweet this"),
    *("like us on", "join us on", "find us on"),
)
JOIN_PHRASES = ("subscribe", "sign up", "register now", "join our", "enter your e-mail")
JOINED_WORDS = (
    *("newsletter", "mailing list", "inbox", "e-mail address", "email address", "your email"),
    *("e-mail updates", "email updates", "email alerts", "e-mail alerts", "daily brief"),
)
"""With one of `JOIN_PHRASES`: "Sign up for our newsletter"."""

SCRAPER_LABELS = frozenset(
    """
    scraped crawled fetched retrieved url domain fetcher scraper crawler
    """.split()
)
"""A label with one of these was written by a program that saved a page."""
SCRAPER_PHRASES = (
    *("content scraped", "scraped from", "auto-generated by", "automatically generated by"),
    *("extracted from the", "generated automatically"),
)

DISCLAIMER_PHRASES = (
    *("intended recipient", "received this email in error", "received this e-mail in error"),
    *("received this message in error", "intended solely for", "intended only for the"),
    *("this email and any", "this e-mail and any", "this message and any attachment"),
    *("confidential and may be privileged", "privileged and confidential"),
)
VALEDICTIONS = frozenset(
    (
        *"regards best sincerely cheers thanks respectfully yours".split(),
        *("best regards", "kind regards", "with kind regards", "warm regards", "best wishes"),
        *("yours sincerely", "yours faithfully", "yours truly", "sincerely yours", "many thanks"),
        *("with best regards", "with best wishes", "all the best", "with thanks"),
    )
)
SENT_FROM = ("sent from my", "get outlook for", "sent with proton")

SPEECH_WORDS = frozenset(
    "i we you my our your me us i'm i've i'd we're we've you're thank thanks yes".split()
)
"""Words of people who speak to one another."""
SPEAKER_TITLES = tuple(
    "mr mrs ms miss dr prof professor senator chairman chairwoman chairperson chair president "
    "secretary minister ambassador governor general lord lady sir dame judge justice the "
    "representative congressman congresswoman commissioner director madam moderator operator "
    "admiral colonel captain rep sen gen amb".split()
)
"""What the name of a speaker begins with."""
QUESTIONERS = frozenset(
    "q question questioner reporter interviewer audience press journalist".split()
)
NO_SPEAKERS = frozenset(
    """
    note notes source sources figure table chart date time subject summary background status owner
    re to from cc bcc title author contact phone tel fax email address website web url location
    place region country impact risk action actions step steps category publisher published scraped
    example answer key objective objectives goal goals result results conclusion recommendation
    recommendations warning caution important tip update updated deadline budget cost total
    agenda present apologies report keywords abstract topic topics type priority
    version page section article item annex appendix chapter part
    """.split()
)
"""What stands before a colon at the beginning of a line and is no speaker. "Question" and "answer"
are speakers where both are there."""
