#!/bin/sh
# run.sh -- runs the calls of secrets.c under valgrind, and then the one that must be reported.
#
# Usage: test/secrets/run.sh PROGRAM
set -u
program=$1
here=$(dirname "$0")
check() {
    valgrind --quiet --error-exitcode=9 --suppressions="$here/outcomes.supp" "$program" "$@" 2>&1
}
if check; then first=1; else first=0; fi
check leak >/dev/null
if [ $? = 9 ]; then
    second=1
else
    echo "a comparison that stops early was not reported"
    second=0
fi
echo "$((first + second)) passed, $((2 - first - second)) failed"
[ $((first + second)) = 2 ]
