// Reads mail in a real browser: what came with it is looked at, and nothing in it does anything.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { start } from "./browser.js";
import { bring, destroy, jmap, mailbox, message, png, tnef, wav } from "./made.js";
import { ADA, row, signIn, toast } from "./mail-steps.js";
import { button, dialog, run } from "./steps.js";

const out = `${process.env.MAILSTEAD_OUT}/reading`;
const hits = [];
const trap = createServer((request, response) => {
  hits.push(request.url);
  response.end();
});
await new Promise((resolve) => trap.listen(0, "127.0.0.1", resolve));
const hit = `http://127.0.0.1:${trap.address().port}/hit`;

const browser = await start(process.env.MAILSTEAD_URL, out);
const ada = await browser.person({ timezoneId: "Asia/Tokyo" });
const { page } = ada;
page.on("dialog", (one) => {
  browser.faults.push(`a dialog: ${one.message()}`);
  void one.dismiss();
});

const VCARD = `BEGIN:VCARD
VERSION:3.0
FN:Grace Hopper
ORG:Far Machines
TITLE:Admiral
EMAIL:grace.hopper@far.test
TEL:+1 555 0100
UID:reading-e2e-${Date.now()}
END:VCARD
`;

const ICS = `BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VEVENT
SUMMARY:Plan the year
DTSTART;TZID=Europe/Berlin:20260701T100000
DTEND;TZID=Europe/Berlin:20260701T113000
LOCATION:Room 7
ORGANIZER;CN=Grace Hopper:mailto:grace@far.test
DESCRIPTION:Bring\\na pen
END:VEVENT
END:VCALENDAR
`;

const CSV = Array.from({ length: 250 }, (_, i) => `row ${i};"a; b";${i * 2}`).join("\r\n");
const inner = message({
  subject: "A letter within",
  html: `<p>Words within</p><img src="${hit}"><script>parent.pwned = 1</script>`,
  files: [{ name: "deep.txt", type: "text/plain", content: "deep words" }],
});

const FILES = [
  { name: "picture.png", type: "application/octet-stream", content: png(640, 400) },
  { name: "grace.vcf", type: "text/vcard", content: VCARD },
  { name: "plan.ics", type: "text/calendar; charset=utf-8", content: ICS },
  { name: "numbers.csv", type: "text/csv", content: CSV },
  { name: "tone.wav", type: "audio/wav", content: wav() },
  { name: "letter.eml", type: "message/rfc822", content: inner },
  { name: "false.webp", type: "image/webp", content: "<script>parent.pwned = 1</script>" },
  { name: "paper.pdf", type: "application/pdf", content: "%PDF-1.4" },
  { name: "program.exe", type: "application/x-msdownload", content: "MZ" },
];

/** A run that broke off may have left some of the same name. */
const own = Date.now().toString(36);
const MANY = `Many files ${own}`;
const NEW = `A newcomer ${own}`;
const TALK = `A long talk ${own}`;
const OUTLOOK = `From Outlook ${own}`;

let inbox = "";
const brought = [];

async function open(subject) {
  await row(page, subject).first().click();
  await page.locator(".reader .subject").filter({ hasText: subject }).waitFor();
}

await run(browser, page, out, {
  "attachments are listed, and those that can be shown are buttons": async () => {
    await signIn(ada, ADA, process.env.MAILSTEAD_ADA);
    inbox = await mailbox(page, "inbox");
    brought.push(
      ...(await bring(page, inbox, [message({ subject: MANY, text: "See.", files: FILES })])),
    );
    await open(MANY);
    await page.getByText("9 attachments").waitFor();
    assert.equal(await page.getByRole("button", { name: /^View / }).count(), 7);
    await ada.look("attachments");
  },

  "a picture that was sent as anything is shown, and arrow keys go on": async () => {
    await button(page, "View picture.png").click();
    const picture = dialog(page).getByRole("img", { name: "picture.png" });
    await picture.waitFor();
    assert.equal(await picture.evaluate((one) => one.decode().then(() => one.naturalWidth)), 640);
    await dialog(page).getByText("1 of 7").waitFor();
    await page.keyboard.press("ArrowLeft");
    await dialog(page).getByRole("heading", { name: "false.webp" }).waitFor();
    await dialog(page).getByText("This file is not what it says it is").waitFor();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await dialog(page).getByRole("heading", { name: "grace.vcf" }).waitFor();
  },

  "a card is shown, goes to the contacts, and comes back out": async () => {
    const card = dialog(page);
    await card.getByText("Grace Hopper").waitFor();
    await card.getByText("grace.hopper@far.test").waitFor();
    await card.getByText("Admiral, Far Machines").waitFor();
    await ada.look("card");
    await button(card, "Add to contacts").click();
    await card.getByText("Added to your contacts.").waitFor();
    const using = ["urn:ietf:params:jmap:core", "urn:ietf:params:jmap:contacts"];
    const found = async () => {
      const filter = { email: "grace.hopper@far.test" };
      return (await jmap(page, [["ContactCard/query", { filter }]], using))[0].ids.length;
    };
    const before = await found();
    assert.ok(before > 0);
    await page.keyboard.press("Escape");
    await button(toast(page), "Undo").click();
    for (let i = 0; i < 30 && (await found()) === before; i++) {
      await page.waitForTimeout(100);
    }
    assert.equal(await found(), before - 1);
  },

  "a calendar's file tells when, here": async () => {
    await button(page, "View plan.ics").click();
    const plan = dialog(page);
    await plan.getByText("Plan the year").waitFor();
    await plan.getByText(/Wednesday, July 1, 2026.*5:00.*6:30\sPM/).waitFor();
    await plan.getByText("In your time zone, Asia/Tokyo").waitFor();
    await plan.getByText("Room 7").waitFor();
    await ada.look("event");
    await page.keyboard.press("ArrowRight");
  },

  "a table has its first rows": async () => {
    await dialog(page).getByRole("cell", { name: "row 199" }).waitFor();
    assert.equal(await dialog(page).getByRole("row").count(), 200);
    assert.equal(await dialog(page).getByRole("cell", { name: "a; b" }).count(), 200);
    await dialog(page).getByText("These are the first 200 rows.").waitFor();
    await ada.look("table");
    await button(dialog(page), "Next attachment").click();
  },

  "sound is played": async () => {
    const audio = dialog(page).locator("audio");
    await audio.waitFor();
    await page.waitForFunction(() => document.querySelector("dialog audio")?.duration > 0.4);
    await button(dialog(page), "Next attachment").click();
  },

  "an email within has its own files, one level deeper": async () => {
    await dialog(page).getByText("A letter within").waitFor();
    await dialog(page).frameLocator("iframe").getByText("Words within").waitFor();
    await ada.look("letter");
    await button(dialog(page), "View deep.txt").click();
    await dialog(page).getByText("deep words").waitFor();
    await button(dialog(page), "Back").click();
    await dialog(page).getByText("A letter within").waitFor();
    await page.keyboard.press("Escape");
    assert.deepEqual(hits, []);
    assert.equal(await page.evaluate(() => globalThis.pwned), undefined);
  },

  "what Outlook packs is shown as if it were not packed": async () => {
    const packed = tnef("<html><body><p>Kind <b>regards</b></p></body></html>", [
      { name: "notes.txt", content: "packed words" },
    ]);
    const file = { name: "winmail.dat", type: "application/ms-tnef", content: packed };
    brought.push(
      ...(await bring(page, inbox, [message({ subject: OUTLOOK, text: "", files: [file] })])),
    );
    await open(OUTLOOK);
    await page.getByText("1 attachment").waitFor();
    await page.frameLocator("iframe:visible").getByText("regards").waitFor();
    assert.equal(await page.getByText("winmail.dat").count(), 0);
    await button(page, "View notes.txt").click();
    await dialog(page).getByText("packed words").waitFor();
    await page.keyboard.press("Escape");
  },

  "pictures from elsewhere are counted, and those that nobody could see": async () => {
    const far = (name, more) => `<img src="https://pictures.test/${name}" ${more}>`;
    const html = `<p>News ${far("a", 'width="600"')} ${far("b", 'height="1" width=1')}
      ${far("c", 'style="display: none"')} ${far("d", 'style="width:1px;height:1px"')}</p>`;
    const mail = message({ subject: NEW, from: `Eve <eve.${own}@far.test>`, html });
    brought.push(...(await bring(page, inbox, [mail])));
    await open(NEW);
    await page.getByText("(4 pictures, 3 of them trackers)").waitFor();
  },

  "somebody of whom there is no other message is told of, until known": async () => {
    const note = page.getByText(`This is the first message that you have from eve.${own}@far.test`);
    await note.waitFor();
    await ada.look("first");
    await button(page, "Add to contacts").click();
    await note.waitFor({ state: "detached" });
    await toast(page).getByText("Added to your contacts.").last().waitFor();
    await page.reload();
    await page.getByText("(4 pictures").waitFor();
    await page.waitForTimeout(500);
    assert.equal(await note.count(), 0);
    const using = ["urn:ietf:params:jmap:core", "urn:ietf:params:jmap:contacts"];
    const filter = { email: `eve.${own}@far.test` };
    const [{ ids }] = await jmap(page, [["ContactCard/query", { filter }]], using);
    assert.equal(ids.length, 1);
    await jmap(page, [["ContactCard/set", { destroy: ids }]], using);
  },

  "a signature that proves nothing is told": async () => {
    const subject = `Signed ${own}`;
    const signed = [
      "From: Eve <eve@far.test>",
      "To: ada@example.test",
      `Subject: ${subject}`,
      "MIME-Version: 1.0",
      'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256; boundary=s',
      "",
      "--s\r\nContent-Type: text/plain\r\n\r\nSigned words\r\n",
      "--s\r\nContent-Type: application/pkcs7-signature; name=smime.p7s",
      "Content-Transfer-Encoding: base64\r\n\r\nMIIB\r\n--s--\r\n",
    ].join("\r\n");
    brought.push(...(await bring(page, inbox, [signed])));
    await open(subject);
    await page.getByText("Signed, but the signature does not prove who wrote this.").waitFor();
  },

  "why a message is in Junk is told": async () => {
    const subject = `Junk ${own}`;
    const junk = await mailbox(page, "junk");
    brought.push(...(await bring(page, junk, [message({ subject, text: "Buy." })])));
    await page.getByRole("link", { name: /^Junk/ }).click();
    await open(subject);
    await page.getByText("This message is in your junk folder.").waitFor();
    await button(page, "Why is this here?").click();
    await dialog(page).getByText("The server has noted nothing about this message.").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: /^Inbox/ }).click();
    await page.getByRole("searchbox").fill("Welcome to Mailstead");
    await page.keyboard.press("Enter");
    await row(page, "Welcome to Mailstead").first().click();
    await page.keyboard.press("Control+k");
    await page.keyboard.type("why");
    await page.keyboard.press("Enter");
    await dialog(page).getByText("first message of a new account").waitFor();
    await ada.look("why");
    await page.keyboard.press("Escape");
  },

  "senders of other domains are marked for those who want it": async () => {
    await page.goto("/mail");
    await open(NEW);
    assert.equal(await page.locator(".external").count(), 0);
    await page.keyboard.press("g");
    await page.keyboard.press("s");
    const wanted = page.getByLabel("Mark senders who are not of your own domain");
    await wanted.check();
    await page.goBack();
    await page.locator(".external").getByText("External").waitFor();
    await page.goForward();
    await wanted.uncheck();
    await page.goto("/mail");
  },

  "a long conversation opens at the first unread, and can be opened whole": async () => {
    const talk = (i) =>
      message({
        subject: i === 0 ? TALK : `Re: ${TALK}`,
        from: `Person ${i % 3} <person${i % 3}@far.test>`,
        head: [`X-Number: ${i}`, ...(i === 0 ? [] : [`References: <talk.${own}@made.test>`])],
        id: i === 0 ? `talk.${own}@made.test` : undefined,
        text: `Words of number ${i}.\n${"More.\n".repeat(5)}`,
      });
    const all = Array.from({ length: 40 }, (_, i) => talk(i));
    brought.push(...(await bring(page, inbox, all.slice(0, 25), { $seen: true })));
    brought.push(...(await bring(page, inbox, all.slice(25))));
    await row(page, TALK).filter({ hasText: /40/ }).waitFor();
    await open(TALK);
    await page.locator(".reader").getByText("40 messages").waitFor();
    await page.getByText("24 more messages").waitFor();
    await page.locator(".reader .plain").getByText("Words of number 25.").waitFor();
    await page.locator(".reader .plain").getByText("Words of number 39.").waitFor();
    assert.equal(await page.locator(".reader .plain").count(), 2);
    const top = await page
      .locator(".reader .plain")
      .getByText("Words of number 25.")
      .evaluate((one) => one.getBoundingClientRect().top);
    assert.ok(top > 50 && top < 450, `what is unread is in sight, at ${top}`);
    await ada.look("talk");
    await button(page, "24 more messages").click();
    await page.locator(".reader article").nth(39).waitFor();
    await button(page, "Expand all").click();
    await page.locator(".reader .plain").getByText("Words of number 12.").waitFor();
    assert.equal(await page.locator(".reader .plain").count(), 40);
  },

  "what is printed is the messages alone": async () => {
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    const seen = await page.evaluate(() =>
      [...document.querySelectorAll("button, header, nav, [role=toolbar]")]
        .filter((one) => one.checkVisibility() && !one.matches(".who, article header"))
        .map((one) => one.outerHTML.slice(0, 120)),
    );
    assert.deepEqual(seen, []);
    assert.ok(await page.locator(".reader .plain").getByText("Words of number 39.").isVisible());
    await page.screenshot({ path: `${out}/printed.png` });
    const paper = await page
      .locator(".reader article")
      .first()
      .evaluate((one) => getComputedStyle(one).backgroundColor);
    assert.equal(paper, "rgb(255, 255, 255)", "paper is light");
    const file = await page.pdf({ format: "A4" });
    const pages = file.toString("latin1").match(/\/Type\s*\/Page\b/g) ?? [];
    assert.ok(pages.length >= 6, `40 messages are on ${pages.length} pages`);
    await page.emulateMedia({ media: null, colorScheme: "light" });
    await button(page, "Fold all").click();
    await page.locator(".reader .plain").first().waitFor({ state: "detached" });
  },

  "nothing is left": async () => {
    await destroy(page, brought);
    trap.close();
  },
});
