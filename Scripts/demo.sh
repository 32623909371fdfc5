#!/usr/bin/env bash
# Runs the main job on SampleTraces: what is slow, what changed, and where to look. `make demo` builds first.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=.build/release/stacksift
out=out/demo
samples=SampleTraces
mkdir -p "$out"

echo "== The five slowest functions of a Python program (cProfile)"
"$bin" top "$samples/pstats/orders/base/run1.pstats" -n 5 --quiet
echo
echo "== The same of a C program (perf), five runs added up"
"$bin" top "$samples/perf/orders/base" -n 5 --quiet
echo
echo "== What changed between two versions of it, five runs each"
"$bin" diff "$samples/perf/orders/base" --against "$samples/perf/orders/slow30" -n 3 --quiet
echo
for format in pstats cpuprofile pprof; do
  echo "== The same change in $format"
  "$bin" diff "$samples/$format/orders/base" --against "$samples/$format/orders/slow30" -n 1 --quiet | head -n 1
done

"$bin" flamegraph "$samples/cpuprofile/orders/base" -o "$out/flame.svg" --quiet
"$bin" diff "$samples/perf/orders/base" --against "$samples/perf/orders/slow30" -o "$out/change.svg" --quiet
"$bin" export "$samples"/*/orders/{base,slow30} -o "$out/orders.db" --quiet
echo
echo "== Asked in SQL: the hottest function of each format"
"$bin" query "$out/orders.db" "select p.format, t.function, round(100 * max(t.self_share)) as percent
  from top t join profile p using (profile_id) group by p.format"
echo
echo "== Look at"
echo "  $out/flame.svg    a flame graph: open it in a browser, click, press F3 to search"
echo "  $out/change.svg   what changed: red grew, blue shrank"
echo "  $out/orders.db    all of it in SQLite; for example: $bin query $out/orders.db 'select * from vital_few limit 5'"
