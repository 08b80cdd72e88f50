"""The scaffolding: lock files, workflows, the local server, and the ear for misbehaving pages."""

from __future__ import annotations

import ast
import hashlib
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from email.message import Message
from itertools import pairwise
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
import yaml
from patience import Watch
from playwright.sync_api import Browser
from project import real

from macros.facts.records import KINDS, PARTS
from macros.facts.schema import of as fields_of
from macros.facts.store import Data
from tools import ROOT, licences, lock
from tools import browser as browser_module
from tools.browser import HELP, base_path, serve

LOCKS = ("requirements.lock", "requirements-test.lock")
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def pins(name: str) -> dict[str, str]:
    """The pins of a lock file: name and marker to version."""
    found = re.findall(r"^([a-z0-9-]+)==([^\s;]+)(.*?) \\$", (ROOT / name).read_text(encoding="utf-8"), re.M)
    return {package + marker: version for package, version, marker in found}


# --- lock files -------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_index_and_no_folder(name: str) -> None:
    assert lock.foreign_lines((ROOT / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("line", [
    "--index-url https://example.org/simple",
    "--find-links wheels",
    "-e .",
    "    --extra-index-url x",
    "babel @ file:///srv/babel.whl",
    "    # via -r /srv/project/site.in",
])
def test_a_foreign_line_in_a_lock_is_seen(line: str) -> None:
    assert lock.foreign_lines(f"babel==2.18.0 \\\n    --hash=sha256:00\n{line}\n") == [line]


def test_the_tests_run_on_the_versions_the_site_is_built_with() -> None:
    """Both locks are installed together; a package stands in one of them."""
    assert pins(LOCKS[0]).keys() & pins(LOCKS[1]).keys() == set()
    assert min(len(pins(name)) for name in LOCKS) > 20


def test_a_lock_leaves_out_what_another_pins() -> None:
    other = "a==1 \\\n    --hash=sha256:00\nb==2 ; x \\\n    --hash=sha256:01\n"
    text = ("# Made.\na==1 \\\n    --hash=sha256:00\n    # via c\nb==3 \\\n    --hash=sha256:02\nb==2 ; x \\\n"
            "    --hash=sha256:01\n")
    assert lock.without(text, other) == "# Made.\nb==3 \\\n    --hash=sha256:02\n"


def test_what_npm_brings_is_pinned_and_the_lock_names_packages_and_no_registry() -> None:
    folder = ROOT / "tests" / "others"
    found = json.loads((folder / "package-lock.json").read_text("utf-8"))["packages"]
    asked = json.loads((folder / "package.json").read_text("utf-8"))["dependencies"]
    assert {name: found[f"node_modules/{name}"]["version"] for name in asked} == asked
    assert [path for path, package in found.items() if path and ("resolved" in package or "integrity" not in package)] == []


def test_what_apt_java_or_npm_must_bring_is_no_part_of_make_test(request: pytest.FixtureRequest) -> None:
    assert [*(ROOT / "tests" / "others").glob("test_*.py")] != []
    assert "others" in request.config.getini("norecursedirs")
    assert [item for item in request.session.items if "others" in item.path.parts] == []


def test_the_licences_of_what_is_installed_are_listed() -> None:
    assert licences.OUT.read_text("utf-8") == licences.text(), "run `make licences`"


class Package:
    """An installed package that says what it is given."""

    def __init__(self, said: dict[str, str], files: list[Path] | None = None) -> None:
        self.metadata = Message()
        for name, value in said.items():
            self.metadata[name] = value
        self.files = files


def test_a_licence_is_found_where_a_package_names_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "LICENSE").write_text("\nMIT License\n\nCopyright", "utf-8")
    packages = {"a": Package({"License-Expression": "ISC"}),
                "b": Package({"Classifier": "License :: OSI Approved :: MIT License"}),
                "c": Package({"License": "Text\nof it"}, [tmp_path / "LICENSE"]), "d": Package({}),
                "e": Package({"License": "0BSD"})}
    monkeypatch.setattr(licences.metadata, "distribution", packages.__getitem__)
    assert [licences.licence(name) for name in "abce"] == ["ISC", "MIT License", "MIT License", "0BSD"]
    with pytest.raises(SystemExit, match=r"^d: says nothing of its licence; look it up before it is locked$"):
        licences.licence("d")


# --- workflows --------------------------------------------------------------------------------------------------------

def test_workflows_pass_the_security_check() -> None:
    zizmor = Path(sys.executable).with_name("zizmor")
    done = subprocess.run([zizmor, "--offline", "--no-progress", "--persona=pedantic", ROOT / ".github"],
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_only_two_jobs_may_write_one_the_site_and_one_the_issue(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {}
    writing = {name for name, job in workflow["jobs"].items() if "write" in job["permissions"].values()}
    assert writing == {"deploy.yml": {"deploy"}, "watch.yml": {"look"}}.get(path.name, set())


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_by_commit_with_their_version_beside(path: Path) -> None:
    used = re.findall(r"uses: (.*)", path.read_text(encoding="utf-8"))
    assert used != []
    own = r"\./\.github/workflows/\w+\.yml(?: # zizmor: .*)?"
    assert [line for line in used if not re.fullmatch(rf"[\w/-]+@[0-9a-f]{{40}} # v\d+\.\d+\.\d+|{own}", line)] == []


def test_nothing_is_published_that_did_not_pass_the_tests() -> None:
    jobs = {path.stem: yaml.safe_load(path.read_text("utf-8"))["jobs"] for path in WORKFLOWS}
    assert jobs["deploy"]["test"]["uses"] == "./.github/workflows/check.yml"
    assert (jobs["deploy"]["build"]["needs"], jobs["deploy"]["deploy"]["needs"]) == ("test", "build")
    assert "make test" in [step.get("run") for step in jobs["check"]["test"]["steps"]]
    assert "make test-others" in [step.get("run") for step in jobs["check"]["others"]["steps"]]
    forgiven = [step for job in jobs.values() for part in job.values() for step in part.get("steps", ())
                if "continue-on-error" in step]
    assert forgiven == []


def test_a_pull_request_lists_the_values_it_alters() -> None:
    steps = yaml.safe_load((ROOT / ".github/workflows/check.yml").read_text("utf-8"))["jobs"]["test"]["steps"]
    [listing] = [step for step in steps if "make --silent changes" in step.get("run", "")]
    assert listing["if"] == "github.event_name == 'pull_request'"
    assert "GITHUB_STEP_SUMMARY" in listing["run"]


# --- layers -----------------------------------------------------------------------------------------------------------

def ids_in(code: str, data: Data) -> list[str]:
    """Strings of a module that are the ids of records, and neither words of a vocabulary nor choices of a field."""
    words = {word for words in data.vocab.values() for word in words}
    words |= {choice for kind in (*KINDS, *PARTS) for field in fields_of(kind) for choice in field.choices}
    ids = {name for records in data.kinds.values() for name in records if "-" in name} - words
    return [node.value for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Constant) and node.value in ids]


def test_no_records_id_stands_in_the_code() -> None:
    """What the code singles out is named in data; one word is as often a field's name, so ids of one word pass."""
    code = [*sorted((ROOT / "macros").rglob("*.py")), *sorted((ROOT / "tools").glob("*.py")), ROOT / "mkdocs_hooks.py"]
    found = {path.name: ids for path in code if (ids := ids_in(path.read_text("utf-8"), real().data))}
    assert found == {}
    name = next(name for name in real().data.figures if "-" in name)
    assert ids_in(f'site.chain("{name}")', real().data) == [name]


def test_each_storey_imports_only_those_below_it() -> None:
    done = subprocess.run([Path(sys.executable).with_name("lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True,
                          text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 kept, 0 broken" in done.stdout


# --- the commands of README.md ----------------------------------------------------------------------------------------

# Those of README.md and CONTRIBUTING.md, and the examples that `make help` prints.
PRINTED = {a or b for name in ("README.md", "CONTRIBUTING.md")
           for a, b in re.findall(r"`(make\s[^`]+)`|^(make \S+)", (ROOT / name).read_text("utf-8"), re.M)}
HELPED = re.findall(r"^([a-z-]+):.*?## .*?(ARGS=(?:\"[^\"]+\"|\S+?))[ )]", (ROOT / "Makefile").read_text("utf-8"), re.M)


@pytest.mark.parametrize("command", sorted({*PRINTED, *(f"make {target} {given}" for target, given in HELPED)}))
def test_a_command_is_taken_as_it_is_printed(command: str) -> None:
    """What make would run for it, with every interpreter given the words that are meant for it and no other."""
    words = shlex.split(command)
    done = subprocess.run([words[0], "--dry-run", "--always-make", *words[1:]], cwd=ROOT, capture_output=True,
                          text=True, check=False)
    assert done.returncode == 0, done.stderr
    given = next((word.removeprefix("ARGS=") for word in words if word.startswith("ARGS=")), None)
    ran = [line for line in done.stdout.splitlines() if given and given in line]
    assert given is None or len(ran) == 1, ran
    for line in ran:
        tool = re.search(r"-m (tools\.\w+)", line)
        if tool:  # the words fit what the tool takes
            asked = subprocess.run([sys.executable, "-m", tool[1], *shlex.split(given or ""), "--help"], cwd=ROOT,
                                   capture_output=True, text=True, check=False)
            assert asked.returncode == 0, asked.stderr


# --- source texts -----------------------------------------------------------------------------------------------------

def test_the_source_texts_are_as_received() -> None:
    table = re.findall(r"^\| `(\S+\.txt)` \| (\d+) \| `([0-9a-f]{64})` \|$",
                       (ROOT / "seeds" / "README.md").read_text(encoding="utf-8"), re.M)
    found = [(path.name, str(path.stat().st_size), hashlib.sha256(path.read_bytes()).hexdigest())
             for path in sorted((ROOT / "seeds").glob("*.txt"))]
    assert table == found
    assert len(found) >= 5


# --- a Chromium where there is none -----------------------------------------------------------------------------------

@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A machine with apt-get, sudo and no Chromium, where every installation fails; the commands tried on it."""
    tried: list[str] = []

    def fail(command: list[str], **_: object) -> None:
        tried.append(" ".join(command))
        raise subprocess.CalledProcessError(1, command)

    monkeypatch.setattr(browser_module, "find_chromium", lambda: None)
    monkeypatch.setattr(browser_module.shutil, "which", lambda name, **_: f"/usr/bin/{name}")
    monkeypatch.setattr(browser_module.subprocess, "run", fail)
    return tried


@pytest.mark.parametrize(("user", "sudo"), [(0, ""), (1000, "sudo -n ")])
def test_where_no_chromium_can_be_had_each_way_is_tried_and_the_advice_given(
        bare_machine: list[str], monkeypatch: pytest.MonkeyPatch, user: int, sudo: str) -> None:
    monkeypatch.setattr(browser_module.os, "geteuid", lambda: user)
    with pytest.raises(SystemExit) as caught:
        browser_module.ensure_chromium()
    assert caught.value.code == HELP
    assert bare_machine == [f"{sys.executable} -m playwright install chromium",
                            f"{sudo}env DEBIAN_FRONTEND=noninteractive apt-get -q update"]


# --- the local server and the ear -------------------------------------------------------------------------------------

@pytest.fixture
def small_site(tmp_path: Path) -> Iterator[str]:
    """The address of a small site with a page that misbehaves in three ways."""
    (tmp_path / "index.html").write_text("<h1>home</h1><link rel=icon href='data:,'>")
    (tmp_path / "404.html").write_text("our own page")
    (tmp_path / "part").mkdir()
    (tmp_path / "part" / "index.html").write_text(
        "<link rel=icon href='data:,'><img src='http://127.0.0.2:9/pixel.png'>"
        "<script>console.error('said'); throw new Error('thrown')</script>")
    (tmp_path / "empty").mkdir()
    with serve(tmp_path) as home:
        yield home


def test_the_server_serves_under_the_path_of_the_site(small_site: str) -> None:
    assert small_site.endswith(base_path())
    assert urlopen(small_site).read().startswith(b"<h1>home")
    assert urlopen(small_site + "part").url == small_site + "part/"


@pytest.mark.parametrize("path", ["gone/", "empty/", "../../etc/passwd", "%2e%2e/%2e%2e/etc/passwd"])
def test_the_server_answers_with_the_sites_own_404_page(small_site: str, path: str) -> None:
    with pytest.raises(HTTPError, match="404") as caught:
        urlopen(small_site + path)
    assert caught.value.read() == b"our own page"


@pytest.fixture
def heard(browser: Browser, small_site: str) -> Callable[..., list[str]]:
    """What the ear hears on a page of the small site, its home's address left out."""
    def listen(path: str, **options: object) -> list[str]:
        watch = Watch(small_site, **options)  # type: ignore[arg-type]
        context = browser.new_context()
        watch.context(context)
        context.new_page().goto(small_site + path)
        context.close()
        return sorted(problem.replace(small_site, "/") for problem in watch.problems)
    return listen


def test_a_quiet_page_is_heard_as_quiet(heard: Callable[..., list[str]]) -> None:
    assert heard("") == []


def test_a_page_that_misbehaves_is_heard(heard: Callable[..., list[str]]) -> None:
    assert heard("part/", allow=("ERR_FAILED",)) == [
        "console: said (/part/)",
        "request to another origin: http://127.0.0.2:9/pixel.png",
        "uncaught: thrown (/part/)",
    ]


def test_each_step_from_a_number_to_its_proof_names_the_next() -> None:
    """The walk of CONTRIBUTING.md: a newcomer follows it from file to file."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    walk = text[text.index("## From a number to its proof"):text.index("## How to read an error")]
    steps = re.findall(r"(?m)^\d\. `([\w./-]+)`", walk)
    assert len(steps) == 5
    asked = re.search(r'\{\{ (\w+)\("([a-z0-9-]+)"\) \}\}', walk)
    assert asked
    assert asked[0] in (ROOT / steps[0]).read_text("utf-8")
    assert f"\n{asked[2]}:\n" in (ROOT / steps[1]).read_text("utf-8")
    assert f"inline.{asked[1]}," in (ROOT / steps[4]).read_text("utf-8")
    for step, following in pairwise([*steps[1:], "overrides/main.html"]):
        assert following in (ROOT / step).read_text("utf-8"), (step, following)
