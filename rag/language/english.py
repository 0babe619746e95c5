"""What this package knows of English, as data: words by what they are. No pattern and no rule.

All words are in lower case, but for the names of months as they are written. A phrase has single
spaces; `rag.language.patterns` makes patterns of words and phrases.
"""

MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
"""In order; January is the first."""

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
"""The number of a month, from 1, by its name and its abbreviations, without the full stop."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SEASONS = ("spring", "summer", "autumn", "winter")
RELATIVE_DAYS = ("yesterday", "today", "tomorrow", "midnight", "noon")
PERIOD_PARTS = ("early", "mid", "late", "start of", "beginning of", "middle of", "end of")
"""What narrows a period down without saying to which days: "late May", "the end of 2025"."""

TIME_UNITS = ("day", "week", "month", "year")
INDEFINITE_NUMBERS = ("few", "several")
COUNTED = (
    "per cent",
    *"% percent km kilometres kilometers miles metres meters tonnes tons kg people persons".split(),
    *"men women children soldiers troops dead deaths dollars euros pounds homes houses".split(),
    *"jobs seats votes cases times days weeks months years hours barrels hectares acres".split(),
)
"""What follows a number that is no year: "after 2000 people fled"."""

LOOKING_AHEAD = (
    *"will shall must due expected planned scheduled forecast projected upcoming".split(),
    *("deadline", "going to"),
)
"""Words of a question about what is to come, which documents of any earlier date may tell."""

LOOKING_BACK = tuple(
    "did was were has have had been happened changed new news said reported announced".split()
)
"""Words of a question about what happened up to now."""

DOCUMENTS = ("briefing", "briefings", "document", "documents", "news")
PUBLISHED = ("published", "dated", "issued", "released", "written")
TOLD = ("said", "told", "reported", "known", "written", "published")
"""What documents do with a matter: "what was known before March"."""

LATEST = (
    *"latest newest currently".split(),
    *("most recent", "most recently", "as of now", "at present"),
)
"""What asks for the state of things in the last document that tells it. "Current" is one too,
where it is no noun and no part of a term."""

TERMS_WITH_LATEST = ("date", "time", "possible", "permissible", "permitted", "by")
"""After "latest", which then is a deadline."""

TERMS_WITH_CURRENT = tuple(
    "account accounts affair affairs asset assets carrying collector density divider dollars event "
    "events expenditure flow flows liabilities liability loop meter mirror ratio rectifier sensor "
    "source spending transfer transfers transformer transformers voltage".split()
)
"""After "current", which then is no word for now: "the current account", "current events"."""

KINDS_OF_CURRENT = tuple(
    "ac air alternating coastal convection dc direct eddy electric electrical fault gulf induced "
    "leakage longshore ocean oceanic rip river sea short-circuit tidal tide undersea underwater "
    "water".split()
)
"""Before "current", which then flows."""

AFTER_A_NOUN = frozenset(
    "across along and are around as at between by can could did does flowing flows for from had "
    "has in into is of on or runs running than that through to was were when which will with "
    "would".split()
)
"""What follows a noun rather than an adjective: "the current in a wire"."""

OTHER_TIMES = ("future", "former", "past", "previous", "planned", "expected", "proposed", "earlier")
"""What "current" is joined to as an adjective: "current and future plans"."""

ORDINAL_ENDINGS = ("st", "nd", "rd", "th")

ONES = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: 10 * value
    for value, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
SCALES = ("hundred", "thousand", "million", "billion", "trillion")
PARTS_AND_MULTIPLES = ("dozen", "half", "third", "quarter", "twice", "double")

QUESTION_WORDS = tuple("who whom whose what which when where why how".split())
BE_DO_HAVE = tuple("is are was were do does did has have had".split())
MODALS = tuple("can could will would shall should may might must".split())
REQUESTS = tuple(
    "list name describe explain compare identify discuss tell give summarise summarize define "
    "show".split()
)
"""Verbs that ask for something: "List the shareholders"."""

PRONOUNS = tuple(
    "it its this that these those they them their he him his she her there then one ones such "
    "former latter else other others".split()
)
"""Words that stand for something said before them; "the same" is one too."""

CONTINUATIONS = (
    *("and", "but", "so", "also", "what about", "how about", "why", "then", "ok", "or"),
)
"""What a follow-up question begins with."""

STOP_WORDS = frozenset(
    """
    a about above after again against all also although am among an and any are aren't as at
    be because been before being below between both but by can can't cannot could couldn't
    did didn't do does doesn't doing don't done down during each either else ever every few
    for from further get gets got had hadn't has hasn't have haven't having he he'd he'll
    he's her here here's hers herself him himself his how how's however i i'd i'll i'm i've
    if in into is isn't it it's its itself just let's like many may me might more most much
    must my myself neither no no nor not of off on once only onto or other our ours ourselves
    out over own per please same shall she she's should shouldn't since so some such than
    that that's the their theirs them themselves then there there's these they they'd
    they'll they're they've this those though through to too under until up upon us very was
    wasn't we we'd we'll we're we've were weren't what what's when where where's whether
    which while who who's whom whose why will with within without won't would wouldn't yes
    yet you you'd you'll you're you've your yours yourself yourselves tell say says said
    give gave describe explain named called
    """.split()
)
"""Words without a meaning that one could search for, and what asks for an answer ("describe")."""

CONTRACTED = frozenset("s t d ll re ve m".split())
"""What an apostrophe cuts off: "it's", "we've"."""

EMPHASISED = frozenset(
    """
    all also an and any are been both but can could did does done down each else ever every few
    for from gave get gets give got had has have here hers him his how into just like many may
    more most much must no nor not of off once only onto or our ours out over own said same say says
    some such tell than that the them then they this to too upon very was were what when will
    whom why with yes yet you your
    """.split()
)
"""Stop words of four letters at most that are written in capitals for stress rather than as an
abbreviation: "Which of them did NOT sign?"."""

NAMES_AFTER_THE = ("us", "who", "it")
"""Pronouns that "the" makes a name, however they are written: "the us", "the who", "the it
sector". A pronoun takes no article."""

DOTTED_NAMES = ("u.s", "u.s.a", "u.k", "u.n", "e.u", "u.a.e", "u.s.s.r")
"""Abbreviations that are names even in lower case. "a.m." and "e.g." are not."""

ABBREVIATIONS = frozenset(
    "ms. amb. ft. dep. mgr. vice-adm. rear-adm. gens. profs. incl. excl. resp. ed. eds.".split()
)
"""Abbreviations after which a sentence goes on, and that the splitter takes for its end."""

ABBREVIATIONS_BEFORE_NUMBERS = frozenset(
    "approx. ca. c. est. no. nos. pp. p. vol. ch. para. paras. art. arts. sec.".split()
)
"""The same, where a number follows."""

TITLES = tuple(
    "Dr Mr Mrs Ms Prof Gen Adm Col Maj Lt Capt Judge Justice President Chancellor Minister "
    "Ambassador Senator Governor Secretary".split()
)
"""What stands before a person's name, with capitals as it is written."""

PERSONAL_PRONOUNS = frozenset("he she it they his its their".split())
"""What most often stands for a name in the sentence after it."""

BACK_REFERENCES = (
    *("this", "that", "these", "those", "it", "its", "he", "his", "she", "her", "they", "their"),
    *("such", "both", "the latter", "the former"),
)
"""What a sentence begins with that cannot be understood without the one before it."""

NAME_PARTICLES = frozenset("of the de la van von der den du di da del bin al and for & y e".split())
"""Words in lower case that may stand within a name: "Bank of England", "Klaus von Dohnanyi"."""

NOT_NAME_ENDINGS = (
    "ing",
    "ly",
    "tion",
    "ment",
    "ness",
    "ity",
    "ed",
    "ers",
    "ists",
    "ance",
    "ances",
    "ence",
    "ences",
)
"""Endings of words that open a sentence with a capital and are no names."""
