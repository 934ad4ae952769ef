/** Templates in a composer: what is put in, and what becomes one. */
import type { Template } from "../../core/jmap.ts";
import { called, distinct } from "../../core/mail/addresses.ts";
import { plainText } from "../../core/mail/html-text.ts";
import { filled, firstName, keepTemplate, type Values } from "../../core/mail/templates.ts";
import { escaped, html as htmlOf } from "../../core/render/plain.ts";
import { t, when, why } from "../../ui/words.ts";
import type { Desk } from "../desk.svelte.ts";
import { cleaning } from "../read/cleaning.ts";
import type { Composer } from "./composer.svelte.ts";

/** @param at where in plain text it is put */
export async function insert(one: Composer, template: Template, at: number): Promise<void> {
  const { fragment } = await cleaning();
  const { draft } = one;
  const { to, cc, bcc } = draft.text;
  draft.change({
    to: distinct([...to, ...template.to]),
    cc: distinct([...cc, ...template.cc]),
    bcc: distinct([...bcc, ...template.bcc]),
  });
  const values = valuesOf(one);
  if (draft.text.subject === "") {
    draft.change({ subject: filled(template.subject, values) });
  }
  const { htmlBody, textBody } = template;
  if (draft.text.isPlain) {
    const words = filled(textBody === "" ? plainText(fragment(htmlBody)) : textBody, values);
    const { body } = draft.text;
    draft.change({ body: body.slice(0, at) + words + body.slice(at) });
  } else {
    one.editing?.insert(filled(htmlBody === "" ? htmlOf(textBody) : htmlBody, values, escaped));
  }
}

function valuesOf({ draft }: Composer): Values {
  const { to, from, subject } = draft.text;
  const [first] = to;
  return {
    name: first === undefined ? "" : called(first),
    firstname: first === undefined ? "" : firstName(first),
    email: first?.email ?? "",
    me: called(from),
    date: when.date(Date.now()),
    subject,
  };
}

/** Without the signature, which comes by itself, and without pictures, which a template has not. */
export async function keep(
  desk: Desk,
  one: Composer,
  all: readonly Template[],
  name: string,
): ReturnType<typeof keepTemplate> {
  const { fragment } = await cleaning();
  const { text } = one.draft;
  const { to, cc, bcc, subject } = text;
  let htmlBody = "";
  let textBody = text.body;
  if (!text.isPlain) {
    const body = fragment(text.body);
    for (const part of body.querySelectorAll(".signature, img")) {
      part.remove();
    }
    textBody = plainText(body);
    const holder = document.createElement("div");
    holder.append(document.importNode(body, true));
    htmlBody = holder.innerHTML;
  }
  const made = { name, subject, textBody, htmlBody, to: [...to], cc: [...cc], bcc: [...bcc] };
  const reply = await keepTemplate(desk.send, desk.account.id, all, made);
  if (reply.kind === "problem") {
    desk.toasts.fail(t("failed.deed", why(reply.problem)));
  } else {
    desk.toasts.say(t("did.template", name));
  }
  return reply;
}
