"""What readers call kinds of record, and records."""

from macros.facts.records import Identified

KIND_TITLES = {"figures": "Figures", "series": "Series", "statements": "Statements", "organisations": "Organisations",
               "people": "People", "groups": "Alliances and programmes", "memberships": "Memberships",
               "instruments": "Rules", "provisions": "Articles", "changes": "Draft to final", "procedure": "Procedure",
               "events": "Events", "cases": "Court cases", "searches": "Searches", "disputes": "Disputes",
               "terms": "Terms", "lists": "Lists of filings",
               "exceptions": "Exceptions in the registers", "owners": "Groups of providers",
               "sectors": "Sectors", "drawings": "Drawings"}


def name_of(record: Identified) -> str:
    """What a reader calls a record, as text."""
    for field in ("statement", "text", "title", "question", "name", "label", "en", "what", "summary"):
        if value := getattr(record, field, None):
            return str(value)
    return record.id
