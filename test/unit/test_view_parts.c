/* Each part as HTML: what a page is made of, down to the attribute. A change of looks that is meant
 * changes these; one that is not is caught here. */
#include "view_print.h"

#include <string.h>

static const struct address there = {3, 2, 7};

static const struct part_tab tabs[] = {{{3, 1, 0}, T_APP_YES, ICON_TODAY},
                                       {{6, 1, 0}, T_APP_NO, ICON_ME}};

static void draw_page_frame(struct parts *p) {
    p->tabs = tabs;
    p->tab_count = COUNT_OF(tabs);
    part_page_begin(p, &(struct part_page){.badge = BADGE_OURS,
                                           .title = WORDS(T_APP_SAVED),
                                           .over = SAY("<Ana>"),
                                           .back = there});
    part_page_end(p);
}

TEST(part_page_frame) {
    CHECK_BYTES(
        printed(draw_page_frame),
        BYTES("<div class=\"page ours\"><header class=\"top\">"
              "<button class=\"exit\" type=\"button\" data-island=\"exit\"><span>Leave quickly"
              "</span><svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">"
              "<path d=\"M10 5H6v14h4M14 8l4 4-4 4M18 12H9.5\"></path></svg></button>"
              "<a class=\"back\" href=\"#3/2/7\">"
              "<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">"
              "<path d=\"M14.5 5.5 8 12l6.5 6.5\"></path></svg><span>Back</span></a>"
              "<span class=\"badge ours\"><svg class=\"icon\" viewBox=\"0 0 24 24\" "
              "aria-hidden=\"true\"><path d=\"M9 6.5a5.5 5.5 0 1 0 .01 0M15 6.5a5.5 5.5 0 1 0 .01 "
              "0\"></path></svg><span>You two</span></span></header><main>"
              "<p class=\"over\" dir=\"auto\">&lt;Ana&gt;</p>"
              "<h1 tabindex=\"-1\" data-focus=\"page\">Saved on this device.</h1></main>"
              "<nav class=\"tabs\" aria-label=\"Around the house\">"
              "<a href=\"#3/1\" aria-current=\"page\">"
              "<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">"
              "<path d=\"M12 8a4 4 0 1 0 .01 0M12 3v1.5M12 19.5V21M3 12h1.5M19.5 12H21M5.6 5.6l1.1 "
              "1.1M17.3 17.3l1.1 1.1M5.6 18.4l1.1-1.1M17.3 6.7l1.1-1.1\"></path></svg><span>Yes"
              "</span></a><a href=\"#6/1\"><svg class=\"icon\" viewBox=\"0 0 24 24\" "
              "aria-hidden=\"true\"><path d=\"M12 4.5a3.7 3.7 0 1 0 .01 0M4.5 20c.7-4.2 3.7-6 "
              "7.5-6s6.8 1.8 7.5 6\"></path></svg><span>No</span></a></nav></div>"));
}

static void draw_page_quiet_door(struct parts *p) {
    p->tabs = tabs;
    p->tab_count = COUNT_OF(tabs);
    part_page_begin(p, &(struct part_page){
                           .title = WORDS(T_APP_NAME), .quiet = true, .door = true, .wide = true});
    part_page_end(p);
}

TEST(part_page_quiet_door) {
    CHECK_BYTES(
        printed(draw_page_quiet_door),
        BYTES("<div class=\"page nobody door-page still wide\"><header class=\"top\">"
              "<button class=\"exit\" type=\"button\" data-island=\"exit\"><span>Leave quickly"
              "</span><svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">"
              "<path d=\"M10 5H6v14h4M14 8l4 4-4 4M18 12H9.5\"></path></svg></button></header>"
              "<main><h1 tabindex=\"-1\" data-focus=\"page\">Toward</h1></main></div>"));
}

static void draw_step(struct parts *p) {
    part_step(p, 2, 7);
}

TEST(part_step) {
    CHECK_BYTES(printed(draw_step), BYTES("<p class=\"step\">2 of 7</p>"));
}

static void draw_paragraphs(struct parts *p) {
    part_lead(p, WORDS(T_APP_SAVED));
    part_say(p, SAY("a\nb"));
    part_aside(p, WORDS(T_APP_DONE));
    part_heading(p, WORDS(T_APP_YES));
    part_subheading(p, WORDS(T_APP_NO));
    part_rule(p);
    part_sentence(p, WORDS(T_APP_NOT_NOW));
    part_say(p, (struct words){0});
}

TEST(part_paragraphs) {
    CHECK_BYTES(printed(draw_paragraphs),
                BYTES("<p class=\"lead\">Saved on this device.</p><p dir=\"auto\">a\nb</p>"
                      "<p class=\"aside\">Done</p><h2>Yes</h2><h3>No</h3><hr>"
                      "<p class=\"sentence\">Not this, not now</p>"));
}

static void draw_prose(struct parts *p) {
    part_prose(p, T_APP_SAVED);
}

TEST(part_prose) {
    CHECK_BYTES(printed(draw_prose),
                BYTES("<div class=\"prose\"><p>Saved on this device.</p></div>"));
}

static void draw_quote(struct parts *p) {
    part_quote(p, WHOSE_YOU, BYTES("I\n<3"), SAY("Jonah"));
    part_quote(p, WHOSE_NOBODY, BYTES("x"), (struct words){0});
}

TEST(part_quote) {
    CHECK_BYTES(
        printed(draw_quote),
        BYTES("<figure class=\"quote you\"><figcaption dir=\"auto\">Jonah</figcaption>"
              "<blockquote dir=\"auto\">I\n&lt;3</blockquote></figure><figure class=\"quote\">"
              "<blockquote dir=\"auto\">x</blockquote></figure>"));
}

static void draw_examples(struct parts *p) {
    part_examples(p, SAY("one"), SAY("two"), SAY("three"));
}

TEST(part_examples) {
    CHECK_BYTES(
        printed(draw_examples),
        BYTES("<ul class=\"examples\"><li class=\"works\">"
              "<span class=\"example-label\">This can work</span>"
              "<span class=\"example-words\" dir=\"auto\">one</span></li><li class=\"works\">"
              "<span class=\"example-label\">This can work</span>"
              "<span class=\"example-words\" dir=\"auto\">two</span></li><li class=\"works-not\">"
              "<span class=\"example-label\">This does not</span>"
              "<span class=\"example-words\" dir=\"auto\">three</span></li></ul>"));
}

static void draw_tags(struct parts *p) {
    part_tags(p, (struct words[]){SAY("sad"), WORDS(T_APP_YES)}, 2);
    part_tags(p, NULL, 0);
}

TEST(part_tags) {
    CHECK_BYTES(printed(draw_tags),
                BYTES("<ul class=\"tags\"><li dir=\"auto\">sad</li><li>Yes</li></ul>"));
}

static void draw_notices(struct parts *p) {
    part_notice(p, NOTICE_INFO, WORDS(T_APP_YES));
    part_notice(p, NOTICE_GOOD, WORDS(T_APP_YES));
    part_notice(p, NOTICE_STATUS, WORDS(T_APP_YES));
    part_notice_begin(p, NOTICE_CARE, WORDS(T_APP_NO));
    part_notice_end(p);
}

TEST(part_notices) {
    CHECK_BYTES(
        printed(draw_notices),
        BYTES("<div class=\"notice info\"><p>Yes</p></div><div class=\"notice good\"><p>Yes</p>"
              "</div><div class=\"notice status\" role=\"status\"><p>Yes</p></div>"
              "<div class=\"notice alarm\"><h2>No</h2></div>"));
}

static void draw_links(struct parts *p) {
    part_link(p, there, WORDS(T_APP_YES));
    part_link_line(p, there, SAY("Ana"));
    part_link_button(p, WEIGHT_PRIMARY, there, WORDS(T_APP_YES));
    part_link_button(p, WEIGHT_SECONDARY, there, WORDS(T_APP_YES));
    part_link_button(p, WEIGHT_QUIET, there, WORDS(T_APP_YES));
    part_link_button(p, WEIGHT_HEAVY, there, WORDS(T_APP_YES));
    part_link_out(p, "tel:112", WORDS(T_APP_YES));
}

TEST(part_links) {
    CHECK_BYTES(printed(draw_links),
                BYTES("<a href=\"#3/2/7\">Yes</a><p class=\"link-line\"><a href=\"#3/2/7\">"
                      "<span dir=\"auto\">Ana</span></a></p>"
                      "<a class=\"button primary\" href=\"#3/2/7\">Yes</a>"
                      "<a class=\"button second\" href=\"#3/2/7\">Yes</a>"
                      "<a class=\"button quiet-button\" href=\"#3/2/7\">Yes</a>"
                      "<a class=\"button heavy\" href=\"#3/2/7\">Yes</a>"
                      "<a class=\"out\" href=\"tel:112\">Yes</a>"));
}

static void draw_doors(struct parts *p) {
    part_doors_begin(p);
    part_door(p, &(struct part_door){.to = there,
                                     .title = WORDS(T_APP_YES),
                                     .line = WORDS(T_APP_NO),
                                     .icon = ICON_ALONE,
                                     .badge = BADGE_MINE,
                                     .first = true});
    part_doors_end(p);
}

TEST(part_doors) {
    CHECK_BYTES(
        printed(draw_doors),
        BYTES("<ul class=\"doors\"><li><a class=\"door first\" href=\"#3/2/7\">"
              "<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">"
              "<path d=\"M12 6.5a5.5 5.5 0 1 0 .01 0\"></path></svg><span class=\"door-words\">"
              "<strong>Yes</strong><span class=\"door-line\">No</span><span class=\"badge mine\">"
              "<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">"
              "<path d=\"M12 6.5a5.5 5.5 0 1 0 .01 0\"></path></svg><span>Only you</span></span>"
              "</span><svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">"
              "<path d=\"M9.5 5.5 16 12l-6.5 6.5\"></path></svg></a></li></ul>"));
}

static void draw_row_and_island_button(struct parts *p) {
    part_row_begin(p);
    part_island_button(p, WEIGHT_SECONDARY, "print", BYTES(""), WORDS(T_APP_YES));
    part_island_button(p, WEIGHT_QUIET, "share", BYTES("\"x\""), WORDS(T_APP_NO));
    part_row_end(p);
}

TEST(part_row_and_island_button) {
    CHECK_BYTES(printed(draw_row_and_island_button),
                BYTES("<div class=\"row\"><button class=\"button second\" type=\"button\" "
                      "data-island=\"print\">Yes</button>"
                      "<button class=\"button quiet-button\" type=\"button\" data-island=\"share\" "
                      "data-arg=\"&quot;x&quot;\">No</button></div>"));
}

static void draw_list(struct parts *p) {
    part_list_begin(p);
    part_item(p, &(struct part_item){.key = 31,
                                     .to = there,
                                     .title = SAY("t"),
                                     .line = SAY("l"),
                                     .aside = WORDS(T_APP_YES),
                                     .badge = BADGE_MINE,
                                     .whose = WHOSE_BOTH});
    part_item(p, &(struct part_item){.title = WORDS(T_APP_NO)});
    part_list_end(p);
}

TEST(part_list) {
    CHECK_BYTES(
        printed(draw_list),
        BYTES("<ul class=\"list\"><li class=\"both\"><a class=\"item\" href=\"#3/2/7\">"
              "<span class=\"item-words\"><span class=\"item-title\" dir=\"auto\">t</span>"
              "<span class=\"item-line\" dir=\"auto\">l</span><span class=\"badge mine\">"
              "<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">"
              "<path d=\"M12 6.5a5.5 5.5 0 1 0 .01 0\"></path></svg><span>Only you</span></span>"
              "</span><span class=\"item-aside\">Yes</span>"
              "<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">"
              "<path d=\"M9.5 5.5 16 12l-6.5 6.5\"></path></svg></a></li><li><span class=\"item\">"
              "<span class=\"item-words\"><span class=\"item-title\">No</span></span></span></li>"
              "</ul>"));
}

static void draw_card(struct parts *p) {
    part_card_begin(p, &(struct part_card){.key = 31,
                                           .title = WORDS(T_APP_YES),
                                           .aside = WORDS(T_APP_NO),
                                           .to = there,
                                           .badge = BADGE_CARE,
                                           .whose = WHOSE_ME,
                                           .important = true});
    part_card_end(p);
    part_card_begin(p, &(struct part_card){.whose = WHOSE_NOBODY});
    part_card_end(p);
}

TEST(part_card) {
    CHECK_BYTES(
        printed(draw_card),
        BYTES("<article class=\"card me care to-open important\"><div class=\"card-head\"><h2>"
              "<a href=\"#3/2/7\">Yes</a></h2><span class=\"badge care\">"
              "<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">"
              "<path d=\"M12 3.7a4.5 4.5 0 1 0 .01 0M8.2 11a4.5 4.5 0 1 0 .01 0M15.8 11a4.5 4.5 0 "
              "1 0 .01 0\"></path></svg><span>With your therapist</span></span>"
              "<span class=\"card-aside\">No</span></div></article><article class=\"card\">"
              "</article>"));
}

/* What stands on a page shows whose it is only where that is not what the page's top says. */
static void draw_on_a_page_of_ours(struct parts *p) {
    static const enum page_badge badges[] = {BADGE_OURS, BADGE_MINE};
    part_page_begin(p, &(struct part_page){.badge = BADGE_OURS, .title = WORDS(T_APP_SAVE)});
    for (size_t i = 0; i < COUNT_OF(badges); i++) {
        part_card_begin(p, &(struct part_card){.title = WORDS(T_APP_YES), .badge = badges[i]});
        part_card_end(p);
        part_list_begin(p);
        part_item(p, &(struct part_item){.title = WORDS(T_APP_YES), .badge = badges[i]});
        part_list_end(p);
        part_doors_begin(p);
        part_door(p,
                  &(struct part_door){.to = there, .title = WORDS(T_APP_YES), .badge = badges[i]});
        part_doors_end(p);
    }
    part_card_begin(p, &(struct part_card){.badge = BADGE_OURS});
    part_card_end(p);
    part_page_end(p);
}

static size_t times(struct bytes html, const char *what) {
    size_t count = 0, size = strlen(what);
    for (size_t i = 0; i + size <= html.size; i++)
        count += memcmp(html.at + i, what, size) == 0;
    return count;
}

TEST(part_badge_of_the_page_stands_once) {
    struct bytes html = printed(draw_on_a_page_of_ours);
    CHECK_INT(times(html, "<span class=\"badge ours\">"), 1);
    CHECK_INT(times(html, "<span class=\"badge mine\">"), 3);
    CHECK_INT(times(html, "<div class=\"card-head\">"), 2);
}

static void draw_sides(struct parts *p) {
    part_sides_begin(p);
    part_side_begin(p, WHOSE_ME, SAY("Ana"));
    part_side_end(p);
    part_side_begin(p, WHOSE_YOU, SAY("Jonah"));
    part_side_end(p);
    part_sides_end(p);
}

TEST(part_sides) {
    CHECK_BYTES(
        printed(draw_sides),
        BYTES("<div class=\"sides\"><section class=\"side me\">"
              "<h2 class=\"side-who\" dir=\"auto\">Ana</h2></section><section class=\"side you\">"
              "<h2 class=\"side-who\" dir=\"auto\">Jonah</h2></section></div>"));
}

static void draw_phones(struct parts *p) {
    part_phones(p, SAY("Ana"), "left", SAY("Jonah"), "right");
}

TEST(part_phones) {
    CHECK_BYTES(
        printed(draw_phones),
        BYTES("<div class=\"phones\"><section class=\"phone\">"
              "<h2 class=\"phone-who\" dir=\"auto\">Ana</h2>"
              "<div class=\"phone-screen view\" id=\"left\" data-island=\"phone\"></div></section>"
              "<section class=\"phone\"><h2 class=\"phone-who\" dir=\"auto\">Jonah</h2>"
              "<div class=\"phone-screen view\" id=\"right\" data-island=\"phone\"></div>"
              "</section></div>"));
}

static void draw_empty(struct parts *p) {
    part_empty(p, WORDS(T_APP_NO), WORDS(T_APP_YES));
}

TEST(part_empty) {
    CHECK_BYTES(printed(draw_empty),
                BYTES("<div class=\"empty\"><p class=\"empty-title\">No</p><p>Yes</p></div>"));
}

static void draw_facts(struct parts *p) {
    part_facts_begin(p);
    part_fact(p, WORDS(T_APP_YES), SAY("9"));
    part_facts_end(p);
}

TEST(part_facts) {
    CHECK_BYTES(printed(draw_facts),
                BYTES("<dl class=\"facts\"><div><dt>Yes</dt><dd dir=\"auto\">9</dd></div></dl>"));
}

static void draw_table(struct parts *p) {
    part_table_begin(p, WORDS(T_APP_YES), (struct words[]){{0}, WORDS(T_APP_NO)}, 2);
    part_table_row(p, (struct words[]){SAY("a"), {0}}, 2);
    part_table_end(p);
}

TEST(part_table) {
    CHECK_BYTES(
        printed(draw_table),
        BYTES("<div class=\"table\" tabindex=\"0\" role=\"group\" aria-label=\"Yes\"><table>"
              "<caption>Yes</caption><thead><tr><td></td><th scope=\"col\">No</th></tr></thead>"
              "<tbody><tr><th scope=\"row\" "
              "dir=\"auto\">a</th><td></td></tr></tbody></table></div>"));
}

static void draw_details_and_section(struct parts *p) {
    part_section_begin(p, WORDS(T_APP_YES));
    part_details_begin(p, WORDS(T_APP_NO));
    part_details_end(p);
    part_section_end(p);
}

TEST(part_details_and_section) {
    CHECK_BYTES(printed(draw_details_and_section),
                BYTES("<section class=\"section\"><h2>Yes</h2><details><summary>No</summary>"
                      "<div class=\"details-body\"></div></details></section>"));
}

static void draw_badges(struct parts *p) {
    part_badge(p, BADGE_NONE);
    part_badge(p, BADGE_MINE);
    part_badge(p, BADGE_CARE);
}

TEST(part_badges) {
    CHECK_BYTES(
        printed(draw_badges),
        BYTES("<span class=\"badge mine\"><svg class=\"icon\" viewBox=\"0 0 24 24\" "
              "aria-hidden=\"true\"><path d=\"M12 6.5a5.5 5.5 0 1 0 .01 0\"></path></svg>"
              "<span>Only you</span></span><span class=\"badge care\">"
              "<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">"
              "<path d=\"M12 3.7a4.5 4.5 0 1 0 .01 0M8.2 11a4.5 4.5 0 1 0 .01 0M15.8 11a4.5 4.5 0 "
              "1 0 .01 0\"></path></svg><span>With your therapist</span></span>"));
}

static void draw_words(struct parts *p) {
    part_words(p, (struct bytes[]){BYTES("harbour"), BYTES("onion")}, 2, WORDS(T_APP_YES));
}

TEST(part_words) {
    CHECK_BYTES(
        printed(draw_words),
        BYTES("<ol class=\"words\" aria-label=\"Yes\"><li>harbour</li><li>onion</li></ol>"));
}

static void draw_copy(struct parts *p) {
    part_copy(p, BYTES("https://a/#<"), WORDS(T_APP_YES));
}

TEST(part_copy) {
    CHECK_BYTES(
        printed(draw_copy),
        BYTES("<div class=\"copy\"><span class=\"copy-label\">Yes</span><code>https://a/#&lt;"
              "</code><button class=\"button second\" type=\"button\" data-island=\"copy\" "
              "data-arg=\"https://a/#&lt;\">Copy</button></div>"));
}

static void draw_quiet(struct parts *p) {
    part_quiet(p, 90, WORDS(T_APP_YES), there);
    part_quiet(p, 5, (struct words){0}, (struct address){0});
}

TEST(part_quiet) {
    CHECK_BYTES(
        printed(draw_quiet),
        BYTES("<div class=\"quiet\" data-island=\"quiet\" data-arg=\"90\" data-go=\"#3/2/7\">"
              "<svg class=\"breath\" viewBox=\"0 0 200 200\" aria-hidden=\"true\">"
              "<circle cx=\"100\" cy=\"100\" r=\"62\"></circle>"
              "<circle cx=\"100\" cy=\"100\" r=\"40\"></circle>"
              "<circle class=\"left\" cx=\"100\" cy=\"100\" r=\"92\"></circle></svg><p>Yes</p>"
              "</div><div class=\"quiet\" data-island=\"quiet\" data-arg=\"5\">"
              "<svg class=\"breath\" viewBox=\"0 0 200 200\" aria-hidden=\"true\">"
              "<circle cx=\"100\" cy=\"100\" r=\"62\"></circle>"
              "<circle cx=\"100\" cy=\"100\" r=\"40\"></circle>"
              "<circle class=\"left\" cx=\"100\" cy=\"100\" r=\"92\"></circle></svg></div>"));
}

static void draw_turn(struct parts *p) {
    part_turn_begin(p, &(struct part_turn){.key = 7,
                                           .whose = WHOSE_YOU,
                                           .who = WORDS(T_APP_YES),
                                           .line = WORDS(T_APP_NO),
                                           .left_s = 80,
                                           .whole_s = 90,
                                           .dark_s = 5});
    part_link_button(p, WEIGHT_QUIET, there, WORDS(T_APP_BACK));
    part_turn_end(p, 3, 4);
    part_turn_begin(p, &(struct part_turn){.line = WORDS(T_APP_NO)});
    part_turn_end(p, 3, 4);
}

TEST(part_turn) {
    CHECK_BYTES(
        printed(draw_turn),
        BYTES("<div class=\"turn you\"><div class=\"turn-said\" role=\"status\"><p class=\"turn-who"
              "\">Yes</p><p class=\"sentence\">No</p></div><div class=\"turn-time\" data-island=\"t"
              "urn\" data-arg=\"80/90/5\" aria-hidden=\"true\"><span></span></div><p class=\"turn-l"
              "ight\">Touch to light the screen</p><div class=\"turn-touch\"><a class=\"button quie"
              "t-button\" href=\"#3/2/7\">Back</a></div><div class=\"turn-stop\"><form data-action="
              "\"3.4\" novalidate autocomplete=\"off\"><button class=\"button second\" type=\"submi"
              "t\">Stop</button></form></div></div><div class=\"turn\"><div class=\"turn-said\" rol"
              "e=\"status\"><p class=\"sentence\">No</p></div><div class=\"turn-time none\" data-is"
              "land=\"turn\" data-arg=\"0/0/0\" aria-hidden=\"true\"><span></span></div><p class=\""
              "turn-light\">Touch to light the screen</p><div class=\"turn-touch\"></div><div class"
              "=\"turn-stop\"><form data-action=\"3.4\" novalidate autocomplete=\"off\"><button cla"
              "ss=\"button second\" type=\"submit\">Stop</button></form></div></div>"));
}

static void draw_pace(struct parts *p) {
    part_pace(p, 4, 6, 180);
}

TEST(part_pace) {
    CHECK_BYTES(
        printed(draw_pace),
        BYTES("<div class=\"pace\"><svg class=\"pace-breath\" viewBox=\"0 0 200 200\" aria-hidden="
              "\"true\"><circle cx=\"100\" cy=\"100\" r=\"60\"></circle></svg><p class=\"pace-words"
              "\"><span class=\"pace-in\">In</span><span class=\"pace-out\">Out</span></p><div clas"
              "s=\"row\"><button class=\"button second\" type=\"button\" data-island=\"pace\" data-"
              "arg=\"m/4/6/180\" aria-pressed=\"false\">Begin without sound</button><button class="
              "\"button second\" type=\"button\" data-island=\"pace\" data-arg=\"t/4/6/180\" aria-p"
              "ressed=\"false\">Begin with a tone</button></div></div>"));
}

static void draw_landing(struct parts *p) {
    part_landing(p, WORDS(T_APP_SAVED), there);
}

TEST(part_landing) {
    CHECK_BYTES(
        printed(draw_landing),
        BYTES("<section class=\"landing\"><h2>Two quiet minutes</h2><p>Saved on this device.</p>"
              "<div class=\"quiet\" data-island=\"quiet\" data-arg=\"120\">"
              "<svg class=\"breath\" viewBox=\"0 0 200 200\" aria-hidden=\"true\">"
              "<circle cx=\"100\" cy=\"100\" r=\"62\"></circle>"
              "<circle cx=\"100\" cy=\"100\" r=\"40\"></circle>"
              "<circle class=\"left\" cx=\"100\" cy=\"100\" r=\"92\"></circle></svg>"
              "<p>Nothing to do now. Breathe out slowly. Feel what carries you: the chair, the "
              "floor.</p></div><p class=\"sentence\">Who else could you call?</p>"
              "<a class=\"button quiet-button\" href=\"#3/2/7\">Continue</a></section>"));
}
