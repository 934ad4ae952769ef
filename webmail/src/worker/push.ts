/**
 * New mail while no page is open. The server's push says only that something has come; what it is,
 * the worker asks for itself, so that no push service ever sees anything of it.
 */
import type { Told, ToldCache, ToldPath } from "./told.ts";

const TOLD_CACHE: ToldCache = "told";
const TOLD_PATH: ToldPath = "/mail-told.json";

const worker = self as unknown as ServiceWorkerGlobalScope;

const USING = [
  "urn:ietf:params:jmap:core",
  "urn:ietf:params:jmap:mail",
  "urn:mailstead:params:jmap:undo",
];

/** So many are told of one by one. */
const MOST = 4;

type Row = {
  readonly id: string;
  readonly receivedAt: string;
  readonly from: readonly { readonly name: string | null; readonly email: string }[] | null;
  readonly subject: string | null;
  readonly preview: string;
};

/** What a notification has with it. */
type Data = { readonly path: string; readonly emailId?: string };

/** The names that browsers know and TypeScript does not yet. */
type Options = NotificationOptions & {
  readonly actions?: readonly { readonly action: string; readonly title: string }[];
};

export async function pushed(event: PushEvent): Promise<void> {
  const told = await read();
  if (told === undefined) {
    return;
  }
  const message = parsed(event);
  if (message["@type"] === "PushVerification") {
    await ask(told, "PushSubscription/set", {
      update: {
        [String(message["pushSubscriptionId"])]: { verificationCode: message["verificationCode"] },
      },
    });
    return;
  }
  if (!(await isLookedAt())) {
    await tell(told);
  }
}

async function read(): Promise<Told | undefined> {
  const answer = await (await caches.open(TOLD_CACHE)).match(TOLD_PATH);
  return answer === undefined ? undefined : ((await answer.json()) as Told);
}

function parsed(event: PushEvent): Record<string, unknown> {
  try {
    return (event.data?.json() ?? {}) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** Whoever looks at the page sees it there. */
async function isLookedAt(): Promise<boolean> {
  const open = await worker.clients.matchAll({ type: "window" });
  return open.some((page) => page.focused && page.visibilityState === "visible");
}

async function ask(told: Told, name: string, args: object): Promise<Record<string, unknown>> {
  const { accountId } = told;
  const own = name.startsWith("PushSubscription/") ? {} : { accountId };
  const answer = await fetch(told.apiUrl, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ using: USING, methodCalls: [[name, { ...own, ...args }, "0"]] }),
  });
  const json = (await answer.json()) as { methodResponses?: [string, Record<string, unknown>][] };
  const [method, response] = json.methodResponses?.[0] ?? ["error", {}];
  if (!answer.ok || method === "error") {
    throw new Error(`${name}: ${answer.status}`);
  }
  return response;
}

async function tell(told: Told): Promise<void> {
  let rows: readonly Row[];
  try {
    rows = await newest(told);
  } catch {
    await show(told.words.something, { tag: "something", data: { path: "/mail" } });
    return;
  }
  await remember(told, rows);
  for (const row of [...rows].reverse()) {
    const [from] = row.from ?? [];
    const data: Data = { path: `/mail/open/${encodeURIComponent(row.id)}`, emailId: row.id };
    await show(from?.name || from?.email || "", {
      tag: row.id,
      body: `${row.subject || told.words.noSubject}\n${row.preview}`,
      data,
      actions: [
        ...(told.archive === null ? [] : [{ action: "archive", title: told.words.archive }]),
        { action: "answer", title: told.words.answer },
      ],
    });
  }
}

function show(title: string, options: Options): Promise<void> {
  return worker.registration.showNotification(title, {
    icon: "/favicon.svg",
    ...options,
  });
}

async function newest(told: Told): Promise<readonly Row[]> {
  const found = await ask(told, "Email/query", {
    filter: {
      inMailbox: told.inbox,
      notKeyword: "$seen",
      after: told.since,
    },
    sort: [{ property: "receivedAt", isAscending: false }],
    limit: MOST,
  });
  const got = await ask(told, "Email/get", {
    ids: found["ids"],
    properties: ["id", "receivedAt", "from", "subject", "preview"],
  });
  const rows = got["list"] as readonly Row[];
  return rows.filter(({ id }) => !told.known.includes(id));
}

/** No one is told of twice, whatever became of its notification. */
async function remember(told: Told, rows: readonly Row[]): Promise<void> {
  const since = [told.since, ...rows.map((one) => one.receivedAt)].sort().at(-1) ?? told.since;
  const at = rows.filter((one) => one.receivedAt === since).map((one) => one.id);
  const known = since === told.since ? [...told.known, ...at] : at;
  const cache = await caches.open(TOLD_CACHE);
  await cache.put(TOLD_PATH, new Response(JSON.stringify({ ...told, since, known })));
}

export async function clicked({ action, notification }: NotificationEvent): Promise<void> {
  notification.close();
  const { path, emailId } = notification.data as Data;
  const told = await read();
  if (
    action === "archive" &&
    emailId !== undefined &&
    told !== undefined &&
    told.archive !== null
  ) {
    // Out of the inbox alone: it may lie elsewhere, too.
    const moved = {
      [`mailboxIds/${told.inbox}`]: null,
      [`mailboxIds/${told.archive}`]: true,
    };
    const done = await ask(told, "Email/set", { update: { [emailId]: moved } }).catch(() => null);
    if (done !== null && done["updated"] !== null) {
      return;
    }
  }
  await open(action === "answer" ? `${path}?do=answer` : path);
}

/** In a page that is open, or a new one: what could not be done is seen there. */
async function open(path: string): Promise<void> {
  const [page] = await worker.clients.matchAll({ type: "window" });
  const there = await page?.focus().catch(() => undefined);
  const went = await there?.navigate(path).catch(() => undefined);
  if (went == null) {
    await worker.clients.openWindow(path);
  }
}
