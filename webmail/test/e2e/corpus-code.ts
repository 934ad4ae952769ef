/** What shows mail, for a test that gives it more than a page could be made to open. */
export { cleaning } from "../../src/mail/read/cleaning.ts";
export { frame } from "../../src/mail/read/frame.ts";
