#!/bin/sh
# fetch_source.sh -- unpacks the Debian source of an installed library, with Debian's patches.
#
# Usage: tools/fetch_source.sh DEPS DEV-PACKAGE FOLDER [or-unpatched]
#
# After it, DEPS/src/FOLDER is the source package of exactly the version of DEV-PACKAGE that is
# installed, so that WebAssembly and native code run the same library. apt is given a
# configuration of its own inside DEPS, written from the system's sources with `deb-src` in place
# of `deb`: the system's lists, caches and settings stay as they are. apt checks the signatures.
#
# Some mirrors lack the part of a source package that holds Debian's patches. With `or-unpatched`
# the original tarball of the same source package, checked by apt just the same, then does, and
# the script says so; without it that is an error. Never pass it for cryptography.
set -eu
deps=$(mkdir -p "$1" && cd "$1" && pwd)
package=$2
folder=$3
unpatched=${4:-}

version=$(dpkg-query -W -f='${source:Version}' "$package")
source=$(dpkg-query -W -f='${source:Package}' "$package")
stamp="$deps/src/$folder.version"
[ "$(cat "$stamp" 2>/dev/null)" = "$source $version" ] && [ -d "$deps/src/$folder" ] && exit 0

apt="$deps/apt"
mkdir -p "$apt/parts" "$apt/state/lists/partial" "$apt/cache/archives/partial" "$deps/src"

write_sources() {
    rm -f "$apt"/parts/*
    for f in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
        [ -f "$f" ] && sed -n 's/^[[:space:]]*deb\(-src\)\{0,1\}[[:space:]]/deb-src /p' "$f"
    done | sort -u >"$apt/parts/lines.list"
    for f in /etc/apt/sources.list.d/*.sources; do
        [ -f "$f" ] && sed 's/^Types:.*/Types: deb-src/' "$f" >"$apt/parts/$(basename "$f")"
    done
    return 0
}

private_apt() {
    apt-get -q -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$apt/parts" \
        -o Dir::State="$apt/state" -o Dir::State::status=/var/lib/dpkg/status \
        -o Dir::Cache="$apt/cache" -o APT::Sandbox::User="$(id -un)" \
        -o APT::Get::Only-Source=true "$@" </dev/null
}

echo "Fetching Debian's source of $source $version"
work=$(mktemp -d "$deps/src/.$folder.XXXXXX")
trap 'rm -rf "$work"' EXIT
fetch() { (cd "$work" && private_apt source --download-only "$@" "$source=$version"); }
unpack() { (cd "$work" && dpkg-source --no-check -x ./*.dsc tree); }
unpack_original() { mkdir "$work/tree" && tar -xf "$work"/*.orig.tar.* -C "$work/tree" --strip-components=1; }

give_up() {
    tail -n 15 "$work/log" >&2
    echo "Cannot $1 the source of $source $version (see above). If a newer version is out, run:" \
        "apt-get update && apt-get install $package" >&2
    exit 1
}

if ! fetch >"$work/log" 2>&1; then
    write_sources
    private_apt update >>"$work/log" 2>&1 || true
    if ! fetch >>"$work/log" 2>&1; then
        [ "$unpatched" = or-unpatched ] && fetch --tar-only >>"$work/log" 2>&1 || give_up fetch
        echo "Its part with Debian's patches is not on this mirror: the original source is used."
        unpack() { unpack_original; }
    fi
fi
unpack >>"$work/log" 2>&1 || give_up unpack
rm -rf "${deps:?}/src/$folder"
mv "$work/tree" "$deps/src/$folder"
echo "$source $version" >"$stamp"
