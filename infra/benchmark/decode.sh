#!/usr/bin/env bash
# Decodes the same recordings with NLE's converter and with ours, in turns, on one core, and prints
# the median frames per second of both and their ratio.
#
# usage: decode.sh [DIRECTORY] [ROUNDS]
#   DIRECTORY  recordings below it are decoded; default: the shared games, else the bundled ones
#   ROUNDS     default 5
# CORE=n picks the core, default 0.
set -euo pipefail

root="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)"
directory="${1:-}"
rounds="${2:-5}"
core="${CORE:-0}"
venv="${XDG_CACHE_HOME:-$HOME/.cache}/retain/benchmark-nle-1.3.0"

if [[ -z "$directory" ]]; then
    directory="${RETAIN_SHARED:-$root/../shared}/data/nld-aa"
    [[ -d "$directory" ]] || directory="$root/datasets/src/main/resources/sample"
fi
directory="$(cd -- "$directory" && pwd)"

if [[ ! -f "$venv/complete" ]]; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet nle==1.3.0 numpy==2.4.6
    touch "$venv/complete"
fi

work="$(mktemp -d)"
trap 'rm -rf -- "$work"' EXIT
mvn --batch-mode --quiet -f "$root/pom.xml" -pl datasets -Dspotless.check.skip=true \
    test-compile dependency:build-classpath \
    -DincludeScope=test -Dmdep.outputFile="$work/classpath"
class_path="$root/datasets/target/classes:$root/datasets/target/test-classes:$(<"$work/classpath")"

ours() {
    taskset -c "$core" java -Djmh.ignoreLock=true -cp "$class_path" \
        org.openjdk.jmh.Main TtyrecDecodeBenchmark -rf csv -rff "$work/ours.csv" \
        -jvmArgsPrepend "-Dretain.benchmark.recordings=$directory" >"$work/jmh.log" 2>&1 ||
        { cat "$work/jmh.log" >&2; exit 1; }
    awk -F, '/decode:frames/ { printf "%.0f\n", $5 }' "$work/ours.csv"
}

nle() {
    taskset -c "$core" "$venv/bin/python" "$root/infra/benchmark/decode.py" "$directory"
}

median() {
    sort -n "$1" | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int((NR + 2) / 2)]) / 2 }'
}

model="$(lscpu | sed -n 's/^Model name: *//p' | head -n 1)"
echo "core $core of $(nproc), $model; recordings below $directory"
for ((round = 1; round <= rounds; round++)); do
    nle >>"$work/nle"
    ours >>"$work/ours"
    echo "round $round: NLE $(tail -n 1 "$work/nle") frames/s, Retain $(tail -n 1 "$work/ours") frames/s"
done
awk -v nle="$(median "$work/nle")" -v ours="$(median "$work/ours")" \
    'BEGIN { printf "median: NLE %d frames/s, Retain %d frames/s, ratio %.2f\n", nle, ours, ours / nle }'
