#include "source.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One file while it is being read. */
struct reader {
    struct source *source;
    const char *file;
    struct bytes stem; /* "moments" */
    struct bytes rest; /* lines not read yet */
    int line;          /* of the line read last */
    int heading;       /* of the heading read last: problems are told there */
    bool group_open;   /* some key stands in the current group */
    bool series;
};

__attribute__((format(printf, 2, 3))) static void problem(struct reader *r, const char *what, ...) {
    va_list args;
    va_start(args, what);
    fprintf(stderr, "%s:%d: ", r->file, r->heading);
    vfprintf(stderr, what, args);
    fputc('\n', stderr);
    va_end(args);
    r->source->problems++;
}

void *source_must(void *at) {
    if (!at) {
        fputs("out of memory\n", stderr);
        exit(1);
    }
    return at;
}

struct bytes source_file(struct arena *a, const char *path) {
    FILE *f = fopen(path, "rb");
    if (!f) {
        perror(path);
        exit(1);
    }
    struct buf b;
    buf_init(&b, a);
    char part[4096];
    for (size_t got; (got = fread(part, 1, sizeof part, f)) > 0;)
        buf_add(&b, part, got);
    fclose(f);
    struct bytes whole = {0};
    if (buf_finish(&b, &whole) != ERR_OK) {
        fprintf(stderr, "%s: too large\n", path);
        exit(1);
    }
    return whole;
}

static struct bytes trim(struct bytes b) {
    while (b.size && strchr(" \t\r\n", b.at[0]))
        b = bytes_slice(b, 1, b.size);
    while (b.size && strchr(" \t\r\n", b.at[b.size - 1]))
        b.size--;
    return b;
}

static bool starts(struct bytes b, const char *with) {
    size_t size = strlen(with);
    return b.size >= size && memcmp(b.at, with, size) == 0;
}

/* Where `what` first stands; b.size when nowhere. */
static size_t find(struct bytes b, const char *what) {
    for (size_t i = 0; i < b.size; i++)
        if (starts(bytes_slice(b, i, b.size), what))
            return i;
    return b.size;
}

/* The next line without its end; false at the end of the file. */
static bool line_next(struct reader *r, struct bytes *out) {
    if (r->rest.size == 0)
        return false;
    const uint8_t *end = memchr(r->rest.at, '\n', r->rest.size);
    size_t size = end ? (size_t)(end - r->rest.at) : r->rest.size;
    *out = bytes_slice(r->rest, 0, size);
    r->rest = bytes_slice(r->rest, end ? size + 1 : size, r->rest.size);
    r->line++;
    return true;
}

static bool is_heading(struct bytes line) {
    return starts(line, "# ") || starts(line, "## ");
}

/* Lines up to the next heading. */
static struct bytes body_next(struct reader *r) {
    struct bytes body = {r->rest.at, 0};
    for (;;) {
        struct reader before = *r;
        struct bytes line;
        if (!line_next(r, &line))
            return body;
        if (is_heading(line)) {
            r->rest = before.rest;
            r->line = before.line;
            return body;
        }
        body.size = (size_t)(r->rest.at - body.at);
    }
}

/* Appends b with each run of white space as one space. */
static void add_joined(struct buf *out, struct bytes b) {
    bool gap = false;
    for (size_t i = 0; i < b.size; i++) {
        bool space = strchr(" \t\r\n", b.at[i]) != NULL;
        if (!space) {
            if (gap && out->size)
                buf_add_u8(out, ' ');
            buf_add_u8(out, b.at[i]);
        }
        gap = space;
    }
}

/* Takes the comments at the start of a body; out receives them joined. */
static struct bytes comments_take(struct reader *r, struct bytes *body) {
    struct buf out;
    buf_init(&out, r->source->arena);
    for (*body = trim(*body); starts(*body, "<!--"); *body = trim(*body)) {
        size_t size = find(*body, "-->");
        if (size == body->size) {
            problem(r, "a comment without its -->");
            *body = (struct bytes){0};
            break;
        }
        if (out.size)
            buf_add_u8(&out, ' ');
        add_joined(&out, trim(bytes_slice(*body, 4, size - 4)));
        *body = bytes_slice(*body, size + 3, body->size);
    }
    struct bytes joined = {0};
    source_must(buf_finish(&out, &joined) == ERR_OK ? r : NULL);
    return joined;
}

/* Whether a line starts a block of its own instead of going on with the paragraph above. */
static bool starts_block(struct bytes line) {
    while (line.size && line.at[0] == ' ')
        line = bytes_slice(line, 1, line.size);
    if (starts(line, "- ") || starts(line, "* ") || starts(line, "+ ") || starts(line, "> ") ||
        starts(line, "#") || starts(line, "|"))
        return true;
    size_t digits = 0;
    while (digits < line.size && isdigit(line.at[digits]))
        digits++;
    return digits > 0 && digits < 4 && starts(bytes_slice(line, digits, 2), ". ");
}

/* The body with the lines of each paragraph joined. */
static struct bytes paragraphs_join(struct reader *r, struct bytes body) {
    struct reader lines = {.source = r->source, .rest = body};
    struct buf out;
    buf_init(&out, r->source->arena);
    bool gap = false, fresh = true;
    for (struct bytes line; line_next(&lines, &line);) {
        struct bytes words = trim(line);
        if (words.size == 0) {
            gap = true;
            continue;
        }
        bool block = starts_block(line);
        if (out.size)
            buf_add_string(&out, gap ? "\n\n" : block || fresh ? "\n" : " ");
        if (block && out.size) /* the depth of a list item */
            for (size_t i = 0; i < line.size && line.at[i] == ' '; i++)
                buf_add_u8(&out, ' ');
        buf_add_bytes(&out, words);
        gap = false;
        fresh = words.at[0] == '#' || words.at[words.size - 1] == '\\';
    }
    struct bytes joined = {0};
    source_must(buf_finish(&out, &joined) == ERR_OK ? r : NULL);
    return joined;
}

/* Where a line starts with `mark`, from `from` on; body.size when none does. */
static size_t line_starting(struct bytes body, const char *mark, size_t from) {
    for (size_t i = from; i < body.size; i++)
        if ((i == 0 || body.at[i - 1] == '\n') && starts(bytes_slice(body, i, body.size), mark))
            return i;
    return body.size;
}

static struct bytes text_from_body(struct reader *r, struct bytes body) {
    if (!starts(body, "one:"))
        return paragraphs_join(r, body);
    size_t other = line_starting(body, "other:", 0);
    if (other == body.size) {
        problem(r, "a text that starts with one: needs a line that starts with other:");
        return (struct bytes){0};
    }
    struct bytes one = paragraphs_join(r, trim(bytes_slice(body, 4, other - 4)));
    struct bytes more = paragraphs_join(r, trim(bytes_slice(body, other + 6, body.size)));
    if (one.size == 0 || more.size == 0)
        problem(r, "one of the two forms is empty");
    uint8_t *both = source_must(arena_alloc(r->source->arena, one.size + more.size + 1));
    memcpy(both, one.at, one.size);
    memcpy(both + one.size + 1, more.at, more.size);
    return bytes_make(both, one.size + 1 + more.size);
}

static bool key_is_named_well(struct bytes key) {
    if (key.size == 0 || key.at[0] == '-' || key.at[key.size - 1] == '-')
        return false;
    for (size_t i = 0; i < key.size; i++)
        if (!islower(key.at[i]) && !isdigit(key.at[i]) && key.at[i] != '-')
            return false;
    return true;
}

static const char *joined(struct arena *a, const char *prefix, struct bytes stem, char between,
                          struct bytes key, bool upper) {
    size_t before = strlen(prefix), size = before + stem.size + 1 + key.size;
    char *out = source_must(arena_alloc(a, size + 1));
    memcpy(out, prefix, before);
    memcpy(out + before, stem.at, stem.size);
    out[before + stem.size] = between;
    memcpy(out + before + stem.size + 1, key.at, key.size);
    for (size_t i = before; upper && i < size; i++)
        out[i] = out[i] == '-' ? '_' : (char)toupper((unsigned char)out[i]);
    return out;
}

/* N of "At most N characters", in any comment; 0 without. */
static unsigned longest_in(struct bytes comment) {
    const char *mark = "t most ";
    struct bytes rest = bytes_slice(comment, find(comment, mark) + strlen(mark), 16);
    unsigned n = 0;
    size_t i = 0;
    for (; i < rest.size && i < 4 && isdigit(rest.at[i]); i++)
        n = n * 10 + (unsigned)(rest.at[i] - '0');
    return starts(bytes_slice(rest, i, rest.size), " charact") ? n : 0;
}

static void key_read(struct reader *r, struct bytes key) {
    struct source *s = r->source;
    struct source_entry e = {.file = r->file, .line = r->heading};
    if (!key_is_named_well(key))
        problem(r, "a key is lower-case letters, digits and single hyphens: %.*s", (int)key.size,
                (const char *)key.at);
    if (!r->group_open)
        s->groups++;
    r->group_open = true;
    struct bytes body = body_next(r);
    e.comment = comments_take(r, &body);
    e.longest = longest_in(e.comment);
    e.text = text_from_body(r, body);
    if (e.text.size == 0)
        problem(r, "no text under %.*s", (int)key.size, (const char *)key.at);
    if (e.text.size > SOURCE_TEXT_MAX)
        problem(r, "longer than %d bytes", SOURCE_TEXT_MAX);
    e.context = joined(s->arena, "", r->stem, '.', key, false);
    e.ident = joined(s->arena, "T_", r->stem, '_', key, true);
    e.group = s->groups - 1;
    e.series = r->series;
    for (size_t i = 0; i < s->count; i++)
        if (strcmp(s->entries[i].ident, e.ident) == 0)
            problem(r, "%s is already in %s:%d", e.ident, s->entries[i].file, s->entries[i].line);
    if (s->count == SOURCE_KEYS_MAX) {
        problem(r, "more than %d keys", SOURCE_KEYS_MAX);
        exit(1);
    }
    s->entries[s->count++] = e;
}

static void group_read(struct reader *r) {
    r->group_open = false;
    struct bytes body = body_next(r);
    struct bytes comment = comments_take(r, &body);
    r->series = starts(comment, "series");
}

static struct bytes stem_of(const char *path) {
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    return bytes_make(name, dot ? (size_t)(dot - name) : strlen(name));
}

static void file_read(struct source *s, const char *path) {
    struct reader r = {.source = s, .file = path, .stem = stem_of(path)};
    r.rest = source_file(s->arena, path);
    if (!utf8_valid(r.rest))
        problem(&r, "not UTF-8");
    if (!key_is_named_well(r.stem))
        problem(&r, "the file's name becomes part of its keys: lower-case letters, digits, -");
    for (struct bytes line; line_next(&r, &line);) {
        r.heading = r.line;
        if (starts(line, "## "))
            key_read(&r, trim(bytes_slice(line, 3, line.size)));
        else if (starts(line, "# "))
            group_read(&r);
    }
}

void source_read(struct source *s, struct arena *a, char **files, size_t count) {
    *s = (struct source){.arena = a};
    s->entries = source_must(arena_array(a, SOURCE_KEYS_MAX, sizeof *s->entries));
    bool later = false;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(files[i], SOURCE_LATER) == 0) {
            later = true;
            continue;
        }
        file_read(s, files[i]);
        if (!later)
            s->first = s->count;
    }
}
