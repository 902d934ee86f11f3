#!/bin/sh
# run_suites.sh -- runs the suites named and adds up what they counted.
#
# Usage: tools/run_suites.sh LOG-FOLDER SUITE... [-- SUITE...]
#
# A suite is a make target `suite-NAME` whose last line of the form `N passed, N failed` counts.
# One that ends without such a line, or in failure with none counted, counts as one failed; so does
# one that takes longer than LIMIT seconds (3000), which is ended. Suites run two at a time, those
# behind `--` alone, because they measure time or use both cores themselves. What a suite says is
# printed when it ends, and stands in LOG-FOLDER. The last line printed is the sum; fails when
# anything failed, or when nothing was counted.
set -u

# One suite: its log, NAME.log, and its line of the summary, NAME.sum.
if [ "$1" = --one ]; then
    logs=$2
    suite=$3
    started=$(date +%s)
    timeout --foreground -k 10 "${LIMIT:-3000}" ${MAKE:-make} -s "suite-$suite" >"$logs/$suite.log" 2>&1 </dev/null
    status=$?
    [ $status != 124 ] || echo "ended after ${LIMIT:-3000} seconds" >>"$logs/$suite.log"
    count=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$logs/$suite.log" | tail -n 1)
    passed=$(echo "${count:-0 passed, 0 failed}" | cut -d ' ' -f 1)
    failed=$(echo "${count:-0 passed, 0 failed}" | cut -d ' ' -f 3)
    if [ $status != 0 ] || [ -z "$count" ]; then
        [ "$failed" -gt 0 ] || failed=1
    fi
    printf '%-14s %5d passed %4d failed %5d s\n' "$suite" "$passed" "$failed" \
        $(($(date +%s) - started)) >"$logs/$suite.sum"
    # In one piece: another suite may end at the same time.
    { echo "== $suite"; cat "$logs/$suite.log"; } >"$logs/$suite.out"
    flock "$logs" cat "$logs/$suite.out"
    rm -f "$logs/$suite.out"
    exit 0
fi

logs=$1
shift
mkdir -p "$logs"
rm -f "$logs"/*.sum
together=2
names=""
for suite in "$@" --; do
    if [ "$suite" != -- ]; then
        names="$names $suite"
        continue
    fi
    # shellcheck disable=SC2086 # a list of words
    [ -z "$names" ] || printf '%s\n' $names | xargs -P $together -I '{}' "$0" --one "$logs" '{}'
    ran="${ran:-}$names"
    names=""
    together=1
done
passed_sum=0
failed_sum=0
echo
for suite in $ran; do
    [ -f "$logs/$suite.sum" ] || echo "$suite 0 passed 1 failed 0 s" >"$logs/$suite.sum"
    read -r _ passed _ failed _ <"$logs/$suite.sum"
    passed_sum=$((passed_sum + passed))
    failed_sum=$((failed_sum + failed))
    cat "$logs/$suite.sum"
done
echo "$passed_sum passed, $failed_sum failed" | tee "$logs/total"
[ "$failed_sum" = 0 ] && [ "$passed_sum" -gt 0 ]
