"""How English, Vietnamese and Chinese write numbers: tables only. ``numbers.py`` reads by them.

A language that has no table here is not read: its words state no number.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

Bound = frozenset[str]  # the bounds of data/vocab.yml that the words in a text can mean
EXACT, ABOUT, NEARLY = (frozenset({w}) for w in ("exact", "about", "nearly"))
MORE, LEAST = frozenset({"more-than"}), frozenset({"at-least"})
LESS, MOST = frozenset({"less-than"}), frozenset({"up-to"})


@dataclass(frozen=True)
class Language:
    """How one language writes numbers; a pattern names what it matches by the group of the same name."""

    numbers: dict[str, int]
    scales: dict[str, int]
    group: str  # what sets off thousands, besides a blank
    decimal: str
    word: str  # a number word; {scales} stands for the scale words
    share: str  # a fraction in words: groups n over d or d2; with neither, a half
    half: str  # "and a half" after a number
    join: str  # what may stand between two words of one number
    labels: str  # what makes the number after it a name, a rank or an ordinal
    names: str  # names with a number in them
    before: tuple[tuple[str, Bound], ...]  # words before a number that bound it
    after: tuple[tuple[str, Bound], ...]  # words after it, what it counts between them
    over_time: str  # bounds that before a span of time may say "during"
    negations: str  # what turns a bound before a number round, or a clause
    money: tuple[tuple[str, str], ...]  # what before a number makes it money
    measures: tuple[tuple[str, str], ...]  # what after a number says what it measures
    openers: str = r"(?!)"  # capitalised words before a number that are no name
    parts: dict[str, int] = field(default_factory=dict)  # denominators, where they are not plain number words
    spaced: bool = True  # whether words have boundaries

    @property
    def scale_pattern(self) -> str:
        """A pattern for any scale word: ``re.fullmatch(ENGLISH.scale_pattern, "millions") is not None``."""
        return f"(?:{any_of(self.scales)})" + ("s?" if self.spaced else "")

    def fill(self, pattern: str) -> str:
        """A pattern with its {scales} and {parts} filled in: ``"{" not in ENGLISH.fill("{scales}")``."""
        return pattern.replace("{scales}", self.scale_pattern).replace("{parts}", any_of(self.parts))


# Units of data/vocab.yml that a number measures; all others count things one by one.
MEASURED = frozenset({"percent", "yuan", "usd", "petaflops", "exaflops", "terabytes", "square-metres", "hours", "days",
                      "working-days", "weeks", "months", "years", "seconds"})
TIMES = frozenset({"seconds", "hours", "days", "working-days", "weeks", "months", "years"})
_SI = (r"(?:[nµmck]?m|[µmk]?g|[KkMGPE]i?B|[kMG]?Hz|[kMGT]W|kWh|°C|[GT]FLOPS|am|pm|a\.m\.|p\.m\.|hp|ha|bps|fps|dpi|rpm)"
       r"(?![A-Za-zÀ-ỿ0-9’'])| [b-hj-zB-HJ-Z](?![A-Za-zÀ-ỿ0-9’'.&-])|[℃°×㎡]")
_SIGNS = (("percent", r" ?[%％٪](?!-? ?points?)"), ("per-mille", r" ?[‰‱]"),
          ("petaflops", r" ?P(?:FLOPS|Flops|flops)?(?![A-Za-zÀ-ỿ0-9’'])"), ("terabytes", r" ?TB?(?![A-Za-zÀ-ỿ0-9’'])"),
          ("exaflops", r" ?E(?:FLOPS|Flops|flops)?(?![A-Za-zÀ-ỿ0-9’'])"))
_CURRENCY = (("usd", r"(?:US|\b)\$ ?|\bUSD ?"), ("money", r"(?:HK|NT|S|A|C)\$ ?|[€£₫₩] ?|\b(?:EUR|HKD|VND|GBP|JPY) ?"),
             ("usd", r"\$ ?"), ("yuan", r"\b(?:RMB|CNY) ?|[¥￥] ?"))

# --- English ----------------------------------------------------------------------------------------------------------

EN_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
EN_TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
EN_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
EN_PLACES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_EN_NUMBERS = {w: n for n, w in enumerate(("zero", *EN_ONES, *EN_TEENS))}
_EN_NUMBERS |= {w: 10 * n for n, w in enumerate(EN_TENS, 2)}
_EN_PARTS = {"half": 2, "halve": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
             "eighth": 8, "ninth": 9, "tenth": 10}
# after a blank "a third" may be an ordinal ("a third batch"); it is a fraction before these only
_EN_AFTER = r"(?=\s*$|\s*[^\w\s-]|\s(?:of|in|to|by|and|or|as|more|less|fewer|were|are|was|is|have|has|had|from|came)\b)"
_NOT_PERIOD = "".join(rf"(?<!\b{w}[ -])" for w in ("first", "second", "last", "latter", "past", "next"))
_EN_LABELS = (
    r"(?:[Nn](?:o|r|os|rs)\.?|№|#|[Nn]umbers?|[Rr]ank(?:s|ed|ing)?(?: as)?|[Pp]lace|"
    r"(?i:articles?|chapters?|sections?|pages?|pp?\.|clauses?|paragraphs?|versions?|annex|appendix|attachments?|items?|"
    r"tables?|figures?|phases?|stages?|steps?|rounds?|batch|tiers?|levels?|grades?|tracks?|volume|vol\.|issue|part|"
    r"line|row|rule|day|week|document|decree|order|type|class|category|group|article and|release|edition|aged?))")
_EN_OPENERS = (
    r"(?i:the|a|an|its|his|her|their|our|these|those|this|that|some|any|all|both|each|only|just|even|still|now|then|so|"
    r"of|in|on|at|by|to|for|from|with|within|without|among|between|about|around|over|under|above|below|nearly|almost|"
    r"roughly|approximately|exactly|more|less|fewer|than|least|most|up|after|before|since|until|as|and|or|but|plus|"
    r"if|when|where|while|which|who|what|there|it|they|we|he|she|has|had|have|is|are|was|were|be|also|another|other|"
    r"approves?|approved|adds?|added|files?|filed|registers?|registered|lists?|listed|counts?|counted|hits?|tops?|"
    r"passe[sd]|reache[sd]|opens?|opened|names?|named|gets?|got|wins?|won|signs?|signed|clears?|cleared|says?|said|"
    r"launche[sd]|releases?|released|total|totals|exceeds?|surpasse[sd]|publishe[sd]|issue[sd]|holds?|held|puts?|plans?|"
    r"wants?|cuts?|sets?|including|because|though|per|via|"
    r"China|Chinese|Beijing|Shanghai|Guangdong|Zhejiang|Jiangsu|Sichuan|Tianjin|Chongqing|Shenzhen|Hangzhou)")
_EN_TIME = r"(?: (?:more|consecutive|straight|full|calendar|further|short))?"

ENGLISH = Language(
    numbers=_EN_NUMBERS | {"a": 1, "an": 1},
    scales={"hundred": 100, "dozen": 12, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
            "mn": 10**6, "mln": 10**6, "bn": 10**9, "bln": 10**9, "tn": 10**12, "trn": 10**12},
    group=",’'，", decimal=".",
    word=r"an?(?= (?:{scales})\b)|(?<!\bno )(?<!\bany )one(?! another| by one)|"
    + "|".join(sorted(_EN_NUMBERS.keys() - {"one"})),
    share=_NOT_PERIOD + r"(?:(?P<n>an?|" + "|".join(EN_ONES) + r")(?:-(?P<d>{parts})s?| (?P<d2>{parts})(?:s|\b"
    + _EN_AFTER + r"))|(?:(?:a|one)[ -])?half(?! of (?:the|this|last) year|-)"
    + r"(?: an?(?= (?:{scales})\b))?)",
    parts=_EN_PARTS, half=r"and a half",
    join=r"[ -]?|(?<=hundred) and |(?<=thousand) and |(?<=[mbr]illion) and ",
    labels=_EN_LABELS,
    names=r"(?<=[a-z,] )(?:Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten) [A-Z][a-z]+"
    r"|\b\d+(?: (?!(?i:{scales})\b)[A-Z][a-z]+){2,}",
    before=(
        (r"no more than|not more than|not exceeding|not to exceed|(?:not|cannot|never) exceed|up to|at (?:the )?most|"
         r"a maximum of|maximum of|as many as|no longer than|capped at|limited to|≤", MOST),
        (r"at least|no (?:fewer|less) than|not (?:less|fewer) than|(?:a )?minimum(?: of)?|no smaller than|≥", LEAST),
        (r"more than|over|above|beyond|exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|in excess of|upwards? of|"
         r"pass(?:es|ed|ing)?|past|top(?:s|ped|ping)|north of|larger than|higher than|greater than|[>＞]", MORE),
        (r"less than|fewer than|below|under|short of|lower than|smaller than|[<＜]", LESS),
        (r"nearly|almost|close to|approach(?:es|ed|ing)?|just under|not quite", NEARLY),
        (r"about|around|approximately|roughly|some|an estimated|circa|ca\.|c\.|~|≈|in the region of|or so", ABOUT),
        (r"within", EXACT | MOST),
        (r"hardly|barely|scarcely|not even|not", frozenset())),
    after=((r"-odd\b", MORE | ABOUT),
           (r"\+|-?plus\b(?! \d)", MORE | LEAST), (r"or more|at least|and (?:above|over|up)|upwards", LEAST),
           (r"or (?:less|fewer)|at most", MOST), (r"or so|approximately", ABOUT)),
    over_time=r"over|in over|past",
    negations=r"\b(?:not|no|never|nor|neither|without|cannot|hardly|\w+n[’']t|denie[sd]|deny)\b",
    money=_CURRENCY,
    measures=(
        ("points", r"(?:[ -](?:percentage[ -]|basis[ -]|per cent )?points?| ?(?:%|％)[ -]points?)\b"
         r"| ?(?:ppt|pp|bps?|p\.p\.)(?![\w])"),
        *_SIGNS, ("percent", r"[ -](?:[Pp]er ?cent\b|pct\b)"), ("per-mille", r" per ?mill?e?\b"),
        ("usd", r" (?:(?:US|American|U\.S\.) )?dollars?\b| ?USD\b| US\$"),
        ("yuan", r" (?:Chinese )?(?:yuan|RMB|renminbi|CNY)\b"),
        ("money", r" (?:euros?|EUR|yen|won|pounds?|VND|dong|HKD|Hong Kong dollars?|rupees?|roubles?|rubles?)\b"),
        ("working-days", r" (?:working|business|work) days?\b"),
        *((f"{w}s", rf"[ -]{_EN_TIME}?[ -]?{w}s?\b") for w in ("second", "hour", "day", "week", "month", "year")),
        ("time", rf"[ -]{_EN_TIME}?[ -]?(?:decade|centurie|century|minute|quarter)s?\b"),
        ("square-metres", r"[ -](?:square[ -]met(?:er|re)s?|sq\.? ?m)\b| ?m²"),
        ("petaflops", r"[ -]petaflops?\b"), ("exaflops", r"[ -]exaflops?\b"), ("terabytes", r"[ -]terabytes?\b"),
        ("times", r"[ -](?:times|fold)\b|x(?!\w)"),
        ("size", rf" ?{_SI}|[ -](?:nano|kilo|centi|milli)?met(?:er|re)s?\b| o[’']clock\b|"
         r"[ -]sq(?:uare|\.)?[ -][a-z]+\b|[ -](?:nanometers?|degrees?|miles?|feet|"
         r"tons?|tonnes?|hectares?|acres?|teraflops?|(?:mega|giga|kilo|peta|exa)(?:bytes?|watts?|hertz)|bits?)"
         r"\b")),
    openers=_EN_OPENERS)

# --- Vietnamese -------------------------------------------------------------------------------------------------------

VI_ONES = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_VI_NUMBERS = {w: n for n, w in enumerate(VI_ONES, 1)} | {"bẩy": 7, "mốt": 1, "tư": 4, "lăm": 5}
_VI_PLAIN = "một(?! số)|hai|ba|bốn|sáu|bảy|bẩy|tám|chín|mười"
_VI_FIVE = r"năm(?= (?:mươi|trăm|nghìn|ngàn|triệu|tỉ|tỷ)\b)|(?<=linh )năm|(?<=lẻ )năm"

VIETNAMESE = Language(
    numbers=_VI_NUMBERS,
    scales={"mươi": 10, "chục": 10, "trăm": 100, "nghìn": 1000, "ngàn": 1000, "triệu": 10**6, "tỉ": 10**9, "tỷ": 10**9},
    group=".", decimal=",",
    word=rf"(?<!\bthứ )(?<!\btháng )(?:{_VI_PLAIN})|{_VI_FIVE}|(?<=mươi )(?:mốt|tư|lăm)|(?<=mười )lăm",
    share=r"(?P<n>" + "|".join(_VI_NUMBERS) + r") phần (?P<d>" + "|".join(_VI_NUMBERS) + r")(?P<d2>)"
    r"|(?:một )?nửa(?! đầu| cuối| năm| sau| tháng)",
    half=r"rưỡi",
    join=r" ?| linh | lẻ ",
    labels=r"(?i:thứ|điều|khoản|điểm|chương|trang|phiên bản|số hiệu|(?<!trong )(?<!tổng )số|hạng|tháng|quý|"
    r"giai đoạn|đợt|phần|lần|nhóm|mục|bậc|cấp)|[Nn]o\.?|#",
    names=r"\b\d+(?: (?!(?i:{scales})\b)[A-Z][a-z]+){2,}",
    before=((r"không quá|không vượt quá|tối đa(?: là)?|nhiều nhất(?: là)?|lên tới|lên đến", MOST),
            (r"ít nhất(?: là)?|tối thiểu(?: là)?|không dưới|không ít hơn", LEAST),
            (r"(?:nhiều |lớn |cao )?hơn|trên|vượt(?: quá| mốc| mức)?|quá", MORE),
            (r"chưa đầy|chưa tới|chưa đến|dưới|ít hơn|không tới|không đến", LESS),
            (r"gần|suýt soát", NEARLY),
            (r"khoảng|chừng|xấp xỉ|ước tính|tầm|cỡ", ABOUT),
            (r"trong vòng", EXACT | MOST)),
    after=((r"\+", MORE | LEAST), (r"trở lên", LEAST), (r"trở xuống", MOST)),
    over_time=r"(?!)",
    negations=r"\b(?:không|chưa|chẳng(?! hạn)|đừng|chớ)\b",
    money=_CURRENCY,
    measures=(
        ("points", r" (?:điểm phần trăm|điểm cơ bản|điểm %)"), *_SIGNS, ("percent", r" phần trăm\b"),
        ("per-mille", r" phần nghìn\b"),
        ("yuan", r" (?:đồng )?(?:nhân dân tệ|tệ|NDT|RMB|CNY)\b"), ("usd", r" (?:USD|đô la(?: Mỹ)?|đô-la)\b"),
        ("money", r" (?:đồng|VND|euro|yên|bảng)\b"), ("working-days", r" ngày làm việc\b"),
        *((unit, rf"(?: năm)? {word}\b") for unit, word in (
            ("hours", "giờ"), ("days", "ngày"), ("weeks", "tuần"), ("months", "tháng"))),
        ("years", r" năm\b"), ("time", r" (?:thập kỷ|thập niên|thế kỷ|phút|giây|quý)\b"),
        ("square-metres", r" (?:m2|mét vuông)\b| ?m²"), ("petaflops", r" petaflops?\b"), ("terabytes", r" terabyte\b"),
        ("times", r" lần\b"), ("size", rf" ?{_SI}| (?:mét|km|tấn|độ|héc ?ta|lít)\b")),
    openers=r"(?i:hơn|có|khoảng|gần|trong|với|tổng|cả|chỉ|trên|dưới|là|và|của|từ|đến|tới|các|những|về|theo|cho|số|đã|"
    r"được|gồm|nhất|đa|thiểu|quá|tại|ở|bởi|mỗi|còn|thêm|cùng|sau|trước|khi|vòng)")

# --- Chinese ----------------------------------------------------------------------------------------------------------

ZH_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
ZH_NUMERALS = "一二两兩三四五六七八九"
# what may follow a number that counts: counters, and "的" after "前100"
_COUNTERS = (r"方面|部门|部門|人次|种类|種類|个|個|家|款|项|項|名|位|人(?![民工])|种|種|批|次|部|条|條|所|类|類|套|件|"
             r"场|場|座|间|間|支|只|台|张|張|起|例|门|門|款|篇|本|份|组|組|宗|笔|筆|户|戶|片|颗|顆|枚|处|處|团队|"
             r"團隊|机构|機構|企业|企業|大|题|題|集|册|卷|站|社|回|省|市|国|國|国家|國家|的")
_ZH_MORE = r"[余餘多来]?"

CHINESE = Language(
    numbers=ZH_DIGITS,
    scales={"十": 10, "百": 100, "千": 1000, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8,
            "万亿": 10**12, "萬億": 10**12, "兆": 10**12},
    group=",，", decimal=".",
    word=rf"[{ZH_NUMERALS}]点[{ZH_NUMERALS}零〇]+"
    rf"|(?:(?<=[十百千万萬亿億零〇])|(?<=分之))[{ZH_NUMERALS}]"
    rf"|(?<![第周期拜初之统唯进每{ZH_NUMERALS}])[{ZH_NUMERALS}](?=[十百千万萬亿億兆成]|{_COUNTERS}|倍|年|天|周|岁|小时|月)",
    share=rf"(?P<d>\d+|[{ZH_NUMERALS}十])分之(?P<n>\d+|[{ZH_NUMERALS}])(?P<d2>)|一半",
    half=r"[年个個月天]半",
    join=r"[零〇 余餘多来]?", spaced=False,
    labels=r"第|序号|No\.?|编号|图|表|附件|附录|等级|版本",
    names=r"\d+(?:\.\d+)?(?:[版代号號期楼层路线環环级]|届)|[一二三四五六七八九十]期|十[一二三四五]五(?![十百千万亿个家款项])",
    before=((r"不超过|不超過|不多于|不高于|不得超过|不得超過|最多|至多|"
             r"最高(?:可?[达達获獲]?得?)?|上限(?:为)?|封顶|≤", MOST),
            (r"不少于|不少於|不低于|不低於|不小于|至少|最少|起码|不下|≥", LEAST),
            (r"超过|超過|超|逾|突破了?|破|高于|高於|多于|多於|大于|大於|上(?=[百千万亿])|过(?=[百千万亿])", MORE),
            (r"不到|不足|不满|不滿|未满|未滿|少于|少於|低于|低於|小于|小於|未达|未到", LESS),
            (r"接近|将近|將近|逼近|(?<![最附邻鄰靠临臨新])近", NEARLY),
            (r"大约|大約|大概|(?<![签簽合公节節预預契])(?:约(?:为|占)?|約(?:為|佔)?)|估计", ABOUT)),
    after=((r"余|餘|多", MORE), (r"\+", MORE | LEAST), (r"及?以上", LEAST | MORE), (r"左右|上下", ABOUT),
           (r"及?以下", LESS | MOST), (r"以内|之内|以內|之內|(?:之)?[内內](?![容部地])", EXACT | MOST)),
    over_time=r"近",
    negations=r"(?:不|没有?|沒有?|未|并非|無|无|勿)[应應得能可宜会會该該]?",
    money=_CURRENCY,
    measures=tuple((unit, _ZH_MORE + pattern) for unit, pattern in (
        ("points", r" ?[个個]?(?:百分点|百分點|基点|基點)"), *_SIGNS,
        ("usd", r" ?(?:美元|美金)"), ("money", r" ?(?:港元|港币|日元|欧元|歐元|英镑|越南盾|越盾|新台币|新台幣|韩元)"),
        ("yuan", r" ?(?:元|圆|人民币|人民幣|块钱)"), ("working-days", r" ?[个個]?工作日"),
        ("seconds", r" ?秒"), ("hours", r" ?[个個]?小[时時]"), ("days", r" ?(?:天|日)"),
        ("weeks", r" ?(?:周|[个個]?星期|[个個]?礼拜)"),
        ("months", r" ?[个個]月"), ("years", r" ?(?:年|周年|周岁|岁)"),
        ("time", r" ?(?:分[钟鐘]|[个個]?世[纪紀]|[个個]?季度|[点點](?![一二三四五六七八九零〇]))"),
        ("square-metres", r" ?(?:平方米|平米|㎡)"), ("times", r" ?倍"),
        ("size", rf" ?(?:{_SI}|纳米|奈米|公里|千米|厘米|毫米|米|吨|噸|公顷|亩|千瓦|摄氏度|字节)"),
        ("", rf" ?(?:{_COUNTERS})"))))

# --- Russian, for a relay ---------------------------------------------------------------------------------------------

RUSSIAN = Language(
    numbers={}, scales={"тыс": 10**3, "тысяч": 10**3, "млн": 10**6, "миллион": 10**6, "миллиона": 10**6,
                        "миллионов": 10**6, "млрд": 10**9, "миллиардов": 10**9},
    group=" ", decimal=",", word=r"(?!)", share=r"(?!)", half=r"(?!)", join=r" ?", labels=r"№|[Сс]татья", names=r"(?!)",
    before=((r"не более|до", MOST), (r"не менее", LEAST), (r"более|свыше|больше", MORE), (r"менее|меньше", LESS),
            (r"почти", NEARLY), (r"около|примерно", ABOUT)),
    after=((r"\+", MORE | LEAST),), over_time=r"(?!)", negations=r"\b(?:не|ни|нет|без)\b", money=_CURRENCY,
    measures=(*_SIGNS, ("percent", r" процент\w*"), ("yuan", r" юан\w+"), ("usd", r" доллар\w*"),
              ("years", r" (?:год|лет)\w*"),
              ("months", r" месяц\w*"), ("days", r" (?:день|дня|дней)\b")))

# what relays of Chinese texts in Japanese need: their counters are among the Chinese ones
LANGUAGES = {"en": ENGLISH, "vi": VIETNAMESE, "zh": CHINESE, "ja": CHINESE, "ru": RUSSIAN}


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, longest first: ``any_of(["a", "ab"]) == "ab|a"``."""
    return "|".join(sorted(map(re.escape, words), key=lambda w: (-len(w), w))) or r"(?!)"


def language_of(tag: str) -> str:
    """The language of a tag: ``language_of("zh-Hans") == "zh"``."""
    return re.split("[-_]", tag)[0].casefold()

