/* agreement_show.c -- the card of an agreement. Apart, because it needs nothing of a book: the
 * catalogue of parts shows it in its states (tools/catalogue.c). */
#include "forms/agreement.h"
#include "view/dates.h"

static struct words day_words(struct visit *v, enum text_key key, int32_t day) {
    return words_with(v->p, key, "day", text_make_date(v->frame, v->text, DATE_YEAR, day));
}

void agreement_show(struct visit *v, const struct agreement *a) {
    part_card_begin(v->p, &(struct part_card){
                              .key = u64_read(a->id), .whose = WHOSE_BOTH, .badge = BADGE_OURS});
    for (size_t i = 0; i < a->line_count; i++) {
        const struct agreement_line *line = &a->lines[i];
        part_quote(v->p,
                   line->both              ? WHOSE_BOTH
                   : line->by == AUTHOR_ME ? WHOSE_ME
                                           : WHOSE_YOU,
                   line->text, (struct words){0});
        if (line->taken_day)
            part_aside(v->p, day_words(v, T_AGREEMENT_BACK, line->taken_day));
        else if (a->state != AGREEMENT_OVER && line->both)
            part_aside(v->p, WORDS(T_AGREEMENT_FORCE));
        else if (a->state != AGREEMENT_OVER)
            part_aside(v->p, WORDS(line->mine ? T_AGREEMENT_SIGNED : T_AGREEMENT_PROPOSED));
    }
    if (a->state == AGREEMENT_OVER && a->over_day && a->lines[0].mine)
        part_aside(v->p, day_words(v, T_AGREEMENT_OVER_DAY, a->over_day));
    else if (a->state == AGREEMENT_OVER)
        part_aside(v->p, WORDS(T_AGREEMENT_OVER));
    part_card_end(v->p);
}
