"""Which encoding a declared name means: as browsers read it, not as it was registered.

Pages and mail that declare iso-8859-1 or ASCII are written in Windows-1252, and every browser and
mail program reads them so. The table is that of the WHATWG Encoding Standard
(https://encoding.spec.whatwg.org/#names-and-labels); only names that Python knows by another
meaning, or not at all, are listed here.
"""

import codecs

_READ_AS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
    "utf-8-sig": "utf-8",
}
"""Python's name of what a label says, and of what it means."""
_LABELS = {
    "unicode-1-1-utf-8": "utf-8",
    "unicode11utf8": "utf-8",
    "unicode20utf8": "utf-8",
    "x-unicode20utf8": "utf-8",
    "x-cp1250": "cp1250",
    "x-cp1251": "cp1251",
    "x-cp1252": "cp1252",
    "x-cp1253": "cp1253",
    "x-cp1254": "cp1254",
    "x-cp1255": "cp1255",
    "x-cp1256": "cp1256",
    "x-cp1257": "cp1257",
    "x-cp1258": "cp1258",
    "dos-874": "cp874",
    "windows-874": "cp874",
    "csiso88596e": "iso8859-6",
    "csiso88596i": "iso8859-6",
    "iso-8859-6-e": "iso8859-6",
    "iso-8859-6-i": "iso8859-6",
    "sun_eu_greek": "iso8859-7",
    "csiso88598e": "iso8859-8",
    "csiso88598i": "iso8859-8",
    "iso-8859-8-e": "iso8859-8",
    "iso-8859-8-i": "iso8859-8",
    "logical": "iso8859-8",
    "visual": "iso8859-8",
    "koi": "koi8-r",
    "koi8": "koi8-r",
    "koi8-ru": "koi8-u",
    "csmacintosh": "mac-roman",
    "mac": "mac-roman",
    "x-mac-roman": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-mac-ukrainian": "mac-cyrillic",
    "iso-ir-58": "gb18030",
    "x-gbk": "gb18030",
    "cn-big5": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "x-euc-jp": "euc_jp",
    "cseucpkdfmtjapanese": "euc_jp",
    "x-sjis": "cp932",
    "ms932": "cp932",
    "windows-31j": "cp932",
    "korean": "cp949",
    "ks_c_5601-1989": "cp949",
    "windows-949": "cp949",
    "cseuckr": "cp949",
    "csksc56011987": "cp949",
    "iso-ir-149": "cp949",
    "ksc_5601": "cp949",
    "csgb2312": "gb18030",
    "gb_2312": "gb18030",
    "gb_2312-80": "gb18030",
    "csisolatin9": "iso8859-15",
    "iso88591": "cp1252",
    "iso885911": "cp874",
    "iso88592": "iso8859-2",
    "iso88593": "iso8859-3",
    "iso88594": "iso8859-4",
    "iso88595": "iso8859-5",
    "iso88597": "iso8859-7",
    "iso88599": "cp1254",
    "iso885915": "iso8859-15",
    "x-user-defined": "cp1252",
}
"""Labels of the standard that Python does not know."""
_OF_THE_WEB = frozenset(
    """
    utf-8 utf-16 utf-16-le utf-16-be cp866 koi8-r koi8-u mac-roman mac-cyrillic cp874
    iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10 iso8859-13
    iso8859-14 iso8859-15 iso8859-16
    cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258
    gb18030 big5hkscs euc_jp iso2022_jp cp932 cp949
    """.split()
)
"""Python's names of the encodings of the standard; UTF-7 and the like are not among them, as a
text can hide in them."""


def browser_encoding(label: str) -> str | None:
    """Python's name of the encoding that a browser takes for a declared one.

    Args:
        label: as the page or mail declares it, in any case.

    Returns:
        None where browsers do not know the label.
    """
    name = label.strip().strip("\"'").lower()
    try:
        known = _LABELS.get(name) or codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    meant = _READ_AS.get(known, known)
    return meant if meant in _OF_THE_WEB else None


def decode_as(data: bytes, encoding: str) -> str:
    """The text as a browser shows it: never refused, a mark for what is not valid.

    Args:
        encoding: a name that `browser_encoding` returned.
    """
    if encoding.startswith(("cp125", "cp874", "iso8859")):
        # Python leaves a few bytes undefined; to a browser they are controls, which nobody sees.
        return data.decode(encoding, "ignore")
    return data.decode(encoding, "replace")
