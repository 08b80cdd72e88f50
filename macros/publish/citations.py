"""Citations as files: each page and each source in three formats, and the whole bibliography."""

from __future__ import annotations

from macros.derive.citations import FORMATS, page_item, source_item
from macros.derive.files import V1, of_page
from macros.derive.index import Site


def export(site: Site) -> dict[str, bytes]:
    """Every citation; the bibliography in the order of the sources' ids."""
    works = {name: source_item(source) for name, source in sorted(site.data.sources.items())}
    out = {}
    for ending, (_, write) in FORMATS.items():
        out[f"{V1}bibliography.{ending}"] = write(works.values()).encode()
        out |= {f"{of_page(url)}.{ending}": write([page_item(site, url)]).encode() for url in site.pages}
        out |= {f"{of_page(f'sources/{name}/')}.{ending}": write([item]).encode() for name, item in works.items()}
    return out
