#!/bin/sh
# run_fuzzers.sh -- runs each fuzzer on its seeds and then on what it invents, for a while.
#
# Usage: tools/run_fuzzers.sh FOLDER SECONDS JOBS NAME...
#
# JOBS run at a time. What a fuzzer finds interesting stays in FOLDER/corpus/NAME and is where the
# next run starts; an input that breaks something is left beside it as crash-NAME-*. Prints for each
# how many inputs it ran, how many a second, how many edges of the code they reached and how many
# inputs the corpus holds, then `N passed, N failed`.
set -u

# One fuzzer; its line stands in the log's neighbour NAME.line, whose name ends the order of output.
run_one() {
    folder=$1 seconds=$2 name=$3
    corpus="$folder/corpus/$name"
    mkdir -p "$corpus"
    seeds="test/fuzz/seeds/$name"
    [ -d "$seeds" ] || seeds=""
    # shellcheck disable=SC2086 # nothing, or one folder
    if "$folder/$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
        -artifact_prefix="$folder/corpus/crash-$name-" "$corpus" $seeds >"$corpus.log" 2>&1; then
        sed -n 's/^#\([0-9]*\)[	 ]*DONE.* cov: \([0-9]*\) .* corp: \([0-9]*\).* exec\/s: \([0-9]*\) .*/\1 \4 \2 \3/p' "$corpus.log" |
            { read -r runs rate edges inputs && [ "$runs" -gt 0 ] &&
                printf 'ok %-8s %10d inputs %7d a second %6d edges %6d kept\n' \
                    "$name" "$runs" "$rate" "$edges" "$inputs"; } && return 0
    fi
    echo "FAILED $name"
    tail -n 30 "$corpus.log"
    return 1
}

if [ "$1" = --one ]; then
    run_one "$2" "$3" "$4" >"$2/corpus/$4.line" 2>&1
    exit 0
fi
folder=$1
seconds=$2
jobs=$3
shift 3
mkdir -p "$folder/corpus"
for name in "$@"; do rm -f "$folder/corpus/$name.line"; done
printf '%s\n' "$@" | xargs -P "$jobs" -n 1 "$0" --one "$folder" "$seconds"
passed=0
failed=0
for name in "$@"; do
    cat "$folder/corpus/$name.line"
    case "$(head -n 1 "$folder/corpus/$name.line")" in
    "ok "*) passed=$((passed + 1)) ;;
    *) failed=$((failed + 1)) ;;
    esac
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
