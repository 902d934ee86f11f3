#!/bin/sh
# build_wasm_libs.sh -- compiles libsodium, md4c and libqrencode to WebAssembly, from Debian's
# sources of the versions installed.
#
# Usage: tools/build_wasm_libs.sh DEPS NAME
#
# Makes DEPS/NAME/lib{sodium,md4c,qrencode}.a and DEPS/NAME/include, all at once at the end. Of libsodium only the portable
# C is taken: no assembly, no SIMD. ED25519_NONDETERMINISTIC stays undefined, since signatures must
# agree with the vectors. Several builds may share DEPS: one works, the others wait for it.
set -eu
cd "$(dirname "$0")/.."
deps=$(mkdir -p "$1" && cd "$1" && pwd)
name=$2
exec 9>"$deps/lock"
flock 9

tools/fetch_source.sh "$deps" libsodium-dev libsodium
tools/fetch_source.sh "$deps" libmd4c-dev md4c or-unpatched
tools/fetch_source.sh "$deps" libqrencode-dev qrencode or-unpatched

versions=$(cat "$deps"/src/*.version)
if [ "$(cat "$deps/$name/versions" 2>/dev/null)" = "$versions" ]; then
    touch "$deps/$name"/lib*.a
    exit 0
fi
out=$(mktemp -d "$deps/.$name.XXXXXX")
trap 'rm -rf "$out"' EXIT
mkdir -p "$out/include" "$out/obj"

cc="clang --target=wasm32-wasi --sysroot=/usr -nostdlibinc -isystem /usr/include/wasm32-wasi
    -msign-ext -mnontrapping-fptoint -ffunction-sections -fdata-sections
    -fvisibility=hidden -D_WASI_EMULATED_SIGNAL -w -fmacro-prefix-map=$deps/src/="

# compile LIBRARY FLAGS FILES...: two at a time.
compile() {
    library=$1
    flags=$2
    shift 2
    echo "Compiling lib$library to WebAssembly ($# files)"
    mkdir -p "$out/obj/$library"
    for file in "$@"; do
        echo "$file $out/obj/$library/$(echo "$file" | sed "s,$deps/src/,,; s,$PWD/,,; s,[/.],_,g").o"
    done >"$out/obj/$library.list"
    # shellcheck disable=SC2016 # the inner shell expands them
    CC="$cc $flags" xargs -P 2 -L 1 sh -c '$CC -c "$0" -o "$1"' <"$out/obj/$library.list"
    llvm-ar rcs "$out/lib$library.a" "$out/obj/$library"/*.o
}

sodium="$deps/src/libsodium/src/libsodium"
cp "$sodium/include/sodium.h" "$out/include/"
cp -r "$sodium/include/sodium" "$out/include/sodium"
major=$(sed -n 's/^SODIUM_LIBRARY_VERSION_MAJOR=//p' "$deps/src/libsodium/configure.ac")
minor=$(sed -n 's/^SODIUM_LIBRARY_VERSION_MINOR=//p' "$deps/src/libsodium/configure.ac")
version=$(sed -n 's/^AC_INIT(\[libsodium\],\[\([^]]*\)\].*/\1/p' "$deps/src/libsodium/configure.ac")
sed -e "s/@VERSION@/$version/" -e "s/@SODIUM_LIBRARY_VERSION_MAJOR@/$major/" \
    -e "s/@SODIUM_LIBRARY_VERSION_MINOR@/$minor/" -e 's/@SODIUM_LIBRARY_MINIMAL_DEF@//' \
    "$sodium/include/sodium/version.h.in" >"$out/include/sodium/version.h"
sodium_c=$(find "$sodium" -name '*.c' | LC_ALL=C sort | grep -v -E \
    'aesni|sse|avx|_asm|amd64|scrypt|armcrypto|nativeclient')
sodium_flags="-DCONFIGURED=1 -DNATIVE_LITTLE_ENDIAN=1 -DHAVE_GETENTROPY=1
    -I$out/include -I$out/include/sodium -I$sodium/include/sodium"
# A person waits for Argon2 (a third longer at -Os), and everything is hashed; the rest is small.
hot='argon2-fill-block-ref|blake2b-compress-ref'
compile sodium "-O2 $sodium_flags" $(echo "$sodium_c" | grep -E "$hot")
compile sodium "-Os $sodium_flags" $(echo "$sodium_c" | grep -v -E "$hot|/ed25519_ref10\.c")
# Without the table of the base point: tools/wasm/ed25519_base.c says why.
compile sodium "-Os $sodium_flags -Dge25519_scalarmult_base=ge25519_scalarmult_base_by_table" \
    $(echo "$sodium_c" | grep '/ed25519_ref10\.c')
compile sodium "-Os $sodium_flags" "$PWD/tools/wasm/ed25519_base.c"

cp "$deps/src/md4c/src/md4c.h" "$out/include/"
compile md4c "-Oz -DMD4C_USE_UTF8=1" "$deps/src/md4c/src/md4c.c"

cp "$deps/src/qrencode/qrencode.h" "$out/include/"
q="$deps/src/qrencode"
compile qrencode "-Oz -DSTATIC_IN_RELEASE=static -DMAJOR_VERSION=4 -DMINOR_VERSION=1
    -DMICRO_VERSION=1 -DVERSION=\"4.1.1\"" \
    "$q/bitstream.c" "$q/mask.c" "$q/mmask.c" "$q/mqrspec.c" "$q/qrencode.c" "$q/qrinput.c" \
    "$q/qrspec.c" "$q/rsecc.c" "$q/split.c"

rm -rf "$out/obj"
echo "$versions" >"$out/versions"
chmod 755 "$out"
rm -rf "${deps:?}/$name"
mv "$out" "$deps/$name"
