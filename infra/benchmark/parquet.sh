#!/usr/bin/env bash
# Measures the reading of Parquet shards against NLE's TtyrecDataset on the same games, in turns, one
# thread each. Prints bytes/frame, frames/s of both and their ratio. Arguments go to JMH, e.g. -i 2.
set -euo pipefail
cd "$(dirname "$0")/../.."

mvn --quiet --batch-mode --projects datasets test-compile \
    dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/test.classpath
exec java -cp "datasets/target/test-classes:datasets/target/classes:$(<datasets/target/test.classpath)" \
    org.retain.datasets.parquet.ParquetReadBenchmark "$@"
