// A real browser, watched: what it should never do makes the test fail.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const WIDTHS = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];
const THEMES = ["light", "dark"];

/** Chromium's own calls to its maker have nothing to do here. */
const ALONE = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-quic",
  "--disable-sync",
  "--no-first-run",
];

/** @param more words for the browser itself */
export async function start(url, out, more = []) {
  mkdirSync(out, { recursive: true });
  const root = process.getuid?.() === 0;
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [...ALONE, ...more, ...(root ? ["--no-sandbox"] : [])],
  });
  const faults = [];
  return {
    faults,
    close: () => browser.close(),
    cdp: (context, page) => context.newCDPSession(page),
    /** What everybody sees just now, for whoever looks why a test failed. */
    async picture(name) {
      const pages = browser.contexts().flatMap((context) => context.pages());
      await Promise.all(
        pages.map((page, i) =>
          page.screenshot({ path: `${join(out, name)}-${i}.png` }).catch(() => undefined),
        ),
      );
    },
    /** Somebody's browser, with an empty memory. */
    async person(options = {}) {
      const context = await browser.newContext({
        baseURL: url,
        locale: "en-US",
        viewport: WIDTHS[0],
        ...options,
      });
      context.setDefaultTimeout(20_000);
      await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: url });
      await context.addInitScript(onlyWhenAsked);
      const page = await context.newPage();
      watch(page, url, faults);
      return {
        context,
        page,
        /** @param most the widest screen that it is looked at on */
        look: (name, most = Number.POSITIVE_INFINITY) => look(page, join(out, name), faults, most),
      };
    },
  };
}

/**
 * The device's key answers at once, so a page that offers passkeys by itself would sign in before
 * anybody has typed. It is let do so only where a test says that somebody picks one.
 */
function onlyWhenAsked() {
  if (localStorage.getItem("picks-passkey") === null) {
    PublicKeyCredential.isConditionalMediationAvailable = async () => false;
  }
}

function watch(page, url, faults) {
  page.on("pageerror", (error) => faults.push(`error in the page: ${error.stack}`));
  page.on("console", (message) => {
    // An answer such as "wrong password" is an error to the browser's console, and none to us.
    const answer = /^Failed to load resource: .* status of 4(00|01|03|09|10|29)/.test(
      message.text(),
    );
    // The script above is put into every frame, and those that show mail run none.
    const ours = message.text().startsWith("Blocked script execution in") && isFrame(message);
    const offline = message.text().includes("net::ERR_INTERNET_DISCONNECTED");
    if (["error", "warning"].includes(message.type()) && !answer && !ours && !offline) {
      faults.push(`console: ${message.text()}`);
    }
  });
  page.on("request", (request) => {
    const asked = new URL(request.url());
    if (asked.origin !== url && !["blob:", "data:"].includes(asked.protocol)) {
      faults.push(`asked another host: ${request.url()}`);
    }
  });
}

function isFrame(message) {
  return message.text().includes("/mailframe.html' because the document's frame is sandboxed");
}

/** Looks at a screen in both widths and both themes; axe looks too. */
async function look(page, path, faults, most) {
  for (const size of WIDTHS.filter(({ width }) => width <= most)) {
    await page.setViewportSize(size);
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const name = `${path}-${size.width}-${colorScheme}`;
      await page.screenshot({ path: `${name}.png` });
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
      );
      if (wide) {
        faults.push(`${name}: scrolls sideways`);
      }
      faults.push(...(await violations(page)).map((one) => `${name}: ${one}`));
      if (size.width < 720) {
        faults.push(...(await small(page)).map((one) => `${name}: too small for a finger: ${one}`));
      }
    }
  }
  await page.setViewportSize(WIDTHS[0]);
  await page.emulateMedia({ colorScheme: "light", reducedMotion: null });
}

/** What fingers cannot hit well: under 44 pixels high, and no link within a text. */
function small(page) {
  return page.evaluate(() => {
    const all = document.querySelectorAll("a, button, summary, input, textarea, select");
    return [...all]
      .map((element) => element.closest("label") ?? element)
      .filter((element) => element.checkVisibility() && element.getClientRects().length > 0)
      .filter((element) => element.getBoundingClientRect().height < 44)
      .map((element) => element.outerHTML.slice(0, 200));
  });
}

async function violations(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(
    (tags) => globalThis.axe.run(document, { runOnly: { type: "tag", values: tags } }),
    RULES,
  );
  return found.violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary}`).join("; ")}`,
  );
}

/** A key in the device that does what its owner wants, without asking. */
export async function authenticator(person) {
  const cdp = await person.context.newCDPSession(person.page);
  await cdp.send("WebAuthn.enable", { enableUI: false });
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      ctap2Version: "ctap2_1",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      hasPrf: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    credentials: async () =>
      (await cdp.send("WebAuthn.getCredentials", { authenticatorId })).credentials,
    verified: (isUserVerified) =>
      cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified }),
  };
}
