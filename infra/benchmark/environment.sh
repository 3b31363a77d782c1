#!/usr/bin/env bash
# Plays the same games of NetHack with NLE and with our environment, in turns, one slot on one core,
# and prints the median steps per second of each and our ratio to them.
#
# usage: environment.sh [ROUNDS] [STEPS]
#   ROUNDS  default 5
#   STEPS   of all games together, default 60000
# CORE=n picks the core, default 0. Each side plays the games eight times before the clock runs: that
# long, the Java machine still compiles on the same core.
set -euo pipefail

root="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)"
rounds="${1:-5}"
steps="${2:-60000}"
core="${CORE:-0}"
passes=8
venv="${XDG_CACHE_HOME:-$HOME/.cache}/retain/benchmark-nle-1.3.0"

if [[ ! -f "$venv/complete" ]]; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet nle==1.3.0 numpy==2.4.6
    touch "$venv/complete"
fi

work="$(mktemp -d)"
trap 'rm -rf -- "$work"' EXIT
mvn --batch-mode --quiet -f "$root/pom.xml" -pl datasets,operators -Dspotless.check.skip=true \
    test-compile dependency:build-classpath \
    -DincludeScope=test -Dmdep.outputFile=target/test.classpath
class_path="$root/operators/target/test-classes:$root/operators/target/classes:$(<"$root/operators/target/test.classpath")"

retain() {
    taskset -c "$core" java -Xmx256m -XX:+UseSerialGC -cp "$class_path" \
        org.retain.operators.environment.nethack.NetHackStepBenchmark "$@"
}

nle() {
    taskset -c "$core" "$venv/bin/python" "$root/infra/benchmark/environment.py" "$1" "$work/plan" "$passes" 2>"$work/nle.log" ||
        { cat "$work/nle.log" >&2; exit 1; }
}

median() {
    sort -n "$1" | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int((NR + 2) / 2)]) / 2 }'
}

retain plan "$work/plan" "$steps"
model="$(lscpu | sed -n 's/^Model name: *//p' | head -n 1)"
echo "core $core of $(nproc), $model; $steps steps a pass, resets excluded"
for ((round = 1; round <= rounds; round++)); do
    for kind in gym raw same; do
        nle "$kind" >>"$work/$kind"
    done
    retain play "$work/plan" "$passes" >>"$work/ours"
    echo "round $round: NetHackChallenge $(tail -n 1 "$work/gym"), _pynethack $(tail -n 1 "$work/raw")," \
        "with our buffers $(tail -n 1 "$work/same"), Retain $(tail -n 1 "$work/ours") steps/s"
done
for kind in gym raw same; do
    awk -v k="$kind" -v t="$(median "$work/$kind")" -v o="$(median "$work/ours")" 'BEGIN {
        name["gym"] = "NetHackChallenge.step"; name["raw"] = "_pynethack.step, its buffers"
        name["same"] = "_pynethack.step, our buffers"
        printf "median: %-29s %7d steps/s, Retain %7d steps/s, ratio %.2f\n", name[k], t, o, o / t }'
done
