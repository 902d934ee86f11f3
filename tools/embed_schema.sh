#!/bin/sh
# embed_schema.sh -- writes the SQL files named, in that order, as the C table of relay/schema.h.
#
# Comments and indentation stay: what runs is what is read.
set -eu
echo '/* Generated from the SQL of src/relay/schema. */'
echo '#include "relay/schema.h"'
echo
echo 'const char *const relay_schema[] = {'
for file in "$@"; do
    sed -e 's/[\\"]/\\&/g' -e 's/^/    "/' -e 's/$/\\n"/' "$file"
    echo '    ,'
done
echo '};'
echo "const size_t relay_schema_count = $#;"
