"""Work done in a process beside this one, while this one goes on."""

from __future__ import annotations

import ctypes
import gc
import os
import pickle
import signal
import socket
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO, Generic, TypeVar

Asked = TypeVar("Asked")
Made = TypeVar("Made")
_END_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux
_ENDS = signal.SIGINT, signal.SIGTERM


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keeps what would end this process waiting, or a copy could be started that nobody knows of and nobody stops.

    Not by a mask of signals, which holds for one thread: another would take them.
    """
    came: list[int] = []
    before = {end: signal.signal(end, lambda number, _: came.append(number)) for end in _ENDS}
    try:
        yield
    finally:
        for end, handler in before.items():
            signal.signal(end, handler)
        for end in came:
            signal.raise_signal(end)


def _copy(work: Callable[[], None]) -> int:
    """Starts a copy of this process that does some work, and nothing else; the number of its process."""
    parent = os.getpid()
    with warnings.catch_warnings():
        # Of threads, such as those of the drawing of charts: the copy asks nothing of them.
        warnings.simplefilter("ignore", DeprecationWarning)
        process = os.fork()
    if process:
        return process
    try:
        gc.disable()
        ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL)
        for end in _ENDS:
            signal.signal(end, signal.SIG_DFL)  # at once: there is nothing to put in order
        if os.getppid() == parent:
            work()
    finally:
        os._exit(0)  # nothing that this process has begun is to be ended twice


def _end(process: int) -> None:
    """Ends a copy at once and waits until it is gone; one that is gone already is none to end."""
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
    with suppress(ChildProcessError):
        os.waitpid(process, 0)


class Beside(Generic[Made]):
    """What a function gives: a copy of this process makes it, which has all data at hand and goes when this one goes.

    Where no such copy can be had, and whenever something goes wrong in it, the function is called here: what is wrong
    is then said as if there were no copy.
    """

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make, self._process = make, 0
        if sys.platform == "linux":
            self._start()

    def _start(self) -> None:
        here, there = os.pipe()
        self._answer = os.fdopen(here, "rb")
        gc.freeze()  # what there is stays; looking for rubbish in it would copy the memory that both processes share
        with _undisturbed():
            self._process = _copy(lambda: self._tell(there))
        os.close(there)

    def _tell(self, answer: int) -> None:
        with os.fdopen(answer, "wb") as out:
            out.write(pickle.dumps(self._make()))

    def made(self) -> Made:
        """What the function gives, waited for."""
        if self._process:
            content = self._answer.read()
            self.stop()
            with suppress(EOFError, pickle.UnpicklingError):  # what comes from a copy that was killed
                return pickle.loads(content)
        return self._make()

    def stop(self) -> None:
        """Ends the copy at once."""
        if self._process:
            _end(self._process)
            self._answer.close()
            self._process = 0


class Clerk(Generic[Asked, Made]):
    """A function that a copy of this process calls: what it fetches for its first call is fetched there meanwhile.

    Where no such copy can be had, and as soon as something goes wrong in it, the function is called here.
    """

    def __init__(self, function: Callable[[Asked], Made], first: Asked) -> None:
        self._function, self._process = function, 0
        if sys.platform == "linux":
            here, there = socket.socketpair()
            self._line = here.makefile("rwb")
            with _undisturbed():
                self._process = _copy(lambda: self._serve(there.makefile("rwb"), first))
            here.close()
            there.close()

    def _serve(self, line: BinaryIO, first: Asked) -> None:
        self._line.close()
        self._function(first)
        while True:
            pickle.dump(self._function(pickle.load(line)), line)
            line.flush()

    def __call__(self, asked: Asked) -> Made:
        if self._process:
            try:
                pickle.dump(asked, self._line)
                self._line.flush()
                return pickle.load(self._line)
            except (OSError, EOFError):
                self.stop()
        return self._function(asked)

    def stop(self) -> None:
        """Ends the copy."""
        if self._process:
            _end(self._process)
            self._process = 0
            with suppress(OSError):
                self._line.close()
