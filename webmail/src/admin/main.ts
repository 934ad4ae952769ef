import "../ui/tokens.css";
import "../ui/base.css";
import { mount } from "svelte";
import type { Me } from "../core/admin.ts";
import { caller } from "../core/api.ts";
import { signInFor } from "../core/where.ts";
import Failed from "../ui/Failed.svelte";
import { speak } from "../ui/words.ts";
import Admin from "./Admin.svelte";
import { desk } from "./desk.svelte.ts";
import { ADMIN } from "./words.ts";

const call = caller(fetch);
const target = document.getElementById("app");
const me = await call<Me>("GET", "/api/admin/me");

if (me.kind === "problem" && me.problem.key === "login.needed") {
  location.replace(signInFor(location.pathname + location.search));
} else if (target !== null) {
  await speak(me.kind === "ok" ? me.value.language : undefined, ADMIN);
  if (me.kind === "problem") {
    mount(Failed, { target, props: { problem: me.problem } });
  } else {
    mount(Admin, { target, props: { desk: desk(call, me.value) } });
  }
}
