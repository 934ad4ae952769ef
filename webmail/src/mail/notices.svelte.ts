/** Being told of new mail on this device while no page is open (RFC 8030, RFC 8620 section 7.2). */
import { problem, type Reply } from "../core/api.ts";
import { call, Earlier, get, type Queried, type WasSet } from "../core/jmap/calls.ts";
import type { Email } from "../core/jmap.ts";
import { byRole } from "../core/mail/folders.ts";
import { t } from "../ui/words.ts";
import type { Told, ToldCache, ToldPath } from "../worker/told.ts";
import type { Box } from "./box.svelte.ts";

const TOLD_CACHE: ToldCache = "told";
const TOLD_PATH: ToldPath = "/mail-told.json";

export const VAPID = "urn:ietf:params:jmap:webpush-vapid";

/** What the server calls this browser's subscription. */
const KEPT = "mail.push";

/** The server ends it after 30 days: it is made anew when this much is left. */
const RENEW_MS = 15 * 86_400_000;

type Kept = { readonly id: string; readonly expires: number };

export type Notices = ReturnType<typeof notices>;

export function notices(box: Box, store: Storage) {
  let on = $state(read(store) !== undefined);
  const able = "serviceWorker" in navigator && "PushManager" in globalThis;
  const key = box.session.capabilities[VAPID]?.["applicationServerKey"];

  async function begin(): Promise<Reply<unknown>> {
    if ((await Notification.requestPermission()) !== "granted") {
      return problem("notices.denied");
    }
    await tell(box);
    const worker = await navigator.serviceWorker.ready;
    let device: PushSubscription;
    try {
      device = await worker.pushManager.subscribe({
        userVisibleOnly: true,
        applicationServerKey: String(key),
      });
    } catch {
      return problem("notices.service");
    }
    const { endpoint, keys } = device.toJSON();
    const [reply] = await box.send(
      call<WasSet<{ id: string; expires?: string }>>("PushSubscription/set", {
        create: {
          device: {
            deviceClientId: deviceId(store),
            url: endpoint,
            keys,
            types: ["EmailDelivery"],
          },
        },
      }),
    );
    if (reply.kind === "problem") {
      return reply;
    }
    const made = reply.value.created?.["device"];
    if (made === undefined) {
      const error = reply.value.notCreated?.["device"];
      return problem(`jmap.${error?.type ?? "serverFail"}`, 200);
    }
    const expires = made.expires === undefined ? 0 : Date.parse(made.expires);
    store.setItem(KEPT, JSON.stringify({ id: made.id, expires }));
    on = true;
    return reply;
  }

  /** The push service is told, too, so that nothing more comes even if the server is not reached. */
  async function end(): Promise<void> {
    const kept = read(store);
    store.removeItem(KEPT);
    on = false;
    await caches.delete(TOLD_CACHE);
    const worker = await navigator.serviceWorker.getRegistration("/mail");
    const device = await worker?.pushManager.getSubscription();
    await device?.unsubscribe();
    if (kept !== undefined) {
      await box.send(call("PushSubscription/set", { destroy: [kept.id] }));
    }
  }

  return {
    /** Whether this browser, with this server, can tell at all. */
    get able() {
      return able && typeof key === "string";
    },
    get on() {
      return on;
    },
    begin,
    end,
    /** Keeps what was begun going; call it once a visit. */
    async goOn(): Promise<void> {
      const kept = read(store);
      if (kept === undefined || !able) {
        return;
      }
      if (Notification.permission !== "granted") {
        await end();
      } else if (kept.expires - Date.now() < RENEW_MS) {
        await box.send(call("PushSubscription/set", { destroy: [kept.id] }));
        await begin();
      } else {
        await tell(box); // folders and language may have changed
      }
    },
  };
}

function read(store: Storage): Kept | undefined {
  try {
    return (JSON.parse(store.getItem(KEPT) ?? "null") as Kept | null) ?? undefined;
  } catch {
    return undefined;
  }
}

function deviceId(store: Storage): string {
  const known = store.getItem("mail.device") ?? crypto.randomUUID();
  store.setItem("mail.device", known);
  return known;
}

/** Gives the worker what it needs when no page is there. */
async function tell(box: Box): Promise<void> {
  const inbox = byRole(box.mailboxes, "inbox")?.id ?? "";
  const accountId = box.account.id;
  const [found, got] = await box.send(
    call<Queried>("Email/query", {
      accountId,
      filter: { inMailbox: inbox },
      sort: [{ property: "receivedAt", isAscending: false }],
      limit: 1,
    }),
    get<Pick<Email, "id" | "receivedAt">>("Email", accountId, new Earlier(0, "/ids"), {
      properties: ["receivedAt"],
    }),
  );
  if (found.kind === "problem" || got.kind === "problem") {
    return; // what was told before stands
  }
  const [newest] = got.value.list;
  const told: Told = {
    accountId,
    apiUrl: box.session.apiUrl,
    inbox,
    since: newest?.receivedAt ?? "1970-01-01T00:00:00Z",
    known: found.value.ids,
    archive: byRole(box.mailboxes, "archive")?.id ?? null,
    words: {
      archive: t("cmd.archive"),
      answer: t("cmd.answer"),
      something: t("notices.something"),
      noSubject: t("mail.subject.none"),
    },
  };
  const cache = await caches.open(TOLD_CACHE);
  await cache.put(TOLD_PATH, new Response(JSON.stringify(told)));
}
