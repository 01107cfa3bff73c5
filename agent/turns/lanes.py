"""Work in lanes: some at once, but never two of one resource, so that they agree."""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence

from agent.core.resources import resource
from agent.core.series import Job
from agent.turns.seriesdrafts import Failed, Made

Work = Callable[[], Made | Failed]


def in_lanes(
    jobs: Sequence[Job], prepared: Callable[[Job], Work], workers: int
) -> Iterator[Made | Failed]:
    """What came of each job; the next of a resource is prepared when the last one is used."""
    if workers <= 1:
        for job in jobs:
            yield prepared(job)()
        return
    yield from _Crew(workers).run(jobs, prepared)


class _Crew:
    """Threads that work off what is prepared; they end with the process, whatever they wait for."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._todo: queue.SimpleQueue[Work | None] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[Made | Failed] = queue.SimpleQueue()

    def run(self, jobs: Sequence[Job], prepared: Callable[[Job], Work]) -> Iterator[Made | Failed]:
        for _ in range(self._workers):
            threading.Thread(target=self._work, daemon=True).start()
        lanes: dict[str, deque[Job]] = {}
        for job in jobs:
            lanes.setdefault(resource(job.endpoint), deque()).append(job)
        ready, active = deque(lanes), 0
        try:
            while ready or active:
                while ready and active < self._workers:
                    self._todo.put(prepared(lanes[ready.popleft()].popleft()))
                    active += 1
                done = self._done.get()
                active -= 1
                yield done
                lane = resource(done.job.endpoint)
                if lanes[lane]:
                    ready.append(lane)
        finally:
            for _ in range(self._workers):
                self._todo.put(None)

    def _work(self) -> None:
        while (work := self._todo.get()) is not None:
            self._done.put(work())
