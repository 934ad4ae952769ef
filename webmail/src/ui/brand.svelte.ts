/** The brand that the page wears: its name, its place for help, and the tokens of its colour. */
import { type Brand, helpOf, OWN, OWN_NAME } from "../core/brand.ts";
import { sheetOf } from "../core/colours.ts";

let worn = $state.raw<Brand>(OWN);
let title = "";
let sheet: CSSStyleSheet | undefined;

export const brand = {
  get name() {
    return worn.name === "" ? OWN_NAME : worn.name;
  },
  get help() {
    return helpOf(worn.help);
  },
};

/** Puts another one on. Its sheet is one of a script's making, which the pages' policy allows. */
export function wear(next: Brand | undefined) {
  worn = next ?? OWN;
  const css = sheetOf(worn.colour);
  if (sheet === undefined && css !== "") {
    sheet = new CSSStyleSheet();
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }
  sheet?.replaceSync(css);
  entitle(title);
}

/** Names the page, and whose it is. */
export function entitle(text: string) {
  title = text;
  document.title = text === "" ? brand.name : `${text} – ${brand.name}`;
}
