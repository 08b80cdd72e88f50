"""Work done in a process beside this one, while this one goes on."""

from __future__ import annotations

import ctypes
import gc
import os
import pickle
import signal
import sys
import warnings
from collections.abc import Callable
from typing import Generic, TypeVar

Made = TypeVar("Made")
_END_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux


class Beside(Generic[Made]):
    """What a function gives: a copy of this process makes it, which has all data at hand and goes when this one goes.

    Where no such copy can be had, and whenever something goes wrong in it, the function is called here: what is wrong
    is then said as if there were no copy.
    """

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make, self._process, self._answer = make, 0, 0
        if sys.platform == "linux":
            self._start()

    def _start(self) -> None:
        self._answer, answer = os.pipe()
        parent = os.getpid()
        gc.freeze()  # what there is stays; looking for rubbish in it would copy the memory that both processes share
        with warnings.catch_warnings():
            # Of threads, such as those of the drawing of charts: the copy asks nothing of them.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._process = os.fork()
        if not self._process:
            self._work(parent, answer)
        os.close(answer)

    def _work(self, parent: int, answer: int) -> None:
        """What the copy does, and all it does."""
        try:
            gc.disable()
            ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL)
            if os.getppid() == parent:
                with os.fdopen(answer, "wb") as out:
                    out.write(pickle.dumps(self._make()))
        finally:
            os._exit(0)  # nothing that this process has begun is to be ended twice

    def made(self) -> Made:
        """What the function gives, waited for."""
        if self._process:
            with os.fdopen(self._answer, "rb") as answer:
                content = answer.read()
            os.waitpid(self._process, 0)
            self._process = 0
            if content:
                return pickle.loads(content)
        return self._make()

    def stop(self) -> None:
        """Ends the copy at once."""
        if self._process:
            os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)
            os.close(self._answer)
            self._process = 0
