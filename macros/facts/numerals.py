"""The numbers that digits and number words spell in one language, whatever they are numbers of.

"1.75 trillion", "1 triệu 200 nghìn", 13万2 and 三点五亿 are one number each; what a language would not write is none.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from macros.facts.languages import LANGUAGES, ZH_NUMERALS, Language
from macros.facts.text import LETTER

Span = tuple[int, int]


@dataclass(frozen=True)
class Numeral:
    """A number as it is spelt, and where: its value, what its last words multiply by, and its form."""

    exact: Fraction
    start: int
    end: int
    scale: Fraction
    share: bool  # whether it is a fraction such as "1/3" or "a third"
    rounded: bool  # whether its form rounds it: it has a scale word, or is a fraction


@dataclass(frozen=True)
class _Grammar:
    """The compiled spelling of one language."""

    words: Language
    token: re.Pattern[str]
    join: re.Pattern[str]


@dataclass(frozen=True)
class Token:
    """One word or digit string of a number."""

    kind: str  # digits, word, scale, half, ratio or share
    value: Fraction
    start: int
    end: int


@lru_cache
def _grammar(name: str) -> _Grammar:
    """The spelling of a language, compiled once."""
    words = LANGUAGES[name]
    edge = r"\b" if words.spaced else ""
    scale = words.scale_pattern
    word, share = (words.fill(pattern) for pattern in (words.word, words.share))
    measures = "|".join(pattern for _, pattern in words.measures)
    token = (
        rf"(?P<share>{edge}(?:{share}){edge})|(?P<half>{edge}(?:{words.half}){edge})"
        rf"|(?P<digits>{_digits(scale, measures)})"
        rf"|(?P<word>{edge}(?:{word}){edge})|(?P<scale>(?:{edge}|(?<=\d))(?:{scale}){edge})"
    )
    return _Grammar(words, re.compile(token, re.I), re.compile(words.join))


def _digits(scale: str, measure: str) -> str:
    """A pattern for a whole digit string, or n/m; neither part of a name nor cut out of a longer string."""
    alone = rf"(?<!{LETTER})(?<!{LETTER}[-.])(?<!\d)(?<!\d[.,’'，．])(?<![/#^±])"
    body = r"\d{1,3}(?: \d{3})+(?!\d)(?:[.,]\d+)?|\d+/\d+(?!\d|[/.,]\d)|\d+(?:[.,’'，．]\d+)*|\.\d+"
    not_glued = rf"(?:(?=(?:{scale})(?!{LETTER}))|(?=(?-i:{measure}))|(?!{LETTER}|\.{LETTER}))(?![/^]\d)"
    return rf"{alone}(?>(?:(?<![^\s(\[“‘«（\x22'])[-−])?(?:{body})){not_glued}"


def numerals(text: str, language: str, closed: list[Span]) -> list[Numeral]:
    """The numbers spelt in a folded text outside the closed places, in order.

    ``[n.exact for n in numerals("1 triệu 200 nghìn", "vi", [])] == [1200000]``
    """
    grammar = _grammar(language)
    tokens = [t for t in _tokens(text, grammar) if not any(a < t.end and t.start < b for a, b in closed)]
    return [_spelt(run, text) for run in _runs(tokens, text, grammar)]


def _tokens(text: str, grammar: _Grammar) -> Iterator[Token]:
    """Digit strings, number words and scale words."""
    for match in grammar.token.finditer(text):
        kind, value = _value(match, grammar.words)
        if value is not None:
            yield Token(kind, value, *match.span())


def _value(match: re.Match[str], words: Language) -> tuple[str, Fraction | None]:
    """The kind of a token and what it is worth; None where it is no number in this language."""
    text = match[0].casefold()
    if match["share"] is not None:
        return "share", _share(match, words)
    if match["half"] is not None:
        return "half", Fraction(1, 2)
    if match["digits"] is not None:
        return ("ratio", _ratio(text)) if "/" in text else ("digits", _number(text, words))
    if match["word"] is not None:
        return "word", _spelled(text, words)
    if text == "兆" and not re.match("[元圓円]|人民|美", match.string[match.end():]):
        return "scale", None
    return "scale", Fraction(words.scales.get(text) or words.scales[text.removesuffix("s")])


def _share(match: re.Match[str], words: Language) -> Fraction | None:
    """The worth of a fraction in words."""
    if not match["n"]:
        return Fraction(1, 2)
    names = words.numbers | words.parts | {"十": 10}
    top, bottom = (names.get(t.casefold()) or int(t) for t in (match["n"], match["d"] or match["d2"]))
    return Fraction(top, bottom) if 0 < top < bottom else None


def _ratio(text: str) -> Fraction | None:
    """A proper fraction in digits: "1/3", not "24/7"."""
    top, bottom = map(int, text.split("/"))
    return Fraction(top, bottom) if 0 < top < bottom else None


def _spelled(text: str, words: Language) -> Fraction:
    """A number word: "three", 三, 三点五."""
    whole, _, rest = text.partition("点")
    digits = "".join(str(words.numbers[c]) for c in rest)
    return Fraction(words.numbers[whole]) + (Fraction(int(digits), 10 ** len(digits)) if digits else 0)


def _number(text: str, words: Language) -> Fraction | None:
    """A digit string as the language writes it; None where it would not write it so, or it may mean two numbers."""
    text = unicodedata.normalize("NFKC", text.replace("，", "\ue000")).replace("\ue000", "，")
    sign, digits = (-1, text[1:]) if text[0] in "-−" else (1, text)
    group = f"[{re.escape(words.group)}]"
    point = re.escape(words.decimal)
    grouped = re.fullmatch(rf"\d{{1,3}}(?P<sep>{group}| )\d{{3}}(?:(?P=sep)\d{{3}})*(?:{point}\d+)?", digits)
    if not grouped and not re.fullmatch(rf"(?:\d+(?:{point}\d+)?|{point}\d+)", digits):
        return None
    if re.match(r"0\d", digits) or (words.decimal == "," and re.fullmatch(r"[1-9]\d{0,2},\d{3}", digits)):
        return None
    plain = re.sub(rf"{group}| ", "", digits) if grouped else digits
    return sign * Fraction(("0" if plain[0] == words.decimal else "") + plain.replace(words.decimal, "."))


def _runs(tokens: list[Token], text: str, grammar: _Grammar) -> Iterator[list[Token]]:
    """The tokens of each number, together."""
    run: list[Token] = []
    for token, following in zip(tokens, [*tokens[1:], None], strict=False):
        if run and not _goes_on(run, token, following, text, grammar):
            yield run
            run = []
        if run or token.kind in ("digits", "ratio", "share", "word") or _is_alone(token, text, grammar):
            run.append(token)
    if run:
        yield run


def _is_alone(token: Token, text: str, grammar: _Grammar) -> bool:
    """Whether a Chinese scale word is a number by itself: 十家, 近百家, 百余家; not 几十家, 百度."""
    if grammar.words.spaced or token.kind != "scale" or re.search("[几幾数數第双多]$", text[:token.start]):
        return False
    if token.value == 10:
        return not re.match("[分足字]", text[token.end:])
    if token.start == 0 and re.match("[个個]", text[token.end:]):
        return True
    bound = re.search("[近超逾破约約过過上]$", text[:token.start])
    return bool(bound or re.match("[余餘]", text[token.end:]))


def _goes_on(run: list[Token], token: Token, following: Token | None, text: str, grammar: _Grammar) -> bool:
    """Whether the token belongs to the number that the run has begun."""
    last, spaced = run[-1], grammar.words.spaced
    if not grammar.join.fullmatch(text, last.end, token.start) or last.kind == "ratio":
        return False
    if token.kind == "scale":
        return True
    if token.kind == "half":
        return last.kind != "share"
    after_scale = last.kind == "scale" and token.value < last.value
    if token.kind == "word":
        after_ten = last.kind == "word" and last.value >= 10 and last.value % 10 == 0 and token.value < 10
        return (after_scale or after_ten) and not (spaced and run[0].kind == "digits")
    if token.kind != "digits" or not after_scale:
        return False
    if not spaced:
        return last.end == token.start
    return (following is not None and following.kind == "scale" and following.value < last.value
            and bool(grammar.join.fullmatch(text, token.end, following.start)))


def _spelt(run: list[Token], text: str) -> Numeral:
    """The number a run of tokens spells."""
    exact, stem = _total(run, text), list(run)
    while len(stem) > 1 and stem[-1].kind == "scale":
        stem.pop()
    base = _total(stem, text)
    share = run[0].kind in ("ratio", "share")
    rounded = share or any(t.kind == "scale" for t in run)
    return Numeral(exact, run[0].start, run[-1].end, exact / base if base else Fraction(1), share, rounded)


def _total(run: list[Token], text: str) -> Fraction:
    """What the tokens add up to: a scale multiplies what stands right before it and every smaller part."""
    parts: list[Fraction] = []
    last, scale = "", Fraction(1)
    for token in run:
        if token.kind == "scale":
            scale = token.value
            part = parts.pop() if parts else Fraction(0)
            if last == "scale" or part < scale:
                while parts and parts[-1] < scale:
                    part += parts.pop()
            parts.append((part or 1) * scale)
        else:
            parts.append(token.value * (scale if token.kind == "half" else _tail(run, token, text)))
        last = token.kind
    return sum(parts, Fraction(0))


def _tail(run: list[Token], token: Token, text: str) -> Fraction:
    """What a last Chinese digit right after a scale counts in: tenths of the scale, since 一万五 is 15,000."""
    if token is not run[-1] or len(run) < 2 or not re.fullmatch(rf"[{ZH_NUMERALS}1-9]", text[token.start:token.end]):
        return Fraction(1)
    before = run[-2]
    return before.value / 10 if before.value >= 100 and before.end == token.start else Fraction(1)
