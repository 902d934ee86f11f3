#!/bin/sh
# list_practices.sh -- writes the registry of the practices named: one folder of src/practices each.
#
# A folder NAME defines `const struct practice practice_NAME` (src/app/practice.h). The order is
# that of the names, so that it is the same everywhere.
set -eu
names=$(printf '%s\n' "$@" | LC_ALL=C sort)

echo '/* Generated from the folders of src/practices. */'
echo '#include "app/practice.h"'
echo
for name in $names; do
    echo "extern const struct practice practice_$name;"
done
echo
echo 'const struct practice *const practices[] = {'
for name in $names; do
    echo "    &practice_$name,"
done
echo '    0,'
echo '};'
