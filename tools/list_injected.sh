#!/bin/sh
# list_injected.sh -- writes the C list of what the files named say with INJECTED(name).
set -eu
names=$([ $# = 0 ] || sed -n 's/^INJECTED(\([A-Za-z0-9_]*\)).*/\1/p' "$@")
echo '/* Generated from the lines INJECTED(name). */'
echo '#include "injected.h"'
for name in $names; do
    echo "extern const struct injected injected_$name;"
done
echo 'const struct injected *const injected[] = {'
for name in $names; do
    echo "    &injected_$name,"
done
echo '    0,'
echo '};'
