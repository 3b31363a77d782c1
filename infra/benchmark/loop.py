"""Sample Factory's asynchronous PPO on NetHack with the window and the status numbers of Retain's small
net, without its message and map: the peer of infra/benchmark/loop.sh. Its last line is
`N frames/s, N parameters`: frames trained on in the second half of the run, by the wall clock.

usage: loop.py SMALL|LARGE SECONDS
"""

import shutil
import sys
import tempfile
import time

import gymnasium
import numpy as np
import torch
from gymnasium import spaces
from nle.env.tasks import NetHackChallenge
from sample_factory.algo.utils.context import global_model_factory
from sample_factory.algo.runners.runner import AlgoObserver
from sample_factory.cfg.arguments import parse_full_cfg, parse_sf_args
from sample_factory.envs.env_utils import register_env
from sample_factory.model.encoder import Encoder
from sample_factory.train import make_runner
from torch import nn

# Units of the layer that joins all inputs, and of the LSTM.
WIDTHS = {"SMALL": (96, 104), "LARGE": (768, 768)}

NETWORK, SECONDS = sys.argv[1], float(sys.argv[2])


class Window(gymnasium.Env):
    """The 9x9 cells around the agent and the status numbers."""

    def __init__(self):
        # 300, since NLE 1.3.0 counts twice for each step.
        self.game = NetHackChallenge(
            character="mon-hum-neu-mal", savedir=None, max_episode_steps=100000, no_progress_timeout=300,
            observation_keys=("chars", "colors", "blstats"))
        self.action_space = self.game.action_space
        self.observation_space = spaces.Dict({
            "cells": spaces.Box(0, 255, (162,), np.uint8),
            "numbers": spaces.Box(-np.inf, np.inf, (27,), np.float32)})

    def _see(self, seen):
        padded = np.zeros((2, 29, 87), np.uint8)
        padded[0, 4:25, 4:83], padded[1, 4:25, 4:83] = seen["chars"], seen["colors"] & 15
        column, row = seen["blstats"][:2]
        return {"cells": padded[:, row:row + 9, column:column + 9].reshape(-1),
                "numbers": np.log1p(np.abs(seen["blstats"])).astype(np.float32)}

    def reset(self, **kwargs):
        seen, info = self.game.reset()
        return self._see(seen), info

    def step(self, action):
        seen, reward, terminated, truncated, info = self.game.step(int(action))
        return self._see(seen), reward, terminated, truncated, info

    def render(self):
        pass


class WindowEncoder(Encoder):
    def __init__(self, cfg, obs_space):
        super().__init__(cfg)
        fusion = WIDTHS[NETWORK][0]
        self.chars, self.colors = nn.Embedding(256, 24), nn.Embedding(16, 24)
        self.window = nn.Sequential(nn.Conv2d(24, 32, 3), nn.ELU(), nn.Conv2d(32, 32, 3), nn.ELU(),
                                    nn.Flatten(), nn.Linear(800, 128), nn.ELU())
        self.numbers = nn.Sequential(nn.Linear(27, 32), nn.ELU())
        self.fusion = nn.Sequential(nn.Linear(160, fusion), nn.ReLU())

    def forward(self, obs):
        cells = obs["cells"].long()
        x = self.chars(cells[:, :81]) + self.colors(cells[:, 81:])
        x = self.window(x.reshape(-1, 9, 9, 24).permute(0, 3, 1, 2))
        return self.fusion(torch.cat((x, self.numbers(obs["numbers"])), 1))

    def get_out_size(self):
        return WIDTHS[NETWORK][0]


class Clock(AlgoObserver):
    """Frames trained on at half time and at the end."""

    def __init__(self):
        self.start = None
        self.half = None
        self.last = None

    def on_training_step(self, runner, training_iteration_since_resume):
        now, frames = time.monotonic(), sum(runner.env_steps.values())
        self.start = self.start or now
        if self.half is None and now > self.start + SECONDS / 2:
            self.half = (now, frames)
        self.last = (now, frames)
        if now > self.start + SECONDS:
            runner.cfg.train_for_env_steps = 0  # its own limit of time counts only now and then


def make_window(name, cfg, env_config, render_mode=None):
    return Window()


def make_encoder(cfg, space):
    return WindowEncoder(cfg, space)


def main():
    register_env("window", make_window)
    global_model_factory().register_encoder_factory(make_encoder)
    directory = tempfile.mkdtemp()
    fusion, units = WIDTHS[NETWORK]
    arguments = [
        "--env=window", "--experiment=loop", "--train_dir=" + directory, "--device=cpu", "--algo=APPO",
        "--async_rl=True", "--num_workers=2", "--num_envs_per_worker=16", "--worker_num_splits=2",
        "--rollout=32", "--recurrence=32", "--batch_size=1024", "--num_epochs=1", "--num_batches_per_epoch=1",
        "--use_rnn=True", "--rnn_type=lstm", "--rnn_size=%d" % units, "--normalize_input=False",
        "--env_frameskip=1", "--reward_clip=10", "--max_policy_lag=1000",
        "--save_every_sec=100000"]
    parser, _ = parse_sf_args(arguments)
    cfg, runner = make_runner(parse_full_cfg(parser, arguments))
    clock = Clock()
    runner.register_observer(clock)
    runner.init()
    runner.run()
    network = WindowEncoder(cfg, None)
    parameters = (sum(p.numel() for p in network.parameters()) + 4 * units * (units + fusion + 2)
                  + 122 * (units + 1))
    seconds, frames = clock.last[0] - clock.half[0], clock.last[1] - clock.half[1]
    print("%.0f frames/s, %d parameters" % (frames / seconds, parameters))
    shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    main()
