#!/usr/bin/env bash
# fuzz/run.sh SECONDS [TARGET…]: each target for so many seconds, on as many inputs as that allows. FUZZ_SEED says
# which; without it they are others each time. What was found before is where it begins.
# fuzz/run.sh --runs N [TARGET…]: each target on its corpus and on new inputs, N in all, the same each time.
# What fails is kept in fuzz/target/failed, and named; `fuzz/target/release/TARGET FILE` repeats it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

runs=
if [ "$1" = --runs ]; then runs=$2; shift; fi
seconds=$1
shift
[ $# -gt 0 ] || set -- policy record jar receipts names pass
# The same instruments as cargo-fuzz puts in, all of which the stable compiler has.
sancov='-Cpasses=sancov-module -Ccodegen-units=1 --cfg fuzzing'
for option in level=4 inline-8bit-counters pc-table trace-compares; do
  sancov+=" -Cllvm-args=-sanitizer-coverage-$option"
done
host=$(rustc -vV | sed -n 's/^host: //p')
# A host's own flags alone: the build scripts' and macros' code needs none.
env "CARGO_TARGET_$(tr a-z- A-Z_ <<<"$host")_RUSTFLAGS=$sancov" \
  cargo build --quiet --locked --release --target "$host" --target-dir target
mkdir -p target/failed
fuzz() { # fuzz TARGET FOLDER OPTION…: what it finds goes into that folder
  "target/$host/release/$1" "$2" "corpus/$1" -dict="words/$1" -max_len=6000 -timeout=10 -rss_limit_mb=4096 \
    -artifact_prefix="target/failed/$1-" "${@:3}" >target/log 2>&1 \
    || { tail -40 target/log; echo "fuzz: $1 fails: see fuzz/target/failed" >&2; exit 1; }
}
for name; do
  if [ "$runs" ]; then
    found=target/fresh/$name
    rm -rf "$found"
    mkdir -p "$found"
    fuzz "$name" "$found" -seed=1 -runs="$runs"
  else
    found=target/corpus/$name
    mkdir -p "$found"
    # What the reader of policies builds is never freed: so rounds of ten seconds, each of which takes up what was
    # found.
    for ((left = seconds; left > 0; left -= 10)); do
      fuzz "$name" "$found" -seed="${FUZZ_SEED:-0}" -max_total_time=$((left < 10 ? left : 10))
    done
  fi
  printf '%-9s %s\n' "$name" "$(grep -o 'Done .*' target/log), $(ls "$found" | wc -l) inputs of its own"
done
