#!/usr/bin/env bash
# Each target for so many seconds, on as many inputs as that allows: fuzz/run.sh SECONDS [TARGET…]. FUZZ_SEED says which;
# without it they are others each time. What fails is kept in fuzz/target/failed, and named; `fuzz/target/release/TARGET FILE` repeats it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

seconds=$1
shift
[ $# -gt 0 ] || set -- policy record jar receipts names pass
# The same instruments as cargo-fuzz puts in, all of which the stable compiler has.
sancov='-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1 --cfg fuzzing'
host=$(rustc -vV | sed -n 's/^host: //p')
# A host's own flags alone: the build scripts' and macros' code needs none.
env "CARGO_TARGET_$(tr a-z- A-Z_ <<<"$host")_RUSTFLAGS=$sancov" cargo build --quiet --locked --release --target "$host" --target-dir target
mkdir -p target/failed
for name; do
  found=target/corpus/$name
  mkdir -p "$found"
  # What the reader of policies builds is never freed: so rounds of ten seconds, each of which takes up what was found.
  for ((left = seconds; left > 0; left -= 10)); do
    "target/$host/release/$name" "$found" "corpus/$name" -dict="words/$name" -seed="${FUZZ_SEED:-0}" -max_total_time=$((left < 10 ? left : 10)) \
      -max_len=6000 -timeout=10 -rss_limit_mb=4096 -artifact_prefix="target/failed/$name-" >target/log 2>&1 \
      || { tail -40 target/log; echo "fuzz: $name fails: see fuzz/target/failed" >&2; exit 1; }
  done
  printf '%-9s %s\n' "$name" "$(grep -o 'Done .*' target/log), $(ls "$found" | wc -l) inputs of its own"
done
