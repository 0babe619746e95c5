"""The days and times that Excel's numbers stand for."""

from datetime import datetime

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SECONDS = {"h": 3600, "m": 60, "s": 1}


def day_of(number: float, *, since_1904: bool) -> datetime | None:
    """The day and time of a number of days; None where Excel has none for it."""
    from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

    if number < 0:
        return None
    try:
        day = from_excel(number, MAC_EPOCH if since_1904 else WINDOWS_EPOCH)
    except (OverflowError, ValueError):
        return None
    if isinstance(day, datetime):
        return day
    # A number below one is a time of day, of the day that the count begins with.
    begin = MAC_EPOCH if since_1904 else WINDOWS_EPOCH
    return datetime.combine(begin.date(), day) if day is not None else None


def elapsed(unit: str, number: float) -> str:
    """The hours, minutes or seconds in a number of days, as [h] shows them."""
    count = int(round(number * 86_400) // _SECONDS[unit[0]])
    return str(count).rjust(len(unit), "0")


def written(code: str, day: datetime, *, is_half: bool) -> str:
    """What a piece of a format code, as "yyyy", shows of a day; "i" stands for minutes.

    Args:
        is_half: whether hours are counted to twelve.
    """
    unit, length = code[0], len(code)
    if unit == "y":
        return f"{day.year:04d}" if length > 2 else f"{day.year % 100:02d}"
    if unit == "m" and length > 2:
        name = _MONTHS[day.month - 1]
        return name[:3] if length == 3 else name[:1] if length == 5 else name
    if unit == "d" and length > 2:
        name = _DAYS[day.weekday()]
        return name[:3] if length == 3 else name
    if unit == "s" and "." in code:
        places = min(length - code.index(".") - 1, 6)
        return f"{day.second:02d}.{day.microsecond:06d}"[: 3 + places]
    hour = (day.hour + 11) % 12 + 1 if is_half else day.hour
    value = {"m": day.month, "d": day.day, "h": hour, "i": day.minute, "s": day.second}[unit]
    return f"{value:02d}" if length > 1 else str(value)
