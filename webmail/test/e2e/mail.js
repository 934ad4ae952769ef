// Somebody's day with the mail page, in a real browser against a real server.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { start } from "./browser.js";
import { ADA, BOB, counted, row, rows, signIn, toast } from "./mail-steps.js";
import { button, dialog } from "./steps.js";

const url = process.env.MAILSTEAD_URL;
const out = process.env.MAILSTEAD_OUT;
const told = (name) => process.env[`MAILSTEAD_${name}`];

const browser = await start(url, `${out}/mail`);
const steps = [];
let now = "";

async function step(name, work) {
  now = name;
  const begun = performance.now();
  await work();
  steps.push(`${name} (${Math.round(performance.now() - begun)} ms)`);
}

try {
  const ada = await browser.person();
  const bob = await browser.person();
  const { page } = ada;

  await step("who is not signed in is led there and back", async () => {
    await signIn(ada, ADA, told("ADA"));
    await signIn(bob, BOB, told("BOB"));
    await row(page, "Welcome to Mailstead").waitFor();
    await ada.look("inbox");
  });

  await step("mail that is sent is seen by the other without a reload", async () => {
    await page.keyboard.press("c");
    const to = page.getByRole("combobox", { name: "To" });
    await to.pressSequentially("bob@example.test,");
    await page.getByLabel("Subject").fill("The first words");
    await page.getByRole("textbox", { name: "Message" }).click();
    await page.keyboard.type("Hello Bob, ");
    await page.keyboard.press("Control+b");
    await page.keyboard.type("greetings");
    await page.getByText("Saved").waitFor();
    await ada.look("composer", 1440);
    await page.keyboard.press("Control+Enter");
    await toast(page).getByText("Sent.").waitFor();
  });

  await step("it can be taken back, and is a draft with all that was in it", async () => {
    await button(toast(page), "Undo").click();
    await page.getByText("Taken back").waitFor();
    const message = page.getByRole("textbox", { name: "Message" });
    await message.waitFor();
    const words = (await message.textContent()).replaceAll("\u00a0", " ");
    assert.equal(words.trim(), "Hello Bob, greetings");
    assert.ok((await message.innerHTML()).includes("<b>greetings</b>"));
    assert.equal(await page.getByLabel("Subject").inputValue(), "The first words");
    await page.keyboard.press("Control+Enter");
    await page.getByText("Sent.").first().waitFor();
  });

  await step("a tab that is closed meanwhile does not keep it back", async () => {
    await ada.page.goto("/licences.txt");
    await row(bob.page, "The first words").waitFor({ timeout: 30_000 });
    assert.match(await bob.page.title(), /^Inbox \(\d+\)/);
    await page.goto("/mail");
    await page.getByRole("heading", { name: "Inbox" }).waitFor();
  });

  await step("what is opened is read, and answered below itself", async () => {
    await row(bob.page, "The first words").click();
    await bob.page.getByText("greetings").first().waitFor();
    await bob.page.keyboard.press("r");
    const message = bob.page.getByRole("textbox", { name: "Message" });
    await message.waitFor();
    assert.equal(await bob.page.getByLabel("Subject").inputValue(), "Re: The first words");
    await message.pressSequentially("See the attached file.");
    await bob.page.keyboard.press("Control+Enter");
    await bob.page.getByText("Send without an attachment?").waitFor();
    const picked = bob.page.waitForEvent("filechooser");
    await button(bob.page, "Attach files").click();
    await (await picked).setFiles({
      name: "notes.txt",
      mimeType: "text/plain",
      buffer: Buffer.from("These are notes."),
    });
    await bob.page.getByText("notes.txt").waitFor();
    await bob.page.getByRole("button", { name: /^Send( anyway)?$/ }).click();
    await bob.page.getByText("Sent.").first().waitFor();
    await row(page, "Re: The first words").waitFor({ timeout: 30_000 });
  });

  await step("an attachment is looked at, and saved", async () => {
    await row(page, "Re: The first words").click();
    await button(page, "View notes.txt").click();
    await dialog(page).getByText("These are notes.").waitFor();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      dialog(page).getByRole("link", { name: "Save as a file" }).click(),
    ]);
    assert.equal(readFileSync(await file.path(), "utf8"), "These are notes.");
    await page.keyboard.press("Escape");
    await ada.look("conversation");
    await page.goto("/mail");
    await page.getByRole("heading", { name: "Inbox" }).waitFor();
  });

  await step("twenty are archived by twenty keys, and twenty times undone", async () => {
    await row(page, "Number 299").waitFor();
    const before = await page.locator(".foot").textContent();
    await row(page, "Number 299").click();
    for (let i = 0; i < 20; i++) {
      await page.keyboard.press("e");
    }
    await row(page, "Number 279").waitFor();
    assert.equal(await row(page, "Number 280").count(), 0);
    await page.waitForTimeout(1500);
    assert.equal(await row(page, "Number 29").count(), 0, "nothing comes back by itself");
    for (let i = 0; i < 20; i++) {
      await page.keyboard.press("z");
    }
    await counted(page, before.trim());
    await page.goto("/mail");
    await row(page, "Number 299").waitFor();
    await row(page, "Number 290").waitFor();
    await counted(page, before.trim());
  });

  await step("a search finds, and says what it looks like when it does not", async () => {
    await page.keyboard.press("/");
    await page.keyboard.type("subject:number is:unread 250");
    await page.keyboard.press("Enter");
    await row(page, "Number 250").waitFor();
    assert.match(page.url(), /\/mail\/search\?q=/);
    await button(page, "Only in Inbox").click();
    await button(page, "Without in:inbox").waitFor();
    await row(page, "Number 250").waitFor();
    await button(page, "Without 250").click();
    await row(page, "Number 275").waitFor();
    await ada.look("found");
    await page.goBack();
    await row(page, "Number 275").waitFor({ state: "detached" });
    await page.keyboard.press("/");
    await page.keyboard.type("zzyzx");
    await page.keyboard.press("Enter");
    await page.getByText("Nothing matches.").waitFor();
    await ada.look("nothing found", 1440);
    await page.goBack();
    await row(page, "Number 250").waitFor();
  });

  await step("all of a folder goes to the trash, by the server, and comes back", async () => {
    await page.getByRole("link", { name: /^Many/ }).click();
    await counted(page, "1,200");
    await page.getByRole("checkbox", { name: "Select all" }).check();
    await button(page, "Select all 1,200 in this folder").click();
    await page.keyboard.press("#");
    await page.getByText("Nothing here.").waitFor({ timeout: 30_000 });
    await toast(page).getByText("1,200 conversations deleted.").waitFor();
    await button(toast(page), "Undo").click();
    await counted(page, "1,200");
  });

  await step("a long list is scrolled to its middle at once", async () => {
    await page.getByRole("grid").evaluate((grid) => {
      grid.scrollTop = grid.scrollHeight / 2;
    });
    await row(page, "Many 600").waitFor();
    assert.ok((await rows(page).count()) < 40, "only what is seen is drawn");
  });

  await step("HTML is shown as it is, and tells nobody that it is read", async () => {
    await page.getByRole("link", { name: /^Inbox/ }).click();
    await row(page, "A newsletter").click();
    const frame = page.frameLocator("iframe:visible");
    await frame.getByText("Big news").waitFor();
    const colour = await frame.getByText("Big news").evaluate((one) => getComputedStyle(one).color);
    assert.equal(colour, "rgb(204, 0, 0)");
    await page.getByText("Pictures from other servers are not shown").waitFor();
    const link = frame.getByText("https://bank.test/login");
    await link.click();
    await dialog(page).getByText("evil.test", { exact: false }).first().waitFor();
    await page.keyboard.press("Escape");
    assert.equal(await frame.getByText("older words").isVisible(), false);
    await button(page, "Show quoted text").click();
    await frame.getByText("older words").waitFor();
    const small = page.locator("img[src^='/jmap/thumbnail/']");
    await small.waitFor();
    const width = await small.evaluate(async (one) => {
      await one.decode();
      return one.naturalWidth;
    });
    assert.equal(width, 128);
    await ada.look("newsletter");
  });

  await step("an answer to it quotes it as it was", async () => {
    await page.keyboard.press("r");
    await page.getByRole("textbox", { name: "Message" }).pressSequentially("Thank you.");
    await page.keyboard.press("Control+Enter");
    await page.getByText("Sent.").first().waitFor();
    await page.getByRole("link", { name: /^Sent/ }).click();
    await row(page, "Re: A newsletter").click();
    await button(page, "Show quoted text").click();
    const frame = page.frameLocator("iframe:visible");
    const style = await frame.getByText("Big news").getAttribute("style");
    assert.match(style ?? "", /color:\s*(#c00|rgb\(204, 0, 0\))/);
    assert.equal(await frame.locator("table[width='600']").count(), 1);
    await page.keyboard.press("Control+k");
    await page.keyboard.type("source");
    await page.keyboard.press("Enter");
    const source = await dialog(page).locator("pre").textContent();
    assert.ok(source.includes("far.test/p.png"), "pictures are for who gets it to decide about");
    assert.ok(!source.includes("pwned"), "what would run is not passed on");
    await page.keyboard.press("Escape");
  });

  await step("a folder is made, changed, and is back after it was deleted", async () => {
    await button(page, "New folder").click();
    await page.getByLabel("Name").fill("Plans");
    await ada.look("folder");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Plans" }).waitFor();
    await page.getByRole("link", { name: /^Inbox/ }).click();
    await row(page, "Number 296").click();
    await page.keyboard.press("v");
    await page.keyboard.type("plan");
    await page.keyboard.press("Enter");
    await toast(page).getByText("Moved.").waitFor();
    await page.getByRole("link", { name: /^Plans/ }).click();
    await row(page, "Number 296").waitFor();
    await page.getByRole("link", { name: /^Plans/ }).hover();
    await button(page, "Change “Plans”").click();
    await page.getByLabel("Name").fill("Old plans");
    await button(dialog(page), "Save").click();
    await page.getByRole("heading", { name: "Old plans" }).waitFor();
    await page.getByRole("link", { name: /^Old plans/ }).hover();
    await button(page, "Change “Old plans”").click();
    await button(dialog(page), "Delete folder").click();
    await page.getByRole("heading", { name: "Inbox" }).waitFor();
    await page.getByRole("link", { name: /^Old plans/ }).waitFor({ state: "detached" });
    const deleted = toast(page).locator(".toast").filter({ hasText: "Folder deleted." });
    await button(deleted, "Undo").click();
    await page.getByRole("link", { name: /^Old plans/ }).click();
    await row(page, "Number 296").waitFor();
  });

  await step("mail lies aside, and comes back when it is called", async () => {
    await page.goto("/mail");
    await row(page, "Number 297").click();
    await page.keyboard.press("b");
    await dialog(page).getByText("Tomorrow").waitFor();
    await ada.look("snooze");
    await dialog(page)
      .getByRole("button", { name: /^Tomorrow/ })
      .click();
    await row(page, "Number 297").waitFor({ state: "detached" });
    await page.getByRole("link", { name: /^Snoozed/ }).click();
    await row(page, "Number 297").waitFor();
    const aside = toast(page).locator(".toast").filter({ hasText: "Back on" });
    await button(aside, "Undo").click();
    await row(page, "Number 297").waitFor({ state: "detached" });
  });

  await step("what is written off line is not lost", async () => {
    await page.goto("/mail");
    await row(page, "Number 299").waitFor();
    await page.keyboard.press("c");
    await page.getByLabel("Subject").fill("Written on a plane");
    await ada.context.setOffline(true);
    await row(page, "Number 298").click({ modifiers: ["Control"] });
    await page.keyboard.press("e");
    await page.getByText("Kept on this device").waitFor({ timeout: 30_000 });
    assert.equal(await row(page, "Number 298").count(), 0);
    await page.getByText("Offline").waitFor();
    await ada.look("offline", 1440);
    await ada.context.setOffline(false);
    await page.getByText("Saved").waitFor({ timeout: 30_000 });
    await page.reload();
    await row(page, "Number 299").waitFor();
    assert.equal(await row(page, "Number 298").count(), 0);
    await page.getByRole("link", { name: /^Drafts/ }).click();
    await row(page, "Written on a plane").waitFor();
  });

  await step("the keys are told, and a palette does what has none", async () => {
    await page.keyboard.press("?");
    await dialog(page).getByText("Report junk").waitFor();
    await ada.look("keys");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await page.keyboard.type("inbox");
    await ada.look("palette", 1440);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Inbox" }).waitFor();
  });

  await step("who signs out leaves nothing in the browser", async () => {
    await button(page, "Sign out").click();
    await page.waitForURL("**/signin**");
    const left = await page.evaluate(async () => (await indexedDB.databases()).length);
    assert.equal(left, 0);
  });
} catch (error) {
  console.log(`at "${now}": ${error.stack}`);
  await browser.picture("failed");
  process.exitCode = 1;
} finally {
  await browser.close();
}
console.log(steps.join("\n"));
if (browser.faults.length > 0) {
  console.log(browser.faults.join("\n"));
  process.exitCode = 1;
}
