"""What the commands of `make help` run, each from the project's folder: `.venv/bin/python -m tools.due`."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
