"""Work beside the build: what it gives, and that nothing of it stays behind."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
import time

import pytest
from browser import ROOT, at_last

import mkdocs_hooks
from macros.publish import beside
from macros.publish.beside import Beside, Clerk
from macros.write import charts

linux = pytest.mark.skipif(sys.platform != "linux", reason="there are no copies of the process elsewhere")


def runs(process: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        with open(f"/proc/{process}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@linux
def test_a_copy_makes_it_and_what_it_makes_arrives_whole() -> None:
    process, content = Beside(lambda: (os.getpid(), b"x" * 1_000_000)).made()
    assert process != os.getpid()
    assert content == b"x" * 1_000_000
    assert not runs(process)


def test_without_copies_it_is_made_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside.sys, "platform", "darwin")
    assert Beside(os.getpid).made() == os.getpid()


def test_what_fails_in_the_copy_fails_here_in_the_same_words() -> None:
    def fail() -> None:
        raise ValueError(f"no tea in {os.getpid()}")

    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        Beside(fail).made()
    assert str(caught.value) == f"no tea in {os.getpid()}"


@linux
def test_a_copy_that_is_killed_or_cannot_answer_is_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    here, dumps = os.getpid(), pickle.dumps

    def die() -> str:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return "made here"

    assert Beside(die).made() == "made here"
    assert Beside(lambda: lambda: "no pickle").made()() == "no pickle"
    monkeypatch.setattr(beside.pickle, "dumps", lambda made: dumps(made)[:-3])  # killed while it answers
    assert Beside(lambda: "whole").made() == "whole"


@linux
def test_a_copy_that_is_stopped_is_gone() -> None:
    work = Beside(lambda: time.sleep(600))
    process = work._process
    assert runs(process)
    work.stop()
    assert not runs(process)


@linux
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_what_would_end_the_process_waits_until_a_new_copy_is_known(
        end: signal.Signals, monkeypatch: pytest.MonkeyPatch) -> None:
    class Ended(BaseException):
        pass

    def stop(*_: object) -> None:
        raise Ended

    def forked() -> int:
        there = threading.Thread(target=time.sleep, args=(0.2,))  # or the only thread would take the signal
        there.start()
        process = fork()
        if process:
            os.kill(os.getpid(), end)
        return process

    fork, before = os.fork, signal.signal(end, stop)
    monkeypatch.setattr(beside.os, "fork", forked)
    work = Beside.__new__(Beside)
    try:
        with pytest.raises(Ended):
            work.__init__(lambda: time.sleep(600))
    finally:
        signal.signal(end, before)
    process = work._process
    assert runs(process)
    work.stop()
    assert not runs(process)


@linux
def test_a_copy_that_nobody_waits_for_any_more_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise InterruptedError

    work, before = Beside(lambda: time.sleep(600)), signal.signal(signal.SIGALRM, stop)
    process = work._process
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    try:
        with pytest.raises(InterruptedError):
            work.made()
    finally:
        signal.signal(signal.SIGALRM, before)
    work.stop()
    assert not runs(process)


@linux
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_copy_goes_with_its_process(end: signal.Signals) -> None:
    # What starts the tests in the background may have told them to ignore the interrupt.
    code = ("import signal, time\nfrom macros.beside import Beside\n"
            "signal.signal(signal.SIGINT, signal.default_int_handler)\nwork = Beside(lambda: time.sleep(600))\n"
            "print(work._process, flush=True)\ntime.sleep(600)")
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, text=True)
    assert process.stdout
    copy = int(process.stdout.readline())
    assert runs(copy)
    process.send_signal(end)
    process.wait(60)
    assert not at_last(lambda: runs(copy), False)
    process.stdout.close()


@linux
def test_a_build_that_fails_leaves_no_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    work = Beside(lambda: time.sleep(600))
    process = work._process
    monkeypatch.setitem(mkdocs_hooks.state, "beside", {"exports": work})
    mkdocs_hooks.on_build_error(ValueError("a page is wrong"))
    assert not runs(process)


# --- a clerk ----------------------------------------------------------------------------------------------------------

def length(asked: str) -> tuple[int, int]:
    """Where the function was called, and what it gives."""
    if asked == "nothing":
        raise ValueError(f"no length of {asked}")
    return os.getpid(), len(asked)


@linux
def test_a_clerk_answers_every_call_from_a_process_of_its_own() -> None:
    clerk = Clerk(length, "first")
    process = clerk._process
    assert process != os.getpid()
    assert [clerk("x" * n) for n in (1, 2_000_000, 0)] == [(process, 1), (process, 2_000_000), (process, 0)]
    clerk.stop()
    assert not runs(process)
    assert clerk("abc") == (os.getpid(), 3)


@linux
def test_a_clerk_that_fails_is_done_without() -> None:
    clerk = Clerk(length, "first")
    with pytest.raises(ValueError, match=r"^no length of nothing$"):
        clerk("nothing")
    assert clerk("abc") == (os.getpid(), 3)
    other = Clerk(length, "nothing")  # fails at its first call already
    assert other("abc") == (os.getpid(), 3)


def test_without_copies_the_function_is_called_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside.sys, "platform", "darwin")
    clerk = Clerk(length, "first")
    assert clerk("abc") == (os.getpid(), 3)
    clerk.stop()


@linux
def test_a_clerk_ends_with_the_build() -> None:
    code = ("import os, signal; from macros.beside import Clerk; clerk = Clerk(len, 'first'); print(clerk._process, "
            "clerk('abc'), flush=True); os.kill(os.getpid(), signal.SIGKILL)")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL
    process, answer = map(int, done.stdout.split())
    assert answer == 3
    assert not at_last(lambda: runs(process), False)


def test_charts_are_what_the_clerk_draws() -> None:
    clerk = Clerk(charts.vega, charts.NOTHING)
    made = ('{"mark": "point", "data": {"values": [{"a": 3}]}, '
            '"encoding": {"x": {"field": "a", "type": "quantitative"}}}')
    assert clerk(made) == charts.vega(made)
    assert "<svg" in clerk(made)
    clerk.stop()
