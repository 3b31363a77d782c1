"""Plays the given actions with NLE and writes what every step showed.

usage: nle_trace.py ACTIONS TRACE STEPS CHARACTER...

Each character plays STEPS bytes of ACTIONS; its first episode has seed 1, the next 2 and so on. A
record of TRACE: u32[16] CRC-32 of each field in the order of FIELDS, f32 reward, u8 end (0 runs,
1 game over, 2 cut off), f64[5] the paper's scores in the order of Scores. The record of a reset has no action and goes before that of its first step.
"""

import os
import struct
import sys
import zlib

import numpy as np
from nle import nethack
from nle.env.tasks import NetHackChallenge

FIELDS = (
    "glyphs", "chars", "colors", "specials", "blstats", "message", "program_state", "internal",
    "inv_glyphs", "inv_strs", "inv_letters", "inv_oclasses", "tty_chars", "tty_colors",
    "tty_cursor", "misc",
)


class Scores:
    """As the paper's code counts them: eating, gold, scout, staircase, staircase with pet."""

    def __init__(self, observation):
        self.values = [0.0] * 5
        self.explored = {}
        self.remember(observation)

    def remember(self, observation):
        self.hunger = int(observation["internal"][7])
        self.gold = int(observation["blstats"][nethack.NLE_BL_GOLD])

    def step(self, observation):
        glyphs, stats = observation["glyphs"], observation["blstats"]
        self.values[0] += max(0, int(observation["internal"][7]) - self.hunger)
        self.values[1] += abs(int(stats[nethack.NLE_BL_GOLD]) - self.gold)
        level = (stats[nethack.NLE_BL_DNUM], stats[nethack.NLE_BL_DLEVEL])
        explored = int(np.sum(glyphs != nethack.GLYPH_CMAP_OFF))
        self.values[2] += explored - self.explored.get(level, 0)
        self.explored[level] = explored
        if observation["internal"][4]:
            x, y = stats[:2]
            neighbours = glyphs[y - 1 : y + 2, x - 1 : x + 2]
            self.values[3] += 1
            self.values[4] += bool(np.any(nethack.glyph_is_pet(neighbours)))
        self.remember(observation)


def main(actions, trace, steps, characters):
    with open(actions, "rb") as file:
        keys = file.read()
    with open(trace, "wb") as out:
        for index, character in enumerate(characters):
            play(keys[index * steps : (index + 1) * steps], character, out)


def play(keys, character, out):
    env = NetHackChallenge(
        character=character, observation_keys=FIELDS, fix_moon_phase=True, save_ttyrec_every=0,
        max_episode_steps=1000, no_progress_timeout=300,
    )
    episode = 0
    over = True
    for key in keys:
        if over:
            episode += 1
            # The list of best games would tell this episode of the last ones.
            open(os.path.join(env.nethack._vardir, "record"), "w").close()
            # The class forbids seeds; its game does not.
            nethack.Nethack.set_initial_seeds(env.nethack, episode, episode, False, None)
            observation, _ = env.reset()
            env._turns = observation["blstats"][nethack.NLE_BL_TIME]
            scores = Scores(observation)
            write(out, observation, 0.0, 0, scores)
        observation, reward, _, _, info = env.step(key)
        end = {0: 0, 1: 1, -1: 2}[int(info["end_status"])]
        over = end != 0
        if not over:
            scores.step(observation)
        write(out, observation, reward, end, scores)
    env.close()


def write(out, observation, reward, end, scores):
    checks = [zlib.crc32(observation[field]) for field in FIELDS]
    out.write(struct.pack("<16IfB5d", *checks, reward, end, *scores.values))


main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4:])
