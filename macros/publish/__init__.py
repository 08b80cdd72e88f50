"""What is published besides pages, one module an area, each with ``export(site) -> {path: content}``."""
