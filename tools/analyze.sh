#!/bin/sh
# analyze.sh -- asks clang-tidy and gcc's analyzer about every file; neither may find anything.
#
# Usage: tools/analyze.sh GENERATED JOBS FILE.c...
#
# GENERATED is the folder of generated headers. What clang-tidy is asked, and what is left out and
# why, is in .clang-tidy. Of gcc's analyzer (of gcc 12) two warnings are left out, the second in one
# file only:
#
#   use-of-uninitialized-value  it does not see that `= {0}` fills arrays; valgrind, which sees the
#                               values themselves, is asked instead (make memcheck)
#   malloc-leak in work.c       a job that waits in a queue is reached through its neighbour, which
#                               the analyzer loses sight of; the sanitizers look for leaks there
#
# Prints what is found and `N passed, N failed`, a file and a tool being one.
set -u
if [ "$1" = --one ]; then
    generated=$2
    tool=$3
    file=$4
    set -- -std=c11 -Isrc -I"$generated" -D_GNU_SOURCE -isystem /usr/share/include/llhttp
    if [ "$tool" = tidy ]; then
        found=$(clang-tidy --quiet "$file" -- "$@" 2>&1) && [ -z "$(echo "$found" | grep ' error: ')" ]
    else
        [ "$file" = src/relay/work.c ] && set -- "$@" -Wno-analyzer-malloc-leak
        found=$(gcc "$@" -O1 -fanalyzer -Wno-analyzer-too-complex \
            -Wno-analyzer-use-of-uninitialized-value -Werror -c -o /dev/null "$file" 2>&1)
    fi
    if [ $? = 0 ]; then
        echo "ok $tool $file"
    else
        # In one write, so that nothing of another file stands in between.
        printf '%s\nFAILED %s %s\n' "$found" "$tool" "$file"
    fi
    exit 0
fi
generated=$1
jobs=$2
shift 2
for file in "$@"; do
    echo tidy "$file"
    # The file of WebAssembly alone is not for gcc.
    case $file in src/host/wasm*) ;; *) echo gcc "$file" ;; esac
done | xargs -P "$jobs" -n 2 "$0" --one "$generated" | {
    passed=0
    failed=0
    while IFS= read -r line; do
        case $line in
        "ok "*) passed=$((passed + 1)) ;;
        *)
            echo "$line"
            case $line in "FAILED "*) failed=$((failed + 1)) ;; esac
            ;;
        esac
    done
    echo "$passed passed, $failed failed"
    [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
}
