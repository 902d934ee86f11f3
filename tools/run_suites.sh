#!/bin/sh
# run_suites.sh -- runs the suites named and adds up what they counted.
#
# Usage: tools/run_suites.sh LOG-FOLDER SUITE...
#
# A suite is a make target `suite-NAME` whose last line of the form `N passed, N failed` counts.
# One that ends without such a line, or in failure with none counted, counts as one failed. The
# last line printed is the sum; fails when anything failed, or when nothing was counted.
set -u
logs=$1
shift
mkdir -p "$logs"
passed_sum=0
failed_sum=0
summary=""
for suite in "$@"; do
    echo "== $suite"
    started=$(date +%s)
    { ${MAKE:-make} -s "suite-$suite" 2>&1 </dev/null && : >"$logs/$suite.ok"; } |
        tee "$logs/$suite.log"
    count=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$logs/$suite.log" | tail -n 1)
    passed=$(echo "${count:-0 passed, 0 failed}" | cut -d ' ' -f 1)
    failed=$(echo "${count:-0 passed, 0 failed}" | cut -d ' ' -f 3)
    if [ ! -e "$logs/$suite.ok" ] || [ -z "$count" ]; then
        [ "$failed" -gt 0 ] || failed=1
    fi
    rm -f "$logs/$suite.ok"
    passed_sum=$((passed_sum + passed))
    failed_sum=$((failed_sum + failed))
    summary="$summary$(printf '%-14s %5d passed %4d failed %5d s' "$suite" "$passed" "$failed" \
        $(($(date +%s) - started)))
"
done
printf '\n%s' "$summary"
echo "$passed_sum passed, $failed_sum failed" | tee "$logs/total"
[ "$failed_sum" = 0 ] && [ "$passed_sum" -gt 0 ]
