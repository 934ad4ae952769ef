import { describe, expect, test } from "vitest";
import { occasions } from "../../../src/core/files/calendar.ts";
import { shown } from "../../../src/core/files/card.ts";
import { kindOf, typeOf } from "../../../src/core/files/kinds.ts";
import { letters } from "../../../src/core/files/letters.ts";
import { table } from "../../../src/core/files/table.ts";
import type { UnpackedFile } from "../../../src/core/jmap.ts";
import type { Body, Part } from "../../../src/core/mail/bodies.ts";
import { isPacked, unpack } from "../../../src/core/mail/unpacked.ts";

describe("what a file is", () => {
  test("is told by its name where its type says nothing", () => {
    expect(kindOf({ type: "application/octet-stream", name: "a.B.PNG" })).toBe("picture");
    expect(typeOf({ type: "application/octet-stream", name: "a.jpg" })).toBe("image/jpeg");
    expect(typeOf({ type: "", name: "x.pdf" })).toBe("application/pdf");
    expect(kindOf({ type: "text/plain", name: "x.csv" })).toBe("table");
    expect(kindOf({ type: "application/vnd.ms-excel", name: "x.csv" })).toBe("table");
  });

  test("is not told by a name that says something else", () => {
    expect(kindOf({ type: "text/html", name: "x.png" })).toBeUndefined();
    expect(kindOf({ type: "image/svg+xml", name: "x.png" })).toBeUndefined();
    expect(kindOf({ type: "application/octet-stream", name: "x.svg" })).toBeUndefined();
    expect(kindOf({ type: "application/octet-stream", name: "png" })).toBeUndefined();
    expect(kindOf({ type: "text/plain", name: "x.pdf" })).toBe("text");
    expect(kindOf({ type: "application/octet-stream", name: null })).toBeUndefined();
    expect(kindOf({ type: "application/pdf", name: "x.png" })).toBeUndefined();
  });
});

describe("letters", () => {
  const utf8 = new TextEncoder().encode("Grüße €");

  test("are read as they say, else as UTF-8, else as Windows", () => {
    expect(letters(utf8, null)).toBe("Grüße €");
    expect(letters(new Uint8Array([0x47, 0xfc]), null)).toBe("Gü");
    expect(letters(new Uint8Array([0x47, 0xd0]), "koi8-r")).toBe("Gп");
    expect(letters(utf8, "no-such-charset")).toBe("Grüße €");
    expect(letters(new Uint8Array([0xff, 0xfe, 0x41, 0]), null)).toBe("A");
  });

  test("that are cut within a sign leave it out", () => {
    expect(letters(utf8.slice(0, -1), null)).toBe("Grüße ");
  });
});

describe("a table", () => {
  test("has cells with quotes, signs and lines in them", () => {
    expect(table('a,"b ""c"", d",e\r\n"two\nlines",,\r\n', 10)).toEqual([
      ["a", 'b "c", d', "e"],
      ["two\nlines", "", ""],
    ]);
  });

  test("is parted by what its first line is parted by", () => {
    expect(table('"1,5";2\n3;4', 10)).toEqual([
      ["1,5", "2"],
      ["3", "4"],
    ]);
    expect(table("a\tb\n", 10)).toEqual([["a", "b"]]);
  });

  test("is as long as is asked for, and may lack its end", () => {
    expect(table("1\n2\n3", 2)).toEqual([["1"], ["2"]]);
    expect(table('1\n"2', 5)).toEqual([["1"], ["2"]]);
    expect(table("", 5)).toEqual([]);
  });
});

test("a card tells name, work, addresses and phones, whatever it lacks", () => {
  const card = {
    name: {
      components: [
        { kind: "given", value: "Ada" },
        { kind: "surname", value: "Byron" },
      ],
    },
    organizations: { o: { name: "Engines" } },
    titles: { t: { name: "Analyst" } },
    emails: { e: { address: "ada@far.test" }, f: { address: 7 } },
    phones: { p: { number: "tel:+1-555" } },
    addresses: { a: { components: [{ value: "1 High St" }, { value: "London" }] } },
  };
  expect(shown(card)).toEqual({
    name: "Ada Byron",
    about: "Analyst, Engines",
    emails: ["ada@far.test"],
    phones: ["+1-555"],
    addresses: ["1 High St, London"],
  });
  expect(shown({ name: 3, emails: [], organizations: { o: { name: "Engines" } } }).name).toBe(
    "Engines",
  );
});

describe("a calendar's file", () => {
  const file = (...lines: string[]) =>
    `BEGIN:VCALENDAR\r\n${lines.join("\r\n")}\r\nEND:VCALENDAR\r\n`;
  const event = (...lines: string[]) => file("BEGIN:VEVENT", ...lines, "END:VEVENT");

  test("is unfolded, and its words are unescaped", () => {
    const [one] = occasions(
      event(
        "SUMMARY:Tea\\, with",
        "  milk",
        "LOCATION;LANGUAGE=en:Room 1",
        'ORGANIZER;CN="Grace, Hopper":mailto:grace@far.test',
        "DESCRIPTION:one\\ntwo",
        "DTSTART:20260301T100000Z",
        "DURATION:PT1H30M",
        "RRULE:FREQ=WEEKLY",
        "BEGIN:VALARM",
        "DESCRIPTION:not this",
        "END:VALARM",
      ),
    );
    expect(one).toEqual({
      title: "Tea, with milk",
      start: { kind: "instant", at: Date.UTC(2026, 2, 1, 10) },
      end: { kind: "instant", at: Date.UTC(2026, 2, 1, 11, 30) },
      place: "Room 1",
      organiser: "Grace, Hopper",
      text: "one\ntwo",
      repeats: true,
      cancelled: false,
    });
  });

  test("has times of places that browsers know", () => {
    const [one] = occasions(
      event(
        "DTSTART;TZID=Europe/Berlin:20260701T100000",
        "DTEND;TZID=Europe/Berlin:20261101T100000",
      ),
    );
    expect(one?.start).toEqual({ kind: "instant", at: Date.UTC(2026, 6, 1, 8) });
    expect(one?.end).toEqual({ kind: "instant", at: Date.UTC(2026, 10, 1, 9) });
  });

  test("has times of places that it tells of itself, as Outlook does", () => {
    const zone = [
      "BEGIN:VTIMEZONE",
      "TZID:W. Europe Standard Time",
      "BEGIN:STANDARD",
      "DTSTART:16010101T030000",
      "TZOFFSETFROM:+0200",
      "TZOFFSETTO:+0100",
      "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10",
      "END:STANDARD",
      "BEGIN:DAYLIGHT",
      "DTSTART:16010101T020000",
      "TZOFFSETFROM:+0100",
      "TZOFFSETTO:+0200",
      "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3",
      "END:DAYLIGHT",
      "END:VTIMEZONE",
    ];
    const at = (local: string) =>
      occasions(
        file(
          ...zone,
          "BEGIN:VEVENT",
          `DTSTART;TZID="W. Europe Standard Time":${local}`,
          "END:VEVENT",
        ),
      )[0]?.start?.at;
    expect(at("20260115T100000")).toBe(Date.UTC(2026, 0, 15, 9));
    expect(at("20260329T013000")).toBe(Date.UTC(2026, 2, 29, 0, 30));
    expect(at("20260329T033000")).toBe(Date.UTC(2026, 2, 29, 1, 30));
    expect(at("20260715T100000")).toBe(Date.UTC(2026, 6, 15, 8));
    expect(at("20261025T023000")).toBe(Date.UTC(2026, 9, 25, 0, 30));
    expect(at("20261025T033000")).toBe(Date.UTC(2026, 9, 25, 2, 30));
  });

  test("leaves the time of a place that nobody knows as it stands", () => {
    const [one] = occasions(event("DTSTART;TZID=Somewhere:20260101T100000"));
    expect(one?.start).toEqual({ kind: "local", at: Date.UTC(2026, 0, 1, 10) });
  });

  test("says of days which is the last, and what is cancelled", () => {
    const [one] = occasions(
      event("DTSTART;VALUE=DATE:20260101", "DTEND;VALUE=DATE:20260103", "STATUS:CANCELLED"),
    );
    expect(one?.end).toEqual({ kind: "day", at: Date.UTC(2026, 0, 2) });
    expect(one?.cancelled).toBe(true);
  });

  test("that is none, or broken, has nothing", () => {
    expect(occasions("hello")).toEqual([]);
    expect(occasions("BEGIN:VEVENT\nSUMMARY:x")).toEqual([]);
    expect(occasions(event("DTSTART:tomorrow"))[0]?.start).toBeUndefined();
  });
});

describe("a winmail.dat", () => {
  const part: Part = {
    partId: "2",
    blobId: "B2",
    size: 9,
    name: "winmail.dat",
    type: "application/ms-tnef",
    disposition: "attachment",
    cid: null,
    charset: null,
  };
  const other: Part = { ...part, partId: "3", blobId: "B3", name: "x.txt", type: "text/plain" };
  const body = {
    attachments: [part, other],
    textBody: [],
    htmlBody: [],
    bodyValues: {},
  } as unknown as Body;
  const file = (more: Partial<UnpackedFile>): UnpackedFile => ({
    blobId: "T1",
    name: "plan.pdf",
    type: "application/pdf",
    size: 5,
    cid: null,
    isBody: false,
    ...more,
  });

  test("is known by its type or its name", () => {
    expect(isPacked(part)).toBe(true);
    expect(isPacked({ type: "application/octet-stream", name: "WINMAIL.DAT" })).toBe(true);
    expect(isPacked(other)).toBe(false);
  });

  test("has its files stand in its place", () => {
    const found = unpack(body, { "2": [file({}), file({ blobId: "T2", name: "b.txt" })] });
    expect(found.attachments.map((one) => one.blobId)).toEqual(["T1", "T2", "B3"]);
  });

  test("stays when it cannot be read, or has nothing", () => {
    for (const inside of [null, { "2": null }, { "2": [] }]) {
      expect(unpack(body, inside).attachments).toEqual([part, other]);
    }
  });

  test("has the email's own text where there is no other", () => {
    const text = file({ blobId: "T0", name: "text.html", type: "text/html", isBody: true });
    const found = unpack(body, { "2": [text, file({})] }, "\uFEFF<p>Hello");
    expect(found.attachments.map((one) => one.blobId)).toEqual(["T1", "B3"]);
    expect(found.htmlBody[0]?.type).toBe("text/html");
    expect(found.bodyValues[found.htmlBody[0]?.partId ?? ""]?.value).toBe("<p>Hello");
  });
});
