"""Digests of what NLE's converter makes of ttyrec3 files: one JSON line per file.

usage: python golden.py DIRECTORY > golden.jsonl

Needs nle==1.3.0 and numpy. Each file is decoded in a process of its own, because the emulator keeps
a default attribute from file to file. SHA-256 is taken over the raw little-endian bytes of all
frames in order: tty_chars u8[24,80], tty_colors i8[24,80], tty_cursor i16[2], timestamps i64,
keypresses u8, scores i32.
"""
import hashlib
import json
import os
import signal
import sys

import numpy as np
from nle import _pyconverter

CHUNK = 64
TIMEOUT_SECONDS = 30


def decode(path):
    arrays = dict(
        tty_chars=np.zeros((CHUNK, 24, 80), np.uint8),
        tty_colors=np.zeros((CHUNK, 24, 80), np.int8),
        tty_cursor=np.zeros((CHUNK, 2), np.int16),
        timestamps=np.zeros(CHUNK, np.int64),
        keypresses=np.zeros(CHUNK, np.uint8),
        scores=np.zeros(CHUNK, np.int32))
    converter = _pyconverter.Converter(24, 80, 3)
    converter.load_ttyrec(path, 1, 0)
    digests = {name: hashlib.sha256() for name in arrays}
    frames, remaining = 0, 0
    while remaining == 0:
        remaining = converter.convert(*arrays.values())
        count = CHUNK - remaining
        for name, array in arrays.items():
            digests[name].update(array[:count].tobytes())
        frames += count
    return dict(file=os.path.basename(path), frames=frames,
                sha256={name: digest.hexdigest() for name, digest in digests.items()})


def main(directory):
    for name in sorted(os.listdir(directory)):
        if not name.endswith('.ttyrec3.bz2'):
            continue
        child = os.fork()
        if child == 0:
            signal.alarm(TIMEOUT_SECONDS)
            print(json.dumps(decode(os.path.join(directory, name)), sort_keys=True), flush=True)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status != 0:
            print(f'{name}: ended with status {status}', file=sys.stderr)


if __name__ == '__main__':
    main(sys.argv[1])
