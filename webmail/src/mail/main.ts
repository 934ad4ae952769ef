import "../ui/tokens.css";
import "../ui/base.css";
import { mount } from "svelte";
import type { Who } from "../core/account.ts";
import { caller } from "../core/api.ts";
import { sender } from "../core/jmap/client.ts";
import { listen } from "../core/jmap/push.ts";
import { type AccountFacts, expand, type Session, session } from "../core/jmap/session.ts";
import { Bodies } from "../core/mail/bodies.ts";
import { Account } from "../core/sync/account.ts";
import { Disk } from "../core/sync/disk.ts";
import { alone, tabs } from "../core/sync/tabs.ts";
import { signInFor } from "../core/where.ts";
import { wear } from "../ui/brand.svelte.ts";
import Failed from "../ui/Failed.svelte";
import { speak, t, why } from "../ui/words.ts";
import { box } from "./box.svelte.ts";
import { desk } from "./desk.svelte.ts";
import Mail from "./Mail.svelte";
import { type Likings, preferences } from "./preferences.svelte.ts";
import { senders } from "./senders.svelte.ts";
import { toasts } from "./toasts.svelte.ts";
import { MAIL } from "./words.ts";
import { writing } from "./write/writing.svelte.ts";

/** Messages whose words are kept in the browser; the oldest go, once the page has settled. */
const KEPT_BODIES = 2_000;
const SETTLED_MS = 30_000;

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
  "urn:mailstead:params:jmap:scheduled",
  "urn:mailstead:params:jmap:bloblink",
];

const call = caller(fetch);
const target = document.getElementById("app");
const [who, told] = await Promise.all([call<Who>("GET", "/api/account"), session(call)]);
const problem =
  who.kind === "problem" ? who.problem : told.kind === "problem" ? told.problem : null;

if (problem?.key === "login.needed") {
  location.replace(signInFor(location.pathname + location.search));
} else if (target !== null) {
  await speak(who.kind === "ok" ? who.value.language : "", MAIL);
  wear(who.kind === "ok" ? who.value.brand : undefined);
  if (who.kind === "problem" || told.kind === "problem") {
    mount(Failed, { target, props: problem === null ? ({} as never) : { problem } });
  } else if (who.value.onlySetUp) {
    location.replace(`/account?to=${encodeURIComponent(location.pathname)}`);
  } else {
    await start(target, who.value, told.value);
  }
}

async function start(target: HTMLElement, who: Who, session: Session): Promise<void> {
  const [own] = session.accounts;
  if (own === undefined) {
    return;
  }
  const disk = await Disk.open(nameOf(own)).catch(() => undefined);
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
    toasts: shown,
    senders: choices,
    likings,
  });
  await account.start();
  const url = expand(session.eventSourceUrl, { types: "*", closeafter: "no", ping: "30" });
  listen(() => new EventSource(url), {
    changed: (accounts) => accounts.includes(own.id) && void account.sync(),
    connected: () => void account.sync(),
  });
  void choices.load();
  void likings.load();
  setTimeout(() => void disk?.prune(KEPT_BODIES).catch(() => undefined), SETTLED_MS);
  window.addEventListener("online", () => void account.sync());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") {
      void account.sync();
    }
  });
  mount(Mail, {
    target,
    props: {
      desk: desk(mail, writing(mail, disk)),
      signOut: () => void signOut(account, disk, likings),
    },
  });
}

/** Of whose mail the browser keeps a copy. */
function nameOf({ id, name }: AccountFacts): string {
  return `mailstead ${id} ${name}`;
}

/** Leaves nothing behind. */
async function signOut(account: Account, disk: Disk | undefined, likings: Likings): Promise<void> {
  const reply = await call<{ location: string } | undefined>("POST", "/api/account/sign-out");
  account.close();
  await disk?.wipe().catch(() => undefined);
  likings.forget();
  location.replace((reply.kind === "ok" ? reply.value?.location : undefined) ?? "/signin");
}
