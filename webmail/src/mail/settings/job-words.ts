/** What jobs do, how they went and what they left out, in words. */
import type { Job } from "../../core/jmap.ts";
import { type Key, number, t, tn } from "../../ui/words.ts";

const TYPES: { readonly [type in Job["type"]]: Key } = {
  update: "job.update",
  destroy: "job.destroy",
  undo: "job.undo",
  import: "job.import",
  rules: "job.rules",
};

const PROBLEMS: { readonly [type: string]: Key } = {
  alreadyExists: "job.left.exists",
  notMessage: "job.left.message",
  tooLarge: "job.left.large",
  removed: "job.left.removed",
  notFound: "job.left.found",
  forbidden: "job.left.forbidden",
  overQuota: "job.left.full",
  overtaken: "job.left.overtaken",
};

export function jobName({ type, server }: Job): string {
  const host = server?.["host"];
  return host === undefined ? t(TYPES[type]) : t("job.import.from", host);
}

/** How it stands. */
export function standing({ state, type, done, total, percent }: Job): string {
  const count = type === "import" ? tn("job.brought", done) : tn("job.done", done);
  switch (state) {
    case "running":
      return total > 0
        ? t("jobs.running", number(done), number(Math.max(done, total)))
        : `${number(percent)} % · ${count}`;
    case "done":
      return count;
    case "cancelled":
      return t("job.cancelled", count);
    case "failed":
      return t("job.failed", count);
    default:
      return state satisfies never;
  }
}

/** What was left out, each kind in a sentence. */
export function leftOut({ problems }: Job): string[] {
  return Object.entries(problems).map(([type, count]) =>
    tn(PROBLEMS[type] ?? "job.left.other", count),
  );
}
