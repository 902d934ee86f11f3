#!/bin/sh
# run_fuzzers.sh -- runs each fuzzer on its seeds and then on what it invents, for a while.
#
# Usage: tools/run_fuzzers.sh FOLDER SECONDS NAME...
#
# What it finds interesting stays in FOLDER/corpus/NAME and is where the next run starts; an input
# that breaks something is left beside it as crash-*.
set -u
folder=$1
seconds=$2
shift 2
passed=0
failed=0
for name in "$@"; do
    mkdir -p "$folder/corpus/$name"
    seeds="test/fuzz/seeds/$name"
    [ -d "$seeds" ] || seeds=""
    # shellcheck disable=SC2086 # nothing, or one folder
    if "$folder/$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$folder/corpus/crash-$name-" "$folder/corpus/$name" $seeds \
        >"$folder/corpus/$name.log" 2>&1; then
        echo "ok $name: $(sed -n 's/stat::number_of_executed_units: //p' "$folder/corpus/$name.log") inputs"
        passed=$((passed + 1))
    else
        echo "FAILED $name"
        tail -n 30 "$folder/corpus/$name.log"
        failed=$((failed + 1))
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
