/** What stands in a file of a calendar (iCalendar, RFC 5545), as far as a reader wants to know. */
import { blocks, type Line, lines } from "./ical.ts";
import { type Moment, moment, Zones } from "./moment.ts";

export type Occasion = {
  readonly title: string;
  readonly start: Moment | undefined;
  /** The last moment of it; of whole days the last day. */
  readonly end: Moment | undefined;
  readonly place: string;
  readonly organiser: string;
  readonly text: string;
  readonly repeats: boolean;
  readonly cancelled: boolean;
};

const DAY_MS = 86_400_000;

/** No more of one file is shown. */
const MOST = 50;

export function occasions(text: string): Occasion[] {
  const all = lines(text);
  const zones = new Zones(all);
  const cancelled = all.some((one) => one.name === "METHOD" && one.value === "CANCEL");
  return blocks(all, "VEVENT")
    .slice(0, MOST)
    .map((one) => occasion(one, zones, cancelled));
}

function occasion(all: readonly Line[], zones: Zones, cancelled: boolean): Occasion {
  const find = (name: string) => all.find((one) => one.name === name);
  const words = (name: string) => plain(find(name)?.value ?? "");
  const start = moment(find("DTSTART"), zones);
  const organiser = find("ORGANIZER");
  return {
    title: words("SUMMARY"),
    start,
    end: endOf(start, moment(find("DTEND"), zones), find("DURATION")?.value),
    place: words("LOCATION"),
    organiser:
      plain(organiser?.params["CN"] ?? "") || (organiser?.value ?? "").replace(/^mailto:/i, ""),
    text: words("DESCRIPTION"),
    repeats: find("RRULE") !== undefined || find("RDATE") !== undefined,
    cancelled: cancelled || find("STATUS")?.value.toUpperCase() === "CANCELLED",
  };
}

/** Days end with the one before that which is said (RFC 5545 section 3.6.1). */
function endOf(
  start: Moment | undefined,
  said: Moment | undefined,
  duration: string | undefined,
): Moment | undefined {
  const lasts = duration === undefined ? undefined : lasting(duration);
  const end =
    said ?? (start && lasts !== undefined ? { ...start, at: start.at + lasts } : undefined);
  if (end?.kind !== "day" || start === undefined) {
    return end;
  }
  return { ...end, at: Math.max(start.at, end.at - DAY_MS) };
}

/** `P1DT2H30M` in milliseconds. */
function lasting(text: string): number | undefined {
  const found = /^\+?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text);
  if (found === null) {
    return undefined;
  }
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = found
    .slice(1)
    .map((n) => Number(n ?? 0));
  return (weeks * 7 + days) * DAY_MS + ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

function plain(text: string): string {
  return text.replace(/\\([nN,;\\])/g, (_, sign: string) => (/n/i.test(sign) ? "\n" : sign)).trim();
}
