/* The drawings: 24 by 24, one path each, drawn with the text's colour. Circles stand for people:
 * one, two that overlap, three. */
#include "view/parts_draw.h"

#include "base/check.h"

static const char *const icon_paths[ICON_COUNT] = {
    [ICON_BACK] = "M14.5 5.5 8 12l6.5 6.5",
    [ICON_EXIT] = "M10 5H6v14h4M14 8l4 4-4 4M18 12H9.5",
    [ICON_TODAY] = "M12 8a4 4 0 1 0 .01 0M12 3v1.5M12 19.5V21M3 12h1.5M19.5 12H21M5.6 "
                   "5.6l1.1 1.1M17.3 17.3l1.1 1.1M5.6 18.4l1.1-1.1M17.3 "
                   "6.7l1.1-1.1",
    [ICON_MOMENTS] = "M5 20V4h9v16M14 6.5l5 2V20h-5M3 20h18M11 12v.5",
    [ICON_ROOMS] = "M4 11.5 12 5l8 6.5M6 10v9.5h12V10M10 19.5v-5h4v5",
    [ICON_ME] = "M12 4.5a3.7 3.7 0 1 0 .01 0M4.5 20c.7-4.2 3.7-6 7.5-6s6.8 1.8 "
                "7.5 6",
    [ICON_LOCK] = "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
    [ICON_ALONE] = "M12 6.5a5.5 5.5 0 1 0 .01 0",
    [ICON_TOGETHER] = "M9 6.5a5.5 5.5 0 1 0 .01 0M15 6.5a5.5 5.5 0 1 0 .01 0",
    [ICON_THREE] = "M12 3.7a4.5 4.5 0 1 0 .01 0M8.2 11a4.5 4.5 0 1 0 .01 0M15.8 11a4.5 "
                   "4.5 0 1 0 .01 0",
    [ICON_LOOK] = "M2.5 12C5 7.5 8.3 5.5 12 5.5s7 2 9.5 6.5c-2.5 4.5-5.8 "
                  "6.5-9.5 6.5S5 16.5 2.5 12zM12 9a3 3 0 1 0 .01 0",
    [ICON_HELP] = "M12 3.5a8.5 8.5 0 1 0 .01 0M9.7 9.5a2.4 2.4 0 1 1 3.5 2.1c-.8.4-1.2 "
                  "1-1.2 2M12 16.5v.3",
    [ICON_PRINT] = "M7 9V4h10v5M7 17H4v-6.5C4 9.7 4.7 9 5.5 9h13c.8 0 1.5.7 1.5 "
                   "1.5V17h-3M7 14h10v6H7z",
    [ICON_NEXT] = "M9.5 5.5 16 12l-6.5 6.5",
};

void draw_icon(struct parts *p, enum part_icon icon) {
    MUST(icon < ICON_COUNT);
    if (icon == ICON_NONE)
        return;
    struct view *v = p->view;
    view_open_class(v, TAG_SVG, "icon");
    view_attr(v, ATTR_VIEWBOX, "0 0 24 24");
    view_attr(v, ATTR_ARIA_HIDDEN, "true");
    view_open(v, TAG_PATH);
    view_attr(v, ATTR_D, icon_paths[icon]);
    view_close(v);
    view_close(v);
}
