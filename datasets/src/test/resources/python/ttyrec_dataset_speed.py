"""Frames a second of NLE's TtyrecDataset, one thread: batches of 32 x 32, padding not counted."""
import os
import sys
import tempfile
import time

from nle import dataset
from nle.dataset import db, populate_db

WARM_UP, MEASURED = 20, int(sys.argv[2])

directory = os.path.abspath(sys.argv[1])
with tempfile.TemporaryDirectory() as scratch:
    os.chdir(scratch)
    db.create()
    populate_db.add_nledata_directory(directory, "games")
    batches = iter(
        dataset.TtyrecDataset(
            "games", batch_size=32, seq_length=32, shuffle=True, loop_forever=True, threadpool=None
        )
    )
    for _ in range(WARM_UP):
        next(batches)
    frames = 0
    start = time.perf_counter()
    for _ in range(MEASURED):
        frames += int((next(batches)["gameids"] != 0).sum())
    print(frames / (time.perf_counter() - start))
    os.chdir("/")
