/** Has the page's files kept by the browser, where it can do that. */

const SCRIPT = "/mail-worker.js";

/** Trusted Types, which not every browser has: only this one address may be a worker's. */
type Policies = {
  createPolicy(
    name: string,
    rules: { createScriptURL: () => string },
  ): {
    createScriptURL(url: string): string;
  };
};

export function work(): void {
  if (!("serviceWorker" in navigator)) {
    return;
  }
  const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes;
  const url =
    policies
      ?.createPolicy("mailstead-worker", { createScriptURL: () => SCRIPT })
      .createScriptURL(SCRIPT) ?? SCRIPT;
  navigator.serviceWorker.register(url, { scope: "/mail" }).catch(() => undefined);
}
