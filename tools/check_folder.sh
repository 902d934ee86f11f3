#!/bin/sh
# check_folder.sh -- whether there is room to build, before a compiler says so in its own words.
#
# Usage: tools/check_folder.sh FOLDER MEGABYTES
#
# Makes the folder. When it cannot be written, or the disk has less room than that, it ends with one line that says
# what to do.
set -eu

folder=$1
needed=$2
if ! mkdir -p "$folder" 2>/dev/null || ! [ -w "$folder" ]; then
    echo "$folder cannot be written: choose another folder to build in (B=/some/folder), or change its owner." >&2
    exit 1
fi
free=$(df -Pm "$folder" | awk 'NR == 2 { print $4 }')
if [ "$free" -lt "$needed" ]; then
    echo "The disk of $folder has $free MB of room and the build needs $needed: make room, or build elsewhere (B=/some/folder)." >&2
    exit 1
fi
