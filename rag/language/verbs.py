"""English verbs, as data."""

IRREGULAR = """
    arise arose arisen
    beat beaten
    become became
    begin began begun
    break broke broken
    bring brought
    build built
    buy bought
    catch caught
    choose chose chosen
    come came
    draw drew drawn
    drive drove driven
    eat ate eaten
    fall fell fallen
    feel felt
    fight fought
    fly flew flown
    forget forgot forgotten
    go went gone
    grow grew grown
    hear heard
    hide hid hidden
    hold held
    keep kept
    know knew known
    lead led
    leave left
    lend lent
    lose lost
    make made
    meet met
    pay paid
    ride rode ridden
    rise rose risen
    run ran
    see saw seen
    seek sought
    sell sold
    send sent
    shrink shrank shrunk
    sink sank sunk
    speak spoke spoken
    spend spent
    stand stood
    steal stole stolen
    strike struck
    swear swore sworn
    take took taken
    teach taught
    think thought
    throw threw thrown
    understand understood
    wear wore worn
    win won
    write wrote written
"""
"""The present of irregular verbs, followed by their other forms; a line for each verb. Verbs whose
forms have one stem anyway are left out."""

BE = frozenset("is are was were be been being gets got".split())
"""What makes a passive with a participle."""

PASTS = frozenset(
    "beat won lost led met fought bought sold gave told took made wrote sent left paid built "
    "shot hit struck sought found held kept overthrew succeeded saw taught caught brought "
    "thought chose drew drove ate fed hid knew rode rang ran sang sank spoke stole swore threw "
    "wore broke became began came cut did fell felt flew forgot got grew had hurt laid lent let "
    "put read said set shook shut slept spent stood understood woke".split()
)
"""Irregular pasts after which a name is often the one that something was done to."""

ENDINGS = ("ed", "es", "s", "ing", "en")
"""How the other forms of verbs end."""
