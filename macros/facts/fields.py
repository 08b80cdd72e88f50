"""What records are made of: the types of their fields, what every record shares, and evidence.

A field is described once: its type, the vocabulary of its words (``Vocab``), what it refers to (``Ref``) and its meaning.
"""

import datetime as dt
import re
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from macros.facts.text import look_alike, shown, unseen

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
ROW_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*#[1-9][0-9]*$"
EDITION_VERSION = r"^[0-9]{4}\.[0-9]{2}(\.[0-9]+)?$"
OFFICIAL_NUMBER = r"^[A-Za-z]+-[A-Za-z0-9.’·-]*$"


def date(value: object) -> str:
    """A date as written, 'YYYY', 'YYYY-MM' or 'YYYY-MM-DD', if such a day, month or year exists."""
    text = str(value) if isinstance(value, (str, int, Decimal)) else shown(value)
    if re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", text):
        try:
            dt.date.fromisoformat(text + {4: "-01-01", 7: "-01", 10: ""}[len(text)])
            return text
        except ValueError:
            pass
    raise ValueError(f"{text!r} is not a date; write YYYY, YYYY-MM or YYYY-MM-DD")


def day(value: object) -> str:
    """A date to the day."""
    text = date(value)
    if len(text) != 10:
        raise ValueError(f"{text!r} is not a day; write YYYY-MM-DD")
    return text


def _text(value: str) -> str:
    """Text with something in it and no character that nobody sees or that looks like another."""
    if not value.strip():
        raise ValueError("is empty; write the text or leave the field out")
    if found := unseen(value):
        raise ValueError(f"holds {found}, which nobody sees; delete it")
    if found := look_alike(value):
        raise ValueError(f"holds {found} among Latin letters or digits; type the Latin one")
    return value.strip()


def _url(value: str) -> str:
    """An http(s) address of a host, without blanks, characters that end an HTML attribute, or a sentence's stop."""
    if not re.fullmatch(r"https?://[^\s\"'<>`{}|\\^]+", value):
        raise ValueError(f"{value!r} is not a web address; write http://… or https://… without blanks")
    host = re.split("[/?#]", value.partition("://")[2], maxsplit=1)[0]
    if not re.fullmatch(r"(?:(?:[A-Za-z0-9_-]+\.)+[A-Za-z][A-Za-z0-9-]*|[0-9]+(?:\.[0-9]+){3})(?::[0-9]+)?", host):
        raise ValueError(f"{value!r} names no host: {host!r} is none; write it as in https://example.org/page")
    if found := unseen(value) or look_alike(value):
        raise ValueError(f"{value!r} holds {found}; copy the address from the browser")
    if re.search(r"[.,;:!?。，、；：！？）】」』”’…]$", value) or re.search(r"[。，；：！？（）【】「」]", value):
        raise ValueError(f"{value!r} holds the punctuation of a sentence; take it off the address")
    return value


def Vocab(name: str) -> Any:
    """Marks a field whose words come from a vocabulary of data/vocab.yml: ``Annotated[Id, Vocab("topics")]``."""
    return Field(json_schema_extra={"x-vocabulary": name})


def maybe(description: str, **more: Any) -> Any:
    """A field that may be left out; it is None then."""
    return Field(default=None, description=description, **more)


def some(description: str) -> Any:
    """A list that may be left out; it is empty then."""
    return Field(default=(), description=description)


def Ref(*kinds: str) -> Any:
    """Marks a field that holds the id of a record of one of some kinds: ``Annotated[Id, Ref("figures", "series")]``."""
    return Field(json_schema_extra={"x-refers": list(kinds)})


Id = Annotated[str, Field(pattern=ID_PATTERN)]
RowName = Annotated[str, Field(pattern=ROW_PATTERN)]
Checksum = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Natural = Annotated[int, Field(ge=1)]
Text = Annotated[str, AfterValidator(_text), WithJsonSchema({"type": "string", "minLength": 1})]
Prose = Annotated[Text, "prose"]  # our own words: a number in them says where it comes from (prose.py)
PartialDate = Annotated[str, BeforeValidator(date), WithJsonSchema(
    {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"})]
Day = Annotated[str, BeforeValidator(day), WithJsonSchema(
    {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"})]
Url = Annotated[str, AfterValidator(_url), WithJsonSchema({"type": "string", "format": "uri", "pattern": "^https?://"})]


def _number(value: object) -> object:
    """A number as YAML reads it; text that looks like a number is a mistake."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise ValueError(f"{shown(value)} is not a number; write digits without quotes or separators")
    number = Decimal(str(value))
    if number.is_finite() and Decimal(repr(float(number))) != number:
        raise ValueError(f"{value} has more digits than readers of the data keep; write at most fifteen")
    return number


def _cells(value: object) -> object:
    """Words written as one text are one cell."""
    return (value,) if isinstance(value, str) else value


Number = Annotated[Decimal, BeforeValidator(_number), Field(allow_inf_nan=False), WithJsonSchema({"type": "number"})]
Confidence = Annotated[Id, Vocab("confidences")]
# How well the evidence for a value is known, the best first; these words and no others stand wherever it is said.
Grade = Literal["quotation checked", "read", "seen only through others", "not read"]
GRADES: tuple[Grade, ...] = get_args(Grade)


class Record(BaseModel):
    """What every record shares: it cannot change, and a key the model does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)


class Identified(Record):
    """A record with a permanent id: lower case, digits and hyphens; it is part of the record's address."""

    id: Id = Field(description="permanent name of the record; part of its address")


class Evidence(Record):
    """Where a claim stands: a source, and for an archived source the words (W3C text-quote selector, in small).

    A source without an archived text has no ``quote``: ``words`` are there what the page itself writes (the value with
    its unit and what it counts, a few words, or the cells of a table), and ``locator`` says where in it to look.
    """

    source: Annotated[Id, Ref("sources")] = Field(description="the source")
    quote: Text | None = maybe("its words, if its text is archived")
    before: Text | None = maybe("words before them")
    after: Text | None = maybe("words after them")
    words: Annotated[tuple[Text, ...], BeforeValidator(_cells)] = some(
        "the value as the page writes it: a literal run of it, or cells of a table")
    copied_at: Text | None = maybe("where the same text was read, if elsewhere")
    through: Text | None = maybe("the other report in which the words were seen")
    locator: Text | None = maybe("where in the source to look")


EvidenceList = Annotated[tuple[Evidence, ...], Field(min_length=1)]
