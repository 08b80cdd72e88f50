"""Where the site lives: the one reader of ``site_url`` in mkdocs.yml that is not the generator itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from yaml_env_tag import construct_env_tag


class _Loader(yaml.SafeLoader):
    """YAML as MkDocs takes it: ``!ENV`` names variables, other tags name things of the generator's own."""


_Loader.add_constructor("!ENV", construct_env_tag)
_Loader.add_multi_constructor("", lambda *_: None)


def _settings(path: Path) -> dict[str, Any]:
    """What a file sets, over what the file it inherits from sets."""
    found = yaml.load(path.read_text("utf-8-sig"), _Loader) or {}
    return (_settings(path.parent / found["INHERIT"]) if "INHERIT" in found else {}) | found


def site_url(root: Path) -> str:
    """The address of the home page with its closing slash, as the generator has it; empty if none is set."""
    path = root / "mkdocs.yml"
    found = _settings(path).get("site_url") if path.exists() else None
    return f"{str(found).rstrip('/')}/" if found else ""
