"""Small tables from the topics of a fine-tuning run: what notebook 02 reads.

    pip install kafka-python zstandard
    python collect.py --bootstrap-servers 127.0.0.1:9092 --output data/targets-and-memory

Written are, as far as the topics hold it,

    rows.parquet     a row for each row of each training batch: episode, segment, stratum, driving or drawn
    targets.parquet  the teacher's answers on the driving rows: steps by dungeon level, time in the game, entropy,
                     and whether the teacher's first choice is the key that the expert pressed
    memory.parquet   a row for each shard and table of the memory: items, inserts, evicted, draws
    learner.parquet  a row for each report and figure of the learner

--topic-prefix and --suffix serve a second run: learner-bc.parquet is the learner.parquet of --suffix -bc.
"""

import argparse
import collections
import json
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from kafka import KafkaConsumer, TopicPartition

ENTROPY_BIN = 0.1
DTYPES = {"BOOL": "?", "U8": "|u1", "I16": "<i2", "I64": "<i8", "F16": "<f2", "F32": "<f4"}


def read(servers, topic):
    """The committed values of a topic, to its present end."""
    consumer = KafkaConsumer(
        bootstrap_servers=servers,
        isolation_level="read_committed",
        enable_auto_commit=False,
        max_partition_fetch_bytes=64 << 20,
        fetch_max_bytes=64 << 20,
        consumer_timeout_ms=20_000,
    )
    partitions = [TopicPartition(topic, p) for p in sorted(consumer.partitions_for_topic(topic) or [])]
    if partitions:
        consumer.assign(partitions)
        consumer.seek_to_beginning()
        ends = consumer.end_offsets(partitions)
        # An aborted or closed transaction leaves a marker, which is no record but moves the position.
        while any(consumer.position(p) < end for p, end in ends.items()):
            for records in consumer.poll(timeout_ms=1000).values():
                for record in records:
                    yield record.value
    consumer.close()


def tensors(blob):
    """The tensors and the metadata of a safetensors blob."""
    start = 8 + int.from_bytes(blob[:8], "little")
    header = json.loads(blob[8:start])
    metadata = header.pop("__metadata__", {})

    def tensor(name):
        entry = header[name]
        begin, end = entry["data_offsets"]
        return np.frombuffer(blob[start + begin : start + end], DTYPES[entry["dtype"]]).reshape(entry["shape"])

    return tensor, metadata


def batches(servers, topic):
    """The tables rows and targets."""
    rows = []
    answers = collections.Counter()
    surprise = collections.Counter()
    for blob in read(servers, topic):
        tensor, metadata = tensors(blob)
        logits = tensor("targets.logits").astype(np.float64)
        logits = logits - logits.max(axis=-1, keepdims=True)
        log_p = logits - np.log(np.exp(logits).sum(axis=-1, keepdims=True))
        entropy = -(np.exp(log_p) * log_p).sum(axis=-1)
        actions = tensor("actions").astype(np.int64)
        agrees = log_p.argmax(axis=-1) == actions
        chosen = np.take_along_axis(log_p, actions[..., None], axis=-1)[..., 0]
        valid = tensor("valid")
        for b, row in enumerate(json.loads(metadata["rows"])):
            place = (row["strata"].get("dungeon-level", ""), row["strata"].get("time", ""))
            rows.append((int(metadata["batch"]), row["episode"].split("/")[-1], row["segment"], *place, row["driving"]))
            if row["driving"]:
                for t in np.flatnonzero(valid[:, b]):
                    group = (*place, int(entropy[t, b] / ENTROPY_BIN), bool(agrees[t, b]))
                    answers[group] += 1
                    surprise[group] -= chosen[t, b]
    targets = pd.DataFrame(
        [(*group, steps, surprise[group]) for group, steps in sorted(answers.items())],
        columns=["level", "time", "entropy_bin", "agrees", "steps", "cross_entropy_sum"],
    )
    targets["entropy_from"] = targets.pop("entropy_bin") * ENTROPY_BIN
    return pd.DataFrame(rows, columns=["batch", "episode", "segment", "level", "time", "driving"]), targets


def stations(servers, topic):
    """The tables memory and learner."""
    memory, learner = [], []
    for value in read(servers, topic):
        report = json.loads(value)
        summary = report["summary"]
        if report["station"] == "memory":
            for table in summary["tables"]:
                memory.append({k: summary[k] for k in ("shard", "driving", "forgiven")} | table)
        elif report["station"] == "learner":
            for figure, figure_value in summary["figures"].items():
                learner.append((summary["updates"], summary["frames"], figure, figure_value))
    return pd.DataFrame(memory), pd.DataFrame(learner, columns=["update", "frames", "figure", "value"])


def write(table, order, path):
    if table.empty:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.register("rows", table)
        connection.execute(f"copy (select * from rows order by {order}) to '{path}' (format parquet, compression zstd)")
    print(f"{path}: {len(table):,} rows, {path.stat().st_size:,} bytes")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bootstrap-servers", default="127.0.0.1:9092")
    parser.add_argument("--topic-prefix", default="retain.")
    parser.add_argument("--suffix", default="")
    parser.add_argument("--output", required=True)
    arguments = parser.parse_args()
    output = Path(arguments.output)

    rows, targets = batches(arguments.bootstrap_servers, arguments.topic_prefix + "training-batches")
    write(rows, "all", output / f"rows{arguments.suffix}.parquet")
    write(targets, "all", output / f"targets{arguments.suffix}.parquet")
    memory, learner = stations(arguments.bootstrap_servers, arguments.topic_prefix + "metrics")
    write(memory, "shard, stratum", output / f"memory{arguments.suffix}.parquet")
    write(learner, "figure, update", output / f"learner{arguments.suffix}.parquet")


if __name__ == "__main__":
    main()
