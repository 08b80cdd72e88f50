"""What mkdocs.yml says of the site: its name, where it lives, where its sources are. The generator reads the rest."""

import re
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Settings:
    """The settings of a site; each is empty where none is set and none follows."""

    name: str = ""
    home: str = ""
    repository: str = ""


def settings(root: Path) -> Settings:
    """What mkdocs.yml under ``root`` says, or what follows from it."""
    path = root / "mkdocs.yml"
    found = _settings(path) if path.exists() else {}
    home = f"{str(found['site_url']).rstrip('/')}/" if found.get("site_url") else ""
    repository = str((found.get("extra") or {}).get("repository") or "").rstrip("/") or repository_of(home)
    return Settings(str(found.get("site_name") or ""), home, repository)


def repository_of(home: str) -> str:
    """The repository behind a site of GitHub Pages; empty for any other site.

    ``repository_of("https://tea.github.io/pot/") == "https://github.com/tea/pot"``
    """
    found = re.fullmatch(r"https://([a-z0-9-]+)\.github\.io/(?:([\w.-]+)/)?", home, re.I)
    return f"https://github.com/{found[1]}/{found[2] or f'{found[1]}.github.io'}" if found else ""


def site_url(root: Path) -> str:
    """The address of the home page with its closing slash, as the generator has it; empty if none is set."""
    return settings(root).home
