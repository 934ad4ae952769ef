import "../ui/tokens.css";
import "../ui/base.css";
import { mount } from "svelte";
import type { Who } from "../core/account.ts";
import { caller } from "../core/api.ts";
import { signInFor, whereTo } from "../core/where.ts";
import { wear } from "../ui/brand.svelte.ts";
import Failed from "../ui/Failed.svelte";
import { speak } from "../ui/words.ts";
import Account from "./Account.svelte";
import { desk } from "./desk.svelte.ts";
import SetUp from "./SetUp.svelte";

const call = caller(fetch);
const target = document.getElementById("app");
const who = await call<Who>("GET", "/api/account");

if (who.kind === "problem" && who.problem.key === "login.needed") {
  location.replace(signInFor(location.pathname));
} else if (target !== null) {
  await speak(who.kind === "ok" ? who.value.language : "");
  wear(who.kind === "ok" ? who.value.brand : undefined);
  if (who.kind === "problem") {
    mount(Failed, { target, props: { problem: who.problem } });
  } else if (who.value.onlySetUp) {
    const to = whereTo(new URLSearchParams(location.search).get("to"), location.origin);
    mount(SetUp, { target, props: { desk: desk(call, who.value), to } });
  } else {
    const page = desk(call, who.value);
    void page.load();
    mount(Account, { target, props: { desk: page } });
  }
}
