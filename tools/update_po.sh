#!/bin/sh
# update_po.sh TEXT_GEN CODE... -- brings the files of each language up to date with the Markdown.
#
# The words of text/ are translated in po/CODE.po, those of a practice in the CODE.po of its folder,
# which is made where it is missing. What changed is empty again: nothing is guessed. A text that moved
# to another folder takes its translation along.
set -eu
text_gen=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
template=$work/words.pot

update() { # FILE MARKDOWN...
    file=$1
    shift
    "$text_gen" pot "$@" >"$template"
    [ -e "$file" ] || sed '/^$/q' "po/$code.po" >"$file"
    msgmerge --quiet --no-fuzzy-matching --compendium="$work/all.po" --update --backup=off "$file" "$template"
    msgattrib --no-obsolete -o "$file" "$file"
}

for code; do
    msgcat --use-first -o "$work/all.po" "po/$code.po" $(find src/practices -name "$code.po" | LC_ALL=C sort)
    update "po/$code.po" text/*.md
    for folder in src/practices/*/; do
        words=$(find "$folder" -maxdepth 1 -name '*.md' ! -name README.md | LC_ALL=C sort)
        # shellcheck disable=SC2086 # names of ours have no spaces
        [ -z "$words" ] || update "$folder$code.po" $words
    done
done
