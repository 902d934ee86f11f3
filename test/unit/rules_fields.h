/* rules_fields.h -- every field that an entry of any room may have, looked at by a person.
 *
 * test_rules.c compares the rooms' tables with this list. Whoever adds a field to a room writes its
 * name here, with its type and what it holds, in one sentence that shows that it is none of what
 * must never be kept: the time at which somebody did something, where they were, whether they were
 * there, whether they have read, opened or answered; a number about the other.
 *
 *     ROW("name", TYPE, most, "What it holds.")
 *
 * TEXT, DAY, BYTES of exactly `most`; CHOICE, a number below 100, which can hold no time of a day;
 * MINUTE, a minute of the day that somebody proposed for something to come; ORDER, a place in a row
 * of things, at most `most`; SET, several of a list, a bit each. A MINUTE and an ORDER say in their
 * sentence of what.
 */
#ifndef TOWARD_TEST_RULES_FIELDS_H
#define TOWARD_TEST_RULES_FIELDS_H

/* clang-format off */
#define RULES_FIELDS(ROW) \
    ROW("about-myself", TEXT, 0, "What I came to believe about myself, in my own words.") \
    ROW("about-others", TEXT, 0, "What I came to believe about others, in my own words.") \
    ROW("about-trust", TEXT, 0, "What I came to believe about trust, in my own words.") \
    ROW("after", TEXT, 0, "What I will do when it comes back, in my own words.") \
    ROW("again", TEXT, 0, "What I will do when it happens again, in my own words.") \
    ROW("answer", CHOICE, 0, "Which of the offered answers was chosen.") \
    ROW("asked", CHOICE, 0, "What I ask the other for while it lasts.") \
    ROW("aspire", CHOICE, 0, "Which of the three levels I would like to reach; my own.") \
    ROW("awake", CHOICE, 0, "How much I lie awake; one of seven steps, about me.") \
    ROW("away", TEXT, 0, "How I move away, in my own words.") \
    ROW("body", CHOICE, 0, "Where in my own body I feel it.") \
    ROW("body-places", ORDER, 255, "Which of eight places of my own body it sits in: a short list, as bits.") \
    ROW("by-myself", CHOICE, 0, "How far a sentence of style about doing things alone fits me; kept in mine.") \
    ROW("calm", CHOICE, 0, "Whether I find a way to calm down; one of seven steps, about me.") \
    ROW("came-back", TEXT, 0, "What came back when I showed a need, in my own words.") \
    ROW("card", BYTES, 8, "Which card of my own drill was answered.") \
    ROW("cherished", CHOICE, 0, "How much I cherished, as I answer my own meter; kept in mine.") \
    ROW("choice", CHOICE, 0, "Which of the offered descriptions fits me best.") \
    ROW("comforted", CHOICE, 0, "How far a sentence of style about being comforted fits me; kept in mine.") \
    ROW("coming", CHOICE, 0, "How I would like to be met when I come home.") \
    ROW("coming-words", TEXT, 0, "How I would like to be met when I come home, in my own words.") \
    ROW("compared", CHOICE, 0, "How much I compared, as I answer my own meter; kept in mine.") \
    ROW("daily", CHOICE, 0, "Whether I chose to be asked each day; kept in mine.") \
    ROW("day", DAY, 0, "A day that somebody proposed for something to come.") \
    ROW("days-ago", CHOICE, 0, "Whether it happened on the day it was written down or the day before.") \
    ROW("deed", TEXT, 0, "What I am willing to do, in my own words.") \
    ROW("evening", ORDER, 100000, "Which of the evenings this is, counted from the first one.") \
    ROW("family", CHOICE, 0, "Which of the five families of signs this is about.") \
    ROW("feeling", CHOICE, 0, "The feeling that was chosen from the list.") \
    ROW("feelings", ORDER, 1023, "Which of ten feelings of my own I have, as a set of them.") \
    ROW("feelings", SET, 0, "Which feelings of a list were mine.") \
    ROW("felt", TEXT, 0, "What I felt when it became too much, in my own words.") \
    ROW("first", CHOICE, 0, "What I need, or do, first; one of the list.") \
    ROW("first", TEXT, 0, "The first of my own three sentences.") \
    ROW("first_day", DAY, 0, "The day on which a visit that two have planned begins.") \
    ROW("fits-1", CHOICE, 0, "How far the first description of style fits me; kept in mine.") \
    ROW("fits-2", CHOICE, 0, "How far the second description of style fits me; kept in mine.") \
    ROW("fits-3", CHOICE, 0, "How far the third description of style fits me; kept in mine.") \
    ROW("for", CHOICE, 0, "For what somebody reached; one of the list.") \
    ROW("giver", CHOICE, 0, "From whom a thing in a plan comes, as its writer proposes it.") \
    ROW("goes_out", DAY, 0, "The day on which a plan that is only mine goes to the other; kept in mine.") \
    ROW("good", CHOICE, 0, "Whether I notice good things; one of seven steps, about me.") \
    ROW("grade", CHOICE, 0, "How well I knew a card, as I say it; kept in mine.") \
    ROW("grateful", CHOICE, 0, "How grateful I was, as I answer my own meter; kept in mine.") \
    ROW("help", CHOICE, 0, "How far a sentence of style about asking for help fits me; kept in mine.") \
    ROW("helped", TEXT, 0, "What helped, looking back at a plan that is over.") \
    ROW("helps", TEXT, 0, "What helps me, in my own words.") \
    ROW("how", CHOICE, 0, "How it was, or how it ended; one of the list.") \
    ROW("how", TEXT, 0, "What a costly thing in a plan has to do with what happened.") \
    ROW("how-often", CHOICE, 0, "How often it happened, roughly: once, now and then, often.") \
    ROW("instead", TEXT, 0, "What I offer in place of what was asked.") \
    ROW("intervening", TEXT, 0, "What two do the moment it happens, as one proposes it.") \
    ROW("last_day", DAY, 0, "The day on which an agreement ends, as both signed it.") \
    ROW("lean-back", CHOICE, 0, "How far a sentence of style about leaning back fits me; kept in mine.") \
    ROW("leave", TEXT, 0, "What I would rather leave out, in my own words.") \
    ROW("leaving", CHOICE, 0, "How I would like to be left when we part for the day.") \
    ROW("leaving", TEXT, 0, "How two leave a visit, as one proposes it.") \
    ROW("leaving-words", TEXT, 0, "How I would like to part for the day, in my own words.") \
    ROW("let-go", TEXT, 0, "What may be let go after I was heard, in my own words.") \
    ROW("look_back", TEXT, 0, "When two look back at a visit, as one proposes it.") \
    ROW("mark", BYTES, 16, "Random bytes by which what two devices of one person sent at once is known as one.") \
    ROW("mended", CHOICE, 0, "Whether a missed moment was mended: the same day, the next, later, or not yet.") \
    ROW("meter", CHOICE, 0, "Which of my own two meters I answered; kept apart.") \
    ROW("minute", MINUTE, 0, "The minute of a time that somebody proposed for something to come; a return, a talk.") \
    ROW("missing", TEXT, 0, "What is still missing for me to feel understood.") \
    ROW("name", TEXT, 0, "What I call a feeling or a thing of my own.") \
    ROW("near", TEXT, 0, "What makes me come near, in my own words.") \
    ROW("need", TEXT, 0, "What I need first, in my own words.") \
    ROW("needed", CHOICE, 0, "How far a sentence of style about being needed fits me; kept in mine.") \
    ROW("needed-less", CHOICE, 0, "Whether I needed us less, as I answer my own meter; kept in mine.") \
    ROW("next_time", TEXT, 0, "What I would do otherwise next time.") \
    ROW("not-this", TEXT, 0, "What does not help me, in my own words.") \
    ROW("now", CHOICE, 0, "Which of the three levels I have now; my own.") \
    ROW("own", CHOICE, 0, "Whether I do what is good for me; one of seven steps, about me.") \
    ROW("page", CHOICE, 0, "Which page of my own path I have been through.") \
    ROW("pair", BYTES, 8, "A mark of the pair that an agreement was made in.") \
    ROW("path", CHOICE, 0, "Which of the paths was begun.") \
    ROW("person", CHOICE, 0, "Whether there is somebody I could call; one of seven steps, about me.") \
    ROW("preventive", TEXT, 0, "What two do so that it does not happen, as one proposes it.") \
    ROW("proposed", DAY, 0, "The day on which the text that I signed had been proposed.") \
    ROW("purpose", CHOICE, 0, "Whether a costly thing ends, mends or prevents what happened.") \
    ROW("quarrel", CHOICE, 0, "How far a sentence of style about a quarrel fits me; kept in mine.") \
    ROW("quiet", CHOICE, 0, "How far a sentence of style about silence fits me; kept in mine.") \
    ROW("ran-down", CHOICE, 0, "Whether I ran the other down, as I answer my own meter; kept in mine.") \
    ROW("reached", CHOICE, 0, "Who reached: the other, I, or nobody, I saw it.") \
    ROW("repair", TEXT, 0, "What is offered to repair a break.") \
    ROW("resented", CHOICE, 0, "How much I resented, as I answer my own meter; kept in mine.") \
    ROW("rest-hour", CHOICE, 0, "Which of a few evening hours I would like to be the two's to rest from; none is one of them.") \
    ROW("result", CHOICE, 0, "What my own gate came to; kept in mine.") \
    ROW("role", CHOICE, 0, "Which part of a path is mine.") \
    ROW("round", BYTES, 8, "Which sealed round an answer is taken from.") \
    ROW("safe", CHOICE, 0, "How safe I felt with us, as my own feeling.") \
    ROW("say", CHOICE, 0, "Whether I can say how I am; one of seven steps, about me.") \
    ROW("second", TEXT, 0, "The second of my own three sentences.") \
    ROW("second-side", CHOICE, 0, "Whether this is the other side of a moment already written down.") \
    ROW("seen", TEXT, 0, "What the other could see of it, in my own words.") \
    ROW("showed", TEXT, 0, "How I showed a need, in my own words.") \
    ROW("side", CHOICE, 0, "Whether it was done to me or by me.") \
    ROW("sign", TEXT, 0, "By what I notice that it comes, in my own words.") \
    ROW("since", CHOICE, 0, "Since when, roughly: days, weeks, months, years.") \
    ROW("small", TEXT, 0, "One small thing for myself until tomorrow.") \
    ROW("soothed", CHOICE, 0, "Whether I was soothed then.") \
    ROW("state", CHOICE, 0, "Whether a path goes on, rests, or has ended.") \
    ROW("stay", TEXT, 0, "How long I stay close, in my own words.") \
    ROW("step", CHOICE, 0, "Which step of my own path I have been through.") \
    ROW("still", CHOICE, 0, "Whether it still goes on.") \
    ROW("strength", CHOICE, 0, "How strong my own feeling was.") \
    ROW("swallowed", CHOICE, 0, "Whether a quarrel swallowed everything, as I answer my own meter; kept in mine.") \
    ROW("template", CHOICE, 0, "Which kind of plan it is.") \
    ROW("tender", CHOICE, 0, "How far a sentence of style about tenderness fits me; kept in mine.") \
    ROW("tension", CHOICE, 0, "How tense I was; my own, before and after.") \
    ROW("text", TEXT, 0, "What was noticed or agreed, in the words of who wrote it.") \
    ROW("third", TEXT, 0, "The third of my own three sentences.") \
    ROW("thoughts", TEXT, 0, "What I think about where I am, in my own words.") \
    ROW("time", CHOICE, 0, "How much time I would like to give on an evening; one of a few lengths.") \
    ROW("tool", TEXT, 0, "Something of my own that calms me.") \
    ROW("toward", TEXT, 0, "How I move toward, in my own words.") \
    ROW("turn", CHOICE, 0, "What happened then: toward, away, against, missed by both.") \
    ROW("unanswered", CHOICE, 0, "How far a sentence of style about waiting for an answer fits me; kept in mine.") \
    ROW("under-1", TEXT, 0, "The first begun sentence of what I did not know I believe, finished by me.") \
    ROW("under-2", TEXT, 0, "The second begun sentence, finished by me.") \
    ROW("under-3", TEXT, 0, "The third begun sentence, finished by me.") \
    ROW("under-4", TEXT, 0, "The fourth begun sentence, finished by me.") \
    ROW("understood", CHOICE, 0, "Whether I feel understood: not yet, partly, yes.") \
    ROW("until", DAY, 0, "The day before which I have promised myself no decision.") \
    ROW("what", CHOICE, 0, "Which of the offered things this is about.") \
    ROW("what", TEXT, 0, "What is proposed in a plan, in the words of who wrote it.") \
    ROW("when", CHOICE, 0, "Before or after an exercise.") \
    ROW("where", CHOICE, 0, "What kind of reminder brought the wave, of a short list; never a place on a map.") \
    ROW("which", CHOICE, 0, "Which of the later times of a measure was met with not now.") \
    ROW("which", SET, 0, "Which of a family of things they were; several of the list.") \
    ROW("who", CHOICE, 0, "Who it was about, or who did it: one of the two, or both.") \
    ROW("whose", CHOICE, 0, "Whose break of an agreement it was, as who tells it says.") \
    ROW("why", TEXT, 0, "Why I would like to reach a level, in my own words.") \
    ROW("wishes", CHOICE, 0, "How far a sentence of style about my wishes fits me; kept in mine.") \
    ROW("with", TEXT, 0, "With whom it was, under a nickname; kept in mine.") \
    ROW("words", TEXT, 0, "What a person wrote, in their own words.") \
    ROW("worse", TEXT, 0, "What makes it worse for me, in my own words.") \
    /* in the order of their names */
/* clang-format on */

#endif
