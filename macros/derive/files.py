"""Where published files are, as paths below the home page."""

V1 = "data/v1/"
CITE = f"{V1}cite/"
ATOM, JSON = "feeds/changes.atom", "feeds/changes.json"
CALENDAR = "feeds/dates.ics"
CHARTS, DRAWINGS = "charts/", "drawings/"  # each with a page for frames, its picture and its numbers


def of_page(url: str) -> str:
    """Where the citations of a page are, without the ending: ``figures/x/`` → ``data/v1/cite/figures/x``.

    The page of a source has those of the source itself: it is what a reader there wants to cite.
    """
    return CITE + (url.strip("/") or "index")


def preview_of(url: str) -> str:
    """The picture of a page: ``figures/x/`` → ``preview/figures/x.png``; those of sources share one."""
    if url.startswith("sources/"):
        url = "sources/"
    return f"preview/{url.strip('/') or 'home'}.png"
