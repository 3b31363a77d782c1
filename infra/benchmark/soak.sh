#!/usr/bin/env bash
# Runs the learner or the players for long and prints the resident memory of the process on the way.
#
# usage: soak.sh learner [UPDATES]    default 10000
#        soak.sh rollout [STEPS]      default 5000000
set -euo pipefail
cd "$(dirname "$0")/../.."

source infra/native.env
mvn --quiet --batch-mode --projects datasets,operators,jobs -Dspotless.check.skip=true test-compile \
    dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/test.classpath
class_path="datasets/target/classes:operators/target/classes:operators/target/test-classes:jobs/target/classes:jobs/target/test-classes"
# The whole heap from the start: what grows after it is native memory.
soak() {
    exec java -Xms"$1" -Xmx"$1" -XX:+AlwaysPreTouch -Dai.djl.offline=true -DOPT_OUT_TRACKING=true -Dretain.torch.threads=1 \
        -cp "$class_path:$(<jobs/target/test.classpath)" "$2" "$3"
}
case "${1:-}" in
learner) soak 512m org.retain.operators.learner.LearnerSoak "${2:-10000}" ;;
rollout) soak 1g org.retain.jobs.RolloutSoak "${2:-5000000}" ;;
*) sed -n 's/^# usage: /usage: /p; s/^#        soak/       soak/p' "$0" >&2; exit 2 ;;
esac
