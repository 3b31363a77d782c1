"""Prints NLE's steps per second on planned games, resets excluded, after some passes to warm up.

usage: environment.py gym|raw|same PLAN PASSES
  gym   NetHackChallenge.step
  raw   _pynethack.step with that environment's buffers
  same  _pynethack.step with the buffers that our environment has written
"""

import os
import struct
import sys
import time

from nle import nethack
from nle.env.tasks import NetHackChallenge

CHARACTER = "val-dwa-law-fem"
SPACE = 32
GYM = (
    "glyphs", "chars", "colors", "specials", "blstats", "message", "inv_glyphs", "inv_strs",
    "inv_letters", "inv_oclasses", "tty_chars", "tty_colors", "tty_cursor", "misc",
    "program_state", "internal",
)
OURS = (
    "glyphs", "blstats", "message", "program_state", "internal", "tty_chars", "tty_colors",
    "tty_cursor",
)


def read(path):
    with open(path, "rb") as file:
        (count,) = struct.unpack(">i", file.read(4))
        for _ in range(count):
            seed, length = struct.unpack(">qi", file.read(12))
            yield seed, file.read(length)


class Gym:
    def __init__(self):
        self.env = NetHackChallenge(
            character=CHARACTER, fix_moon_phase=True, save_ttyrec_every=0,
            max_episode_steps=10**9, no_progress_timeout=10**9,
        )
        self.game = self.env.nethack

    def reset(self):
        self.env.reset()
        return self.env.step

    def keys(self, actions):
        return list(actions)


class Raw:
    def __init__(self, fields):
        self.game = nethack.Nethack(
            observation_keys=fields, playername="Agent-" + CHARACTER, ttyrec=None,
            fix_moon_phase=True,
        )
        self.state = self.game._obs_buffers["program_state"]

    def reset(self):
        self.game.reset()
        while not self.state[3]:
            self.game.step(SPACE)
        return self.game._pynethack.step

    def keys(self, actions):
        return [int(nethack.ACTIONS[action]) for action in actions]


def play(player, games):
    steps = 0
    seconds = 0.0
    for seed, actions in games:
        with open(os.path.join(player.game._vardir, "record"), "w"):
            pass
        nethack.Nethack.set_initial_seeds(player.game, seed, seed, False, None)
        step = player.reset()
        keys = player.keys(actions)
        start = time.perf_counter()
        for key in keys:
            step(key)
        seconds += time.perf_counter() - start
        steps += len(keys)
    return steps / seconds


def main(kind, plan, passes):
    games = list(read(plan))
    player = Gym() if kind == "gym" else Raw(GYM if kind == "raw" else OURS)
    for _ in range(int(passes)):
        play(player, games)
    print("%.0f" % play(player, games))


main(sys.argv[1], sys.argv[2], sys.argv[3])
