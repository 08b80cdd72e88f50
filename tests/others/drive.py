"""Two browsers beside Chromium, driven as the W3C's WebDriver says: Firefox by its own BiDi socket, so that no
geckodriver is needed, and WebKit by WebKitWebDriver. Both know the same few gestures, those of ``Tab``."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import websocket
from installed import program
from patience import at_last

ENTER, ESCAPE, TAB = "\ue007", "\ue00c", "\ue004"
MIDDLE = """(() => {
    const el = [...document.querySelectorAll(%s)].find(each => each.getClientRects().length);
    if (!el) return null;
    el.scrollIntoView({block: "center", behavior: "instant"});
    const box = el.getClientRects()[0];
    return [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)];
})()"""
# Nothing of Firefox's own goes over the network, and a download lands in the profile without a question.
PREFS = {
    "browser.download.folderList": 2, "browser.shell.checkDefaultBrowser": False, "app.update.auto": False,
    "datareporting.policy.dataSubmissionEnabled": False, "toolkit.telemetry.server": "", "extensions.update.enabled": False,
    "browser.safebrowsing.downloads.remote.enabled": False, "browser.aboutwelcome.enabled": False,
    "network.captive-portal-service.enabled": False, "network.connectivity-service.enabled": False,
    "ui.systemUsesDarkTheme": 0, "browser.region.network.url": "", "services.settings.server": "data:,",
}

# The buttons of MiniBrowser would keep its window wider than a phone.
NARROW = "window * { padding: 0; margin: 0; min-width: 0; border-width: 0; font-size: 6px; }"


@contextmanager
def started(command: list[str], log: Path, env: dict[str, str] | None = None) -> Iterator[None]:
    """Runs a program while something else is done, with what it says in a file; it and all it started end then."""
    with log.open("w") as said, subprocess.Popen(command, stdout=said, stderr=said, env=os.environ | (env or {}),
                                                 start_new_session=True) as running:
        try:
            yield
        finally:
            os.killpg(running.pid, signal.SIGKILL)


def said_in(log: Path, pattern: str) -> str:
    """The first place that fits in what a program says; fails with all it said if it never says that."""
    found = re.compile(pattern)
    assert at_last(lambda: bool(found.search(log.read_text("utf-8", "replace"))), True), log.read_text("utf-8", "replace")
    return found.findall(log.read_text("utf-8", "replace"))[0]


class Tab:
    """A page in a browser: what it shows, and what a reader does with it."""

    home: str

    def get(self, js: str) -> Any:
        """The value of an expression, as JSON can say it."""
        raise NotImplementedError

    def open(self, url: str) -> None:
        """Goes to an address and waits until it is loaded."""
        raise NotImplementedError

    def act(self, actions: list[dict[str, Any]]) -> None:
        """Does what WebDriver calls actions."""
        raise NotImplementedError

    def goto(self, path: str) -> None:
        """Opens a page below the home page, anew even where only the fragment differs."""
        self.open("about:blank")
        self.open(self.home + path)

    def press(self, keys: str) -> None:
        """Types on the keyboard, wherever the focus is."""
        each = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self.act([{"type": "key", "id": "keys", "actions": each}])

    def click(self, selector: str) -> None:
        """Clicks on the first element of a kind that is laid out."""
        self.shows(f"!!{MIDDLE % json.dumps(selector)}")
        x, y = self.get(MIDDLE % json.dumps(selector))
        self.act([{"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": [
            {"type": "pointerMove", "x": x, "y": y}, {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0}]}])

    def shows(self, js: str, wanted: Any = True) -> None:
        """Fails unless an expression has a value in the end."""
        got = at_last(lambda: self.get(js), wanted, 30)
        assert got == wanted, f"{got!r}, not {wanted!r}: {js}"


# --- Firefox ----------------------------------------------------------------------------------------------------------

class Firefox:
    """A running Firefox, and what its pages said in the console that is an error."""

    def __init__(self, address: str) -> None:
        self.socket = websocket.create_connection(f"{address}/session", suppress_origin=True, timeout=120)
        self.number = 0
        self.heard: list[dict[str, Any]] = []
        self.send("session.new", capabilities={})
        self.send("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """The result of a command; raises with Firefox's words if it refuses."""
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": params}))
        while (said := json.loads(self.socket.recv())).get("id") != self.number:
            self.heard.append(said)
        if "result" not in said:
            raise RuntimeError(f"{method}: {said.get('message')}")
        return said["result"]

    def errors(self, home: str) -> list[str]:
        """The errors since the last call: in the console, in a script, and each request that leaves the site's host."""
        host, out = home.split("/")[2], []
        self.send("session.status")
        for event in self.heard:
            said = event["params"]
            if event["method"] == "log.entryAdded" and said["level"] == "error":
                out.append(said["text"])
            if event["method"] == "network.beforeRequestSent" and not re.match(
                    rf"https?://{host}/|data:|blob:|about:|resource:|chrome:", said["request"]["url"]):
                out.append(f"request to another host: {said['request']['url']}")
        self.heard.clear()
        return out


class FirefoxTab(Tab):
    """A tab that shares nothing with others: no storage, no session."""

    def __init__(self, firefox: Firefox, home: str) -> None:
        self.firefox, self.home = firefox, home
        self.user = firefox.send("browser.createUserContext")["userContext"]
        self.context = firefox.send("browsingContext.create", type="tab", userContext=self.user)["context"]

    def get(self, js: str) -> Any:
        found = self.firefox.send("script.evaluate", expression=f"JSON.stringify({js})",
                                  target={"context": self.context}, awaitPromise=False)
        if found["type"] != "success":
            raise RuntimeError(f"{found['exceptionDetails']['text']}: {js}")
        return json.loads(found["result"].get("value", "null"))

    def open(self, url: str) -> None:
        self.firefox.send("browsingContext.navigate", context=self.context, url=url, wait="complete")

    def act(self, actions: list[dict[str, Any]]) -> None:
        self.firefox.send("input.performActions", context=self.context, actions=actions)

    def size(self, width: int, height: int) -> None:
        """Makes the window as wide and as tall as that."""
        self.firefox.send("browsingContext.setViewport", context=self.context,
                          viewport={"width": width, "height": height})

    def first(self, script: str) -> None:
        """Has a script run before those of each page that is opened from now on."""
        self.firefox.send("script.addPreloadScript", functionDeclaration=f"() => {{ {script} }}", contexts=[self.context])

    def close(self) -> None:
        """Closes the tab and forgets what it kept."""
        self.firefox.send("browser.removeUserContext", userContext=self.user)


@contextmanager
def firefox(profile: Path) -> Iterator[Firefox]:
    """A Firefox without a window, in a profile of its own."""
    path = program("firefox-esr", "firefox-esr", "firefox")
    values = PREFS | {"browser.download.dir": str(profile)}
    profile.joinpath("user.js").write_text("".join(f"user_pref({json.dumps(k)}, {json.dumps(v)});\n"
                                                   for k, v in values.items()), "utf-8")
    command = [path, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"]
    log = profile / "said.txt"
    with started(command, log):
        yield Firefox(said_in(log, r"(?m)ws://\S+$"))


# --- WebKit -----------------------------------------------------------------------------------------------------------

class WebKit(Tab):
    """The one window of a MiniBrowser, WebKitGTK's own."""

    def __init__(self, driver: str, home: str) -> None:
        self.driver, self.home = f"{driver}/session", home
        options = {"binary": program("webkit2gtk-driver", "MiniBrowser"), "args": ["--automation"]}
        wanted = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        self.driver += "/" + self.send("", wanted)["sessionId"]

    def send(self, path: str, body: dict[str, Any] | None = None, method: str = "POST") -> Any:
        """What the driver answers; raises with its words if it refuses."""
        request = urllib.request.Request(self.driver + path, json.dumps(body or {}).encode() if method == "POST" else None,
                                         {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{path}: {error.read().decode()}") from None

    def get(self, js: str) -> Any:
        return json.loads(self.send("/execute/sync", {"script": f"return JSON.stringify({js})", "args": []}) or "null")

    def open(self, url: str) -> None:
        self.send("/url", {"url": url})

    def act(self, actions: list[dict[str, Any]]) -> None:
        self.send("/actions", {"actions": actions})

    def back(self) -> None:
        """Goes back to the page before."""
        self.send("/back")

    def size(self, width: int, height: int) -> None:
        """Makes the page's part of the window as wide as that, and the window as tall."""
        self.send("/window/rect", {"width": width, "height": height})
        around = self.get("outerWidth - innerWidth")
        self.send("/window/rect", {"width": width + around, "height": height})
        self.shows("innerWidth", width)

    def close(self) -> None:
        """Closes the window."""
        self.send("", method="DELETE")


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@contextmanager
def webkit(folder: Path, home: str) -> Iterator[WebKit]:
    """A MiniBrowser on a screen that nobody sees."""
    screen, driver = program("xvfb", "Xvfb"), program("webkit2gtk-driver", "WebKitWebDriver")
    port, number = free_port(), folder / "screen.txt"
    (folder / "gtk-3.0").mkdir()
    (folder / "gtk-3.0" / "gtk.css").write_text(NARROW, "utf-8")
    with started([screen, "-displayfd", "1", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"], number):
        display = said_in(number, r"(?m)^\d+$")
        places = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"), str(folder))
        env = {"DISPLAY": f":{display}", "LIBGL_ALWAYS_SOFTWARE": "1", **places}
        with started([driver, f"--port={port}"], folder / "said.txt", env):
            yield from _session(f"http://127.0.0.1:{port}", home)


def _session(driver: str, home: str) -> Iterator[WebKit]:
    """A window of the driver, once it answers."""
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{driver}/status", timeout=30).close()
            break
        except OSError:
            time.sleep(0.1)
    tab = WebKit(driver, home)
    yield tab
    tab.close()
