/** What is done to all emails of a list, however many: the server does it, part by part. */
import { problem, type Reply } from "../api.ts";
import { get, set } from "../jmap/calls.ts";
import type { Send } from "../jmap/client.ts";
import type { Id, Job } from "../jmap.ts";

export type Bulk =
  | {
      readonly type: "update";
      readonly filter: object;
      readonly patch: Readonly<Record<string, true | null>>;
    }
  | { readonly type: "destroy"; readonly filter: object }
  | { readonly type: "rules"; readonly ruleIds: readonly Id[]; readonly filter: object }
  | { readonly type: "undo"; readonly undoOf: string };

export type Progress = Pick<Job, "state" | "total" | "done" | "percent" | "undoId" | "error">;

const FIRST_LOOK_MS = 150;
const LOOK_MS = 1000;

export type Watch = {
  readonly told: (progress: Progress) => void;
  readonly wait: (ms: number) => Promise<void>;
};

/** Begins it and looks how far it is until it has ended; a page that is closed does not stop it. */
export async function bulk(
  send: Send,
  accountId: Id,
  what: Bulk,
  { told, wait }: Watch,
): Promise<Reply<Progress>> {
  const [begun] = await send(set("Job", accountId, { create: { job: what } }));
  if (begun.kind === "problem") {
    return begun;
  }
  const id = begun.value.created?.["job"]?.id;
  if (id === undefined) {
    return problem(`jmap.${begun.value.notCreated?.["job"]?.type ?? "serverFail"}`, 200);
  }
  for (let next = FIRST_LOOK_MS; ; next = LOOK_MS) {
    await wait(next);
    const [reply] = await send(get<Job>("Job", accountId, [id]));
    const job = reply.kind === "ok" ? reply.value.list[0] : undefined;
    if (reply.kind === "ok" && job === undefined) {
      return problem("jmap.notFound", 200);
    }
    if (job !== undefined) {
      told(job);
    }
    // An answer that did not come is asked for again: the job goes on meanwhile.
    if (job !== undefined && job.state !== "running") {
      return job.state === "failed"
        ? problem("job.failed", 200, job.error ?? "")
        : { kind: "ok", value: job };
    }
  }
}
