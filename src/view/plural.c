#include "view/plural.h"

#include <string.h>

/* One step takes its operands from the stack and leaves one number there. */
enum step {
    STEP_NUMBER, /* pushes number[i] */
    STEP_N,      /* pushes n */
    STEP_NOT,
    STEP_MULTIPLY,
    STEP_DIVIDE,
    STEP_REST,
    STEP_ADD,
    STEP_SUBTRACT,
    STEP_LESS,
    STEP_LESS_EQUAL,
    STEP_GREATER,
    STEP_GREATER_EQUAL,
    STEP_EQUAL,
    STEP_NOT_EQUAL,
    STEP_AND,
    STEP_OR,
    STEP_CHOOSE, /* takes three: condition, then, else */
};

struct reader {
    struct bytes rest;
    struct plural *out;
    unsigned depth;  /* of nesting */
    unsigned height; /* of the stack when the program runs */
    bool failed;
};

static void skip_spaces(struct reader *r) {
    while (r->rest.size && (r->rest.at[0] == ' ' || r->rest.at[0] == '\t'))
        r->rest = bytes_slice(r->rest, 1, r->rest.size);
}

/* Takes `mark` when it comes next. */
static bool take(struct reader *r, const char *mark) {
    size_t size = strlen(mark);
    skip_spaces(r);
    if (r->rest.size < size || memcmp(r->rest.at, mark, size) != 0)
        return false;
    r->rest = bytes_slice(r->rest, size, r->rest.size);
    return true;
}

static void take_or_fail(struct reader *r, const char *mark) {
    if (!take(r, mark))
        r->failed = true;
}

/* Adds a step that takes `taken` numbers and leaves one. */
static void step_add(struct reader *r, enum step step, unsigned taken, uint32_t number) {
    struct plural *p = r->out;
    if (r->failed || p->steps == PLURAL_STEPS_MAX || r->height < taken ||
        r->height - taken == PLURAL_DEPTH_MAX) {
        r->failed = true;
        return;
    }
    p->number[p->steps] = number;
    p->code[p->steps++] = (uint8_t)step;
    r->height = r->height - taken + 1;
}

static uint32_t number_read(struct reader *r) {
    uint32_t v = 0;
    size_t digits = 0;
    skip_spaces(r);
    for (; digits < r->rest.size && digits < 9; digits++) {
        uint8_t c = r->rest.at[digits];
        if (c < '0' || c > '9')
            break;
        v = v * 10 + (uint32_t)(c - '0');
    }
    if (digits == 0)
        r->failed = true;
    r->rest = bytes_slice(r->rest, digits, r->rest.size);
    return v;
}

/* C's operators of two operands; a higher level binds more tightly. A longer mark stands before
 * the shorter one that it starts with. */
static const struct operator_info {
    char mark[3];
    uint8_t level;
    uint8_t step;
} operators[] = {
    {"||", 1, STEP_OR},
    {"&&", 2, STEP_AND},
    {"==", 3, STEP_EQUAL},
    {"!=", 3, STEP_NOT_EQUAL},
    {"<=", 4, STEP_LESS_EQUAL},
    {"<", 4, STEP_LESS},
    {">=", 4, STEP_GREATER_EQUAL},
    {">", 4, STEP_GREATER},
    {"+", 5, STEP_ADD},
    {"-", 5, STEP_SUBTRACT},
    {"*", 6, STEP_MULTIPLY},
    {"/", 6, STEP_DIVIDE},
    {"%", 6, STEP_REST},
};

#define OPERATORS (sizeof operators / sizeof operators[0])

static void choice_read(struct reader *r);

static void operand_read(struct reader *r) {
    if (++r->depth > PLURAL_DEPTH_MAX)
        r->failed = true;
    if (!r->failed && take(r, "!")) {
        operand_read(r);
        step_add(r, STEP_NOT, 1, 0);
    } else if (!r->failed && take(r, "(")) {
        choice_read(r);
        take_or_fail(r, ")");
    } else if (!r->failed && take(r, "n")) {
        step_add(r, STEP_N, 0, 0);
    } else if (!r->failed) {
        uint32_t number = number_read(r);
        step_add(r, STEP_NUMBER, 0, number);
    }
    r->depth--;
}

/* Operands joined by operators of at least `level`, left to right. */
static void operation_read(struct reader *r, unsigned level) {
    operand_read(r);
    while (!r->failed) {
        const struct operator_info *found = NULL;
        struct bytes before = r->rest;
        for (size_t i = 0; i < OPERATORS && !found; i++)
            if (take(r, operators[i].mark))
                found = &operators[i];
        if (!found || found->level < level) {
            r->rest = before;
            return;
        }
        operation_read(r, found->level + 1u);
        step_add(r, (enum step)found->step, 2, 0);
    }
}

static void choice_read(struct reader *r) {
    if (++r->depth > PLURAL_DEPTH_MAX)
        r->failed = true;
    if (!r->failed)
        operation_read(r, 1);
    if (!r->failed && take(r, "?")) {
        choice_read(r);
        take_or_fail(r, ":");
        if (!r->failed)
            choice_read(r);
        step_add(r, STEP_CHOOSE, 3, 0);
    }
    r->depth--;
}

static uint64_t step_compute(enum step step, uint64_t a, uint64_t b) {
    switch (step) {
    case STEP_MULTIPLY:
        return a * b;
    case STEP_DIVIDE:
        return b ? a / b : 0;
    case STEP_REST:
        return b ? a % b : 0;
    case STEP_ADD:
        return a + b;
    case STEP_SUBTRACT:
        return a - b;
    case STEP_LESS:
        return a < b;
    case STEP_LESS_EQUAL:
        return a <= b;
    case STEP_GREATER:
        return a > b;
    case STEP_GREATER_EQUAL:
        return a >= b;
    case STEP_EQUAL:
        return a == b;
    case STEP_NOT_EQUAL:
        return a != b;
    case STEP_AND:
        return a && b;
    default:
        return a || b;
    }
}

static uint64_t compute(const struct plural *p, uint64_t n) {
    uint64_t stack[PLURAL_DEPTH_MAX + 3] = {0};
    unsigned height = 0;
    for (unsigned i = 0; i < p->steps; i++) {
        enum step step = (enum step)p->code[i];
        if (step == STEP_NUMBER || step == STEP_N) {
            stack[height++] = step == STEP_N ? n : p->number[i];
        } else if (step == STEP_NOT) {
            stack[height - 1] = !stack[height - 1];
        } else if (step == STEP_CHOOSE) {
            height -= 2;
            stack[height - 1] = stack[height - 1] ? stack[height] : stack[height + 1];
        } else {
            height--;
            stack[height - 1] = step_compute(step, stack[height - 1], stack[height]);
        }
    }
    return stack[0];
}

unsigned plural_form(const struct plural *p, uint64_t n) {
    uint64_t form = compute(p, n);
    return form < p->forms ? (unsigned)form : p->forms - 1u;
}

void plural_init_english(struct plural *p) {
    *p = (struct plural){.forms = 2, .steps = 3, .code = {STEP_N, STEP_NUMBER, STEP_NOT_EQUAL}};
    p->number[1] = 1;
}

enum err plural_read(struct bytes rule, struct plural *out) {
    struct plural p = {0};
    struct reader r = {.rest = rule, .out = &p};
    take_or_fail(&r, "nplurals");
    take_or_fail(&r, "=");
    uint32_t forms = number_read(&r);
    take_or_fail(&r, ";");
    take_or_fail(&r, "plural");
    take_or_fail(&r, "=");
    if (r.failed || forms < 1 || forms > PLURAL_FORMS_MAX)
        return ERR_MALFORMED;
    p.forms = (uint8_t)forms;
    choice_read(&r);
    (void)take(&r, ";");
    skip_spaces(&r);
    if (r.failed || r.rest.size || r.height != 1)
        return ERR_MALFORMED;
    for (uint64_t n = 0; n <= 1000; n++)
        if (compute(&p, n) >= p.forms)
            return ERR_MALFORMED;
    *out = p;
    return ERR_OK;
}
