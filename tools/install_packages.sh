#!/bin/sh
# install_packages.sh -- installs the Debian packages that the build, the tests and the app need.
#
# Usage: tools/install_packages.sh [build|test]
#
# `build` (the default) is what `make run` needs, `test` is that and what the tests add. Says which
# packages are missing and installs just those, with sudo where it is not root. Where it cannot,
# it ends with one line that says what to do. Changes nothing when nothing is missing.
set -eu

for_build="gcc libc6-dev make git ca-certificates
    clang lld llvm wasi-libc libclang-rt-14-dev libclang-rt-14-dev-wasm32
    libsodium-dev libuv1-dev libsqlite3-dev libseccomp-dev libqrencode-dev libmd4c-dev node-llhttp
    dpkg-dev xz-utils gettext binaryen"
for_test="clang-format clang-tidy valgrind chromium fonts-dejavu-core zbar-tools sqlite3
    nginx-light openssl"

case "${1:-build}" in
build) wanted="$for_build" ;;
test) wanted="$for_build $for_test" ;;
*) echo "usage: $0 [build|test]" >&2 && exit 2 ;;
esac

missing=""
for package in $wanted; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] ||
        missing="$missing $package"
done
# Node may come from anywhere: what counts is that it runs.
command -v node >/dev/null 2>&1 || missing="$missing nodejs"
[ "${1:-build}" = build ] || command -v npm >/dev/null 2>&1 || missing="$missing npm"
[ -n "$missing" ] || exit 0

echo "Installing what is missing of Debian's packages:$missing"
if [ "$(id -u)" = 0 ]; then
    as_root=""
elif command -v sudo >/dev/null 2>&1; then
    as_root="sudo"
else
    echo "Cannot install them: not root, and no sudo. As root run: apt-get install$missing" >&2
    exit 1
fi
run() { $as_root env LC_ALL=C DEBIAN_FRONTEND=noninteractive apt-get -q -y "$@" </dev/null; }
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# The lists may be old or absent; only a failed installation is a failure.
run update >"$log" 2>&1 || true
# shellcheck disable=SC2086 # a list of words
run install --no-install-recommends $missing >>"$log" 2>&1 && exit 0
if grep -q -E 'Temporary failure resolving|Could not resolve|[Cc]ould not connect|[Uu]nable to connect|Network is unreachable' "$log"; then
    echo "Could not install them: Debian's mirror cannot be reached. Connect this machine and run this again." >&2
elif grep -q -E "enough free space|No space left on device" "$log"; then
    echo "Could not install them: the disk is full. Make room and run this again." >&2
else
    tail -n 15 "$log" >&2
    echo "Could not install them (see above). As root run: apt-get install$missing" >&2
fi
exit 1
