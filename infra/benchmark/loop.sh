#!/usr/bin/env bash
# Trains on NetHack by asynchronous PPO, all of it: environments, inference, log, learner. Beside it
# Sample Factory with a network of the same size, in turns; prints the medians and their ratio.
#
# usage: loop.sh [ROUNDS] [NETWORK...]
#   ROUNDS   default 3
#   NETWORK  SMALL (0.25 million parameters), LARGE (6.2 million); default both
set -euo pipefail

root="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)"
rounds="${1:-3}"
networks=("${@:2}")
[[ ${#networks[@]} -gt 0 ]] || networks=(SMALL LARGE)
version="$(sed -n 's:.*<pytorch.version>\(.*\)</pytorch.version>.*:\1:p' "$root/pom.xml")"
venv="${XDG_CACHE_HOME:-$HOME/.cache}/retain/benchmark-loop-$version"

if [[ ! -f "$venv/complete" ]]; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet "torch==$version" sample-factory==2.1.1
    # Sample Factory and NLE ask for different versions of gymnasium; the game runs with either.
    "$venv/bin/pip" install --quiet --no-deps nle==1.3.0
    touch "$venv/complete"
fi

work="$(mktemp -d)"
trap 'rm -rf -- "$work"' EXIT
mvn --batch-mode --quiet -f "$root/pom.xml" -pl datasets,operators,jobs -Dspotless.check.skip=true \
    test-compile dependency:build-classpath \
    -DincludeScope=test -Dmdep.outputFile=target/test.classpath
class_path="$root/jobs/target/test-classes:$root/jobs/target/classes:$root/operators/target/classes:$root/datasets/target/classes:$(<"$root/jobs/target/test.classpath")"

# Seconds of Sample Factory, and updates of Retain that take about as long.
declare -A seconds=([SMALL]=60 [LARGE]=60) updates=([SMALL]=500 [LARGE]=80)

last() {
    grep -o '[0-9]* frames/s, [0-9]* parameters' | tail -n 1 | awk '{ print $1, $3 }'
}

median() {
    awk '{ print $1 }' "$1" | sort -n |
        awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int((NR + 2) / 2)]) / 2 }'
}

model="$(lscpu | sed -n 's/^Model name: *//p' | head -n 1)"
echo "$(nproc) cores, $model"
for network in "${networks[@]}"; do
    : >"$work/theirs"
    : >"$work/ours"
    for ((round = 1; round <= rounds; round++)); do
        (cd "$work" && "$venv/bin/python" "$root/infra/benchmark/loop.py" "$network" "${seconds[$network]}") \
            2>&1 | last >>"$work/theirs"
        (source "$root/infra/native.env" && exec java -Dai.djl.offline=true -DOPT_OUT_TRACKING=true -Dretain.torch.threads=1 \
            -cp "$class_path" org.retain.jobs.LoopBenchmark "$network" "${updates[$network]}") \
            2>&1 | last >>"$work/ours"
    done
    awk -v n="$network" -v t="$(median "$work/theirs")" -v o="$(median "$work/ours")" \
        -v tp="$(awk 'END { print $2 }' "$work/theirs")" -v op="$(awk 'END { print $2 }' "$work/ours")" \
        'BEGIN { printf "%-6s Sample Factory %6.0f frames/s with %d parameters, Retain %6.0f with %d, ratio %.2f\n", n, t, tp, o, op, o / t }'
done
