#!/bin/sh
# coverage.sh -- runs the tests in the build that counts branches, and prints what they took.
#
# Usage: tools/coverage.sh FOLDER [PART-OF-A-PATH | --gate]
#
# With --gate only the unit tests run, and every branch of the files of which all are wanted must be
# taken (tools/coverage.mjs).
# FOLDER (build/cov) holds the programs. The relay's tests from outside run too, but for what they
# kill: a killed program tells nothing.
set -eu
folder=$1
rm -rf "$folder/raw"
mkdir -p "$folder/raw"
LLVM_PROFILE_FILE="$PWD/$folder/raw/%m-%p.profraw"
export LLVM_PROFILE_FILE
if [ "${2:-}" = --gate ]; then
    "$folder/unit" >"$folder/unit.log" || { cat "$folder/unit.log" && exit 1; }
    llvm-profdata merge -sparse "$folder"/raw/*.profraw -o "$folder/all.profdata"
    llvm-cov export -format=text -instr-profile="$folder/all.profdata" "$folder/unit" \
        src/wire/cbor.c src/crypt/seal.c src/crypt/chain.c src/book/fold.c >"$folder/export.json"
    exec node tools/coverage.mjs "$folder/export.json" --gate
fi
for program in unit edge faults; do "$folder/$program" | tail -n 1 | sed "s/^/$program: /"; done
for file in calls framing open life thief; do
    TOWARD="$folder/toward" node tools/run_tests.mjs "test/relay/$file.test.mjs" | tail -n 1 |
        sed "s/^/$file: /"
done
llvm-profdata merge -sparse "$folder"/raw/*.profraw -o "$folder/all.profdata"
llvm-cov export -format=text -instr-profile="$folder/all.profdata" "$folder/unit" \
    -object "$folder/edge" -object "$folder/faults" -object "$folder/toward" src/wire/*.c src/crypt/*.c src/book/*.c \
    src/relay/*.c >"$folder/export.json"
node tools/coverage.mjs "$folder/export.json" ${2:+"$2"}
