import "../ui/tokens.css";
import "../ui/base.css";
import { mount } from "svelte";
import { caller, type Problem, type Reply } from "../core/api.ts";
import { sender } from "../core/jmap/client.ts";
import { listen } from "../core/jmap/push.ts";
import { expand } from "../core/jmap/session.ts";
import { Acquainted } from "../core/mail/acquainted.ts";
import { Bodies } from "../core/mail/bodies.ts";
import { Account } from "../core/sync/account.ts";
import { Disk } from "../core/sync/disk.ts";
import { alone, tabs } from "../core/sync/tabs.ts";
import { signInFor } from "../core/where.ts";
import { wear } from "../ui/brand.svelte.ts";
import Failed from "../ui/Failed.svelte";
import { speak, t, why } from "../ui/words.ts";
import { away } from "./away.svelte.ts";
import { ask, type Begin, forget, keep, kept, nameOf, ownOf } from "./begin.ts";
import { box } from "./box.svelte.ts";
import { type Desk, desk } from "./desk.svelte.ts";
import Mail from "./Mail.svelte";
import { preferences } from "./preferences.svelte.ts";
import { addressOf } from "./routes.ts";
import { senders } from "./senders.svelte.ts";
import { toasts } from "./toasts.svelte.ts";
import { MAIL } from "./words.ts";
import { work } from "./worker.ts";
import { writing } from "./write/writing.svelte.ts";

/** Messages whose words are kept in the browser; the oldest go, once the page has settled. */
const KEPT_BODIES = 2_000;
const SETTLED_MS = 30_000;

/** Of what is shown first so many can be read without a network; octets of one that is left out. */
const READ_AHEAD = 50;
const LARGE = 500_000;

/** The page's own files come a second time for the worker: not while it has its first to do. */
const WORKER_MS = 1000;

/** Capabilities that the page uses, as far as the server has them. */
const USING = [
  "urn:ietf:params:jmap:mail",
  "urn:ietf:params:jmap:submission",
  "urn:mailstead:params:jmap:search",
  "urn:mailstead:params:jmap:undo",
  "urn:mailstead:params:jmap:jobs",
  "urn:mailstead:params:jmap:unsubscribe",
  "urn:mailstead:params:jmap:settings",
  "urn:mailstead:params:jmap:snooze",
  "urn:mailstead:params:jmap:rules",
  "urn:mailstead:params:jmap:usage",
  "urn:ietf:params:jmap:vacationresponse",
  "urn:ietf:params:jmap:sieve",
  "urn:ietf:params:jmap:blob",
  "urn:ietf:params:jmap:quota",
  "urn:mailstead:params:jmap:unpacked",
  "urn:mailstead:params:jmap:vcard",
  "urn:mailstead:params:jmap:trace",
  "urn:ietf:params:jmap:smimeverify",
  "urn:ietf:params:jmap:contacts",
  "urn:mailstead:params:jmap:scheduled",
  "urn:mailstead:params:jmap:bloblink",
];

const call = caller(fetch);
const target = document.getElementById("app");
const asking = ask(call);
const before = kept(localStorage);

if (target !== null && before !== undefined) {
  const words = speak(before.who.language, MAIL);
  const running = start(target, before, words);
  void asking.then(async (reply) => judge(before, reply, (await running)?.disk));
} else if (target !== null) {
  const reply = await asking;
  if (reply.kind === "problem") {
    await failed(target, reply.problem);
  } else if (reply.value.who.onlySetUp) {
    setUp();
  } else {
    keep(reply.value, localStorage);
    await start(target, reply.value, speak(reply.value.who.language, MAIL));
  }
}

async function failed(target: HTMLElement, problem: Problem): Promise<void> {
  if (problem.key === "login.needed") {
    location.replace(signInFor(location.pathname + location.search));
    return;
  }
  await speak("", MAIL);
  wear(undefined);
  mount(Failed, { target, props: { problem } });
}

function setUp(): void {
  location.replace(`/account?to=${encodeURIComponent(location.pathname)}`);
}

/** What the page began with is of the last visit: whoever may not see it any more does not keep it. */
async function judge(before: Begin, reply: Reply<Begin>, disk: Disk | undefined): Promise<void> {
  if (reply.kind === "problem") {
    if (reply.problem.key === "login.needed") {
      forget(localStorage);
      await disk?.forgetCopies().catch(() => undefined);
      location.replace(signInFor(location.pathname + location.search));
    }
    return; // without a network the page goes on with what it has
  }
  if (reply.value.who.onlySetUp) {
    setUp();
    return;
  }
  keep(reply.value, localStorage);
  if (nameOf(reply.value) !== nameOf(before)) {
    await disk?.wipe().catch(() => undefined);
    location.reload();
  }
}

/** Shows the mail: what is kept of it at once, and what there is now as soon as it comes. */
async function start(
  target: HTMLElement,
  { who, session }: Begin,
  words: Promise<void>,
): Promise<{ readonly disk: Disk | undefined } | undefined> {
  const own = ownOf(session);
  const name = nameOf({ who, session });
  if (own === undefined || name === undefined) {
    return undefined;
  }
  const disk = await Disk.open(name).catch(() => undefined);
  const send = sender({
    api: call,
    url: session.apiUrl,
    using: USING.filter((one) => session.capabilities[one] !== undefined),
    maxCalls: session.limits.maxCallsInRequest,
  });
  const shown = toasts();
  const account = new Account({
    id: own.id,
    send,
    disk,
    tabs: (hears) => ("locks" in navigator ? tabs(`mailstead ${own.id}`, hears) : alone(hears)),
    now: () => Date.now(),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    failed: (_, problem) => shown.fail(t("failed.deed", why(problem))),
    lost: (problem) => {
      mail.lost = problem;
    },
  });
  const bodies = new Bodies(own.id, send, disk, () => Date.now());
  const choices = senders(send, own.id);
  const likings = preferences(send, own.id, localStorage);
  const mail = box({
    who,
    call,
    session,
    send,
    account,
    bodies,
    acquainted: new Acquainted(own.id, send),
    toasts: shown,
    senders: choices,
    likings,
    away: away(send, own.id),
  });
  const ready = account.restore();
  const url = expand(session.eventSourceUrl, { types: "*", closeafter: "no", ping: "30" });
  listen(() => new EventSource(url), {
    changed: (accounts) => accounts.includes(own.id) && void account.sync(),
    connected: () => void account.sync(),
  });
  setTimeout(() => void settled(all, disk).catch(() => undefined), SETTLED_MS);
  window.addEventListener("online", () => void account.sync());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") {
      void account.sync();
    }
  });
  await Promise.all([ready, words]);
  wear(who.brand);
  const all = desk(mail, writing(mail, disk));
  mount(Mail, {
    target,
    props: { desk: all, signOut: () => void signOut(all, disk) },
  });
  void bid(all);
  void choices.load();
  void likings.load();
  setTimeout(work, WORKER_MS);
  return { disk };
}

/** The page has nothing else to do: it gets ready for when there is no network, and makes room. */
async function settled(mail: Desk, disk: Disk | undefined): Promise<void> {
  await mail.notices.goOn();
  if (disk !== undefined) {
    const first = Array.from({ length: READ_AHEAD }, (_, i) => mail.shown?.at(i));
    const ids = first.filter((id) => id !== undefined);
    await mail.bodies.ahead(ids.filter((id) => (mail.row(id)?.size ?? 0) <= LARGE));
    await disk.prune(KEPT_BODIES);
  }
}

/** Does what an address asks for beside where it leads: a notification's "Reply". */
async function bid(all: Desk): Promise<void> {
  const { open } = all.place;
  if (open !== undefined && new URL(location.href).searchParams.get("do") === "answer") {
    history.replaceState(null, "", addressOf(all.place));
    await all.account.fetch([open]);
    all.write("answer");
  }
}

/** Leaves nothing behind. */
async function signOut(all: Desk, disk: Disk | undefined): Promise<void> {
  if (all.notices.on) {
    await all.notices.end();
  }
  const reply = await call<{ location: string } | undefined>("POST", "/api/account/sign-out");
  all.account.close();
  await disk?.wipe().catch(() => undefined);
  all.likings.forget();
  forget(localStorage);
  location.replace((reply.kind === "ok" ? reply.value?.location : undefined) ?? "/signin");
}
