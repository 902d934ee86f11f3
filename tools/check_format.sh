#!/bin/sh
# check_format.sh -- fails where C is not laid out as .clang-format says (`make format` mends it).
#
# Usage: tools/check_format.sh FILES
set -u
passed=0
failed=0
for file in "$@"; do
    if clang-format --dry-run -Werror "$file" 2>/dev/null; then
        passed=$((passed + 1))
    else
        echo "$file: not laid out as .clang-format says; run: make format"
        failed=$((failed + 1))
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
