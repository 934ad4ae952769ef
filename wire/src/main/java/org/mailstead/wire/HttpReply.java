package org.mailstead.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a web server answers (RFC 9112), of bounded size.
 *
 * @param contentType without parameters, in lower case; empty when none was given
 * @param location where the server says to go instead
 * @param body empty for a redirect: nobody reads those
 */
@SuppressWarnings("ArrayRecordComponent") // one owner, never compared
public record HttpReply(int status, String contentType, Optional<String> location, byte[] body) {
  private static final int MAX_LINE = 8 << 10;
  private static final int MAX_FIELDS = 100;
  private static final int MAX_INTERIM = 5;

  /**
   * @param mostOctets of the body
   * @throws IOException when it is no such answer, or larger
   */
  static HttpReply read(WireReader in, int mostOctets) throws IOException {
    for (int i = 0; i < MAX_INTERIM; i++) {
      int status = status(line(in));
      Map<String, String> fields = fields(in);
      if (status >= 200) {
        String type = fields.getOrDefault("content-type", "").split(";", 2)[0].strip();
        boolean empty = status == 204 || status / 100 == 3;
        byte[] body = empty ? new byte[0] : body(in, fields, mostOctets);
        var location = Optional.ofNullable(fields.get("location"));
        return new HttpReply(status, type.toLowerCase(Locale.ROOT), location, body);
      }
    }
    throw new IOException("the web server never comes to its answer");
  }

  private static String line(WireReader in) throws IOException {
    return switch (in.readLine(MAX_LINE)) {
      case Line.Text text -> text.latin1();
      case Line.TooLong _ -> throw new IOException("the web server's header has too long a line");
      case Line.End() -> throw new IOException("the web server has gone within its answer");
    };
  }

  // status-line = HTTP-version SP status-code SP [ reason-phrase ]
  private static int status(String line) throws IOException {
    boolean known = line.matches("(?s)HTTP/1\\.[0-9] [1-5][0-9][0-9]( .*)?");
    if (!known) {
      throw new IOException("no web server answers there");
    }
    return Integer.parseInt(line.substring(9, 12));
  }

  private static Map<String, String> fields(WireReader in) throws IOException {
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i <= MAX_FIELDS; i++) {
      String line = line(in);
      if (line.isEmpty()) {
        return fields;
      }
      int colon = line.indexOf(':');
      if (colon > 0) {
        String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
        String before = fields.put(name, line.substring(colon + 1).strip());
        if (before != null && name.equals("content-length")) {
          throw new IOException("the web server tells the length of its answer twice");
        }
      }
    }
    throw new IOException("the web server's header has over " + MAX_FIELDS + " fields");
  }

  private static byte[] body(WireReader in, Map<String, String> fields, int mostOctets)
      throws IOException {
    String coding = fields.getOrDefault("transfer-encoding", "");
    if (coding.equalsIgnoreCase("chunked")) {
      return chunks(in, mostOctets);
    }
    if (!coding.isEmpty()) {
      throw new IOException("the web server uses an encoding that was not asked for");
    }
    String length = fields.get("content-length");
    return length == null ? rest(in, mostOctets) : exactly(in, number(length, 10, mostOctets));
  }

  private static int number(@Nullable String text, int radix, int most) throws IOException {
    String digits = text == null ? "" : text.strip();
    if (!digits.matches("[0-9a-fA-F]{1,18}")) {
      throw new IOException("the web server does not tell how long its answer is");
    }
    long number;
    try {
      number = Long.parseLong(digits, radix);
    } catch (NumberFormatException _) {
      throw new IOException("the web server does not tell how long its answer is");
    }
    if (number > most) {
      throw new IOException("the web server's answer is larger than " + most + " octets");
    }
    return (int) number;
  }

  // chunk = chunk-size [ chunk-ext ] CRLF chunk-data CRLF
  private static byte[] chunks(WireReader in, int mostOctets) throws IOException {
    var body = new ByteArrayOutputStream();
    while (true) {
      int size = number(line(in).split(";", 2)[0], 16, mostOctets - body.size());
      if (size == 0) {
        fields(in); // trailers tell nothing that we need
        return body.toByteArray();
      }
      body.writeBytes(exactly(in, size));
      if (!line(in).isEmpty()) {
        throw new IOException("the web server's chunks have not the length that it tells");
      }
    }
  }

  /** Takes memory for what comes, not for what is announced. */
  private static byte[] exactly(WireReader in, int length) throws IOException {
    var body = new ByteArrayOutputStream();
    while (body.size() < length) {
      if (!in.more()) {
        throw new IOException("the web server has gone within its answer");
      }
      int here = Math.min(in.to() - in.from(), length - body.size());
      body.write(in.buffer(), in.from(), here);
      in.consume(here);
    }
    return body.toByteArray();
  }

  private static byte[] rest(WireReader in, int mostOctets) throws IOException {
    var body = new ByteArrayOutputStream();
    while (in.more()) {
      int here = in.to() - in.from();
      if (here > mostOctets - body.size()) {
        throw new IOException("the web server's answer is larger than " + mostOctets + " octets");
      }
      body.write(in.buffer(), in.from(), here);
      in.consume(here);
    }
    return body.toByteArray();
  }
}
