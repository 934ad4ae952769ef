import "../ui/tokens.css";
import "../ui/base.css";
import { mount } from "svelte";
import type { Who } from "../core/account.ts";
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
const [me, who] = await Promise.all([
  call<Me>("GET", "/api/admin/me"),
  call<Who>("GET", "/api/account"),
]);

if (me.kind === "problem" && me.problem.key === "login.needed") {
  location.replace(signInFor(location.pathname + location.search));
} else if (me.kind === "problem" && me.problem.key === "login.set-up-second-factor") {
  location.replace(`/account/set-up?to=${encodeURIComponent(location.pathname)}`);
} else if (target !== null) {
  await speak(who.kind === "ok" ? who.value.language : "", ADMIN);
  if (me.kind === "problem") {
    mount(Failed, { target, props: { problem: me.problem } });
  } else {
    mount(Admin, { target, props: { desk: desk(call, me.value) } });
  }
}
