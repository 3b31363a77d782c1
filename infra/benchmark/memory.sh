#!/usr/bin/env bash
# Measures the episodic memory: 1:1 inserts and draws of 138,656-byte segments on the heap and the
# RocksDB backend, with and without checkpoints. Prints items/s and MB/s each way and the longest
# stall. Arguments go to JMH, e.g. -p backend=HEAP -i 2.
set -euo pipefail
cd "$(dirname "$0")/../.."

mvn --quiet --batch-mode --projects datasets,operators test-compile \
    dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/test.classpath
exec java -cp "operators/target/test-classes:operators/target/classes:$(<operators/target/test.classpath)" \
    org.retain.operators.memory.MemoryBenchmark "$@"
