// Goes through the pages of a running server as people do. The server and its people are given by
// the environment: MAILSTEAD_URL, MAILSTEAD_IMAPS, MAILSTEAD_PEOPLE (JSON: name to password),
// MAILSTEAD_CLIENT (the id of a program), MAILSTEAD_RESET (a way to a new password for dan) and
// MAILSTEAD_OUT for pictures. Ends with 0 when all went well.
import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { authenticator, start } from "./browser.js";
import { button, dialog, heading, keepCodes, reach, run, typePassword } from "./steps.js";
import { totp } from "./totp.js";

const url = process.env.MAILSTEAD_URL;
const imaps = process.env.MAILSTEAD_IMAPS;
const people = JSON.parse(process.env.MAILSTEAD_PEOPLE);
const out = process.env.MAILSTEAD_OUT;
const here = dirname(fileURLToPath(import.meta.url));

const ADA = "ada@example.test";
const BOB = "bob@example.test";
const CAROL = "carol@strict.test";
const NEW_PASSWORD = "lantern gravel otter seventeen";

const browser = await start(url, out);
const ada = await browser.person();
const key = await authenticator(ada);
const page = ada.page;
let secret;
let recoveryCodes;
let appPassword;

async function signOut() {
  await button(page, "Sign out").first().click();
  await heading(page, "Sign in").waitFor();
}

async function go(part) {
  await page.getByRole("link", { name: part, exact: true }).first().click();
  await heading(page, part).waitFor();
}

/** A mail program that signs in and stays. */
function program(password, ...files) {
  const python = spawn("python3", [join(here, "program.py"), imaps, ADA, password, ...files]);
  const lines = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
  python.stderr.pipe(process.stderr);
  return async () => (await lines.next()).value ?? "ended";
}

/** The body of a message that somebody has, or gets soon. */
function mail(person, password, subject) {
  const read = spawnSync("python3", [join(here, "mail.py"), imaps, person, password, subject]);
  assert.equal(read.status, 0, read.stderr.toString());
  return read.stdout.toString();
}

/** The files of a certificate that a program has made, and of its key. */
function certificate(name) {
  const folder = mkdtempSync(join(tmpdir(), "certificate-"));
  const file = (ending) => join(folder, `${name}.${ending}`);
  const made = { pem: file("pem"), der: file("der"), key: file("key") };
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  const quiet = { stdio: "ignore" };
  execFileSync(
    "openssl",
    ["req", "-x509", ...curve, "-keyout", made.key, "-out", made.pem, "-subj", `/CN=${name}`],
    quiet,
  );
  execFileSync("openssl", ["x509", "-in", made.pem, "-outform", "DER", "-out", made.der], quiet);
  return made;
}

const STEPS = {
  async "without a session the account leads to the sign-in page"() {
    await page.goto("/account/programs");
    await page.waitForURL("**/signin?to=%2Faccount%2Fprograms");
    await heading(page, "Sign in").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.id), "name");
    assert.equal(
      await page.getByLabel("Email address").getAttribute("autocomplete"),
      "username webauthn",
    );
    assert.equal(
      await page.getByLabel("Password", { exact: true }).getAttribute("autocomplete"),
      "current-password",
    );
    await ada.look("signin");
  },

  async "a wrong password is told plainly, and the name stays"() {
    await typePassword(page, ADA, "not the password");
    await page.getByText("The address or the password is wrong.").waitFor();
    assert.equal(await page.getByLabel("Email address").inputValue(), ADA);
    await ada.look("signin-wrong");
  },

  async "the right one leads where one wanted to go"() {
    await typePassword(page, ADA, people[ADA]);
    await page.waitForURL("**/account/programs");
    await heading(page, "Mail programs").waitFor();
  },

  async "the overview says what protects the account and what to do next"() {
    await go("Overview");
    await page.getByText("protected by a password alone").waitFor();
    await ada.look("overview-bare");
    await page.getByRole("link", { name: "Add a passkey" }).click();
    await heading(page, "Sign-in").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H1");
  },

  async "a passkey is added, and recovery codes are kept"() {
    await button(page, "Add a passkey").click();
    assert.equal(await dialog(page).getByLabel("Name").inputValue(), "Linux");
    await ada.look("passkey-add");
    await dialog(page).getByLabel("Name").fill("Ada's laptop");
    await button(dialog(page), "Add").click();
    recoveryCodes = await keepCodes(page, () => ada.look("recovery-codes"));
    await page.getByRole("heading", { name: "Ada's laptop" }).waitFor();
    assert.equal((await key.credentials()).length, 1);
  },

  async "the same device is not added twice"() {
    await button(page, "Add a passkey").click();
    await button(dialog(page), "Add").click();
    await dialog(page).getByText("has a passkey for your account already").waitFor();
    await page.keyboard.press("Escape");
    await dialog(page).waitFor({ state: "hidden" });
    const focused = await page.evaluate(() => document.activeElement?.textContent?.trim());
    assert.equal(focused, "Add a passkey", "the focus is where it was");
  },

  async "one signs in by the passkey alone"() {
    await signOut();
    await button(page, "Sign in with a passkey").click();
    await heading(page, "Overview").waitFor();
    await page.getByText("A password alone does not open your account.").waitFor();
  },

  async "the browser offers the passkey by itself"() {
    await signOut();
    await page.evaluate(() => localStorage.setItem("picks-passkey", "yes"));
    await page.goto("/signin?to=/account/activity");
    await heading(page, "Activity").waitFor();
    await page.evaluate(() => localStorage.removeItem("picks-passkey"));
  },

  async "an authenticator app is set up from the key that is shown"() {
    await go("Sign-in");
    await button(page, "Add an authenticator app").click();
    await button(dialog(page), "Next").click();
    await page.getByRole("img", { name: "QR code" }).waitFor();
    await dialog(page).getByText("I cannot scan it").click();
    secret = await dialog(page).locator("details code").textContent();
    await ada.look("app-add");
    await dialog(page).getByLabel("Code that the app shows now").fill("000000");
    await button(dialog(page), "Confirm").click();
    await dialog(page).getByText("That is not the code").waitFor();
    await dialog(page).getByLabel("Code that the app shows now").fill(totp(secret, -1));
    await button(dialog(page), "Confirm").click();
    await page.getByRole("heading", { name: "Phone" }).waitFor();
    await ada.look("ways");
  },

  async "the second step takes the app's code, and a wrong one not"() {
    await signOut();
    await typePassword(page, ADA, people[ADA]);
    await heading(page, "Confirm that it is you").waitFor();
    await ada.look("second");
    await button(page, "Use the authenticator app").click();
    const code = page.getByLabel("Code from your authenticator app");
    assert.equal(await code.getAttribute("autocomplete"), "one-time-code");
    await code.fill("000 000");
    await button(page, "Sign in").click();
    await page.getByText("That is not right.").waitFor();
    await ada.look("second-wrong");
    await code.fill(totp(secret));
    await button(page, "Sign in").click();
    await heading(page, "Overview").waitFor();
  },

  async "a ticket that is too old begins again without losing the name"() {
    await signOut();
    await typePassword(page, ADA, people[ADA]);
    await heading(page, "Confirm that it is you").waitFor();
    await page.route("**/api/signin/second", (route) => {
      const body = { ...route.request().postDataJSON(), ticket: "00" };
      return route.continue({ postData: JSON.stringify(body) });
    });
    await button(page, "Use a recovery code").click();
    await page.getByLabel("Recovery code").fill(recoveryCodes[0]);
    await button(page, "Sign in").click();
    await page.getByText("That took too long.").waitFor();
    assert.equal(await page.getByLabel("Email address").inputValue(), ADA);
    await page.unroute("**/api/signin/second");
  },

  async "a recovery code works once, and the browser is trusted then"() {
    await typePassword(page, ADA, people[ADA]);
    await button(page, "Use a recovery code").click();
    await page.getByLabel("Recovery code").fill(recoveryCodes[0]);
    await page.getByLabel("Do not ask again in this browser").check();
    await button(page, "Sign in").click();
    await heading(page, "Overview").waitFor();
    await page.getByText("9 codes are left").waitFor();
    await ada.look("overview-good");
    await signOut();
    await typePassword(page, ADA, people[ADA]);
    await heading(page, "Overview").waitFor();
  },

  async "an app password opens IMAP over TLS"() {
    await go("Mail programs");
    await button(page, "Make an app password").click();
    await dialog(page).getByLabel("Name").fill("Thunderbird at work");
    await dialog(page).getByLabel("Only what I choose").check();
    assert.ok(await button(dialog(page), "Make it").isDisabled());
    await dialog(page).getByLabel("IMAP").check();
    await dialog(page).getByLabel("SMTP").check();
    await dialog(page).getByText("Limits").click();
    await dialog(page).getByLabel("Counts only from these addresses").fill("nonsense");
    await ada.look("program-make");
    await button(dialog(page), "Make it").click();
    await dialog(page).getByText("nonsense is no address").waitFor();
    await dialog(page).getByLabel("Counts only from these addresses").fill("127.0.0.0/8\n::1");
    await button(dialog(page), "Make it").click();
    await dialog(page).getByText("It is shown now and never again.").waitFor();
    appPassword = await dialog(page).locator(".password code").textContent();
    await button(dialog(page), "Copy: password").click();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), appPassword);
    await dialog(page).getByText("Set up a phone").click();
    await dialog(page).getByRole("img", { name: "QR code" }).waitFor();
    await ada.look("program-made");
    await button(dialog(page), "Done").click();
    const main = program(people[ADA]);
    assert.match(await main(), /^refused/, "the main password opens no program any more");
    const said = program(appPassword);
    assert.match(await said(), /^in OK/);
    await go("Activity");
    await page.getByRole("heading", { name: "IMAP: Thunderbird at work" }).waitFor();
    await ada.look("activity");
    await go("Mail programs");
    // The history is written a little later, for many sign-ins at a time.
    while ((await page.getByText(/last used .* from 127\.0\.0\.1/).count()) === 0) {
      const fresh = page.waitForResponse("**/api/account/security");
      await go("Mail programs");
      await fresh;
    }
    await ada.look("programs");
    await button(page, "Remove “Thunderbird at work”").click();
    await ada.look("confirm");
    await button(dialog(page), "Cancel").click();
    await page.getByRole("heading", { name: "Thunderbird at work" }).waitFor();
    await button(page, "Remove “Thunderbird at work”").click();
    await button(dialog(page), "Remove").click();
    await page.getByText("“Thunderbird at work” is removed.").waitFor();
    assert.match(await said(), /^out/, "the session ends with its password");
    const again = program(appPassword);
    assert.match(await again(), /^refused/);
  },

  async "a certificate opens IMAP without a password, until it is taken away"() {
    const laptop = certificate("laptop");
    const stranger = program("", laptop.pem, laptop.key);
    assert.match(await stranger(), /^refused/, "nobody knows it yet");
    await go("Mail programs");
    await button(page, "Add a certificate").click();
    await button(dialog(page), "Add").click();
    await dialog(page).getByText("That is no certificate").waitFor();
    await dialog(page).getByLabel("File").setInputFiles(laptop.key);
    await dialog(page).getByText("There is a private key in it.").waitFor();
    assert.equal(await dialog(page).getByRole("textbox").first().inputValue(), "");
    await ada.look("certificate-add");
    await dialog(page).getByLabel("File").setInputFiles(laptop.der);
    await page.waitForFunction(() =>
      document.querySelector("dialog textarea")?.value.startsWith("-----BEGIN CERTIFICATE-----"),
    );
    assert.equal(await dialog(page).getByLabel("Name").inputValue(), "laptop");
    await button(dialog(page), "Add").click();
    await page.getByText("CN=laptop").waitFor();
    const said = program("", laptop.pem, laptop.key);
    assert.match(await said(), /^in OK/);
    await button(page, "Add a certificate").click();
    await dialog(page).getByLabel("Or paste it").fill(readFileSync(laptop.pem, "utf8"));
    await button(dialog(page), "Add").click();
    await dialog(page).getByText("This certificate is added already").waitFor();
    await page.keyboard.press("Escape");
    await dialog(page).waitFor({ state: "hidden" });
    await ada.look("certificates");
    await button(page, "Remove “laptop”").click();
    await button(dialog(page), "Remove").click();
    await page.getByText("“laptop” is removed.").waitFor();
    assert.match(await said(), /^out/, "the session ends with its certificate");
    const again = program("", laptop.pem, laptop.key);
    assert.match(await again(), /^refused/);
  },

  async "another browser is listed and can be ended"() {
    const other = await browser.person();
    await other.page.goto("/signin?to=/account");
    await typePassword(other.page, ADA, people[ADA]);
    await heading(other.page, "Confirm that it is you").waitFor();
    await button(other.page, "Use the authenticator app").click();
    await other.page.getByLabel("Code from your authenticator app").fill(totp(secret, 1));
    await button(other.page, "Sign in").click();
    await heading(other.page, "Overview").waitFor();
    await go("Activity");
    await page.reload();
    await page.getByText("This one").waitFor();
    const ends = page.getByRole("button", { name: "Sign out: Chrome on Linux" });
    assert.ok((await ends.count()) >= 1);
    for (let left = await ends.count(); left > 0; left--) {
      assert.equal(await ends.count(), left);
      await ends.first().click();
      await ends.nth(left - 1).waitFor({ state: "detached" });
    }
    await page.getByText("Signed out.").waitFor();
    await other.page.getByRole("link", { name: "Activity" }).first().click();
    await heading(other.page, "Sign in").waitFor();
    await other.context.close();
    await page.getByText("Refused").first().waitFor();
    await button(page, "Sign out everything else").isDisabled();
  },

  async "a link on a page of another site leads in all the same"() {
    // Its request brings no cookie: the sign-in page sees that nobody need sign in.
    const elsewhere = url.replace("localhost", "127.0.0.1");
    await page.goto(elsewhere);
    await page.evaluate((to) => location.assign(to), `${url}/account/activity`);
    await heading(page, "Activity").waitFor();
    const asked = browser.faults.filter((fault) => fault.includes(elsewhere));
    assert.equal(asked.length, browser.faults.length, browser.faults.join());
    browser.faults.length = 0;
  },

  async "dangerous things ask for a fresh proof and go on by themselves"() {
    await go("Sign-in");
    // The server wants one after ten minutes: its refusal is played once, the rest is real.
    let refused = 0;
    await page.route("**/api/account/recovery-codes", (route) =>
      refused++ === 0
        ? route.fulfill({
            status: 401,
            contentType: "application/problem+json",
            body: '{"status":401,"title":"NOT_AUTHENTICATED","key":"login.prove-again","arguments":[]}',
          })
        : route.continue(),
    );
    await button(page, "Make new codes").click();
    await button(dialog(page), "Make new codes").click();
    await dialog(page).getByText("So we ask again.").waitFor();
    await ada.look("prove");
    await button(dialog(page), "Use a recovery code").click();
    await dialog(page).getByLabel("Recovery code").fill("aaaaa-aaaaa");
    await button(dialog(page), "Confirm").click();
    await dialog(page).getByText("That is not right.").waitFor();
    await button(dialog(page), "Use a passkey").click();
    await button(dialog(page).last(), "Use a passkey").click();
    const fresh = await keepCodes(page);
    assert.notDeepEqual(fresh, recoveryCodes);
    assert.equal(refused, 2);
    await page.unroute("**/api/account/recovery-codes");
  },

  async "people choose who acts for them, and prove it first"() {
    await go("Delegates");
    await page.getByText("Nobody acts for you.").waitFor();
    await button(page, "Let somebody act for you").click();
    const who = dialog(page).getByLabel("Who", { exact: true });
    await who.fill("nobody@example.test");
    await button(dialog(page), "Save").click();
    await dialog(page).getByText("There is no such account here.").waitFor();
    browser.faults.splice(0, 1, ...browser.faults.slice(0, 1).filter((one) => !/ 404 /.test(one)));
    await ada.look("delegate-wrong");
    await who.fill(ADA);
    await button(dialog(page), "Save").click();
    await dialog(page).getByText("and not the account itself").waitFor();
    await who.fill(BOB);
    await dialog(page).getByLabel("Mail", { exact: true }).selectOption("write");
    await dialog(page).getByLabel(`May send on behalf of ${ADA}`).check();
    let refused = 0;
    await page.route("**/api/account/delegates/*", (route) =>
      refused++ === 0
        ? route.fulfill({
            status: 401,
            contentType: "application/problem+json",
            body: '{"status":401,"title":"NOT_AUTHENTICATED","key":"login.prove-again","arguments":[]}',
          })
        : route.continue(),
    );
    await button(dialog(page), "Save").click();
    await page.getByText("So we ask again.").waitFor();
    await button(dialog(page).last(), "Use a passkey").click();
    await page.getByText("Reads, moves and deletes mail · sends on behalf").waitFor();
    assert.equal(refused, 2);
    await page.unroute("**/api/account/delegates/*");
    await ada.look("delegates");
    await button(page, `Change ${BOB}`).click();
    await dialog(page).getByLabel("Mail", { exact: true }).selectOption("full");
    await ada.look("delegate-change");
    await button(dialog(page), "Save").click();
    await page.getByText("All, making and removing folders included").waitFor();
    await go("Overview");
    await page.getByText(BOB).waitFor();
    await ada.look("overview-delegates");
    await go("Delegates");
    await button(page, `Remove “${BOB}”`).click();
    await button(dialog(page), "Remove").click();
    await page.getByText("Nobody acts for you.").waitFor();
    await go("Sign-in");
  },

  async "a bad password is refused with the reason, a good one taken"() {
    await button(page, "Change password").click();
    const typed = dialog(page).getByLabel("New password");
    await typed.fill("short");
    await button(dialog(page), "Change password").click();
    await dialog(page).getByText("Too short: at least 10").waitFor();
    await typed.fill("password1234");
    await button(dialog(page), "Change password").click();
    await dialog(page).getByText("first that a guesser tries").waitFor();
    await ada.look("password");
    await typed.fill(NEW_PASSWORD);
    await button(dialog(page), "Change password").click();
    await page.getByText("Your password is changed.").waitFor();
  },

  async "what is removed opens nothing any more"() {
    for (const name of ["Ada's laptop", "Phone"]) {
      await button(page, `Remove “${name}”`).click();
      await button(dialog(page), "Remove").click();
      await page.getByText(`“${name}” is removed.`).waitFor();
    }
    await signOut();
    await button(page, "Sign in with a passkey").click();
    await page.getByRole("alert").waitFor();
    await typePassword(page, ADA, NEW_PASSWORD);
    await heading(page, "Overview").waitFor();
  },

  async "a link of a stranger does not lead away"() {
    for (const to of [
      "https://evil.example/",
      "//evil.example",
      "/\\evil.example",
      "javascript:alert(1)",
    ]) {
      await page.goto(`/signin?to=${encodeURIComponent(to)}`);
      await heading(page, "Overview").waitFor();
      assert.equal(new URL(page.url()).origin, url);
    }
  },

  async "who must set up a second factor is led to it"() {
    const carol = await browser.person();
    const own = await authenticator(carol);
    await carol.page.goto("/signin?to=/account/activity");
    await typePassword(carol.page, CAROL, people[CAROL]);
    await heading(carol.page, "One more step").waitFor();
    await carol.look("set-up");
    await carol.page.goto("/account/programs");
    await heading(carol.page, "One more step").waitFor();
    await button(carol.page, "Add a passkey").click();
    await button(dialog(carol.page), "Add").click();
    await keepCodes(carol.page);
    await heading(carol.page, "Overview").waitFor();
    await carol.page.goto("/account/sign-in");
    await button(carol.page, "Remove “Linux”").click();
    await button(dialog(carol.page), "Remove").click();
    await carol.page.getByText("add another before you remove this one").waitFor();
    // A key that cannot tell who holds it is no two factors in one.
    await button(carol.page, "Sign out").first().click();
    await heading(carol.page, "Sign in").waitFor();
    await own.verified(false);
    await button(carol.page, "Sign in with a passkey").click();
    await carol.page.getByText("No passkey was used.").waitFor();
    await carol.context.close();
  },

  async "the keyboard alone is enough, and what it reaches can be seen"() {
    const bob = await browser.person();
    const keys = bob.page.keyboard;
    await bob.page.goto("/signin?to=/account/programs");
    await heading(bob.page, "Sign in").waitFor();
    await keys.type(BOB);
    await keys.press("Tab");
    await keys.type(people[BOB]);
    await keys.press("Enter");
    await heading(bob.page, "Mail programs").waitFor();
    await reach(bob.page, "Make an app password");
    await keys.press("Enter");
    await keys.press("Tab"); // past the button that closes
    const field = await bob.page.evaluate(() => document.activeElement?.tagName);
    if (field !== "INPUT") {
      await keys.press("Tab");
    }
    await keys.type("Phone");
    await reach(bob.page, "Make it");
    await keys.press("Enter");
    await dialog(bob.page).getByText("It is shown now").waitFor();
    await reach(bob.page, "Done");
    await keys.press("Enter");
    await dialog(bob.page).waitFor({ state: "hidden" });
    await reach(bob.page, "Remove “Phone”");
    await keys.press("Enter");
    await reach(bob.page, "Remove");
    await keys.press("Enter");
    await bob.page.getByText("There are none yet.").first().waitFor();
    // The focus is on the page's title when its place is gone.
    await bob.page.waitForFunction(() => document.activeElement?.tagName === "H1");
    await bob.context.close();
  },

  async "who has forgotten the password sets another, and lets a program in"() {
    const dan = await browser.person();
    await dan.page.goto(process.env.MAILSTEAD_RESET);
    await heading(dan.page, "Choose a new password").waitFor();
    await dan.look("reset");
    await dan.page.getByLabel("New password").fill("Password2026");
    await button(dan.page, "Set the password").click();
    await dan.page.getByRole("alert").waitFor();
    await dan.page.getByLabel("New password").fill(NEW_PASSWORD);
    await button(dan.page, "Set the password").click();
    await dan.page.getByText("Your password is set.").waitFor();
    const wish = new URLSearchParams({
      response_type: "code",
      client_id: process.env.MAILSTEAD_CLIENT,
      redirect_uri: "http://127.0.0.1/back",
      scope: "openid email mail offline_access",
      state: "its own",
      code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
      code_challenge_method: "S256",
    });
    await dan.page.goto(`/oauth/authorize?${wish}`);
    await typePassword(dan.page, "dan@example.test", NEW_PASSWORD);
    await heading(dan.page, "Let “A Program” in?").waitFor();
    await dan.page.getByText("You are signed in as dan@example.test.").waitFor();
    await dan.page.getByText("Read, send and delete your mail").waitFor();
    await dan.look("consent");
    await dan.page.route("http://127.0.0.1/back**", (route) => route.fulfill({ body: "back" }));
    await button(dan.page, "Let it in").click();
    await dan.page.waitForURL("http://127.0.0.1/back**");
    const back = new URL(dan.page.url());
    assert.equal(back.searchParams.get("state"), "its own");
    assert.equal(back.searchParams.get("iss"), url);
    assert.ok(back.searchParams.get("code"));
    const left = browser.faults.filter((fault) => fault.includes("http://127.0.0.1/back"));
    assert.equal(left.length, browser.faults.length, browser.faults.join());
    browser.faults.length = 0;
    await dan.page.goto("/account/programs");
    await button(dan.page, "Remove “A Program”").waitFor();
    await dan.look("programs-let-in");
    await button(dan.page, "Remove “A Program”").click();
    await button(dialog(dan.page), "Remove").click();
    await dan.page.getByText("“A Program” is removed.").waitFor();
    await button(dan.page, "Remove “A Program”").waitFor({ state: "detached" });
    await dan.page.goto("/oauth/code?code=BCDF-GHJK");
    await button(dan.page, "Next").click();
    await dan.page.getByText("No device waits with this code.").waitFor();
    browser.faults.splice(0, 1, ...browser.faults.slice(0, 1).filter((one) => !/ 404 /.test(one)));
    await dan.look("code");
    await dan.context.close();
  },

  async "a recovery address is named, and leads back in when the password is forgotten"() {
    const dan = await browser.person();
    const DAN = "dan@example.test";
    await dan.page.goto("/signin?to=/account/sign-in");
    await typePassword(dan.page, DAN, NEW_PASSWORD);
    await button(dan.page, "Name a recovery address").click();
    await dan.look("way-back-add");
    await dialog(dan.page).getByLabel("Address elsewhere").fill(DAN);
    await button(dialog(dan.page), "Send the code").click();
    await dialog(dan.page).getByText("Mail to this address comes here").waitFor();
    await dialog(dan.page).getByLabel("Address elsewhere").fill(BOB);
    await button(dialog(dan.page), "Send the code").click();
    await dialog(dan.page).getByText(`on its way to ${BOB}`).waitFor();
    const code = /^ +(\d{6})$/m.exec(mail(BOB, people[BOB], "is this your address?"))[1];
    await dialog(dan.page)
      .getByLabel("Code")
      .fill(code === "000000" ? "000001" : "000000");
    await button(dialog(dan.page), "Confirm").click();
    await dialog(dan.page).getByText("That is not the code that was sent.").waitFor();
    await dan.look("way-back-code");
    await button(dialog(dan.page), "Close").click();
    await dan.page.getByText(`${BOB} waits for the code`).waitFor();
    await button(dan.page, "Type the code").click();
    await dialog(dan.page)
      .getByLabel("Code")
      .fill(`${code.slice(0, 3)} ${code.slice(3)}`);
    await button(dialog(dan.page), "Confirm").click();
    await dan.page.getByText(`${BOB} is your recovery address.`).waitFor();
    await dan.look("way-back");
    await button(dan.page, "Sign out").first().click();
    await heading(dan.page, "Sign in").waitFor();

    await dan.page.getByLabel("Email address").fill(DAN);
    await dan.page.getByRole("link", { name: "Cannot sign in?" }).click();
    await heading(dan.page, "Cannot sign in?").waitFor();
    assert.equal(await dan.page.getByLabel("Email address").inputValue(), DAN);
    await dan.look("forgotten");
    await button(dan.page, "Send the link").click();
    await dan.page.getByText("If this account has a recovery address").waitFor();
    await dan.look("forgotten-sent");
    const said = await dan.page.locator("main").textContent();
    const link = /https?:\S+\/signin\/reset#\S+/.exec(
      mail(BOB, people[BOB], "A new password for"),
    )[0];
    await dan.page.goto(link);
    const PASSWORD = "quarry violet anchor nine";
    await dan.page.getByLabel("New password").fill(PASSWORD);
    await button(dan.page, "Set the password").click();
    await dan.page.getByText("Your password is set.").waitFor();
    await dan.page.getByRole("link", { name: "Sign in" }).click();
    await typePassword(dan.page, DAN, PASSWORD);
    await heading(dan.page, "Overview").waitFor();
    assert.match(mail(DAN, PASSWORD, "Somebody asked for a new password"), /counts for 30 minutes/);
    assert.match(
      mail(BOB, people[BOB], "The password of dan@example.test was changed"),
      /recovery/,
    );

    await dan.page.goto("/signin/forgotten");
    await dan.page.getByLabel("Email address").fill("nobody@example.test");
    await button(dan.page, "Send the link").click();
    await dan.page.getByText("If this account has a recovery address").waitFor();
    assert.equal(await dan.page.locator("main").textContent(), said, "nobody sees who is here");
    await dan.context.close();
  },

  async "who guesses is slowed down, and told so"() {
    const stranger = await browser.person();
    await stranger.page.goto("/signin");
    for (let i = 0; i < 12; i++) {
      const answer = stranger.page.waitForResponse("**/api/signin/password");
      await typePassword(stranger.page, BOB, `guess ${i}`);
      await answer;
    }
    await stranger.page.getByText("There were too many failed attempts.").waitFor();
    await stranger.look("signin-throttled");
    await stranger.context.close();
  },

  async "the pages speak the browser's language"() {
    const words = { de: "Anmelden", es: "Iniciar sesión", fr: "Connexion", pt: "Iniciar sessão" };
    for (const [locale, title] of Object.entries(words)) {
      const person = await browser.person({ locale });
      await person.page.goto("/signin");
      await heading(person.page, title).waitFor();
      assert.equal(await person.page.evaluate(() => document.documentElement.lang), locale);
      if (locale === "de") {
        await person.look("signin-de");
      }
      await person.context.close();
    }
  },
};

await run(browser, page, out, STEPS);
