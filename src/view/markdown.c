#include "view/markdown.h"

#include "view/address.h"

#include <md4c.h>

/* One walk through a text. Lists deeper than this are flattened; ours have one level. */
enum { BLOCKS_MAX = 16 };

struct walk {
    struct view *view;
    uint8_t drawn[2 * BLOCKS_MAX]; /* of the blocks and spans now open: whether it was drawn */
    unsigned opened;
    unsigned beyond; /* open ones that `drawn` has no room for; none is drawn */
};

/* Remembers for the matching end whether an element was opened. */
static void note(struct walk *w, enum view_tag tag) {
    bool draw = tag != TAG_COUNT && w->view->depth < VIEW_DEPTH_MAX - 1;
    if (w->opened < sizeof w->drawn) {
        w->drawn[w->opened++] = draw;
        if (draw)
            view_open(w->view, tag);
    } else {
        w->beyond++;
    }
}

static int ended(struct walk *w) {
    if (w->beyond > 0)
        w->beyond--;
    else if (w->opened > 0 && w->drawn[--w->opened])
        view_close(w->view);
    return 0;
}

static int block_begin(MD_BLOCKTYPE type, void *detail, void *user) {
    (void)detail;
    enum view_tag tag = TAG_COUNT;
    switch (type) {
    case MD_BLOCK_P:
    case MD_BLOCK_H:
    case MD_BLOCK_CODE:
    case MD_BLOCK_HTML:
        tag = TAG_P;
        break;
    case MD_BLOCK_UL:
        tag = TAG_UL;
        break;
    case MD_BLOCK_OL:
        tag = TAG_OL;
        break;
    case MD_BLOCK_LI:
        tag = TAG_LI;
        break;
    default:
        break;
    }
    note(user, tag);
    return 0;
}

static int block_end(MD_BLOCKTYPE type, void *detail, void *user) {
    (void)type;
    (void)detail;
    return ended(user);
}

/* An href of ours: an address that can be visited, or a way out. */
static bool href_taken(struct bytes href) {
    struct address address;
    if (!view_href_valid(href))
        return false;
    return href.at[0] != '#' || address_parse(bytes_slice(href, 1, href.size), &address) == ERR_OK;
}

static void link_begin(struct walk *w, const MD_SPAN_A_DETAIL *detail) {
    struct bytes href = bytes_make(detail->href.text, detail->href.size);
    bool taken = href_taken(href);
    unsigned before = w->opened;
    note(w, taken ? TAG_A : TAG_COUNT);
    if (w->opened > before && w->drawn[before])
        view_href_ours(w->view, href);
}

static int span_begin(MD_SPANTYPE type, void *detail, void *user) {
    switch (type) {
    case MD_SPAN_EM:
        note(user, TAG_EM);
        break;
    case MD_SPAN_STRONG:
        note(user, TAG_STRONG);
        break;
    case MD_SPAN_A:
        link_begin(user, detail);
        break;
    default:
        note(user, TAG_COUNT);
    }
    return 0;
}

static int span_end(MD_SPANTYPE type, void *detail, void *user) {
    (void)type;
    (void)detail;
    return ended(user);
}

static int text_found(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *user) {
    struct view *v = ((struct walk *)user)->view;
    switch (type) {
    case MD_TEXT_BR:
        view_open(v, TAG_BR);
        view_close(v);
        break;
    case MD_TEXT_SOFTBR:
        view_text(v, BYTES(" "));
        break;
    case MD_TEXT_NULLCHAR:
        break;
    default:
        view_text(v, bytes_make(text, size));
    }
    return v->out.err != ERR_OK;
}

void markdown_draw(struct view *v, struct bytes text) {
    static const MD_PARSER parser = {
        .flags = MD_FLAG_NOHTML | MD_FLAG_NOINDENTEDCODEBLOCKS | MD_FLAG_COLLAPSEWHITESPACE,
        .enter_block = block_begin,
        .leave_block = block_end,
        .enter_span = span_begin,
        .leave_span = span_end,
        .text = text_found,
    };
    struct walk w = {.view = v};
    int failed = text.size > MARKDOWN_SIZE_MAX ||
                 md_parse((const MD_CHAR *)text.at, (MD_SIZE)text.size, &parser, &w);
    while (w.opened > 0)
        ended(&w);
    if (failed && v->out.err == ERR_OK)
        v->out.err = ERR_FULL;
}
