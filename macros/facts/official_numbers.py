"""What a filing number or a launch number says.

``Beijing-DeepseekChat-202404280016`` and ``Beijing-SuperAI-20240428S0002`` each have a place, a name, a date and a
running number of the place, which follows an ``S`` in a launch number. The first filing numbers have no running
number. Nobody official says what the date stands for.
"""

import re
from dataclasses import dataclass

_FORM = re.compile(r"([A-Za-z]+)-(.+)-(20\d\d)(\d\d)(\d\d)(S?)(\d*)")


@dataclass(frozen=True)
class OfficialNumber:
    """The parts of an official number."""

    place: str  # as spelt in it
    name: str
    date: str  # YYYY-MM-DD
    launch: bool  # whether it is that of a registered application
    running: str  # the digits of the running number; empty if it has none


def parts(value: str) -> OfficialNumber | None:
    """The parts of an official number, or None if it does not have the form of one.

    ``parts("Beijing-SuperAI-20240428S0002").running == "0002"``
    """
    found = _FORM.fullmatch(value)
    if not found:
        return None
    place, name, year, month, day, launch, running = found.groups()
    return OfficialNumber(place, name, f"{year}-{month}-{day}", bool(launch), running)
