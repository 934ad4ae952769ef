// New mail is told of while no page is open, and answered or archived from there. No push service is
// reached: the browser's own is replaced where it is asked, and its messages are given by hand.
import assert from "node:assert/strict";
import { start } from "./browser.js";
import { ADA, BOB, row, signIn } from "./mail-steps.js";
import { button, run } from "./steps.js";

const url = process.env.MAILSTEAD_URL;
const out = `${process.env.MAILSTEAD_OUT}/push`;
const told = (name) => process.env[`MAILSTEAD_${name}`];

const browser = await start(url, out);
const ada = await browser.person();
const bob = await browser.person();
const { page, context } = ada;
await context.grantPermissions(["notifications", "clipboard-read"], { origin: url });
await page.addInitScript(() => {
  const device = {
    toJSON: () => ({
      endpoint: "https://push.invalid/one",
      keys: {
        p256dh:
          "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        auth: "BTBZMqHH6r4Tts7J_aSIgg",
      },
    }),
    unsubscribe: async () => true,
  };
  PushManager.prototype.subscribe = async () => device;
  PushManager.prototype.getSubscription = async () => device;
});

/** What the worker shows just now. */
const shown = (worker) =>
  worker.evaluate(async () =>
    (await self.registration.getNotifications()).map(({ title, body, actions }) => ({
      title,
      body,
      actions: actions.map(({ action }) => action),
    })),
  );

/** As if the browser's push service had brought it. */
async function push(message) {
  const cdp = await browser.cdp(context, page);
  const registered = new Promise((resolve) => {
    cdp.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const found = registrations.find(({ isDeleted }) => !isDeleted);
      if (found !== undefined) {
        resolve(found.registrationId);
      }
    });
  });
  await cdp.send("ServiceWorker.enable");
  await cdp.send("ServiceWorker.deliverPushMessage", {
    origin: url,
    registrationId: await registered,
    data: JSON.stringify(message),
  });
  await cdp.detach();
}

async function write(subject) {
  await bob.page.keyboard.press("c");
  await bob.page.getByRole("combobox", { name: "To" }).pressSequentially(`${ADA},`);
  await bob.page.getByLabel("Subject").fill(subject);
  await bob.page.getByRole("textbox", { name: "Message" }).click();
  await bob.page.keyboard.type("Are you there?");
  await bob.page.keyboard.press("Control+Enter");
  await bob.page.locator(".toasts").getByText("Sent.").first().waitFor();
  await row(page, subject).waitFor({ timeout: 40_000 });
}

async function until(work) {
  for (let i = 0; i < 100; i++) {
    const value = await work();
    if (value !== undefined) {
      return value;
    }
    await page.waitForTimeout(100);
  }
  return assert.fail("it never came");
}

let worker;

await run(browser, page, out, {
  async "somebody wants to be told"() {
    await signIn(ada, ADA, told("ADA"));
    await signIn(bob, BOB, told("BOB"));
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    [worker] = context.serviceWorkers();
    await page.goto("/mail/settings");
    const answer = page.waitForResponse(async (one) =>
      (await one.text().catch(() => "")).includes("PushSubscription/set"),
    );
    await page.getByLabel("Notify me on this device").check();
    const made = await (await answer).json();
    assert.ok(made.methodResponses[0][1].created.device.id, JSON.stringify(made));
    await ada.look("notices");
    await page.goto("/mail");
  },

  async "what comes is told of with its words, once"() {
    await write("A question");
    await page.goto("/licences.txt"); // now nobody looks at the mail
    await push({ "@type": "StateChange", changed: {} });
    const [one] = await until(async () => {
      const all = await shown(worker);
      return all.length > 0 ? all : undefined;
    });
    assert.equal(one.title, "bob");
    assert.match(one.body, /^A question\nAre you there\?/);
    assert.deepEqual(one.actions, ["archive", "answer"]);
    await push({ "@type": "StateChange", changed: {} });
    await page.waitForTimeout(500);
    const all = await shown(worker);
    assert.equal(all.filter(({ body }) => body.startsWith("A question")).length, 1);
  },

  async "it is archived from there"() {
    await worker.evaluate(async () => {
      const all = await self.registration.getNotifications();
      const notification = all.find(({ body }) => body.startsWith("A question"));
      self.dispatchEvent(
        new NotificationEvent("notificationclick", { notification, action: "archive" }),
      );
    });
    await page.goto("/mail");
    await row(page, "A question").waitFor({ state: "detached" });
    await page.getByRole("link", { name: "Archive" }).click();
    await row(page, "A question").waitFor();
  },

  async "the page is an app that can be installed"() {
    const cdp = await browser.cdp(context, page);
    const { errors, data } = await cdp.send("Page.getAppManifest");
    assert.deepEqual(errors, []);
    assert.equal(JSON.parse(data).start_url, "/mail");
    await page.goto("/mail/compose");
    await page.getByLabel("Subject").waitFor();
    assert.equal(new URL(page.url()).pathname, "/mail");
    await button(page, "Discard").click();
  },

  async "who signs out is told of nothing any more"() {
    await button(page, "Sign out").click();
    await page.waitForURL("**/signin**");
    assert.equal(await page.evaluate(() => caches.has("told")), false);
  },
});
