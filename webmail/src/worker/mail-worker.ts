/**
 * Works behind the mail page: has its files in the browser, so that it opens at once and without a
 * network. It keeps nothing that is anybody's: mail lies where the page keeps it.
 */

import { clicked, pushed } from "./push.ts";

/** Put before this by the build: what the page is made of, and a word that changes with it. */
declare const PAGE: { readonly version: string; readonly files: readonly string[] };

const worker = self as unknown as ServiceWorkerGlobalScope;

const PREFIX = "mail ";
const CACHE = PREFIX + PAGE.version;

/** The page has many addresses, and is one file. */
const SHELL = "/mail";

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("push", (event) => event.waitUntil(pushed(event)));
worker.addEventListener("notificationclick", (event) => event.waitUntil(clicked(event)));
worker.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== worker.location.origin) {
    return;
  }
  if (mode === "navigate" && (pathname === SHELL || pathname.startsWith(`${SHELL}/`))) {
    event.respondWith(kept(SHELL, event.request));
  } else if (pathname.startsWith("/assets/") || PAGE.files.includes(pathname)) {
    event.respondWith(kept(pathname, event.request));
  }
});

/** All or nothing: half a page would be worse than one that comes from the network. */
async function install(): Promise<void> {
  const cache = await caches.open(CACHE);
  await Promise.all(
    [SHELL, ...PAGE.files].map(async (path) => {
      // What has its hash in its name does not change: an earlier version has it already.
      const known = path.startsWith("/assets/") ? await caches.match(path) : undefined;
      const answer = known ?? (await fetch(path, { cache: "no-cache", redirect: "error" }));
      if (!answer.ok) {
        throw new Error(`${path}: ${answer.status}`);
      }
      await cache.put(path, answer);
    }),
  );
  await worker.skipWaiting();
}

/** The version before stays: pages that are open still ask for parts of it. */
async function activate(): Promise<void> {
  const all = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(all.slice(0, -1).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

async function kept(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const known = (await cache.match(path)) ?? (await caches.match(path));
  if (known !== undefined) {
    return known;
  }
  const answer = await fetch(request);
  if (answer.ok && !answer.redirected && path.startsWith("/assets/")) {
    await cache.put(path, answer.clone());
  }
  return answer;
}
