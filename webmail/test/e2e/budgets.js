// Measures what the mail page costs: octets, times to the first row, keys, scrolling.
//
// usage: MAILSTEAD_URL=… MAILSTEAD_ADA=… npm run budgets [-- rounds]
import { chromium } from "playwright-core";

const url = process.env.MAILSTEAD_URL;
const password = process.env.MAILSTEAD_ADA;
const rounds = Number(process.argv[2] ?? 5);

/** 1.6 Mbit/s and 150 ms, as phones have it where it is bad. */
const SLOW_4G = {
  offline: false,
  latency: 150,
  downloadThroughput: 200_000,
  uploadThroughput: 93_750,
};

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});

function median(all) {
  return [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];
}

function percentile(all, part) {
  return [...all].sort((a, b) => a - b)[Math.min(all.length - 1, Math.floor(all.length * part))];
}

/** Notes in the page when the first row is painted. */
function noteFirstRow() {
  const seen = () => {
    if (document.querySelector("[role=row] .people") === null) {
      requestAnimationFrame(seen);
    } else {
      requestAnimationFrame(() => {
        globalThis.firstRow = performance.now();
      });
    }
  };
  requestAnimationFrame(seen);
}

async function person() {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width: 1440, height: 900 },
    serviceWorkers: "allow",
  });
  const page = await context.newPage();
  await page.goto("/signin?to=/account");
  await page.getByLabel("Email address").fill("ada@example.test");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL((now) => now.pathname === "/account");
  await page.close();
  return context;
}

/** Opens the mail page as slowly as a bad phone, and tells when the first row is there. */
async function open(context, kinds) {
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send("Network.enable");
  await cdp.send("Network.emulateNetworkConditions", SLOW_4G);
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  const types = new Map();
  cdp.on("Network.responseReceived", ({ requestId, type }) => types.set(requestId, type));
  cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const type = types.get(requestId);
    kinds?.set(type, (kinds.get(type) ?? 0) + encodedDataLength);
  });
  await page.addInitScript(noteFirstRow);
  await page.goto("/mail");
  // The page's policy lets nothing be evaluated that waits in it by itself.
  let at = await page.evaluate(() => globalThis.firstRow);
  for (let i = 0; i < 600 && at === undefined; i++) {
    await page.waitForTimeout(100);
    at = await page.evaluate(() => globalThis.firstRow);
  }
  if (process.env.MAILSTEAD_TIMES !== undefined) {
    console.log(JSON.stringify(await page.evaluate(times)));
  }
  return { page, at };
}

/** Where the time went, for whoever wants to know. */
function times() {
  const [visit] = performance.getEntriesByType("navigation");
  const round = (ms) => Math.round(ms);
  return {
    page: [round(visit.workerStart), round(visit.responseStart), round(visit.responseEnd)],
    files: performance
      .getEntriesByType("resource")
      .map((one) => [
        one.name.replace(/^[^/]*\/\/[^/]*/, "").slice(0, 40),
        round(one.startTime),
        round(one.responseEnd),
      ]),
    firstRow: round(globalThis.firstRow),
  };
}

const cold = [];
const warm = [];
let kinds = new Map();
for (let i = 0; i < rounds; i++) {
  const context = await person();
  kinds = new Map();
  const first = await open(context, kinds);
  cold.push(first.at);
  await first.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await first.page.waitForTimeout(2000);
  await first.page.close();
  const second = await open(context);
  warm.push(second.at);
  await context.close();
}

const context = await person();
const page = await context.newPage();
await page.goto("/mail");
await page.getByRole("row").nth(3).click();
await page.waitForTimeout(1000);

/** From the key to the frame in which the next row is marked. */
const keys = [];
for (let i = 0; i < 60; i++) {
  keys.push(
    await page.evaluate(
      () =>
        new Promise((resolve) => {
          const begun = performance.now();
          const key = new KeyboardEvent("keydown", { key: "j", bubbles: true, cancelable: true });
          document.querySelector("[role=grid]").dispatchEvent(key);
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begun)));
        }),
    ),
  );
  await page.waitForTimeout(60);
}

await page.getByRole("link", { name: /^Many/ }).click();
await page
  .locator(".foot")
  .filter({ hasText: /\d{4}|,/ })
  .waitFor();
const frames = await page.evaluate(
  () =>
    new Promise((resolve) => {
      const grid = document.querySelector("[role=grid]");
      const all = [];
      let last = performance.now();
      const step = () => {
        const now = performance.now();
        all.push(now - last);
        last = now;
        grid.scrollTop += 240;
        if (all.length < 180) {
          requestAnimationFrame(step);
        } else {
          resolve(all.slice(1));
        }
      };
      requestAnimationFrame(step);
    }),
);
const rowsThere = await page.getByRole("grid").getAttribute("aria-rowcount");
await browser.close();

const kilo = (octets) => `${(octets / 1000).toFixed(1)} kB`;
const table = [
  ["first load, script (packed)", kilo(kinds.get("Script") ?? 0), "130 kB"],
  ["first load, style (packed)", kilo(kinds.get("Stylesheet") ?? 0), "20 kB"],
  ["first row cold, slow 4G, CPU 4x (median)", `${Math.round(median(cold))} ms`, "2000 ms"],
  ["first row warm, slow 4G, CPU 4x (median)", `${Math.round(median(warm))} ms`, "300 ms"],
  ["key j to paint, p95", `${percentile(keys, 0.95).toFixed(1)} ms`, "100 ms"],
  [
    "scrolling, frames a second",
    `${(1000 / (frames.reduce((a, b) => a + b) / frames.length)).toFixed(1)}`,
    "55",
  ],
  ["scrolling, frame p95", `${percentile(frames, 0.95).toFixed(1)} ms`, "34 ms"],
];
console.log(`list of ${rowsThere}; ${rounds} rounds`);
for (const [what, is, most] of table) {
  console.log(`${what.padEnd(44)} ${is.padStart(10)}   at most/least ${most}`);
}
