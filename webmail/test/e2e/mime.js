// As much of MIME as it takes to find the HTML in real mail, whatever state that is in.

/** All HTML of a message (RFC 2045), decoded; that of messages within it, too. */
export function htmlOf(octets) {
  return parts(octets.toString("latin1"), 0);
}

/** Deeper than that nobody looks. */
const DEEPEST = 8;

function parts(text, depth) {
  const [head, body] = halves(text);
  const type = /^content-type:\s*([^\s;]+)/im.exec(head)?.[1]?.toLowerCase() ?? "text/plain";
  const boundary = /^content-type:[^\n]*?\bboundary\s*=\s*(?:"([^"]+)"|([^\s;]+))/im.exec(head);
  if (depth > DEEPEST) {
    return [];
  }
  if (type.startsWith("multipart/") && boundary !== null) {
    const mark = `\n--${boundary[1] ?? boundary[2]}`;
    const pieces = `\n${body}`.split(mark).slice(1);
    return pieces
      .filter((piece) => !piece.startsWith("--"))
      .flatMap((piece) => parts(piece.replace(/^[^\n]*\n/, ""), depth + 1));
  }
  const plain = decoded(body, /^content-transfer-encoding:\s*(\S+)/im.exec(head)?.[1] ?? "");
  if (type === "message/rfc822") {
    return parts(plain, depth + 1);
  }
  const charset = /^content-type:[^\n]*?\bcharset\s*=\s*"?([^\s;"]+)/im.exec(head)?.[1];
  return type === "text/html" ? [letters(plain, charset)] : [];
}

/** Header fields, each on one line, and what comes after them. */
function halves(text) {
  const lines = text.replace(/\r\n?/g, "\n");
  const end = lines.startsWith("\n") ? 0 : lines.indexOf("\n\n");
  const head = end < 0 ? lines : lines.slice(0, end);
  return [head.replace(/\n[ \t]+/g, " "), end < 0 ? "" : lines.slice(end).replace(/^\n+/, "")];
}

function decoded(body, encoding) {
  switch (encoding.toLowerCase()) {
    case "base64":
      return Buffer.from(body, "base64").toString("latin1");
    case "quoted-printable":
      return body
        .replace(/[ \t]*=[ \t]*\n/g, "")
        .replace(/=([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
    default:
      return body;
  }
}

function letters(latin1, charset) {
  const octets = Buffer.from(latin1, "latin1");
  try {
    return new TextDecoder(charset ?? "utf-8").decode(octets);
  } catch {
    return latin1;
  }
}
