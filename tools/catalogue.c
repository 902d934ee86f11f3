/* catalogue.c -- every part of src/view/parts.h in every state, as static pages to look at.
 *
 * Usage: catalogue FOLDER
 *
 * Writes FOLDER/NAME.html and FOLDER/NAME-dark.html for each page below, and its stream as
 * FOLDER/NAME.view; style.css lies beside them. The sample words are for those who build Toward;
 * nobody else reads them.
 */
#include "base/check.h"
#include "forms/agreement.h"
#include "view/chart.h"
#include "view/html.h"
#include "view/parts.h"

#include <stdio.h>

#define SAY(literal) ((struct words)SAY_INIT(literal))
#define SAY_INIT(literal)                                                                          \
    { .text = BYTES_INIT(literal) }
#define BYTES_INIT(literal)                                                                        \
    { (const uint8_t *)("" literal), sizeof(literal) - 1 }

static const struct address here = {3, 1, 0}, there = {3, 2, 0x1f};

static const struct part_tab tabs[] = {
    {{5, 1, 0}, T_HOUSE_TAB_TODAY, ICON_TODAY},
    {{3, 1, 0}, T_HOUSE_TAB_MOMENTS, ICON_MOMENTS},
    {{1, 2, 0}, T_HOUSE_TAB_ROOMS, ICON_ROOMS},
    {{6, 1, 0}, T_HOUSE_TAB_ME, ICON_ME},
};

static void page_door(struct parts *p) {
    part_page_begin(p, &(struct part_page){.title = SAY("Toward"), .door = true, .quiet = true});
    part_lead(p, WORDS(T_DOOR_SENTENCE));
    part_doors_begin(p);
    part_door(p, &(struct part_door){.to = there,
                                     .title = SAY("Begin together"),
                                     .line = SAY("You are both here, or you send a link."),
                                     .icon = ICON_TOGETHER,
                                     .first = true});
    part_door(p, &(struct part_door){.to = there,
                                     .title = SAY("Begin alone"),
                                     .line = SAY("A book of your own. The other may come later."),
                                     .icon = ICON_ALONE});
    part_door(p, &(struct part_door){.to = there,
                                     .title = SAY("Look around first"),
                                     .line = SAY("An example couple. Nothing is sent anywhere."),
                                     .icon = ICON_LOOK});
    part_doors_end(p);
    part_notice(p, NOTICE_CARE,
                SAY("Does someone frighten you, or check your phone? Read this first."));
    part_link_line(p, there, SAY("Open a book with seven words"));
    part_aside(p, SAY("Toward is no emergency help. In danger, call your local emergency number."));
    part_page_end(p);
}

static const struct part_option feelings[] = {
    {0, SAY_INIT("calm"), {0}},    {1, SAY_INIT("hopeful"), {0}},
    {2, SAY_INIT("tired"), {0}},   {3, SAY_INIT("sad"), {0}},
    {4, SAY_INIT("angry"), {0}},   {5, SAY_INIT("afraid"), {0}},
    {6, SAY_INIT("ashamed"), {0}}, {7, SAY_INIT("lonely"), {0}},
    {8, SAY_INIT("tender"), {0}},  {9, SAY_INIT("nothing clear"), {0}},
};

static void page_evening(struct parts *p) {
    part_page_begin(p, &(struct part_page){.badge = BADGE_OURS,
                                           .over = SAY("The first evening"),
                                           .title = SAY("One question each"),
                                           .back = there});
    part_step(p, 3, 7);
    part_lead(p, SAY("Neither of you can read the other's answer before you open both together."));
    part_form_begin(p, 3, 1);
    part_feeling(p, &(struct part_field){.field = 1, .label = SAY("What do you feel right now?")},
                 feelings, COUNT_OF(feelings), 2, 2, 3);
    part_area(
        p, &(struct part_field){.field = 3,
                                .label = SAY("One small thing that would help you until tomorrow"),
                                .hint = SAY("Five to ten minutes, no money, nothing to prove."),
                                .max = 300});
    part_examples(p, SAY("Sit with me on the balcony for one cup of tea."),
                  SAY("Text me once at noon, just how your day is."),
                  SAY("Be nicer to me from now on."));
    part_area(p, &(struct part_field){.field = 4,
                                      .label = SAY("One thing they did lately that you noticed"),
                                      .optional = true,
                                      .max = 300});
    part_button(p, SAY("Seal my answers"));
    part_button_as(p, WEIGHT_QUIET, WORDS(T_APP_NOT_NOW));
    part_form_end(p);
    part_page_end(p);
}

static void page_open(struct parts *p) {
    part_page_begin(p, &(struct part_page){.badge = BADGE_OURS,
                                           .over = SAY("The first evening"),
                                           .title = SAY("Read it twice"),
                                           .back = there});
    part_sides_begin(p);
    part_side_begin(p, WHOSE_ME, SAY("You"));
    part_tags(p, (struct words[]){SAY("tired"), SAY("quite strong")}, 2);
    part_quote(p, WHOSE_ME, BYTES("Sit with me on the balcony for one cup of tea."),
               SAY("What would help you"));
    part_quote(p, WHOSE_ME, BYTES("You put my bike under the roof before the rain."),
               SAY("What you noticed"));
    part_side_end(p);
    part_side_begin(p, WHOSE_YOU, SAY("Jonah"));
    part_tags(p, (struct words[]){SAY("afraid"), SAY("a little")}, 2);
    part_quote(p, WHOSE_YOU,
               BYTES("Tell me when you get home late, one word is enough.\nI don't need a reason."),
               SAY("What would help Jonah"));
    part_quote(p, WHOSE_YOU, BYTES("You laughed at breakfast."), SAY("What Jonah noticed"));
    part_side_end(p);
    part_sides_end(p);
    part_form_begin(p, 3, 2);
    part_heading(p, SAY("Your answer to what would help Jonah"));
    part_button_value(p, WEIGHT_PRIMARY, 1, 0, SAY("Yes"));
    part_button_value(p, WEIGHT_SECONDARY, 1, 1, SAY("This instead …"));
    part_button_value(p, WEIGHT_SECONDARY, 1, 2, SAY("Not this time"));
    part_form_end(p);
    part_aside(p, SAY("An honest no can be relied on."));
    part_page_end(p);
}

static void page_log(struct parts *p) {
    static const struct part_option reached[] = {
        {0, SAY_INIT("I reached"), {0}},
        {1, SAY_INIT("They reached"), {0}},
        {2, SAY_INIT("Nobody asked, I saw it"), {0}},
    };
    static const struct part_option turned[] = {
        {0, SAY_INIT("Toward"), SAY_INIT("heard, answered, stayed")},
        {1, SAY_INIT("Away"), SAY_INIT("missed it, let it pass")},
        {2, SAY_INIT("Against"), SAY_INIT("hit back, made it small")},
    };
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .over = SAY("Moments"),
                                           .title = SAY("A moment, just now"),
                                           .back = there});
    part_form_begin(p, 3, 3);
    part_choice_chips(p, &(struct part_field){.field = 1, .label = SAY("Who reached?")}, reached,
                      COUNT_OF(reached), 1);
    part_choice_rows(p, &(struct part_field){.field = 2, .label = SAY("And then?")}, turned,
                     COUNT_OF(turned), 0);
    part_leave_out(p);
    part_many_chips(p,
                    &(struct part_field){
                        .field = 3, .label = SAY("What could be read in it?"), .optional = true},
                    feelings, 8, 0x12);
    part_scale(p, &(struct part_field){.field = 4, .label = SAY("How close was it?")}, 7,
               SAY("far"), SAY("very close"), 4);
    part_input(p, &(struct part_field){.field = 5,
                                       .label = SAY("In a few words"),
                                       .optional = true,
                                       .value = BYTES("Dishes, after the call"),
                                       .max = 120});
    part_flag(p,
              &(struct part_field){.field = 6,
                                   .label = SAY("Show it to Jonah tomorrow morning"),
                                   .hint = SAY("Until then you can take it back.")},
              true);
    part_button(p, WORDS(T_APP_SAVE));
    part_form_end(p);
    part_page_end(p);
}

static void page_list(struct parts *p) {
    p->tabs = tabs;
    p->tab_count = COUNT_OF(tabs);
    part_page_begin(p, &(struct part_page){.badge = BADGE_OURS, .title = SAY("Moments")});
    part_notice(p, NOTICE_STATUS, WORDS(T_APP_SAVED));
    part_link_button(p, WEIGHT_PRIMARY, there, SAY("Log a moment"));
    part_card_begin(
        p, &(struct part_card){.title = SAY("This week"), .to = there, .aside = SAY("you two")});
    part_facts_begin(p);
    part_fact(p, SAY("Turned toward"), SAY("9"));
    part_fact(p, SAY("Missed"), SAY("4"));
    part_fact(p, SAY("Still open"), SAY("1"));
    part_facts_end(p);
    part_card_end(p);
    part_heading(p, SAY("Tuesday 3 March"));
    part_list_begin(p);
    part_item(p, &(struct part_item){.key = 1,
                                     .to = there,
                                     .title = SAY("You turned toward"),
                                     .line = SAY("Dishes, after the call"),
                                     .aside = SAY("both sides"),
                                     .whose = WHOSE_BOTH});
    part_item(p, &(struct part_item){.key = 2,
                                     .to = there,
                                     .title = SAY("Jonah turned toward"),
                                     .line = SAY("I came home wet and there was soup."),
                                     .whose = WHOSE_YOU});
    part_item(p, &(struct part_item){.key = 3,
                                     .to = there,
                                     .title = SAY("We both missed it"),
                                     .line = SAY("The letter from the bank"),
                                     .aside = SAY("repaired the same day"),
                                     .whose = WHOSE_ME});
    part_item(
        p, &(struct part_item){
               .key = 4, .to = there, .title = SAY("Nobody asked, I saw it"), .badge = BADGE_MINE});
    part_list_end(p);
    part_empty(p, SAY("No moment before this week"),
               SAY("One a day is plenty. Ten seconds, then put the phone away."));
    part_page_end(p);
}

static void page_today(struct parts *p) {
    p->tabs = tabs;
    p->tab_count = COUNT_OF(tabs);
    p->at = (struct address){5, 1, 0};
    part_page_begin(p, &(struct part_page){.over = SAY("Tuesday 3 March"),
                                           .badge = BADGE_OURS,
                                           .title = SAY("Good evening, Mira")});
    part_card_begin(p, &(struct part_card){.title = SAY("For tonight"), .important = true});
    part_sentence(p, SAY("One minute: did you notice something?"));
    part_row_begin(p);
    part_link_button(p, WEIGHT_PRIMARY, there, SAY("I noticed"));
    part_link_button(p, WEIGHT_SECONDARY, there, SAY("Something else"));
    part_link_button(p, WEIGHT_QUIET, there, SAY("Not today"));
    part_row_end(p);
    part_card_end(p);
    part_heading(p, SAY("What waits"));
    part_list_begin(p);
    part_item(p, &(struct part_item){.to = there,
                                     .title = SAY("Jonah answered: yes"),
                                     .line = SAY("One cup of tea on the balcony"),
                                     .whose = WHOSE_YOU});
    part_list_end(p);
    part_card_begin(p, &(struct part_card){.title = SAY("Your pages"), .badge = BADGE_MINE});
    part_say(p, SAY("They are locked. Only you can open them."));
    part_link_button(p, WEIGHT_SECONDARY, there, SAY("Open my pages"));
    part_card_end(p);
    part_page_end(p);
}

static void page_refused(struct parts *p) {
    static const struct part_refusal refused[] = {{1, T_APP_NOT_NOW}, {2, T_APP_NOT_NOW}};
    p->refused = refused;
    p->refused_count = 2;
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .over = SAY("Me"),
                                           .title = SAY("Your secret on this phone"),
                                           .back = there});
    part_say(p, SAY("It opens your book here. At least eight characters."));
    part_form_begin(p, 3, 4);
    part_secret(p,
                &(struct part_field){.field = 1,
                                     .label = SAY("A secret for this phone"),
                                     .hint = SAY("Nobody can give it back to you.")},
                true);
    part_pin(p, &(struct part_field){.field = 2, .label = SAY("PIN"), .optional = true});
    part_word_entry(p, &(struct part_field){.field = 3,
                                            .label = SAY("Your seven words"),
                                            .hint = SAY("The first four letters are enough.")});
    part_day(p, &(struct part_field){.field = 4, .label = SAY("Until which day?")}, 2000, 2400);
    part_number(
        p,
        &(struct part_field){.field = 5, .label = SAY("How many minutes?"), .value = BYTES("20")},
        5, 60);
    part_row_begin(p);
    part_button(p, WORDS(T_APP_SAVE));
    part_button_as(p, WEIGHT_QUIET, WORDS(T_APP_NOT_NOW));
    part_row_end(p);
    part_form_end(p);
    part_page_end(p);
}

static void page_words(struct parts *p) {
    static const struct bytes seven[] = {
        BYTES_INIT("harbour"), BYTES_INIT("velvet"), BYTES_INIT("onion"),  BYTES_INIT("ladder"),
        BYTES_INIT("spring"),  BYTES_INIT("copper"), BYTES_INIT("meadow"),
    };
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .over = SAY("Me"),
                                           .title = SAY("Your seven words"),
                                           .back = there});
    part_lead(p, SAY("They open your book on any phone. Write them down, on paper."));
    part_words(p, seven, COUNT_OF(seven), SAY("Your seven words"));
    part_notice_begin(p, NOTICE_INFO, SAY("Where paper is found"));
    part_say(p, SAY("Keep it where you would keep a key. If that place is not yours alone, give "
                    "it to a friend."));
    part_notice_end(p);
    part_qr(p, BYTES("https://toward.example/#1/3/abcdefghijklmnopqrstuvwxyz0123456789"),
            SAY("Point the other phone's camera here"));
    part_copy(p, BYTES("https://toward.example/#1/3/abcdefghijklmnopqrstuvwxyz0123456789"),
              SAY("The link"));
    part_row_begin(p);
    part_island_button(p, WEIGHT_SECONDARY, "print", BYTES(""), SAY("Print"));
    part_island_button(p, WEIGHT_SECONDARY, "share", BYTES(""), SAY("Send the link"));
    part_row_end(p);
    part_page_end(p);
}

static void page_quiet(struct parts *p) {
    part_page_begin(
        p, &(struct part_page){.badge = BADGE_OURS, .quiet = true, .title = SAY("Ninety seconds")});
    part_quiet(p, 90, SAY("Side by side. Nothing to say."), there);
    part_link_button(p, WEIGHT_QUIET, there, SAY("That is enough"));
    part_page_end(p);
}

static void page_turn(struct parts *p) {
    part_page_begin(p, &(struct part_page){.badge = BADGE_OURS,
                                           .quiet = true,
                                           .over = SAY("Listening"),
                                           .title = SAY("Say it back")});
    part_turn_begin(p, &(struct part_turn){.key = 2,
                                           .whose = WHOSE_YOU,
                                           .who = SAY("Jonah says it back. You hear it."),
                                           .line = SAY("Is it what you meant?"),
                                           .more = SAY("Nothing has to be solved now."),
                                           .left_s = 90,
                                           .whole_s = 120,
                                           .dark_s = 30});
    part_action(p, 3, 1, 0, 0, WEIGHT_PRIMARY, SAY("Yes, go on"));
    part_action(p, 3, 2, 0, 0, WEIGHT_QUIET, SAY("Not quite: once more"));
    part_turn_end(p, 3, 3);
    part_page_end(p);
}

static void page_pace(struct parts *p) {
    part_page_begin(p, &(struct part_page){.title = SAY("Breathing"), .back = there});
    part_lead(p, SAY("Longer out than in. Close your eyes if you like."));
    part_pace(p, 4, 6, 180);
    part_page_end(p);
}

static void page_landing(struct parts *p) {
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .over = SAY("Safety"),
                                           .title = SAY("You have done enough for today"),
                                           .back = there});
    part_landing(p, SAY("What you wrote stays here."), there);
    part_page_end(p);
}

static void page_reading(struct parts *p) {
    static const struct words heads[] = {SAY_INIT(""), SAY_INIT("You"), SAY_INIT("Jonah"),
                                         SAY_INIT("Therapist")};
    p->tabs = tabs;
    p->tab_count = COUNT_OF(tabs);
    p->at = (struct address){6, 1, 0};
    part_page_begin(p, &(struct part_page){.badge = BADGE_NONE,
                                           .over = SAY("Me"),
                                           .title = SAY("Who can read what"),
                                           .back = there});
    part_lead(p, SAY("Each of you has pages that only one can read. They exist for everyone, "
                     "written or empty."));
    part_badge(p, BADGE_MINE);
    part_badge(p, BADGE_OURS);
    part_badge(p, BADGE_CARE);
    part_table_begin(p, SAY("Who can open which pages"), heads, 4);
    part_table_row(p, (struct words[]){SAY("Only you"), SAY("yes"), SAY("no"), SAY("no")}, 4);
    part_table_row(p, (struct words[]){SAY("You two"), SAY("yes"), SAY("yes"), SAY("no")}, 4);
    part_table_end(p);
    part_section_begin(p, SAY("In more words"));
    part_say(p, SAY("The relay keeps sealed boxes and can read none of them."));
    part_details_begin(p, SAY("How do I know?"));
    part_say(p, SAY("Everything is sealed on your phone before it leaves it."));
    part_details_end(p);
    part_details_begin(p, SAY("What can the relay see?"));
    part_say(p, SAY("That boxes exist, and when they grow."));
    part_details_end(p);
    part_section_end(p);
    part_notice(p, NOTICE_GOOD, WORDS(T_APP_SAVED));
    part_notice(p, NOTICE_INFO, SAY("Nobody has tested Toward with couples yet."));
    part_notice_begin(p, NOTICE_CARE, SAY("If someone may find this phone"));
    part_say(p, SAY("Quick exit shows something harmless at once. It does not clear the history."));
    part_link_line(p, there, SAY("A safer device"));
    part_notice_end(p);
    part_subheading(p, SAY("Leaving"));
    part_link_line(p, there, SAY("Leave the pair"));
    part_rule(p);
    part_action(p, 3, 9, 1, 7, WEIGHT_HEAVY, SAY("Erase this book now"));
    part_page_end(p);
}

static void page_phones(struct parts *p) {
    part_page_begin(p,
                    &(struct part_page){.title = SAY("Look around"), .back = there, .wide = true});
    part_lead(p, SAY("Mira and Jonah, an example. Nothing here is sent anywhere."));
    part_phones(p, SAY("Mira's phone"), "left", SAY("Jonah's phone"), "right");
    part_page_end(p);
}

/* Sixteen weeks that look like weeks. */
static void page_account(struct parts *p) {
    static const uint8_t ups[] = {3, 5, 4, 6, 0, 4, 7, 6, 8, 5, 7, 9, 8, 7, 9, 10};
    static const uint8_t downs[] = {6, 5, 5, 4, 0, 5, 3, 4, 3, 4, 2, 3, 3, 2, 1, 2};
    static const struct words week_heads[] = {SAY_INIT("Week"), SAY_INIT("Deposits"),
                                              SAY_INIT("Withdrawals")};
    static const struct words rate_heads[] = {SAY_INIT("Week"),     SAY_INIT("Rate"),
                                              SAY_INIT("80 % low"), SAY_INIT("80 % high"),
                                              SAY_INIT("95 % low"), SAY_INIT("95 % high")};
    static const struct words step_heads[] = {SAY_INIT("Until"), SAY_INIT("Still open"),
                                              SAY_INIT("low"), SAY_INIT("high")};
    struct chart_bar weeks[COUNT_OF(ups)];
    struct chart_point rates[COUNT_OF(ups)];
    for (size_t i = 0; i < COUNT_OF(ups); i++) {
        uint16_t rate = (uint16_t)(430 + 22 * i), band = (uint16_t)(170 - 6 * i);
        weeks[i] = (struct chart_bar){SAY("A week of winter"), ups[i], downs[i]};
        rates[i] = (struct chart_point){SAY("A week of winter"),
                                        ups[i] > 0,
                                        rate,
                                        (uint16_t)(rate - band * 6 / 10),
                                        (uint16_t)(rate + band * 6 / 10),
                                        (uint16_t)(rate - band),
                                        (uint16_t)(rate + band)};
    }
    const struct chart_point steps[] = {
        {SAY("the same day"), true, 520, 0, 0, 400, 630},
        {SAY("the next day"), true, 310, 0, 0, 210, 430},
        {SAY("later"), true, 120, 0, 0, 60, 230},
    };
    p->tabs = tabs;
    p->tab_count = COUNT_OF(tabs);
    part_page_begin(p, &(struct part_page){.badge = BADGE_OURS,
                                           .over = SAY("Moments"),
                                           .title = SAY("The account of you two"),
                                           .back = there});
    part_card_begin(p, &(struct part_card){0});
    chart_bars(p,
               &(struct chart_text){SAY("Deposits and withdrawals by week"),
                                    SAY("More deposits than withdrawals since December."),
                                    SAY("As a table"), week_heads},
               weeks, COUNT_OF(weeks));
    part_card_end(p);
    part_card_begin(p, &(struct part_card){0});
    chart_rate(p,
               &(struct chart_text){SAY("How often you turned toward each other"),
                                    SAY("Slowly more often. The band is how sure one can be."),
                                    SAY("As a table of rates"), rate_heads},
               rates, COUNT_OF(rates));
    part_card_end(p);
    part_card_begin(p, &(struct part_card){0});
    chart_steps(p,
                &(struct chart_text){SAY("Moments still open after a while"),
                                     SAY("About half are mended the same day."),
                                     SAY("As a table of shares"), step_heads},
                steps, COUNT_OF(steps));
    part_card_end(p);
    part_empty(p, SAY("Not enough yet"), SAY("Drift is told from noise from eight weeks on."));
    part_page_end(p);
}

/* Three weeks of answers: two missed days, one of too few, the band from the fourteenth on. */
static void page_measure(struct parts *p) {
    static const uint16_t values[] = {500, 583, 417, 500, 667, 583, 0,   500, 333, 417, 583,
                                      667, 750, 583, 500, 667, 750, 667, 833, 750, 667};
    static const struct words heads[] = {SAY_INIT("Day"), SAY_INIT("Where I was"),
                                         SAY_INIT("Answered"), SAY_INIT("Middle half, from"),
                                         SAY_INIT("to")};
    static const struct words cells[] = {SAY_INIT("A day of winter"), SAY_INIT("4.5"),
                                         SAY_INIT("5 of 5"), SAY_INIT("3.9"), SAY_INIT("5")};
    struct chart_score scores[COUNT_OF(values)];
    for (size_t i = 0; i < COUNT_OF(values); i++)
        scores[i] = (struct chart_score){.cells = cells,
                                         .day = (int32_t)(i + (i > 9 ? 2 : 0)),
                                         .known = values[i] > 0,
                                         .value = values[i],
                                         .spread = i >= 14,
                                         .low = (uint16_t)(470 + 8 * (i - 14)),
                                         .middle = (uint16_t)(560 + 8 * (i - 14)),
                                         .high = (uint16_t)(660 + 7 * (i - 14))};
    p->tabs = tabs;
    p->tab_count = COUNT_OF(tabs);
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .over = SAY("Measure"),
                                           .title = SAY("Near or far"),
                                           .back = there});
    part_card_begin(p, &(struct part_card){0});
    chart_scores(p,
                 &(struct chart_text){SAY("How near I was, day by day"),
                                      SAY("20 answers. The newest (today): 5."), SAY("As a table"),
                                      heads},
                 &(struct chart_ends){SAY("1"), SAY("7"), SAY("3 March"), SAY("today")}, scores,
                 COUNT_OF(scores), COUNT_OF(heads));
    part_aside(p, SAY("Lowest: far away. Highest: quite close."));
    part_say(p, SAY("Of your last fourteen answers, the middle half lay between 3.9 and 5."));
    part_card_end(p);
    part_page_end(p);
}

/* A ring with long and short words, beside an empty one. */
static void page_ring(struct parts *p) {
    static const struct words heads[2] = {SAY_INIT("On the ring"), SAY_INIT("In words")};
    const struct chart_station full[CHART_RING] = {
        {SAY("Need"), BYTES("Somebody who sits with me when I have had a bad dream")},
        {SAY("How shown"), BYTES("I stood in the door and said nothing")},
        {SAY("What came back"), BYTES("“Go back to bed, you are a big girl now”")},
        {SAY("Soothed?"), BYTES("seldom")},
        {SAY("Belief"), BYTES("Others are kind as long as I am big")}};
    const struct chart_station empty[CHART_RING] = {{SAY("Need"), {0}},
                                                    {SAY("How shown"), {0}},
                                                    {SAY("What came back"), {0}},
                                                    {SAY("Soothed?"), {0}},
                                                    {SAY("Belief"), {0}}};
    part_page_begin(
        p, &(struct part_page){
               .badge = BADGE_OURS, .title = SAY("Side by side"), .back = there, .wide = true});
    part_sides_begin(p);
    part_side_begin(p, WHOSE_ME, SAY("You"));
    chart_ring(p,
               &(struct chart_text){SAY("My grandmother"), SAY("A ring of five stations."),
                                    SAY("As a table"), heads},
               BYTES("My grandmother"), full);
    part_side_end(p);
    part_side_begin(p, WHOSE_YOU, SAY("Sam"));
    chart_ring(p,
               &(struct chart_text){SAY("An empty ring"), SAY("An empty ring of five stations."),
                                    SAY(""), NULL},
               (struct bytes){0}, empty);
    part_side_end(p);
    part_sides_end(p);
    part_page_end(p);
}

/* One line of an agreement; the states of an agreement follow from its lines. */
static struct agreement_line agreement_line(struct words text, enum author by, bool mine,
                                            bool both) {
    return (struct agreement_line){
        .by = by, .day = 2000, .text = text.text, .mine = mine, .both = both};
}

static void page_agreement(struct parts *p) {
    struct visit v = {.p = p, .text = p->text, .frame = p->frame};
    struct words words = SAY("We come back to a hurt before the week is over.");
    struct words later = SAY("On Sundays we leave it."), other = SAY("And we say who begins.");
    struct agreement all[5] = {0};
    part_page_begin(p, &(struct part_page){.badge = BADGE_OURS,
                                           .over = SAY("Plan"),
                                           .title = SAY("An agreement in its states"),
                                           .back = there});
    all[0].lines[0] = agreement_line(words, AUTHOR_PARTNER, false, false);
    all[1].lines[0] = agreement_line(words, AUTHOR_ME, true, false);
    all[2].lines[0] = agreement_line(words, AUTHOR_ME, true, true);
    all[2].lines[1] = agreement_line(later, AUTHOR_PARTNER, true, true);
    all[2].lines[1].taken_day = 2040;
    all[2].lines[2] = agreement_line(other, AUTHOR_PARTNER, false, false);
    all[3].lines[0] = all[4].lines[0] = all[2].lines[0];
    all[2].state = AGREEMENT_IN_FORCE;
    all[3].state = all[4].state = AGREEMENT_OVER;
    all[3].over_day = 2050;
    for (size_t i = 0; i < COUNT_OF(all); i++) {
        all[i].id[0] = (uint8_t)(i + 1);
        all[i].line_count = i == 2 ? 3 : 1;
        agreement_show(&v, &all[i]);
    }
    part_page_end(p);
}

struct sample {
    const char *name;
    void (*draw)(struct parts *p);
};

static const struct sample samples[] = {
    {"door", page_door},       {"evening", page_evening}, {"open", page_open},
    {"log", page_log},         {"list", page_list},       {"today", page_today},
    {"refused", page_refused}, {"words", page_words},     {"quiet", page_quiet},
    {"landing", page_landing}, {"reading", page_reading}, {"phones", page_phones},
    {"account", page_account}, {"measure", page_measure}, {"turn", page_turn},
    {"pace", page_pace},       {"ring", page_ring},       {"agreement", page_agreement},
};

/* The stream and its print, in arena a. */
static enum err sample_draw(const struct sample *s, struct arena *a, const struct text *text,
                            struct bytes *stream, struct bytes *html) {
    struct view v;
    struct parts p;
    struct buf out;
    view_init(&v, a);
    parts_init(&p, &v, text, a, here);
    s->draw(&p);
    TRY(view_finish(&v, stream));
    buf_init(&out, a);
    TRY(html_print(*stream, &out));
    return buf_finish(&out, html);
}

static FILE *file_open(const char *folder, const char *name, const char *end) {
    char path[512];
    int size = snprintf(path, sizeof path, "%s/%s%s", folder, name, end);
    return size > 0 && (size_t)size < sizeof path ? fopen(path, "wb") : NULL;
}

static bool page_save(FILE *to, const char *name, const char *theme, struct bytes html) {
    if (!to)
        return false;
    fprintf(to,
            "<!doctype html><html lang=\"en\" data-theme=\"%s\"><meta charset=\"utf-8\">"
            "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
            "<title>%s</title><link rel=\"stylesheet\" href=\"style.css\"><body>"
            "<div class=\"view\">%.*s</div></body></html>\n",
            theme, name, (int)html.size, (const char *)html.at);
    return fclose(to) == 0;
}

static bool stream_save(FILE *to, struct bytes stream) {
    if (!to)
        return false;
    fwrite(stream.at, 1, stream.size, to);
    return fclose(to) == 0;
}

static bool sample_save(const struct sample *s, const struct text *text, const char *folder) {
    struct arena a;
    struct bytes stream, html;
    arena_init(&a, (size_t)16 << 20);
    enum err e = sample_draw(s, &a, text, &stream, &html);
    bool saved = e == ERR_OK &&
                 page_save(file_open(folder, s->name, ".html"), s->name, "light", html) &&
                 page_save(file_open(folder, s->name, "-dark.html"), s->name, "dark", html) &&
                 stream_save(file_open(folder, s->name, ".view"), stream);
    arena_free(&a);
    if (!saved)
        fprintf(stderr, "%s/%s: %s\n", folder, s->name, e ? err_name(e) : "cannot be written");
    return saved;
}

int main(int argc, char **argv) {
    static struct text text;
    if (argc != 2) {
        fputs("usage: catalogue FOLDER\n", stderr);
        return 2;
    }
    text_init_english(&text);
    for (size_t i = 0; i < COUNT_OF(samples); i++)
        if (!sample_save(&samples[i], &text, argv[1]))
            return 1;
    return 0;
}
