/** Times as people say them. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "5 minutes ago", "yesterday"; the date for what is longer ago. */
export function ago(at: number, now: number, language: string): string {
  const since = now - at;
  const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  if (since < -MINUTE) {
    return ahead(-since, relative) ?? date(at, language);
  }
  if (since < MINUTE) {
    return relative.format(0, "second");
  }
  if (since < HOUR) {
    return relative.format(-Math.floor(since / MINUTE), "minute");
  }
  if (since < DAY) {
    return relative.format(-Math.floor(since / HOUR), "hour");
  }
  return since < 7 * DAY ? relative.format(-Math.floor(since / DAY), "day") : date(at, language);
}

/** "in 5 minutes", "tomorrow"; undefined for what is further away than people count. */
function ahead(until: number, relative: Intl.RelativeTimeFormat): string | undefined {
  if (until < HOUR) {
    return relative.format(Math.round(until / MINUTE), "minute");
  }
  if (until < DAY) {
    return relative.format(Math.round(until / HOUR), "hour");
  }
  return until < 7 * DAY ? relative.format(Math.round(until / DAY), "day") : undefined;
}

export function date(at: number, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "medium" }).format(at);
}

export function dateTime(at: number, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(at);
}

/** To the second, with the time zone. */
export function exact(at: number, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "long" }).format(at);
}

/** An hour of the day, such as "14:00" or "2 PM". */
export function hour(at: number, language: string): string {
  return new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit" }).format(at);
}

/** The end of a day that was picked in a field of type `date`, where the person is. */
export function endOf(day: string): number {
  return new Date(`${day}T23:59:59`).getTime();
}

/** Its beginning. */
export function beginOf(day: string): number {
  return new Date(`${day}T00:00:00`).getTime();
}
