"""`python -m bench.monthly_job WAY PERSONS FILE`: one way, on so many persons, and the mean of its answer."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import perf_counter

from bench.households_job.cores import installed
from bench.monthly_job.law import made_up, yearly
from bench.monthly_job.peers import kept, simulated

way, people = sys.argv[1], made_up(int(sys.argv[2]))
ways = {"ours": yearly, "kept": kept}
work = ways[way] if way in ways else lambda some: simulated(installed()[way], some)
start = perf_counter()
answer = work(people)
told = {"seconds": perf_counter() - start, "mean": float(answer.mean())}
Path(sys.argv[3]).write_text(json.dumps(told), encoding="utf-8")
