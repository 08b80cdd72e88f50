"""Partial dates: the days they cover."""

import calendar


def first_day(date: str) -> str:
    """The first day a partial date covers: ``'2023-04'`` → ``'2023-04-01'``."""
    return (date + "-01-01")[:10] if len(date) == 4 else (date + "-01")[:10]


def last_day(date: str) -> str:
    """The last day a partial date covers: ``'2024-02'`` → ``'2024-02-29'``."""
    if len(date) == 4:
        return f"{date}-12-31"
    if len(date) == 7:
        year, month = map(int, date.split("-"))
        return f"{date}-{calendar.monthrange(year, month)[1]:02d}"
    return date


def earlier(date: str | None, other: str | None) -> bool:
    """Whether all days of a date are before those of another; not if either is unknown: ``earlier("2023", "2024-02")``."""
    return date is not None and other is not None and last_day(date) < first_day(other)


def in_time(date: str) -> tuple[str, int]:
    """Where a date stands among others: a month comes after its days, a year after its months.

    ``sorted(["2023-02", "2023-02-13"], key=in_time)`` gives ``['2023-02-13', '2023-02']``.
    """
    return last_day(date), -len(date)


def months_later(date: str, months: int) -> str:
    """The month so many months after a partial date: ``months_later("2025-11-08", 2) == "2026-01"``."""
    year, month = map(int, first_day(date).split("-")[:2])
    year, month = divmod(year * 12 + month - 1 + months, 12)
    return f"{year:04d}-{month + 1:02d}"
