import "../ui/tokens.css";
import "../ui/base.css";
import { mount } from "svelte";
import { caller } from "../core/api.ts";
import { signIn } from "../core/signin.ts";
import { whereTo } from "../core/where.ts";
import { speak, t } from "../ui/words.ts";
import SignIn from "./SignIn.svelte";

const asked = new URLSearchParams(location.search).get("to");
const to = whereTo(asked, location.origin);
const calls = signIn(caller(fetch));

// A link on another site's page comes without cookies, also for who is signed in.
if (await calls.isDone()) {
  location.replace(to);
} else {
  await speak();
  document.title = `${t("signin.title")} – Mailstead`;
  const target = document.getElementById("app");
  if (target !== null) {
    mount(SignIn, { target, props: { calls, to } });
  }
}
