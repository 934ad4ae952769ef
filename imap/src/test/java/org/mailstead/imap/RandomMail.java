package org.mailstead.imap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.random.RandomGenerator;

/** Mail and searches made up by chance, in which much is wrong and much is found. */
record RandomMail(RandomGenerator random) {
  private static final List<String> WORDS =
      List.of(
          "ada",
          "Bob",
          "(Google)",
          "\"Smith, J\"",
          "example.test",
          "grüße",
          "tree",
          "x",
          "a\\\"b",
          "=?utf-8?q?Gr=C3=BC=C3=9Fe?=",
          "=?iso-8859-1?b?R3L832U=?=",
          "apple",
          "Re:",
          "NIL",
          "{3}");
  private static final List<String> ADDRESSES =
      List.of(
          "ada@example.test",
          "Bob Tree <bob@example.test>",
          "\"Smith, J\" <j@x.test>",
          "carl@x.test (Carl (the) Tree)",
          "Dora (Google) <dora@x.test>",
          "nobody",
          "friends: ada@example.test, bob@example.test;",
          "none:;",
          "<@a.test:eve@x.test>",
          "=?utf-8?q?J=C3=BCrgen?= <juergen@x.test>",
          "jürgen@x.test");
  private static final List<String> DATES =
      List.of(
          "Mon, 5 Jan 2026 23:59:59 -0800",
          "6 Jan 2026 01:00 +0100",
          "yesterday",
          "2026-01-07",
          "Tue, 06 Jan 2026 12:00:00 GMT (noon)");
  private static final List<String> NAMES =
      List.of(
          "From",
          "To",
          "Cc",
          "Bcc",
          "Sender",
          "Reply-To",
          "Subject",
          "Date",
          "Message-ID",
          "In-Reply-To",
          "X-Tree",
          "References",
          "subject",
          "FROM");

  private String some(List<String> list) {
    return list.get(random.nextInt(list.size()));
  }

  private String words(int most) {
    var text = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      text.append(text.isEmpty() ? "" : random.nextInt(8) == 0 ? "\r\n\t" : " ");
      text.append(some(WORDS));
    }
    return text.toString();
  }

  private String addresses() {
    var text = new StringBuilder();
    int many = random.nextInt(12) == 0 ? 300 : random.nextInt(4);
    for (int i = 0; i < many; i++) {
      text.append(i == 0 ? "" : random.nextInt(5) == 0 ? ",\r\n " : ", ").append(some(ADDRESSES));
    }
    return text.toString();
  }

  byte[] message() {
    var text = new StringBuilder();
    for (int i = random.nextInt(9); i > 0; i--) {
      String name = some(NAMES);
      String value =
          switch (name.toUpperCase(java.util.Locale.ROOT)) {
            case "FROM", "TO", "CC", "BCC", "SENDER", "REPLY-TO" -> addresses();
            case "DATE" -> some(DATES);
            case "MESSAGE-ID", "IN-REPLY-TO" -> "<" + random.nextInt(5) + "@x.test>";
            case String _ -> words(5);
          };
      text.append(name).append(": ").append(value).append("\r\n");
    }
    body(text, 2);
    return text.toString().getBytes(UTF_8);
  }

  private void body(StringBuilder text, int depth) {
    switch (random.nextInt(depth == 0 ? 3 : 5)) {
      case 0 -> text.append("\r\n").append(words(30)).append("\r\n");
      case 1 ->
          text.append("Content-Type: text/html; charset=utf-8\r\n")
              .append("Content-Transfer-Encoding: quoted-printable\r\n\r\n")
              .append("<p>=61pple gr=C3=BC=C3=9Fe ")
              .append(words(3))
              .append("</p>\r\n");
      case 2 -> text.append("Content-Type: image/png\r\n\r\napple\r\n");
      case 3 -> {
        text.append("Content-Type: message/rfc822\r\n\r\nSubject: inner tree\r\n");
        body(text, depth - 1);
      }
      default -> {
        String boundary = "b" + depth;
        text.append("Content-Type: multipart/mixed; boundary=" + boundary + "\r\n\r\n");
        for (int i = random.nextInt(3); i >= 0; i--) {
          text.append("--").append(boundary).append("\r\nX-Part: ").append(words(2)).append("\r\n");
          body(text, depth - 1);
        }
        text.append("--").append(boundary).append("--\r\n");
      }
    }
  }

  // ---- searches

  /** A search of a mailbox with so many messages. */
  String search(int messages) {
    return key(messages, 3) + (random.nextInt(3) == 0 ? " " + key(messages, 2) : "");
  }

  private String key(int messages, int depth) {
    return switch (random.nextInt(depth == 0 ? 16 : 20)) {
      case 0, 1, 2 -> some(List.of("FROM", "TO", "CC", "BCC", "SUBJECT")) + " " + sought();
      case 3, 4, 5 -> "HEADER " + some(NAMES) + " " + sought();
      case 6 -> "BODY " + sought();
      case 7 -> "TEXT " + sought();
      case 8 ->
          some(List.of("SENTBEFORE", "SENTON", "SENTSINCE", "BEFORE", "ON", "SINCE"))
              + " "
              + (4 + random.nextInt(4))
              + "-Jan-2026";
      case 9 -> some(List.of("SEEN", "UNSEEN", "FLAGGED", "DELETED", "UNDRAFT", "ANSWERED", "OLD"));
      case 10 -> some(List.of("KEYWORD ", "UNKEYWORD ")) + some(List.of("$work", "$WORK", "None"));
      case 11 -> some(List.of("LARGER ", "SMALLER ")) + random.nextInt(600);
      case 12 -> (1 + random.nextInt(messages)) + ":" + (1 + random.nextInt(messages));
      case 13 -> "UID " + (1 + random.nextInt(messages)) + ":*," + (1 + random.nextInt(9));
      case 14 ->
          some(List.of("SAVEDBEFORE", "SAVEDON", "SAVEDSINCE"))
              + " "
              + (1 + random.nextInt(3))
              + "-Jan-2026";
      case 15 -> some(List.of("OLDER ", "YOUNGER ")) + (1 + random.nextInt(400_000));
      case 16 -> "NOT " + key(messages, depth - 1);
      case 17 -> "OR " + key(messages, depth - 1) + " " + key(messages, depth - 1);
      case 18 -> "(" + key(messages, depth - 1) + " " + key(messages, depth - 1) + ")";
      default -> "MODSEQ " + random.nextInt(200);
    };
  }

  private String sought() {
    String text =
        switch (random.nextInt(6)) {
          case 0 -> "";
          case 1 -> some(ADDRESSES);
          case 2 -> some(WORDS) + " " + some(WORDS);
          case 3 ->
              some(List.of("Grüße", "TREE", "friends", "google", "the", ",", "<", "jür", "@x"));
          case 4 -> some(List.of("(", "\"", "\\", "smith", "2026", "Jan", "<1@", "nil", "x-part:"));
          default -> some(WORDS);
        };
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
