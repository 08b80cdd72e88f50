"""List the licence of every locked package: `make licences` writes LICENSES/dependencies.md from what is installed."""

import re
from importlib import metadata

from tools import ROOT

OUT = ROOT / "LICENSES" / "dependencies.md"
HEAD = "|---|---|---|\n"


def locked(name: str) -> set[str]:
    """The packages of a lock file."""
    return set(re.findall(r"^([a-z0-9-]+)==", (ROOT / name).read_text("utf-8"), re.M))


def licence(package: str) -> str:
    """What an installed package says its licence is; raises ``SystemExit`` if it says nothing.

    The field made for it comes first, then the classifiers, the free field, the first line of the licence's text.
    """
    found = metadata.distribution(package)
    classes = [c.rpartition(" :: ")[2] for c in found.metadata.get_all("Classifier") or [] if c.startswith("License")]
    free = found.metadata.get("License", "")
    named = found.metadata.get("License-Expression") or ", ".join(classes) or ("" if "\n" in free else free)
    if named:
        return named
    for file in found.files or []:
        if "LICENSE" in file.name.upper():
            return next(line.strip() for line in file.read_text("utf-8").splitlines() if line.strip())
    raise SystemExit(f"{package}: says nothing of its licence; look it up before it is locked")


def text() -> str:
    """The whole file, its table made anew: the site's packages and the tests'."""
    site, tests = locked("requirements.lock"), locked("requirements-test.lock")
    rows = [(name, licence(name), "site" if name in site else "tests") for name in sorted(site | tests)]
    return OUT.read_text("utf-8").partition(HEAD)[0] + HEAD + "".join(f"| {' | '.join(row)} |\n" for row in rows)


if __name__ == "__main__":
    OUT.write_text(text(), "utf-8")
