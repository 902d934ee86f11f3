#!/bin/sh
# list_tests.sh -- writes the C list of the tests found in the files named.
#
# A test is a line `TEST(name)`. Two tests of one name end the build here rather than in the
# linker, so that the reason is plain.
set -eu
names=$([ $# = 0 ] || sed -n 's/^TEST(\([A-Za-z0-9_]*\)).*/\1/p' "$@")
twice=$(printf '%s\n' "$names" | sort | uniq -d)
[ -z "$twice" ] || { echo "more than one test is named: $twice" >&2 && exit 1; }

echo '/* Generated from the lines TEST(name). */'
echo 'struct unit_test {'
echo '    const char *name;'
echo '    void (*run)(void);'
echo '};'
for name in $names; do
    echo "void test_$name(void);"
done
echo 'extern const struct unit_test unit_tests[];'
echo 'const struct unit_test unit_tests[] = {'
for name in $names; do
    echo "    {\"$name\", test_$name},"
done
echo '    {0, 0},'
echo '};'
