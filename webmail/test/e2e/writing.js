// Writing, in a real browser against a real server: signatures, pictures, plain text, and the rest.
import assert from "node:assert/strict";
import { start } from "./browser.js";
import { ADA, BOB, row, signIn, toast } from "./mail-steps.js";
import { button, dialog, run } from "./steps.js";

const url = process.env.MAILSTEAD_URL;
const out = `${process.env.MAILSTEAD_OUT}/writing`;
const told = (name) => process.env[`MAILSTEAD_${name}`];

/** Subjects of their own, so that the test can be run again. */
const RUN = Date.now().toString(36);
const CORE = "urn:ietf:params:jmap:core";
const MAIL = "urn:ietf:params:jmap:mail";
const SUBMISSION = "urn:ietf:params:jmap:submission";
const SETTINGS = "urn:mailstead:params:jmap:settings";

const browser = await start(url, out);
const ada = await browser.person();
const bob = await browser.person();
const { page } = ada;

const subject = (name) => `${name} ${RUN}`;
const composer = (where) => where.locator(".composers section").last();
const message = (where) => composer(where).getByRole("textbox", { name: "Message" });
const to = (where, field = "To") => composer(where).getByRole("combobox", { name: field });
const words = async (where) =>
  (await message(where).allInnerTexts())
    .join(" ")
    .replaceAll("\u00a0", " ")
    .replace(/\s+/g, " ")
    .trim();

/** Calls of JMAP that a program of this person's would make. */
function jmap(where, ...calls) {
  return where.evaluate(
    async ([using, calls]) => {
      const session = await (await fetch("/jmap/session")).json();
      const accountId = session.primaryAccounts["urn:ietf:params:jmap:mail"];
      const methodCalls = calls.map(([name, args], i) => [name, { accountId, ...args }, `${i}`]);
      const answer = await fetch("/jmap/api", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ using, methodCalls }),
      });
      return (await answer.json()).methodResponses.map(([, result]) => result);
    },
    [[CORE, MAIL, SUBMISSION, SETTINGS], calls],
  );
}

async function compose(where) {
  await where.keyboard.press("c");
  await to(where).waitFor();
}

async function more(name) {
  await button(composer(page), "More options").click();
  await page
    .getByRole("menuitemcheckbox", { name })
    .or(page.getByRole("menuitem", { name }))
    .click();
}

async function send(where) {
  await where.keyboard.press("Control+Enter");
  await toast(where).getByText("Sent.").first().waitFor();
}

/** What came, with all its parts. */
async function arrived(where, name) {
  await row(where, name).first().waitFor({ timeout: 40_000 });
  const [, got] = await jmap(
    where,
    [
      "Email/query",
      {
        filter: { subject: name },
        sort: [{ property: "receivedAt", isAscending: false }],
        limit: 1,
      },
    ],
    [
      "Email/get",
      {
        "#ids": { resultOf: "0", name: "Email/query", path: "/ids" },
        properties: [
          "bodyStructure",
          "bodyValues",
          "headers",
          "textBody",
          "htmlBody",
          "from",
          "attachments",
        ],
        fetchAllBodyValues: true,
      },
    ],
  );
  return got.list[0];
}

const textOf = (email, kind) =>
  email[kind].map(({ partId }) => email.bodyValues[partId]?.value ?? "").join("\n");

/** A clipboard as another program fills it. */
function paste(where, data) {
  return message(where).evaluate((element, { html, picture }) => {
    const clipboardData = new DataTransfer();
    if (html !== undefined) {
      clipboardData.setData("text/html", html);
      clipboardData.setData("text/plain", "as text");
    }
    if (picture !== undefined) {
      const octets = Uint8Array.from(atob(picture), (sign) => sign.charCodeAt(0));
      clipboardData.items.add(new File([octets], "image.png", { type: "image/png" }));
    }
    element.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
    );
  }, data);
}

/** A blue square, made by the browser. */
function square(where) {
  return where.evaluate(() => {
    const canvas = document.createElement("canvas");
    canvas.width = 600;
    canvas.height = 300;
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#0b5cbf";
    pen.fillRect(0, 0, 600, 300);
    return canvas.toDataURL("image/png").split(",")[1];
  });
}

const STEPS = {
  async "a signature is there, and another's takes its place"() {
    await signIn(ada, ADA, told("ADA"));
    await signIn(bob, BOB, told("BOB"));
    const [{ list }] = await jmap(page, ["Identity/get", { ids: null }]);
    const own = list.find((one) => !one.mayDelete);
    const others = list.filter((one) => one.mayDelete);
    const [set] = await jmap(page, [
      "Identity/set",
      {
        update: { [own.id]: { htmlSignature: "<b>Ada</b> of Example", textSignature: "" } },
        create: { shop: { name: "The Shop", email: ADA, textSignature: "The Shop\nHigh Street" } },
        destroy: others.map(({ id }) => id),
      },
    ]);
    assert.deepEqual(set.notCreated ?? {}, {});
    await jmap(page, [
      "Preferences/set",
      { update: { singleton: { "values/mail.writePlain": false } } },
    ]);
    await page.goto("/mail");
    await page.getByRole("heading", { name: "Inbox" }).waitFor();
    await compose(page);
    await message(page).waitFor();
    assert.equal(await words(page), "Ada of Example");
    await composer(page)
      .getByLabel("From")
      .selectOption({ label: `The Shop <${ADA}>` });
    await message(page).getByText("High Street").waitFor();
    assert.equal(await words(page), "The Shop High Street");
    await ada.look("signature", 390);
    await button(composer(page), "Close").click();
    await composer(page).waitFor({ state: "detached" });
    const [drafts] = await jmap(page, [
      "Email/query",
      {
        filter: {
          hasKeyword: "$draft",
          body: "High Street",
          after: new Date(Date.now() - 60_000).toISOString().replace(/\.\d+/, ""),
        },
      },
    ]);
    assert.deepEqual(drafts.ids, [], "a signature alone is no draft");
  },

  async "one that was changed stays as it is"() {
    await compose(page);
    await message(page).getByText("of Example").click();
    await page.keyboard.press("End");
    await page.keyboard.type(", and more");
    await composer(page)
      .getByLabel("From")
      .selectOption({ label: `The Shop <${ADA}>` });
    assert.equal(await words(page), "Ada of Example, and more");
    await button(composer(page), "Discard").click();
  },

  async "what is typed is there after it was minimised, and by a step back"() {
    await compose(page);
    await message(page).click();
    await page.keyboard.press("Control+Home");
    await page.keyboard.type("Before it was small. ");
    await button(composer(page), "Minimise").click();
    await message(page).waitFor({ state: "detached" });
    await button(composer(page), "Restore").click();
    await message(page).waitFor();
    assert.match(await words(page), /^Before it was small\./);
    await message(page).click();
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("Control+b");
    await page.keyboard.type("Bold");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+z");
    assert.match(await words(page), /^(Bold)?Before it was small\./);
    await button(composer(page), "Discard").click();
  },

  async "pictures and tables are pasted, and the other sees them"() {
    await compose(page);
    await to(page).pressSequentially(`${BOB},`);
    await composer(page).getByLabel("Subject").fill(subject("Pictures"));
    await message(page).click();
    await page.keyboard.press("Control+Home");
    await page.keyboard.type("See this: ");
    await paste(page, { picture: await square(page) });
    const picture = message(page).locator("img");
    await picture.waitFor();
    assert.match(await picture.getAttribute("src"), /^blob:/);
    await picture.click();
    await button(page, "Small").click();
    await page.getByLabel("Description").fill("A blue square");
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowRight");
    await paste(page, {
      html: `<style>td { color: red }</style><table border="1"><tbody><tr><td style="text-align:right">1</td><td>two</td></tr><tr><td>3</td><td>four</td></tr></tbody></table>`,
    });
    await message(page).getByText("four").waitFor();
    await picture.click();
    await ada.look("picture");
    await page.getByText("Saved").waitFor();
    await button(composer(page), "Close").click();
    await composer(page).waitFor({ state: "detached" });
    await page.getByRole("link", { name: /^Drafts/ }).click();
    await row(page, subject("Pictures")).click();
    await picture.waitFor();
    assert.equal(await picture.evaluate((one) => one.decode().then(() => one.naturalWidth)), 600);
    await send(page);
    const email = await arrived(bob.page, subject("Pictures"));
    const html = textOf(email, "htmlBody");
    const inline = email.attachments.find(({ type }) => type === "image/png");
    assert.equal(inline.disposition, "inline");
    assert.ok(html.includes(`src="cid:${inline.cid}"`), html);
    assert.match(html, /<img[^>]*alt="A blue square"/);
    assert.match(html, /<img[^>]*width="200"/);
    assert.equal(html.match(/<td/g).length, 4, html);
    const [, alternative] = email.bodyStructure.subParts;
    assert.equal(alternative.type, "multipart/related");
    await row(bob.page, subject("Pictures")).click();
    const shown = bob.page.frameLocator("iframe:visible").getByAltText("A blue square");
    assert.equal(await shown.evaluate((one) => one.decode().then(() => one.naturalWidth)), 600);
  },

  async "what is answered keeps its pictures"() {
    await bob.page.keyboard.press("r");
    await message(bob.page).pressSequentially("Nice.");
    await send(bob.page);
    await page.getByRole("link", { name: /^Inbox/ }).click();
    const email = await arrived(page, `Re: ${subject("Pictures")}`);
    const [inline] = email.attachments;
    assert.equal(inline.disposition, "inline");
    assert.ok(textOf(email, "htmlBody").includes(`cid:${inline.cid}`));
  },

  async "plain text is written, and what is answered is quoted by signs"() {
    await row(page, `Re: ${subject("Pictures")}`).click();
    await page.getByText("Nice.").first().waitFor();
    await page.keyboard.press("r");
    await message(page).pressSequentially("Thank you.");
    await page.keyboard.press("Control+b");
    await page.keyboard.type(" Bold");
    await more("Plain text");
    await page.getByText("Plain text has no formatting").waitFor();
    await ada.look("plain-asked", 390);
    await button(page, "Make it plain").click();
    const field = composer(page).locator("textarea");
    await field.waitFor();
    assert.match(
      await field.inputValue(),
      /^Thank you\. Bold[\s\S]*Ada of Example[\s\S]*\n> Nice\./,
    );
    await more("Plain text");
    await message(page).locator("b").getByText("Bold").waitFor();
    await more("Plain text");
    await button(page, "Make it plain").click();
    await field.press("Control+Home");
    await field.pressSequentially("Plainly: ");
    await ada.look("plain", 390);
    await send(page);
    const email = await arrived(bob.page, `Re: ${subject("Pictures")}`);
    assert.equal(email.bodyStructure.type, "text/plain");
    assert.match(textOf(email, "textBody"), /^Plainly: Thank you\. Bold/);
  },

  async "who likes plain text begins with it"() {
    await page.goto("/mail/settings/general");
    await page.getByLabel("Write new messages and answers as plain text").check();
    await page.goto("/mail");
    await row(page, `Re: ${subject("Pictures")}`).click();
    await page.getByText("Nice.").first().waitFor();
    await page.keyboard.press("r");
    const field = composer(page).locator("textarea");
    await field.waitFor();
    assert.match(
      await field.inputValue(),
      /^\n\n-- \nAda of Example\n\nOn .* wrote:\n> Plainly: Thank you/,
    );
    await button(composer(page), "Discard").click();
    await page.goto("/mail/settings/general");
    await page.getByLabel("Write new messages and answers as plain text").uncheck();
    await page.goto("/mail");
    await page.getByRole("heading", { name: "Inbox" }).waitFor();
  },

  async "what is sent later waits, at another time, and comes back"() {
    await compose(page);
    await to(page).pressSequentially(`${BOB},`);
    await composer(page).getByLabel("Subject").fill(subject("Later"));
    await message(page).click();
    await page.keyboard.press("Control+Home");
    await page.keyboard.type("Read this tomorrow.");
    await button(composer(page), "Send later").click();
    await page.getByRole("menu").waitFor();
    await ada.look("later");
    await page.getByRole("menuitem", { name: /^Tomorrow/ }).click();
    await toast(page).getByText("It will be sent on").waitFor();
    await page.getByRole("link", { name: /^Scheduled/ }).click();
    await row(page, subject("Later")).click();
    await page.getByText(/^Will be sent on/).waitFor();
    await ada.look("scheduled");
    await button(page, "Change time").click();
    await dialog(page).getByLabel("At another time").fill("2020-01-01T09:00");
    await button(dialog(page), "Change time").click();
    await dialog(page).getByText("Choose a time that is still ahead.").waitFor();
    await ada.look("later-time", 390);
    const day = new Date(Date.now() + 40 * 86_400_000);
    const date = day.toLocaleDateString("sv-SE");
    await dialog(page).getByLabel("At another time").fill(`${date}T23:00`);
    await button(dialog(page), "Change time").click();
    const shown = day.toLocaleDateString("en-US", { month: "short", day: "numeric" });
    await page.getByText(new RegExp(`^Will be sent on ${shown}`)).waitFor();
    await button(page, "Take back").click();
    await message(page).waitFor();
    assert.match(await words(page), /^Read this tomorrow\./);
    const soon = new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+/, "");
    const [{ ids: waiting }] = await jmap(page, [
      "EmailSubmission/query",
      { filter: { undoStatus: "pending", after: soon } },
    ]);
    assert.deepEqual(waiting, []);
    await button(composer(page), "Send later").click();
    await page.getByRole("menuitem", { name: /^Next week/ }).click();
    await toast(page).getByText("It will be sent on").last().waitFor();
    await row(page, subject("Later")).click();
    await button(page, "Send now").click();
    await toast(page).getByText("Sent.").first().waitFor();
    await row(bob.page, subject("Later")).waitFor({ timeout: 40_000 });
    await page.getByRole("link", { name: /^Inbox/ }).click();
  },

  async "a template is made, and filled in"() {
    const [{ list }] = await jmap(page, ["Template/get", { ids: null }]);
    await jmap(page, ["Template/set", { destroy: list.map(({ id }) => id) }]);
    await compose(page);
    await composer(page).getByLabel("Subject").fill("Hello {{firstname}}");
    await message(page).click();
    await page.keyboard.press("Control+Home");
    await page.keyboard.type("Dear {{name}}, bye. {{me}}");
    await button(composer(page), "Templates").click();
    await page.getByRole("menuitem", { name: "Save as template" }).click();
    await dialog(page).getByLabel("Name").fill("Greeting");
    await ada.look("template", 390);
    await button(dialog(page), "Save").click();
    await toast(page).getByText("“Greeting” is a template now.").waitFor();
    await button(composer(page), "Discard").click();
    await compose(page);
    await to(page).pressSequentially("Bob Doe <bob@example.test>,");
    await button(composer(page), "Templates").click();
    await page.getByRole("menuitem", { name: "Greeting" }).click();
    await message(page).getByText("Dear Bob Doe, bye.").waitFor();
    assert.match(await words(page), /^Dear Bob Doe, bye\. ada\b[^{]*Ada of Example$/);
    assert.equal(await composer(page).getByLabel("Subject").inputValue(), "Hello Bob");
    await button(composer(page), "Discard").click();
  },

  async "hints are given once, where they matter"() {
    await compose(page);
    await to(page).pressSequentially("bob@example.test, eve@far.test,");
    await composer(page).getByText("outside").waitFor();
    await ada.look("outside");
    await button(composer(page), "Remove eve@far.test").click();
    await button(composer(page), "Remove bob@example.test").click();
    await to(page).pressSequentially("bob@exmaple.test,");
    await composer(page).getByLabel("Subject").fill(subject("Slip"));
    await page.keyboard.press("Control+Enter");
    await page.getByText("Did you mean bob@example.test?").waitFor();
    await ada.look("slip", 390);
    await more("High priority");
    await more("Ask for a read receipt");
    await button(composer(page), "Send to bob@example.test").click();
    await toast(page).getByText("Sent.").first().waitFor();
    const email = await arrived(bob.page, subject("Slip"));
    const field = (name) => email.headers.find((one) => one.name === name)?.value.trim();
    assert.equal(field("Importance"), "high");
    assert.match(field("Disposition-Notification-To"), /ada@example\.test/);
    assert.match(field("To"), /bob@example\.test/);
  },

  async "a link begins a message, and sends nothing"() {
    const link =
      "mailto:bob+x@example.test?subject=From%20a%20link&body=Two%0Alines&attach=/etc/passwd";
    await page.goto(`/mail/compose?mailto=${encodeURIComponent(link)}`);
    await message(page).waitFor();
    assert.equal(await composer(page).getByLabel("Subject").inputValue(), "From a link");
    assert.equal(await words(page), "Two lines Ada of Example");
    assert.equal(new URL(page.url()).pathname, "/mail");
    await composer(page).getByText("bob+x@example.test").waitFor();
    await button(composer(page), "Discard").click();
  },

  async "a step back brings back who was taken out"() {
    await compose(page);
    await to(page).pressSequentially("bob@example.test,");
    await button(composer(page), "Remove bob@example.test").click();
    await composer(page).getByText("bob@example.test").waitFor({ state: "detached" });
    await to(page).press("Control+z");
    await composer(page).getByText("bob@example.test").waitFor();
    await button(composer(page), "Discard").click();
  },

  async "a file that is too large is sent as a link"() {
    const limit = (most) =>
      jmap(page, [
        "Preferences/set",
        { update: { singleton: { "values/mail.mostAttached": most } } },
      ]);
    await limit(1);
    await page.goto("/mail");
    await page.getByRole("heading", { name: "Inbox" }).waitFor();
    await compose(page);
    await to(page).pressSequentially(`${BOB},`);
    await composer(page).getByLabel("Subject").fill(subject("Large"));
    const picked = page.waitForEvent("filechooser");
    await button(composer(page), "Attach files").click();
    const buffer = Buffer.alloc(1_500_000, "large ");
    await (await picked).setFiles({
      name: "large.bin",
      mimeType: "application/octet-stream",
      buffer,
    });
    await page.getByText("Many servers refuse mail that is so large: large.bin.").waitFor();
    await page.getByLabel("Password (optional)").fill("short");
    await page.getByText("at least 8 characters").waitFor();
    await ada.look("large");
    await page.getByLabel("Password (optional)").fill("");
    await page.getByLabel("The link stands for").selectOption({ label: "3 days" });
    await button(composer(page), "Send a link").click();
    await message(page).getByRole("link", { name: "large.bin" }).waitFor();
    await send(page);
    const email = await arrived(bob.page, subject("Large"));
    const href = /href="([^"]*)"[^>]*>large\.bin/.exec(textOf(email, "htmlBody"))[1];
    const { pathname, search } = new URL(href.replaceAll("&amp;", "&"));
    const size = await bob.page.evaluate(
      async (address) => (await (await fetch(address, { credentials: "omit" })).blob()).size,
      pathname + search,
    );
    assert.equal(size, 1_500_000);
    await limit(25);
  },
};

await run(browser, page, out, STEPS);
