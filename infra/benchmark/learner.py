"""Times the learner's two networks in PyTorch: an update (forward, backward, clipping, Adam) and one
step of 64 rows without gradients. Prints lines of `name milliseconds`; the LSTM once as nn.LSTM and
once as a cell stepped in Python. The small net is given its features, which Retain computes itself.

usage: learner.py NETWORK THREADS SECONDS
"""

import statistics
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

NETWORK, THREADS, SECONDS = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
STEPS, PLAYERS, ACTIONS = 32, 64, 121
ROWS = {"SMALL": 64, "SCALED": 16}[NETWORK]
torch.set_num_threads(THREADS)
torch.manual_seed(1)


class Core(nn.Module):
    def __init__(self, inputs, units, packed):
        super().__init__()
        self.packed = packed
        self.lstm = nn.LSTM(inputs, units) if packed else nn.LSTMCell(inputs, units)

    def forward(self, x, h, c):
        if self.packed:
            out, _ = self.lstm(x, (h[None], c[None]))
            return out
        outs = []
        for step in x:
            h, c = self.lstm(step, (h, c))
            outs.append(h)
        return torch.stack(outs)


class Small(nn.Module):
    core = 256

    def __init__(self, packed):
        super().__init__()
        self.words = nn.Embedding(8192, 64)
        self.message = nn.Linear(64, 64)
        self.chars, self.colors = nn.Embedding(256, 24), nn.Embedding(16, 24)
        self.conv1, self.conv2 = nn.Conv2d(24, 32, 3), nn.Conv2d(32, 32, 3)
        self.window = nn.Linear(800, 128)
        self.map, self.bottom = nn.Linear(1944, 128), nn.Linear(32, 32)
        self.action = nn.Embedding(ACTIONS, 32)
        self.row, self.column = nn.Embedding(24, 8), nn.Embedding(80, 8)
        self.fusion = nn.Linear(400, 256)
        self.lstm = Core(256, 256, packed)
        self.policy, self.value = nn.Linear(512, ACTIONS), nn.Linear(512, 1)

    @staticmethod
    def inputs(frames):
        r = torch.randint
        return (r(8192, (frames, 24)), r(256, (frames, 81)), r(16, (frames, 81)),
                r(2, (frames, 1944), dtype=torch.uint8), torch.rand(frames, 32),
                r(ACTIONS, (frames,)), r(24, (frames,)), r(80, (frames,)))

    def forward(self, inputs, steps, h, c):
        words, chars, colors, blocks, numbers, action, row, column = inputs
        message = self.message(F.elu(self.words(words).sum(1) * 0.25))
        x = (self.chars(chars) + self.colors(colors)).reshape(-1, 9, 9, 24).permute(0, 3, 1, 2)
        x = self.window(F.elu(self.conv2(F.elu(self.conv1(x)))).flatten(1))
        dense = F.elu(torch.cat((message, x, self.map(blocks.float()), self.bottom(numbers)), 1))
        joined = torch.cat((dense, self.action(action), self.row(row), self.column(column)), 1)
        encoded = F.relu(self.fusion(joined)).reshape(steps, -1, 256)
        features = torch.cat((self.lstm(encoded, h, c), encoded), 2)
        return self.policy(features), self.value(features)


class Residual(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.net = nn.Sequential(*[
            layer for _ in range(2) for layer in
            (nn.Conv2d(channels, channels, 3, padding=1), nn.BatchNorm2d(channels), nn.ELU())])

    def forward(self, x):
        return x + self.net(x)


class Scaled(nn.Module):
    core = 1738

    def __init__(self, packed):
        super().__init__()
        # The sum of the columns that 80 one-hot vectors pick, not their product with a matrix.
        self.message = nn.EmbeddingBag(80 * 256, 64, mode="sum")
        self.message2 = nn.Linear(64, 64)
        self.bottom = nn.Sequential(nn.Conv1d(2, 32, 8, 4), nn.ELU(), nn.Conv1d(32, 64, 4), nn.ELU(),
                                    nn.Flatten(), nn.Linear(2304, 128), nn.ELU(),
                                    nn.Linear(128, 128), nn.ELU())
        self.chars, self.colors = nn.Embedding(256, 16), nn.Embedding(128, 16)
        stages, channels = [], 32
        for out in (16, 32):
            stages += [nn.Conv2d(channels, out, 3, padding=1), nn.MaxPool2d(3, 2), Residual(out),
                       Residual(out)]
            channels = out
        self.map = nn.Sequential(*stages, nn.Flatten(), nn.Linear(2432, 512), nn.ELU())
        crop, channels = [], 32
        for out in (16, 16, 16, 16, 8):
            crop += [nn.Conv2d(channels, out, 3, padding=1), nn.BatchNorm2d(out), nn.ELU()]
            channels = out
        self.crop = nn.Sequential(*crop, nn.Flatten())
        self.fusion = nn.Sequential(nn.Linear(1473, 1738), nn.ReLU(), nn.Linear(1738, 1738), nn.ReLU())
        self.lstm = Core(1738, 1738, packed)
        self.policy, self.value = nn.Linear(1738, ACTIONS), nn.Linear(1738, 1)
        self.offsets = torch.arange(80) * 256

    @staticmethod
    def inputs(frames):
        r = torch.randint
        return (r(256, (frames, 24, 80)), r(16, (frames, 24, 80)), r(ACTIONS, (frames,)),
                r(1680, (frames, 81)))

    def forward(self, inputs, steps, h, c):
        chars, colors, action, places = inputs
        message = F.elu(self.message2(F.elu(self.message(chars[:, 0] + self.offsets))))
        line = chars[:, 22:].reshape(-1, 160).float()
        digit = ((line > 44) & (line < 58)) * ((line - 47) / 10)
        bottom = self.bottom(torch.stack(((line - 32) / 96, digit), 1))
        chars, colors = chars[:, 1:22].flatten(1), colors[:, 1:22].flatten(1)
        embed = lambda a, b: torch.cat((self.chars(a), self.colors(b)), 2)
        map_ = self.map(embed(chars, colors).reshape(-1, 21, 80, 32).permute(0, 3, 1, 2))
        crop = embed(chars.gather(1, places), colors.gather(1, places))
        crop = self.crop(crop.reshape(-1, 9, 9, 32).permute(0, 3, 1, 2))
        joined = torch.cat((message, bottom, map_, F.one_hot(action, ACTIONS), crop), 1)
        encoded = self.fusion(joined).reshape(steps, -1, 1738)
        out = self.lstm(encoded, h, c)
        return self.policy(out), self.value(out)


def median(run):
    for _ in range(3):
        run()
    times, end = [], time.perf_counter() + SECONDS
    while time.perf_counter() < end or len(times) < 3:
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return 1e3 * statistics.median(times)


for packed in (True, False):
    name = "nn.LSTM" if packed else "cell"
    net = {"SMALL": Small, "SCALED": Scaled}[NETWORK](packed)
    net.eval()  # BatchNorm by running statistics, as in fine-tuning
    parameters = list(net.parameters())
    adam = torch.optim.Adam(parameters, lr=1e-4, fused=True)
    inputs, labels = net.inputs(STEPS * ROWS), torch.randint(ACTIONS, (STEPS * ROWS,))
    zero = torch.zeros(ROWS, net.core)

    def update():
        adam.zero_grad()
        logits, _ = net(inputs, STEPS, zero, zero)
        loss = F.cross_entropy(logits.flatten(0, 1), labels)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 4.0)
        adam.step()
        return loss.item()

    print("update", name, "%.3f" % median(update), flush=True)
    step, zeros = net.inputs(PLAYERS), torch.zeros(PLAYERS, net.core)

    @torch.no_grad()
    def play():
        logits, _ = net(step, 1, zeros, zeros)
        return logits.numpy()

    print("play", name, "%.3f" % median(play), flush=True)
