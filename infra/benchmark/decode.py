"""Frames per second of NLE's converter over recordings, into reused arrays.

usage: python decode.py DIRECTORY
"""
import pathlib
import sys
import time

import numpy as np
from nle import _pyconverter

CHUNK = 256


def decode(path, arrays):
    converter = _pyconverter.Converter(24, 80, 3)
    converter.load_ttyrec(str(path), 1, 0)
    frames, remaining = 0, 0
    while remaining == 0:
        remaining = converter.convert(*arrays)
        frames += CHUNK - remaining
    return frames


def main(directory):
    files = sorted(pathlib.Path(directory).rglob('*.ttyrec3.bz2'))
    arrays = (
        np.zeros((CHUNK, 24, 80), np.uint8), np.zeros((CHUNK, 24, 80), np.int8),
        np.zeros((CHUNK, 2), np.int16), np.zeros(CHUNK, np.int64),
        np.zeros(CHUNK, np.uint8), np.zeros(CHUNK, np.int32))
    start = time.perf_counter()
    frames = sum(decode(path, arrays) for path in files)
    print(f'{frames / (time.perf_counter() - start):.0f}')


if __name__ == '__main__':
    main(sys.argv[1])
