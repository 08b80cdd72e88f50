"""What MkDocs needs beyond macros: pages that follow from the data, and a data error as a plain message."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, Files, InclusionLevel

from macros.load import DataError
from macros.pages import generated
from macros.site import site_for


def on_config(config: Any) -> Any:
    """Checks everything before anything is built."""
    try:
        site = site_for(Path(config.config_file_path).parent)
    except DataError as error:
        raise Abort(str(error)) from None
    config.extra["data_date"] = site.data.edition.as_of
    config.extra["version"] = site.data.edition.version
    return config


def on_files(files: Files, config: Any) -> Files:
    """Adds the pages that follow from the data."""
    site = site_for(Path(config.config_file_path).parent)
    for path, content in generated(site).items():
        files.append(File.generated(config, path, content=content, inclusion=InclusionLevel.NOT_IN_NAV))
    return files
