#!/usr/bin/env bash
# Times an update of the learner and a step of inference beside the same networks in Python's PyTorch
# of the same version, in turns, and prints the medians of both and their ratio.
#
# usage: learner.sh [ROUNDS] [NETWORK...]
#   ROUNDS   default 3
#   NETWORK  SMALL (1.6 million parameters, 64 x 32 steps), SCALED (33 million, 16 x 32); default both
# THREADS=n sets the threads of PyTorch on both sides, default all cores.
set -euo pipefail

root="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)"
rounds="${1:-3}"
networks=("${@:2}")
[[ ${#networks[@]} -gt 0 ]] || networks=(SMALL SCALED)
threads="${THREADS:-$(nproc)}"
version="$(sed -n 's:.*<pytorch.version>\(.*\)</pytorch.version>.*:\1:p' "$root/pom.xml")"
venv="${XDG_CACHE_HOME:-$HOME/.cache}/retain/benchmark-torch-$version"

if [[ ! -f "$venv/complete" ]]; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet "torch==$version" numpy
    touch "$venv/complete"
fi

work="$(mktemp -d)"
trap 'rm -rf -- "$work"' EXIT
source "$root/infra/native.env"
mvn --batch-mode --quiet -f "$root/pom.xml" -pl datasets,operators -Dspotless.check.skip=true \
    test-compile dependency:build-classpath \
    -DincludeScope=test -Dmdep.outputFile=target/test.classpath
class_path="$root/operators/target/test-classes:$root/operators/target/classes:$(<"$root/operators/target/test.classpath")"

ours() {
    java -Djmh.ignoreLock=true -cp "$class_path" org.openjdk.jmh.Main 'LearnerBenchmark.(update|play)$' \
        -p "network=$1" -rf csv -rff "$work/ours.csv" \
        -jvmArgsPrepend "-Dai.djl.offline=true -DOPT_OUT_TRACKING=true -Dretain.torch.threads=$threads" \
        >"$work/jmh.log" 2>&1 || { cat "$work/jmh.log" >&2; exit 1; }
    awk -F, '/LearnerBenchmark/ { name = $1; gsub(/.*\.|"/, "", name); print name, $5 }' "$work/ours.csv"
}

median() {
    awk -v what="$1" '$1 == what { print $NF }' "$2" | sort -n |
        awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int((NR + 2) / 2)]) / 2 }'
}

# The faster of the two forms of the LSTM.
fastest() {
    local packed cell
    packed="$(median "$1" <(grep nn.LSTM "$2"))"
    cell="$(median "$1" <(grep cell "$2"))"
    awk -v a="$packed" -v b="$cell" 'BEGIN { print a < b ? a : b }'
}

model="$(lscpu | sed -n 's/^Model name: *//p' | head -n 1)"
echo "$threads threads of $(nproc) cores, $model, PyTorch $version"
for network in "${networks[@]}"; do
    : >"$work/theirs"
    : >"$work/ours"
    for ((round = 1; round <= rounds; round++)); do
        "$venv/bin/python" "$root/infra/benchmark/learner.py" "$network" "$threads" 8 >>"$work/theirs"
        ours "$network" >>"$work/ours"
    done
    for what in update play; do
        awk -v n="$network" -v w="$what" -v t="$(fastest "$what" "$work/theirs")" \
            -v o="$(median "$what" "$work/ours")" \
            'BEGIN { printf "%-7s %-7s PyTorch %8.2f ms, Retain %8.2f ms, ratio %.2f\n", n, w, t, o, o / t }'
    done
done
