#!/usr/bin/env bash
# Updates the learner many times and prints the resident memory of the process on the way.
#
# usage: soak.sh [UPDATES]    default 10000
set -euo pipefail
cd "$(dirname "$0")/../.."

source infra/native.env
mvn --quiet --batch-mode --projects datasets,operators -Dspotless.check.skip=true test-compile \
    dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/test.classpath
# The whole heap from the start: what grows after it is native memory.
exec java -Xms512m -Xmx512m -XX:+AlwaysPreTouch -Dai.djl.offline=true -DOPT_OUT_TRACKING=true \
    -cp "operators/target/test-classes:operators/target/classes:$(<operators/target/test.classpath)" \
    org.retain.operators.learner.LearnerSoak "${1:-10000}"
