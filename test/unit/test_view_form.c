/* Each field of a form as HTML: labels, ids, errors; see test_view_parts.c. */
#include "view_print.h"

static const struct part_option options[] = {
    {.value = 0, .label = {.key = T_APP_YES}},
    {.value = 1, .label = {.key = T_APP_NO}, .hint = {.key = T_APP_DONE}},
};

static void draw_form_with_hidden_fields(struct parts *p) {
    part_form_begin(p, 3, 1);
    part_hidden(p, 1, BYTES("\"&"));
    part_hidden_number(p, 2, 77);
    part_hidden_item(p, 3, UINT64_C(0x1f));
    part_form_end(p);
}

TEST(part_form_with_hidden_fields) {
    CHECK_BYTES(printed(draw_form_with_hidden_fields),
                BYTES("<form data-action=\"3.1\" novalidate autocomplete=\"off\">"
                      "<input type=\"hidden\" name=\"1\" value=\"&quot;&amp;\">"
                      "<input type=\"hidden\" name=\"2\" value=\"77\">"
                      "<input type=\"hidden\" name=\"3\" value=\"000000000000001f\"></form>"));
}

static void draw_input(struct parts *p) {
    part_form_begin(p, 3, 1);
    part_input(p, &(struct part_field){.field = 1,
                                       .label = WORDS(T_APP_YES),
                                       .hint = WORDS(T_APP_NO),
                                       .value = BYTES("<v>"),
                                       .max = 120,
                                       .optional = true});
    part_form_end(p);
}

TEST(part_input) {
    CHECK_BYTES(
        printed(draw_input),
        BYTES("<form data-action=\"3.1\" novalidate autocomplete=\"off\"><div class=\"field\">"
              "<label for=\"f3-1-1\">Yes <small>optional</small></label>"
              "<p class=\"hint\" id=\"f3-1-1-h\">No</p>"
              "<input id=\"f3-1-1\" name=\"1\" type=\"text\" aria-describedby=\"f3-1-1-h\" "
              "maxlength=\"120\" value=\"&lt;v&gt;\" autocomplete=\"off\" spellcheck=\"false\" "
              "data-keep=\"\"></div></form>"));
}

static void draw_area(struct parts *p) {
    part_form_begin(p, 3, 1);
    part_area(p, &(struct part_field){.field = 1,
                                      .label = WORDS(T_APP_YES),
                                      .value = BYTES("\nline"),
                                      .hide_label = true,
                                      .no_draft = true,
                                      .large = true});
    part_form_end(p);
}

TEST(part_area) {
    CHECK_BYTES(
        printed(draw_area),
        BYTES("<form data-action=\"3.1\" novalidate autocomplete=\"off\">"
              "<div class=\"field large\"><label class=\"hidden-label\" for=\"f3-1-1\">Yes</label>"
              "<textarea id=\"f3-1-1\" name=\"1\" rows=\"5\" autocomplete=\"off\" "
              "spellcheck=\"false\">\n\nline</textarea></div></form>"));
}

static void draw_number_and_day(struct parts *p) {
    part_form_begin(p, 3, 1);
    part_number(p, &(struct part_field){.field = 1, .label = WORDS(T_APP_YES)}, -5, 60);
    part_day(p, &(struct part_field){.field = 2, .label = WORDS(T_APP_NO)}, 0, 2259);
    part_form_end(p);
}

TEST(part_number_and_day) {
    CHECK_BYTES(
        printed(draw_number_and_day),
        BYTES("<form data-action=\"3.1\" novalidate autocomplete=\"off\">"
              "<div class=\"field short\"><label for=\"f3-1-1\">Yes</label>"
              "<input id=\"f3-1-1\" name=\"1\" type=\"number\" inputmode=\"numeric\" min=\"-5\" "
              "max=\"60\" autocomplete=\"off\" data-keep=\"\"></div><div class=\"field short\">"
              "<label for=\"f3-1-2\">No</label>"
              "<input id=\"f3-1-2\" name=\"2\" type=\"date\" min=\"2020-01-01\" max=\"2026-03-09\" "
              "autocomplete=\"off\" data-keep=\"\"></div></form>"));
}

static void draw_secret_pin_and_words(struct parts *p) {
    part_form_begin(p, 3, 1);
    part_secret(p, &(struct part_field){.field = 1, .label = WORDS(T_APP_YES)}, true);
    part_secret(p, &(struct part_field){.field = 2, .label = WORDS(T_APP_YES)}, false);
    part_pin(p, &(struct part_field){.field = 3, .label = WORDS(T_APP_YES)});
    part_word_entry(p, &(struct part_field){.field = 4, .label = WORDS(T_APP_YES)});
    part_form_end(p);
}

#define OWNER "<input type=\"text\" autocomplete=\"username\" value=\"Toward\" hidden>"

TEST(part_secret_pin_and_words) {
    CHECK_BYTES(
        printed(draw_secret_pin_and_words),
        BYTES("<form data-action=\"3.1\" novalidate autocomplete=\"off\">"
              "<div class=\"field secret\"><label for=\"f3-1-1\">Yes</label>" OWNER
              "<div class=\"secret-line\"><input id=\"f3-1-1\" name=\"1\" type=\"password\" "
              "autocomplete=\"new-password\" autocapitalize=\"none\" spellcheck=\"false\">"
              "<button class=\"reveal\" type=\"button\" aria-pressed=\"false\" "
              "data-island=\"reveal\">Show</button></div></div><div class=\"field secret\">"
              "<label for=\"f3-1-2\">Yes</label>" OWNER "<div class=\"secret-line\">"
              "<input id=\"f3-1-2\" name=\"2\" type=\"password\" autocomplete=\"current-password\" "
              "autocapitalize=\"none\" spellcheck=\"false\">"
              "<button class=\"reveal\" type=\"button\" aria-pressed=\"false\" "
              "data-island=\"reveal\">Show</button></div></div><div class=\"field secret short\">"
              "<label for=\"f3-1-3\">Yes</label>" OWNER "<div class=\"secret-line\">"
              "<input id=\"f3-1-3\" name=\"3\" type=\"password\" inputmode=\"numeric\" "
              "autocomplete=\"off\" autocapitalize=\"none\" spellcheck=\"false\">"
              "<button class=\"reveal\" type=\"button\" aria-pressed=\"false\" "
              "data-island=\"reveal\">Show</button></div></div><div class=\"field word-entry\">"
              "<label for=\"f3-1-4\">Yes</label>"
              "<textarea id=\"f3-1-4\" name=\"4\" rows=\"3\" autocomplete=\"off\" "
              "autocapitalize=\"none\" spellcheck=\"false\"></textarea></div></form>"));
}

static void draw_choice_rows(struct parts *p) {
    part_form_begin(p, 3, 1);
    part_choice_rows(p, &(struct part_field){.field = 1, .label = WORDS(T_APP_SAVE)}, options, 2,
                     1);
    part_form_end(p);
}

TEST(part_choice_rows) {
    CHECK_BYTES(
        printed(draw_choice_rows),
        BYTES("<form data-action=\"3.1\" novalidate autocomplete=\"off\">"
              "<fieldset class=\"field rows\"><legend>Save</legend><div class=\"options\">"
              "<label class=\"option\"><input type=\"radio\" id=\"f3-1-1\" name=\"1\" value=\"0\" "
              "data-keep=\"\"><span>Yes</span></label><label class=\"option\">"
              "<input type=\"radio\" name=\"1\" value=\"1\" checked data-keep=\"\"><span>No"
              "<small>Done</small></span></label></div></fieldset></form>"));
}

static void draw_choice_chips(struct parts *p) {
    part_form_begin(p, 3, 1);
    part_choice_chips(p, &(struct part_field){.field = 1, .label = WORDS(T_APP_SAVE)}, options, 2,
                      CHOSEN_NONE);
    part_form_end(p);
}

TEST(part_choice_chips) {
    CHECK_BYTES(
        printed(draw_choice_chips),
        BYTES("<form data-action=\"3.1\" novalidate autocomplete=\"off\">"
              "<fieldset class=\"field chips\"><legend>Save</legend><div class=\"options\">"
              "<label class=\"chip\"><input type=\"radio\" id=\"f3-1-1\" name=\"1\" value=\"0\" "
              "data-keep=\"\"><span>Yes</span></label><label class=\"chip\">"
              "<input type=\"radio\" name=\"1\" value=\"1\" data-keep=\"\"><span>No<small>Done"
              "</small></span></label></div></fieldset></form>"));
}

static void draw_many_chips(struct parts *p) {
    part_form_begin(p, 3, 1);
    part_many_chips(p, &(struct part_field){.field = 1, .label = WORDS(T_APP_SAVE)}, options, 2, 2);
    part_form_end(p);
}

TEST(part_many_chips) {
    CHECK_BYTES(
        printed(draw_many_chips),
        BYTES("<form data-action=\"3.1\" novalidate autocomplete=\"off\">"
              "<fieldset class=\"field chips many\"><legend>Save</legend><div class=\"options\">"
              "<label class=\"chip\"><input type=\"checkbox\" id=\"f3-1-1\" name=\"1\" value=\"0\" "
              "data-keep=\"\"><span>Yes</span></label><label class=\"chip\">"
              "<input type=\"checkbox\" name=\"1\" value=\"1\" checked data-keep=\"\"><span>No"
              "<small>Done</small></span></label></div></fieldset></form>"));
}

static void draw_flag(struct parts *p) {
    part_form_begin(p, 3, 1);
    part_flag(p,
              &(struct part_field){.field = 1, .label = WORDS(T_APP_SAVE), .hint = WORDS(T_APP_NO)},
              true);
    part_form_end(p);
}

TEST(part_flag) {
    CHECK_BYTES(
        printed(draw_flag),
        BYTES("<form data-action=\"3.1\" novalidate autocomplete=\"off\">"
              "<div class=\"field flag\"><label class=\"option\">"
              "<input type=\"checkbox\" id=\"f3-1-1\" name=\"1\" value=\"1\" "
              "aria-describedby=\"f3-1-1-h\" checked data-keep=\"\"><span>Save</span></label>"
              "<p class=\"hint\" id=\"f3-1-1-h\">No</p></div></form>"));
}

static void draw_scale(struct parts *p) {
    part_form_begin(p, 3, 1);
    part_scale(p, &(struct part_field){.field = 1, .label = WORDS(T_APP_SAVE)}, 3, WORDS(T_APP_NO),
               WORDS(T_APP_YES), 0);
    part_form_end(p);
}

TEST(part_scale) {
    CHECK_BYTES(
        printed(draw_scale),
        BYTES("<form data-action=\"3.1\" novalidate autocomplete=\"off\">"
              "<fieldset class=\"field scale\"><legend>Save</legend><div class=\"options\">"
              "<label class=\"scale-step\"><input type=\"radio\" id=\"f3-1-1\" name=\"1\" "
              "value=\"0\" checked data-keep=\"\"><span>1 of 3</span></label>"
              "<label class=\"scale-step\"><input type=\"radio\" name=\"1\" value=\"1\" "
              "data-keep=\"\"><span>2 of 3</span></label><label class=\"scale-step\">"
              "<input type=\"radio\" name=\"1\" value=\"2\" data-keep=\"\"><span>3 of 3</span>"
              "</label></div><div class=\"scale-ends\"><span>No</span><span>Yes</span></div>"
              "</fieldset></form>"));
}

static void draw_leave_out(struct parts *p) {
    for (int form = 0; form < 2; form++) {
        part_form_begin(p, 3, 1);
        for (int twice = 0; form == 0 && twice < 2; twice++)
            part_leave_out(p);
        part_scale(p,
                   &(struct part_field){.field = 1, .label = WORDS(T_APP_SAVE), .optional = true},
                   2, WORDS(T_APP_NO), WORDS(T_APP_YES), CHOSEN_NONE);
        part_form_end(p);
    }
}

/* Said once, instead of beside each field, and for its own form alone. */
TEST(part_leave_out) {
    CHECK_BYTES(
        printed(draw_leave_out),
        BYTES("<form data-action=\"3.1\" novalidate autocomplete=\"off\">"
              "<p class=\"aside\">Leave out whatever you like.</p>"
              "<fieldset class=\"field scale\"><legend>Save</legend><div class=\"options\">"
              "<label class=\"scale-step\"><input type=\"radio\" id=\"f3-1-1\" name=\"1\" "
              "value=\"0\" data-keep=\"\"><span>1 of 2</span></label>"
              "<label class=\"scale-step\"><input type=\"radio\" name=\"1\" value=\"1\" "
              "data-keep=\"\"><span>2 of 2</span></label></div><div class=\"scale-ends\">"
              "<span>No</span><span>Yes</span></div></fieldset></form>"
              "<form data-action=\"3.1\" novalidate autocomplete=\"off\">"
              "<fieldset class=\"field scale\"><legend>Save <small>optional</small></legend>"
              "<div class=\"options\">"
              "<label class=\"scale-step\"><input type=\"radio\" id=\"f3-1-1\" name=\"1\" "
              "value=\"0\" data-keep=\"\"><span>1 of 2</span></label>"
              "<label class=\"scale-step\"><input type=\"radio\" name=\"1\" value=\"1\" "
              "data-keep=\"\"><span>2 of 2</span></label></div><div class=\"scale-ends\">"
              "<span>No</span><span>Yes</span></div></fieldset></form>"));
}

static void draw_feeling(struct parts *p) {
    part_form_begin(p, 3, 1);
    part_feeling(p, &(struct part_field){.field = 1, .label = WORDS(T_APP_SAVE), .optional = true},
                 options, 2, 0, 2, CHOSEN_NONE);
    part_form_end(p);
}

TEST(part_feeling) {
    CHECK_BYTES(
        printed(draw_feeling),
        BYTES("<form data-action=\"3.1\" novalidate autocomplete=\"off\">"
              "<fieldset class=\"field chips\"><legend>Save <small>optional</small></legend>"
              "<div class=\"options\"><label class=\"chip\">"
              "<input type=\"radio\" id=\"f3-1-1\" name=\"1\" value=\"0\" checked data-keep=\"\">"
              "<span>Yes</span></label><label class=\"chip\">"
              "<input type=\"radio\" name=\"1\" value=\"1\" data-keep=\"\"><span>No<small>Done"
              "</small></span></label></div></fieldset><fieldset class=\"field scale\">"
              "<legend>How strong is it? <small>optional</small></legend><div class=\"options\">"
              "<label class=\"scale-step\"><input type=\"radio\" id=\"f3-1-2\" name=\"2\" "
              "value=\"0\" data-keep=\"\"><span>1 of 5</span></label><label class=\"scale-step\">"
              "<input type=\"radio\" name=\"2\" value=\"1\" data-keep=\"\"><span>2 of 5</span>"
              "</label><label class=\"scale-step\">"
              "<input type=\"radio\" name=\"2\" value=\"2\" data-keep=\"\"><span>3 of 5</span>"
              "</label><label class=\"scale-step\">"
              "<input type=\"radio\" name=\"2\" value=\"3\" data-keep=\"\"><span>4 of 5</span>"
              "</label><label class=\"scale-step\">"
              "<input type=\"radio\" name=\"2\" value=\"4\" data-keep=\"\"><span>5 of 5</span>"
              "</label></div><div class=\"scale-ends\"><span>hardly there</span><span>very strong"
              "</span></div></fieldset></form>"));
}

static void draw_buttons(struct parts *p) {
    part_form_begin(p, 3, 1);
    part_button(p, WORDS(T_APP_YES));
    part_button_as(p, WEIGHT_QUIET, WORDS(T_APP_NOT_NOW));
    part_button_value(p, WEIGHT_SECONDARY, 9, 2, WORDS(T_APP_NO));
    part_form_end(p);
}

TEST(part_buttons) {
    CHECK_BYTES(
        printed(draw_buttons),
        BYTES("<form data-action=\"3.1\" novalidate autocomplete=\"off\">"
              "<button class=\"button primary\" type=\"submit\">Yes</button>"
              "<button class=\"button quiet-button\" type=\"submit\">Not this, not now</button>"
              "<button class=\"button second\" type=\"submit\" name=\"9\" value=\"2\">No</button>"
              "</form>"));
}

static void draw_action_with_item(struct parts *p) {
    part_action(p, 3, 9, 1, UINT64_C(0xabcdef0123456789), WEIGHT_HEAVY, WORDS(T_APP_ERASE));
}

TEST(part_action_with_item) {
    CHECK_BYTES(printed(draw_action_with_item),
                BYTES("<form data-action=\"3.9\" novalidate autocomplete=\"off\">"
                      "<input type=\"hidden\" name=\"1\" value=\"abcdef0123456789\">"
                      "<button class=\"button heavy\" type=\"submit\">Erase</button></form>"));
}

static void draw_action_without_item(struct parts *p) {
    part_action(p, 3, 9, 0, 0, WEIGHT_QUIET, WORDS(T_APP_NO));
}

TEST(part_action_without_item) {
    CHECK_BYTES(printed(draw_action_without_item),
                BYTES("<form data-action=\"3.9\" novalidate autocomplete=\"off\">"
                      "<button class=\"button quiet-button\" type=\"submit\">No</button></form>"));
}

static void draw_refused_form(struct parts *p) {
    static const struct part_refusal refused[] = {{1, T_HOUSE_ERROR_REQUIRED}, {0, T_APP_NO}};
    p->refused = refused;
    p->refused_count = 2;
    part_form_begin(p, 3, 1);
    part_input(
        p, &(struct part_field){.field = 1, .label = WORDS(T_APP_YES), .hint = WORDS(T_APP_NO)});
    part_choice_chips(p, &(struct part_field){.field = 2, .label = WORDS(T_APP_SAVE)}, options, 1,
                      CHOSEN_NONE);
    part_form_end(p);
}

TEST(part_refused_form) {
    CHECK_BYTES(
        printed(draw_refused_form),
        BYTES("<form data-action=\"3.1\" novalidate autocomplete=\"off\">"
              "<div class=\"notice refused\" tabindex=\"-1\" data-focus=\"now\">"
              "<h2>Please look at this once more</h2><ul><li>"
              "<button class=\"to-field\" type=\"button\" data-to=\"f3-1-1\">"
              "Something is needed here.</button></li><li>No</li></ul></div>"
              "<div class=\"field\"><label for=\"f3-1-1\">Yes</label>"
              "<p class=\"hint\" id=\"f3-1-1-h\">No</p>"
              "<p class=\"error\" id=\"f3-1-1-e\">Something is needed here.</p>"
              "<input id=\"f3-1-1\" name=\"1\" type=\"text\" aria-describedby=\"f3-1-1-e "
              "f3-1-1-h\" aria-invalid=\"true\" autocomplete=\"off\" spellcheck=\"false\" "
              "data-keep=\"\"></div><fieldset class=\"field chips\"><legend>Save</legend>"
              "<div class=\"options\"><label class=\"chip\">"
              "<input type=\"radio\" id=\"f3-1-2\" name=\"2\" value=\"0\" data-keep=\"\"><span>Yes"
              "</span></label></div></fieldset></form>"));
}

static void draw_refused_group(struct parts *p) {
    static const struct part_refusal refused[] = {{1, T_HOUSE_ERROR_REQUIRED}};
    p->refused = refused;
    p->refused_count = 1;
    part_form_begin(p, 3, 1);
    part_choice_rows(p, &(struct part_field){.field = 1, .label = WORDS(T_APP_SAVE)}, options, 1,
                     CHOSEN_NONE);
    part_form_end(p);
}

TEST(part_refused_group) {
    CHECK_BYTES(
        printed(draw_refused_group),
        BYTES("<form data-action=\"3.1\" novalidate autocomplete=\"off\">"
              "<div class=\"notice refused\" tabindex=\"-1\" data-focus=\"now\">"
              "<h2>Please look at this once more</h2><ul><li>"
              "<button class=\"to-field\" type=\"button\" data-to=\"f3-1-1\">"
              "Something is needed here.</button></li></ul></div>"
              "<fieldset class=\"field rows\" aria-describedby=\"f3-1-1-e\"><legend>Save</legend>"
              "<p class=\"error\" id=\"f3-1-1-e\">Something is needed here.</p>"
              "<div class=\"options\"><label class=\"option\">"
              "<input type=\"radio\" id=\"f3-1-1\" name=\"1\" value=\"0\" data-keep=\"\"><span>Yes"
              "</span></label></div></fieldset></form>"));
}

static void draw_refusal_of_another_form(struct parts *p) {
    static const struct part_refusal refused[] = {{1, T_HOUSE_ERROR_REQUIRED}};
    p->refused = refused;
    p->refused_count = 1;
    p->refused_action = 2;
    part_form_begin(p, 3, 1);
    part_form_end(p);
}

TEST(part_refusal_of_another_form) {
    CHECK_BYTES(printed(draw_refusal_of_another_form),
                BYTES("<form data-action=\"3.1\" novalidate autocomplete=\"off\"></form>"));
}

static void draw_filled_in_words(struct parts *p) {
    const struct text_arg args[] = {{"now", BYTES("<1>")}, {"of", BYTES("{now}")}};
    part_say(p, words_format(p, T_PARTS_STEP, args, 2));
}

TEST(part_filled_in_words) {
    CHECK_BYTES(printed(draw_filled_in_words), BYTES("<p>&lt;1&gt; of {now}</p>"));
}
