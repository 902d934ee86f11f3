#!/bin/sh
# check_types.sh -- type-checks the page's JavaScript: one tsconfig per place where code runs.
set -u
passed=0
failed=0
for config in tsconfig.json web/*/tsconfig.json web/tsconfig.*.json; do
    [ -f "$config" ] || continue
    if node_modules/.bin/tsc --noEmit -p "$config"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
