#!/usr/bin/env bash
# Measures the target station beside the bare forward pass of the same teacher on the same bundles, one
# thread each. Prints steps/s of both and their ratio. Arguments go to JMH, e.g. -p teacher=SMALL.
set -euo pipefail
cd "$(dirname "$0")/../.."

source infra/native.env
mvn --quiet --batch-mode --projects datasets,operators test-compile \
    dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/test.classpath
exec java -Dai.djl.offline=true -DOPT_OUT_TRACKING=true \
    -cp "operators/target/test-classes:operators/target/classes:$(<operators/target/test.classpath)" \
    org.retain.operators.target.TargetOperatorBenchmark "$@"
