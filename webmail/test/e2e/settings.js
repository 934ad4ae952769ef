// What can be set for one's mail, in a real browser against a real server.
import assert from "node:assert/strict";
import { start } from "./browser.js";
import { ADA, row, signIn, toast } from "./mail-steps.js";
import { button, dialog } from "./steps.js";

const url = process.env.MAILSTEAD_URL;
const out = process.env.MAILSTEAD_OUT;
const told = (name) => process.env[`MAILSTEAD_${name}`];

const browser = await start(url, `${out}/settings`);
const steps = [];
let now = "";

async function step(name, work) {
  now = name;
  const begun = performance.now();
  await work();
  steps.push(`${name} (${Math.round(performance.now() - begun)} ms)`);
}

/** The server runs between tests: names are of this one. */
const mark = Date.now().toString(36);

try {
  const ada = await browser.person();
  const { page } = ada;
  const item = (text) => page.locator(".open li").filter({ hasText: text });

  /** Takes back what a toast tells of. */
  async function undo(text) {
    const told = page.locator(".toast").filter({ hasText: text }).last();
    await button(told, "Undo").click();
  }

  async function tab(name) {
    await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name }).click();
    await page.getByRole("heading", { name, level: 2 }).first().waitFor();
  }

  await step("the settings are there, and letters do nothing behind them", async () => {
    await signIn(ada, ADA, told("ADA"));
    await page.goto("/mail/settings");
    await tab("Identities and signatures");
    await page.keyboard.press("e");
    assert.equal(await toast(page).getByText("Archived").count(), 0);
  });

  await step("an identity is made, signed, chosen, removed and back", async () => {
    await button(page, "New identity").click();
    const form = dialog(page);
    await form.getByLabel("Address").fill("nobody@elsewhere.test");
    await button(form, "Save").click();
    await form.getByText("You may not send as nobody@elsewhere.test.").waitFor();
    await form.getByLabel("Address").fill(ADA);
    await form.getByLabel("Name").fill(`Ada ${mark}`);
    await form.getByRole("textbox", { name: "Message" }).click();
    await page.keyboard.type("Countess");
    await ada.look("identity", 400);
    await page.keyboard.press("Escape");
    await undo("What you typed was not saved.");
    await form.getByText("Countess").waitFor();
    await button(form, "Save").click();
    await item(`Ada ${mark}`).getByText("with a signature").waitFor();
    await page.getByLabel("New messages are from").selectOption({ label: `Ada ${mark} <${ADA}>` });
    await item(`Ada ${mark}`).getByText("for new messages").waitFor();
    await ada.look("identities");
    await item(`Ada ${mark}`).getByRole("button", { name: "Remove" }).click();
    await item(`Ada ${mark}`).waitFor({ state: "detached" });
    await undo(`Ada ${mark}`);
    await item(`Ada ${mark}`).waitFor();
  });

  await step("answers while away are switched on, told and switched off", async () => {
    await tab("Away");
    await page.getByLabel("Send answers").check();
    await page.getByLabel("Answer", { exact: true }).fill("");
    await page.getByLabel("Last day").fill("2099-12-31");
    await button(page, "Save").click();
    await page.getByText("Write what is to be answered.").waitFor();
    await page.getByLabel("Answer", { exact: true }).fill("I am at sea.");
    await button(page, "Save").click();
    await page.getByText("Answers are sent while you are away until Dec 31, 2099.").waitFor();
    await ada.look("away", 400);
    await page.goto("/mail");
    await page.getByText("Answers are sent while you are away until").waitFor();
    await ada.look("away-line", 400);
    await button(page, "Switch it off").click();
    await page
      .getByText("Answers are sent while you are away until")
      .waitFor({ state: "detached" });
    await page.goto("/mail/settings/away");
    await page.waitForFunction(() => document.querySelector("textarea")?.value === "I am at sea.");
    assert.equal(await page.getByLabel("Send answers").isChecked(), false);
  });

  await step("a rule is built, tells what it takes, and takes it", async () => {
    await page.goto("/mail/settings/rules");
    await button(page, "New rule").click();
    const form = dialog(page);
    await form.getByLabel("Name of the rule").fill(`Rule ${mark}`);
    await form.getByLabel("What is looked at").selectOption("Subject");
    await form.getByLabel("How it compares").selectOption("is");
    await form.getByLabel("Text", { exact: true }).fill("Number 7");
    await form.getByText("It would take 1 message that is here.").waitFor();
    await form.getByText("Grace Hopper").waitFor();
    await button(form, "Add a condition").click();
    await button(form, "Save").click();
    await form.getByText("A condition is not complete").waitFor();
    await button(form, "Remove condition 2").click();
    await form.getByLabel("What is done").selectOption("Label");
    await form.getByLabel("Label, such as bills").fill("lucky");
    await form.getByLabel("Also for the mail that is in “Inbox” now").check();
    await ada.look("rule");
    await button(form, "Save").click();
    await toast(page).getByText("The rule has taken 1 message.").waitFor();
    await item(`Rule ${mark}`).getByText("Subject is “Number 7” → Label lucky").waitFor();
    await undo("The rule has taken 1 message.");
    await toast(page).getByText("Undone.").waitFor();
  });

  await step("rules change places, are switched off, removed and back", async () => {
    await button(page, "New rule").click();
    const form = dialog(page);
    await form.getByLabel("Name of the rule").fill(`Second ${mark}`);
    await form.getByLabel("Text", { exact: true }).fill("far.test");
    await form.getByLabel("What is done").selectOption("Flag");
    await button(form, "Save").click();
    const list = page.locator(".open ol > li");
    await list.filter({ hasText: `Second ${mark}` }).waitFor();
    const order = async () =>
      (await list.allTextContents())
        .map((text) => text.trim().split(" ")[0])
        .slice(-2)
        .join();
    assert.equal(await order(), "Rule,Second");
    const up = button(page, `Move “Second ${mark}” up`);
    await up.focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() =>
      [...document.querySelectorAll(".open ol > li")].at(-2)?.textContent.includes("Second"),
    );
    assert.equal(await order(), "Second,Rule");
    const focus = await page.evaluate(() => document.activeElement.getAttribute("aria-label"));
    assert.match(focus, new RegExp(`Second ${mark}`));
    await page.getByRole("checkbox", { name: `Second ${mark}` }).uncheck();
    await ada.look("rules");
    await page.reload();
    await list.filter({ hasText: `Second ${mark}` }).waitFor();
    assert.equal(await order(), "Second,Rule");
    assert.ok(!(await page.getByRole("checkbox", { name: `Second ${mark}` }).isChecked()));
    await button(page, `Remove “Second ${mark}”`).click();
    await list.filter({ hasText: `Second ${mark}` }).waitFor({ state: "detached" });
    await undo(`“Second ${mark}” is removed.`);
    await list.filter({ hasText: `Second ${mark}` }).waitFor();
    for (const name of [`Second ${mark}`, `Rule ${mark}`]) {
      await button(page, `Remove “${name}”`).click();
      await list.filter({ hasText: name }).waitFor({ state: "detached" });
    }
  });

  await step("a script that is wrong says where; one that is right runs", async () => {
    await button(page, "New script").click();
    const form = dialog(page);
    await form.getByLabel("Name of the script").fill(`Script ${mark}`);
    await form.getByLabel("Script", { exact: true }).fill('require "fileinto";\nkeep it;');
    await button(form, "Line 2").waitFor();
    await ada.look("script", 400);
    await form.getByLabel("Script", { exact: true }).fill("keep;");
    await button(form, "Save").click();
    const one = item(`Script ${mark}`);
    await one.getByRole("button", { name: /^Run/ }).click();
    await one.getByText("runs").waitFor();
    await one.getByRole("button", { name: "Remove" }).click();
    await one.waitFor({ state: "detached" });
    await undo(`“Script ${mark}” is removed.`);
    await one.getByText("runs").waitFor();
    await one.getByRole("button", { name: "Change" }).click();
    await page.waitForFunction(() => document.querySelector("dialog textarea")?.value === "keep;");
    await button(form, "Cancel").click();
    await one.getByRole("button", { name: "Remove" }).click();
    await one.waitFor({ state: "detached" });
  });

  await step("a rule is made from a message", async () => {
    await page.goto("/mail");
    await row(page, "Number 299").click();
    await page.keyboard.press("Control+k");
    await page.keyboard.type("make a rule");
    await page.keyboard.press("Enter");
    const form = dialog(page);
    await form.getByLabel("Text", { exact: true }).waitFor();
    assert.equal(await form.getByLabel("Text", { exact: true }).inputValue(), "grace@far.test");
    await button(form, "Save").click();
    await form.getByText("Say what is to be done").waitFor();
    await form.getByLabel("Folder", { exact: true }).selectOption("Many");
    await button(form, "Cancel").click();
    await form.waitFor({ state: "detached" });
  });

  await step("a sender is swept once, and it is undone", async () => {
    await page.keyboard.press("Escape");
    await page.goto("/mail");
    await row(page, "Number 299").click();
    await page.keyboard.press("Control+k");
    await page.keyboard.type("sweep");
    await page.keyboard.press("Enter");
    const form = dialog(page);
    assert.equal(await form.getByLabel("Address of the sender").inputValue(), "grace@far.test");
    await form.getByLabel("How many messages").fill("101");
    await button(form, "Save").click();
    await form.getByText("a number from 1 to 100").waitFor();
    await form.getByLabel("How many messages").fill("100");
    await form.getByText(/It would move \d+ messages now/).waitFor();
    await ada.look("sweep", 400);
    const [count] = /\d+/.exec(await form.getByText(/It would move/).textContent());
    await form.getByLabel("Also from now on").uncheck();
    await button(form, "Sweep now").click();
    await toast(page).getByText(`${count} messages are put away.`).waitFor();
    await undo(`${count} messages are put away.`);
    await toast(page).getByText("Undone.").waitFor();
    await page.goto("/mail/settings/sweeps");
    await button(page, "New sweep").click();
    await form.getByLabel("Address of the sender").fill("grace@far.test");
    await form.getByLabel("How many messages").fill("100");
    await form.getByText(`It would move ${count} messages now.`).waitFor({ timeout: 30_000 });
    await button(form, "Cancel").click();
  });

  await step("a sweep that goes on is made, changed, switched off and removed", async () => {
    await button(page, "New sweep").click();
    const form = dialog(page);
    await form.getByLabel("Address of the sender").fill(`${mark}@far.test`);
    await form.getByLabel("What stays").selectOption("What came lately");
    await form.getByLabel("For how many days").fill("30");
    await form.getByLabel("What becomes of the rest").selectOption("Move to");
    await form.getByLabel("Folder", { exact: true }).selectOption("Inbox");
    await form.getByText("That would put mail where it is already.").waitFor();
    await form.getByLabel("Folder", { exact: true }).selectOption("Many");
    await form.getByText("It would move 0 messages now.").waitFor();
    await button(form, "Save").click();
    const one = item(`${mark}@far.test`);
    await one.getByText("Inbox: what is older than 30 days → Move to Many").waitFor();
    await one.getByRole("checkbox").uncheck();
    await ada.look("sweeps", 400);
    await one.getByRole("button", { name: "Change" }).click();
    await form.getByLabel("For how many days").fill("31");
    await button(form, "Save").click();
    await one.getByText("older than 31 days").waitFor();
    await one.getByRole("button", { name: "Remove" }).click();
    await one.waitFor({ state: "detached" });
    await undo(`“${mark}@far.test” is removed.`);
    await one.waitFor();
    await one.getByRole("button", { name: "Remove" }).click();
    await one.waitFor({ state: "detached" });
  });

  await step("senders are added by address and domain, changed, removed and back", async () => {
    await tab("Senders");
    await button(page, "Add a sender").click();
    const form = dialog(page);
    await form.getByLabel("Address or domain").fill("no sender");
    await button(form, "Save").click();
    await form.getByText("“no sender” is neither an address nor a domain.").waitFor();
    await form.getByLabel("Address or domain").fill(`${mark}.test`);
    await form.getByLabel("This sender is").selectOption("blocked");
    await button(form, "Save").click();
    const one = item(`@${mark}.test`);
    await one.getByText("everybody there").waitFor();
    await page.getByLabel(`@${mark}.test is`).selectOption("muted");
    await toast(page).getByText(`@${mark}.test: muted.`).waitFor();
    await ada.look("senders", 400);
    await undo(`@${mark}.test: muted.`);
    await page.waitForFunction(
      (name) => document.querySelector(`select[aria-label="${name} is"]`)?.value === "blocked",
      `@${mark}.test`,
    );
    await one.getByRole("button", { name: "Remove" }).click();
    await one.waitFor({ state: "detached" });
    await undo(`“@${mark}.test” is removed.`);
    await one.waitFor();
    await one.getByRole("button", { name: "Remove" }).click();
    await one.waitFor({ state: "detached" });
  });

  await step("a template is made, changed and removed", async () => {
    await tab("Templates");
    await button(page, "New template").click();
    const form = dialog(page);
    await button(form, "Save").click();
    await form.getByText("Give it a name.").waitFor();
    await form.getByLabel("Name of the template").fill(`Thanks ${mark}`);
    await form.getByLabel("Subject").fill("Thank you");
    await form.getByRole("textbox", { name: "Message" }).click();
    await page.keyboard.press("Control+b");
    await page.keyboard.type("Thank you very much.");
    await button(form, "Save").click();
    const one = item(`Thanks ${mark}`);
    await one.getByText("Thank you – Thank you very much.").waitFor();
    await one.getByRole("button", { name: "Change" }).click();
    await form.locator("b", { hasText: "Thank you very much." }).waitFor();
    await form.getByLabel("Subject").fill("Many thanks");
    await button(form, "Save").click();
    await one.getByText("Many thanks").waitFor();
    await one.getByRole("button", { name: "Remove" }).click();
    await one.waitFor({ state: "detached" });
  });

  await step("storage tells by folder and sender, and leads there", async () => {
    await tab("Storage");
    await page
      .getByRole("list", { name: "By folder" })
      .getByRole("link", { name: "Many" })
      .waitFor();
    await ada.look("storage");
    await page
      .getByRole("list", { name: "By sender" })
      .getByRole("link", { name: /grace/ })
      .click();
    await page.waitForURL("**/mail/search?q=from%3Agrace%40far.test");
    await row(page, "Grace Hopper").first().waitFor();
  });

  await step("a file is brought in, once, and undone; junk is emptied, and is back", async () => {
    await page.goto("/mail/settings/transfer");
    const buffer = Buffer.from(
      `Subject: Brought ${mark}\r\nFrom: grace@far.test\r\nTo: ${ADA}\r\n` +
        `Message-ID: <${mark}@far.test>\r\nDate: Tue, 1 Dec 2026 10:00:00 +0000\r\n\r\nWords\r\n`,
    );
    const file = { name: "one.eml", mimeType: "message/rfc822", buffer };
    const bring = page.getByRole("region", { name: "Bring in a file" });
    const jobs = page.getByRole("region", { name: "What the server is doing" });
    await button(bring, "Bring it in").click();
    await bring.getByText("Choose a file first.").waitFor();
    await bring.getByLabel("File with mail").setInputFiles(file);
    await bring.getByLabel("Put all of it into").selectOption("Junk");
    await button(bring, "Bring it in").click();
    const first = jobs.getByRole("listitem").first();
    await first.getByText("1 message brought in").waitFor();
    await bring.getByLabel("File with mail").setInputFiles(file);
    await button(bring, "Bring it in").click();
    await first.getByText("1 message was here already.").waitFor();
    await tab("Storage");
    await page.getByRole("button", { name: /^Empty “Junk” \([1-9]/ }).click();
    await toast(page)
      .getByText(/deleted for good/)
      .waitFor();
    await button(page, "Empty “Junk” (0)").waitFor();
    await undo("deleted for good");
    await page.getByRole("button", { name: /^Empty “Junk” \([1-9]/ }).waitFor();
    await tab("Import and export");
  });

  await step(
    "a server that cannot be reached is told in plain words, the password is not kept",
    async () => {
      const pull = page.getByRole("region", { name: "Bring in mail from another server" });
      await pull.getByLabel("Server", { exact: true }).fill("localhost");
      await button(pull, "Bring it in").click();
      await pull.getByText("Something is missing or not right").waitFor();
      await pull.getByLabel("User name there").fill("ada");
      await pull.getByLabel("Password there").fill("not-a-secret");
      await button(pull, "Bring it in").click();
      const jobs = page.getByRole("region", { name: "What the server is doing" });
      const first = jobs.getByRole("listitem").filter({ hasText: "brought in from localhost" });
      await first.waitFor();
      await first.getByText("failed").waitFor({ timeout: 30_000 });
      assert.equal(await pull.getByLabel("Password there").inputValue(), "");
      await ada.look("transfer");
      await first.getByRole("button", { name: /^Show no more/ }).click();
      await page.getByText("Mail is brought in from localhost").waitFor({ state: "detached" });
    },
  );

  await step("a folder is taken out as one file", async () => {
    const take = page.getByRole("region", { name: "Take your mail with you" });
    await take.getByLabel("What").selectOption("Many");
    await take.getByLabel("Form").selectOption("mbox");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      take.getByRole("link", { name: "Save as a file" }).click(),
    ]);
    assert.equal(download.suggestedFilename(), "Many.zip");
    assert.equal(await download.failure(), null);
  });

  await step("a setting is found by its name", async () => {
    await page.getByRole("searchbox", { name: "Find a setting" }).fill("signature");
    await page
      .getByRole("navigation", { name: "Settings" })
      .getByRole("link", { name: /Identities/ })
      .waitFor();
    assert.equal(
      await page
        .getByRole("navigation", { name: "Settings" })
        .getByRole("link", { name: "Away" })
        .count(),
      0,
    );
    await page.goto("/mail/settings");
    await page.getByRole("heading", { name: "General", level: 2 }).waitFor();
    await ada.look("settings", 400);
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
