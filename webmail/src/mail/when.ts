/** Times of mail: as short as they can be and still be clear. */
import { languageTag } from "../ui/words.ts";

const DAY = 24 * 3_600_000;

/** Today's time, the weekday of this week, the day of this year, else the date. */
export function shortTime(at: number, now: number = Date.now()): string {
  const day = new Date(now).setHours(0, 0, 0, 0);
  return format(kind(at, day, now)).format(at);
}

type Kind = "time" | "weekday" | "day" | "date";

function kind(at: number, day: number, now: number): Kind {
  if (at >= day && at < day + DAY) {
    return "time";
  }
  if (at < day && at >= day - 6 * DAY) {
    return "weekday";
  }
  return new Date(at).getFullYear() === new Date(now).getFullYear() ? "day" : "date";
}

const OPTIONS: { readonly [kind in Kind]: Intl.DateTimeFormatOptions } = {
  time: { hour: "numeric", minute: "2-digit" },
  weekday: { weekday: "short", hour: "numeric", minute: "2-digit" },
  day: { day: "numeric", month: "short" },
  date: { day: "numeric", month: "numeric", year: "numeric" },
};

/** They are costly to make, and each row wants one. */
const made = new Map<string, Intl.DateTimeFormat>();

function format(kind: Kind): Intl.DateTimeFormat {
  const key = `${languageTag()} ${kind}`;
  const known = made.get(key);
  const one = known ?? new Intl.DateTimeFormat(languageTag(), OPTIONS[kind]);
  if (known === undefined) {
    made.set(key, one);
  }
  return one;
}
