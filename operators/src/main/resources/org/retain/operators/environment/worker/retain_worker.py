"""Hosts environments of Gymnasium for a parent process; the protocol is in package-info.java."""

import importlib
import json
import math
import numbers
import os
import shutil
import socket
import struct
import sys
import threading
import traceback

MAGIC = b"RTNW"
VERSION = 1
HELLO, RESET, STEP, RESULT, FACTS, CLOSE, ERROR = range(1, 8)
LIMIT = 1 << 20
ERROR_BYTES = 60_000
FACTS_MEASURES = 128
ONE_HOT = 4096
UNSIGNED = (1 << 64) - 1
DTYPES = {
    "bool": ("U8", "u1"),
    "uint8": ("U8", "u1"),
    "int8": ("I8", "i1"),
    "int16": ("I16", "<i2"),
    "uint16": ("I32", "<i4"),
    "int32": ("I32", "<i4"),
    "uint32": ("I64", "<i8"),
    "int64": ("I64", "<i8"),
    "float16": ("F16", "<f2"),
    "float32": ("F32", "<f4"),
    "float64": ("F32", "<f4"),
}


class Refused(Exception):
    """The parent is told this text, without a traceback."""


class Channel:
    """Frames: u32 length, u8 type, payload."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(path)

    def receive(self):
        """A type and its payload; None when the parent has gone."""
        header = self._read(5)
        if header is None:
            return None
        length, kind = struct.unpack("<IB", header)
        if length > LIMIT:
            raise Refused(f"A message of {length} bytes, expected at most {LIMIT}")
        payload = self._read(length)
        return None if payload is None else (kind, payload)

    def send(self, kind, *parts):
        length = sum(len(part) for part in parts)
        self.socket.sendall(b"".join((struct.pack("<IB", length, kind), *parts)))

    def _read(self, count):
        data = bytearray(count)
        view = memoryview(data)
        while view:
            got = self.socket.recv_into(view)
            if got == 0:
                return None
            view = view[got:]
        return data


class Tensor:
    """One tensor of an observation: how it is found there, and its type and shape."""

    def __init__(self, name, key, space):
        box = gym.spaces.Box
        if isinstance(space, gym.spaces.Discrete) and key is None and space.n <= ONE_HOT:
            self.one_hot = space
            self.type, self.dtype, self.shape = "F32", "<f4", (int(space.n),)
        elif isinstance(space, box) and space.dtype.name in DTYPES and 0 not in space.shape:
            self.one_hot = None
            self.type, self.dtype = DTYPES[space.dtype.name]
            self.shape = tuple(space.shape)
        else:
            raise Refused(f"Observation space {name}: {space}, expected a Box, a Dict of Boxes, "
                          f"or a Discrete of up to {ONE_HOT}; wrap the environment")
        self.name, self.key = name, key

    def encode(self, observation):
        value = observation if self.key is None else observation[self.key]
        if self.one_hot is not None:
            row = numpy.zeros(self.shape, self.dtype)
            row[int(value) - int(self.one_hot.start)] = 1
        else:
            row = numpy.asarray(value).astype(self.dtype)
            if row.shape != self.shape:
                raise ValueError(f"Observation {self.name} has shape {row.shape}, "
                                 f"its space says {self.shape}")
        return row.tobytes()


def tensors(space):
    if isinstance(space, gym.spaces.Dict):
        if not space.spaces:
            raise Refused("Observation space is an empty Dict, expected a tensor at least")
        return [Tensor(name, name, inner) for name, inner in space.spaces.items()]
    vector = isinstance(space, gym.spaces.Discrete) or (
        isinstance(space, gym.spaces.Box) and len(space.shape) == 1 and space.dtype.kind == "f")
    return [Tensor("vector" if vector else "observation", None, space)]


class Discrete:
    """Actions u8 from 0."""

    bytes = 1

    def __init__(self, space):
        self.start, self.count = int(space.start), int(space.n)
        self.spec = {"discrete": self.count}

    def decode(self, data):
        if data[0] >= self.count:
            raise ValueError(f"Action {data[0]}, expected 0 to {self.count - 1}")
        return self.start + int(data[0])


class Box:
    """Actions f32 in [-1, 1], stretched to the space's bounds."""

    def __init__(self, space):
        self.space = space
        self.low = space.low.astype("f8")
        self.high = space.high.astype("f8")
        size = int(numpy.prod(space.shape))
        self.bytes = 4 * size
        self.spec = {"box": size}

    def decode(self, data):
        given = numpy.frombuffer(data, "<f4").astype("f8").reshape(self.space.shape)
        share = (numpy.clip(given, -1, 1) + 1) / 2
        return (self.low + share * (self.high - self.low)).astype(self.space.dtype)


def actions(space):
    if isinstance(space, gym.spaces.Discrete) and space.n <= 256:
        return Discrete(space)
    if (isinstance(space, gym.spaces.Box) and space.is_bounded() and space.dtype.kind == "f"
            and numpy.prod(space.shape) > 0):
        return Box(space)
    raise Refused(f"Action space {space}, expected a Discrete of up to 256 "
                  "or a bounded floating-point Box; wrap the environment")


class Slot:
    """One environment and what its last step gave."""

    def __init__(self, env, place):
        self.env, self.place_key = env, place
        self.info, self.steps, self.reward = {}, 0, 0.0
        self.terminated = self.truncated = False

    def reset(self, seed):
        seed &= UNSIGNED
        game = getattr(self.env.unwrapped, "nethack", None)
        # NetHackChallenge hides the method of its game; the class still has it.
        set_seeds = getattr(type(game), "set_initial_seeds", None)
        if set_seeds is not None:
            set_seeds(game, seed, seed, False)
        self.observation, self.info = self.env.reset(seed=seed)
        self.steps, self.reward = 0, 0.0
        self.terminated = self.truncated = False

    def step(self, action):
        self.observation, reward, terminated, truncated, self.info = self.env.step(action)
        self.reward = float(reward)
        self.terminated, self.truncated = bool(terminated), bool(truncated)
        self.steps += 1

    def flags(self):
        return self.terminated | self.truncated << 1

    def place(self):
        value = self.info.get(self.place_key) if self.place_key else None
        if value is None:
            return -1
        if not isinstance(value, (numbers.Real, numpy.bool_)):
            raise Refused(f"info[{self.place_key!r}] is {value!r}, expected a real number; set "
                          "environment.gymnasium.place to the name of one, or leave it out")
        return int(value) if -(1 << 31) <= value < 1 << 31 else -1

    def facts(self):
        measures = {}
        for name, value in self.info.items():
            if len(measures) == FACTS_MEASURES:
                break
            if numpy.ndim(value) == 0 and isinstance(value, (bool, int, float, numpy.number,
                                                             numpy.bool_)):
                number = float(value)
                if math.isfinite(number):
                    measures[str(name)[:64]] = number
        place = self.place()
        ending = "terminated" if self.terminated else "truncated" if self.truncated else ""
        return json.dumps({
            "strata": {self.place_key: str(place)} if self.place_key and place >= 0 else {},
            "measures": measures,
            "ending": ending}).encode()


class Server:

    def __init__(self, channel):
        self.channel = channel
        self.slots = []

    def hello(self, payload):
        global gym, numpy
        if bytes(payload[:4]) != MAGIC:
            raise Refused(f"A HELLO that begins with {bytes(payload[:4])!r}, expected {MAGIC!r}")
        version, count = struct.unpack_from("<Hi", payload, 4)
        if version != VERSION:
            raise Refused(f"Version {version} of the worker's protocol, expected {VERSION}")
        settings = json.loads(bytes(payload[10:]))
        try:
            import gymnasium as gym
            import numpy
        except ImportError as e:
            raise Refused(f"{e} in {sys.executable} (option environment.gymnasium.python); "
                          f"install it: {sys.executable} -m pip install gymnasium") from e
        for module in settings["imports"]:
            try:
                importlib.import_module(module)
            except ImportError as e:
                raise Refused(f"Cannot import {module} (option environment.gymnasium.import) "
                              f"in {sys.executable}: {e}") from e
        kwargs = {"disable_env_checker": True, **settings["kwargs"]}
        place = settings["place"]
        try:
            self.slots = [Slot(gym.make(settings["id"], **kwargs), place)
                          for _ in range(max(count, 1))]
        except (gym.error.Error, ImportError, TypeError) as e:
            raise Refused(f"gymnasium.make({settings['id']!r}, **{settings['kwargs']}) says "
                          f"{type(e).__name__}: {e}") from e
        env = self.slots[0].env
        self.tensors = tensors(env.observation_space)
        self.actions = actions(env.action_space)
        spec = {
            "name": settings["id"],
            "place": place or "none",
            "actions": self.actions.spec,
            "observations": [{"name": one.name, "type": one.type, "shape": list(one.shape)}
                             for one in self.tensors]}
        self.channel.send(HELLO, MAGIC, struct.pack("<H", VERSION), json.dumps(spec).encode())
        return count > 0

    def reset(self, payload):
        index, seed = struct.unpack("<iq", payload)
        self.slot(index).reset(seed)
        self.result([index])

    def step(self, payload):
        count, = struct.unpack_from("<i", payload)
        indices = struct.unpack_from(f"<{count}i", payload, 4)
        data = bytes(payload[4 + 4 * count:])
        size = self.actions.bytes
        if len(data) != count * size:
            raise Refused(f"A STEP with {len(data)} bytes of actions, expected {count * size}")
        for i, index in enumerate(indices):
            self.slot(index).step(self.actions.decode(data[i * size:(i + 1) * size]))
        self.result(indices)

    def result(self, indices):
        slots = [self.slots[index] for index in indices]
        parts = [struct.pack("<i", len(slots))]
        for index, slot in zip(indices, slots):
            parts.append(struct.pack("<ifBiq", index, slot.reward, slot.flags(), slot.place(),
                                     slot.steps))
        for tensor in self.tensors:
            parts.extend(tensor.encode(slot.observation) for slot in slots)
        for slot in slots:
            if slot.flags():
                facts = slot.facts()
                parts.append(struct.pack("<i", len(facts)))
                parts.append(facts)
        self.channel.send(RESULT, *parts)

    def facts(self, payload):
        index, = struct.unpack("<i", payload)
        self.channel.send(FACTS, self.slot(index).facts())

    def slot(self, index):
        if not 0 <= index < len(self.slots):
            raise Refused(f"Slot {index}, expected 0 to {len(self.slots) - 1}")
        return self.slots[index]

    def serve(self):
        answers = {RESET: self.reset, STEP: self.step, FACTS: self.facts}
        message = self.channel.receive()
        if message is None:
            return
        if message[0] != HELLO:
            raise Refused(f"A message of type {message[0]}, expected HELLO")
        if not self.hello(message[1]):
            return
        while True:
            message = self.channel.receive()
            if message is None or message[0] == CLOSE:
                return
            if message[0] not in answers:
                raise Refused(f"A message of type {message[0]}, expected RESET, STEP, FACTS or CLOSE")
            answers[message[0]](message[1])


def end_with_parent(directories):
    """The parent holds the other end of the standard input, also when an environment hangs."""
    try:
        while os.read(0, 4096):
            pass
    finally:
        try:
            for directory in directories:
                delete_own(directory)
        finally:
            os._exit(0)


def delete_own(directory):
    """Deletes a directory that the parent made for this child, and no other."""
    if os.path.basename(directory).startswith("retain-worker-"):
        shutil.rmtree(directory, ignore_errors=True)


def main():
    directories = (os.path.dirname(sys.argv[1]), os.environ.get("TMPDIR", ""))
    threading.Thread(target=end_with_parent, args=(directories,), daemon=True).start()
    channel = Channel(sys.argv[1])
    server = Server(channel)
    try:
        server.serve()
    except Exception as e:
        text = str(e) if isinstance(e, Refused) else traceback.format_exc()
        print(text, file=sys.stderr, flush=True)
        channel.send(ERROR, text.encode()[-ERROR_BYTES:])
        raise SystemExit(1)
    finally:
        for slot in server.slots:
            slot.env.close()


if __name__ == "__main__":
    main()
