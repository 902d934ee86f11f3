#!/bin/sh
# run_canaries.sh -- each fault made on purpose (src/base/canary.h) is found by the simulator within
# 200 seeds, and is in no program but this one.
#
# Usage: tools/run_canaries.sh CANARY-SIMULATOR JOBS PROGRAM...
set -u
sim=$1
jobs=$2
shift 2
passed=0
failed=0
count() {
    if [ "$1" = 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
}
for canary in $(sed -n 's/^#define CANARIES(X) //p' src/base/canary.h | sed 's/X(\([A-Z]*\))/\1/g'); do
    found=$("$sim" canary="$canary" seed=101 seeds=200 jobs="$jobs" until=fail | sed -n 's/^FAILED //p' | sort -V | head -n 1)
    if [ -n "$found" ]; then
        echo "canary $canary: $found"
        count 0
    else
        echo "canary $canary: not found in 200 seeds"
        count 1
    fi
done
# The names tell that the look itself works: the simulator has them, the others have not.
nm "$sim" | grep -q ' canary_now$' || { echo "$sim has no canaries"; count 1; }
for program in "$@"; do
    if nm "$program" | grep -q ' canary_now$'; then
        echo "$program has canaries in it"
        count 1
    else
        count 0
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
