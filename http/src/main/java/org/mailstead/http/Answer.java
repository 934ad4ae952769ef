package org.mailstead.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * What a handler answers with. Headers that keep a page safe are added to every answer that does
 * not bring its own.
 *
 * @param stream what is sent instead of the body
 * @param packable whether the body may be packed; {@link Packing} says when that is safe
 */
public record Answer(
    int status, List<Header> headers, byte[] body, Optional<Sent> stream, boolean packable) {
  /** What is sent when it is there. */
  public sealed interface Sent {}

  /**
   * Octets that are too many to be held.
   *
   * @param length how many there are; empty when nobody knows before they are written
   */
  public record Stream(OptionalLong length, Writing writing) implements Sent {}

  /** Writes the octets of a body, in the thread of the request. */
  @FunctionalInterface
  public interface Writing {
    void to(OutputStream out) throws IOException;
  }

  /** A header field. */
  public record Header(String name, String value) {
    public Header {
      // A line break would begin a header, or an answer, of somebody else's choice.
      if (value.chars().anyMatch(c -> c < ' ' && c != '\t')) {
        throw new IllegalArgumentException("a control character in " + name);
      }
    }
  }

  private static final byte[] NOTHING = {};

  public Answer {
    headers = List.copyOf(headers);
  }

  public Answer(int status, List<Header> headers, byte[] body) {
    this(status, headers, body, Optional.empty());
  }

  private Answer(int status, List<Header> headers, byte[] body, Optional<Sent> stream) {
    this(status, headers, body, stream, false);
  }

  /** The same, packed for clients that take it so. */
  public Answer asPackable() {
    return new Answer(status, headers, body, stream, true);
  }

  /**
   * An answer that has no end: what is to be told is told when it happens. It holds no thread.
   *
   * @param begin is given where to tell it, once, in the thread of the request
   */
  public record Events(Consumer<EventSink> begin) implements Sent {}

  /**
   * Goes on as a WebSocket, where the client has asked for one in the right way.
   *
   * @param begin is given the socket, once, and says what is to be done with messages
   */
  public record Upgrade(SocketTerms terms, Function<WebSocket, SocketHandler> begin)
      implements Sent {}

  public static Answer upgrade(SocketTerms terms, Function<WebSocket, SocketHandler> begin) {
    return new Answer(101, List.of(), NOTHING, Optional.of(new Upgrade(terms, begin)));
  }

  public static Answer events(Consumer<EventSink> begin) {
    var type = new Header("Content-Type", "text/event-stream");
    return new Answer(200, List.of(type), NOTHING, Optional.of(new Events(begin)));
  }

  public static Answer stream(int status, String contentType, long length, Writing writing) {
    var type = new Header("Content-Type", contentType);
    return new Answer(
        status, List.of(type), NOTHING, Optional.of(new Stream(OptionalLong.of(length), writing)));
  }

  /** The same when it is not known how many octets there will be. */
  public static Answer stream(int status, String contentType, Writing writing) {
    var type = new Header("Content-Type", contentType);
    var stream = new Stream(OptionalLong.empty(), writing);
    return new Answer(status, List.of(type), NOTHING, Optional.of(stream));
  }

  public static Answer of(int status, String contentType, byte[] body) {
    return new Answer(status, List.of(new Header("Content-Type", contentType)), body);
  }

  /** Without a body. */
  public static Answer of(int status) {
    return new Answer(status, List.of(), NOTHING);
  }

  /** A line for people. */
  public static Answer text(int status, String line) {
    return of(status, "text/plain; charset=utf-8", (line + "\n").getBytes(UTF_8));
  }

  public static Answer html(int status, String page) {
    return of(status, "text/html; charset=utf-8", page.getBytes(UTF_8));
  }

  public static Answer json(int status, JsonNode json) {
    return of(status, "application/json", json.toString().getBytes(UTF_8));
  }

  /** Has the client GET another address; whatever it sent is not sent there. */
  public static Answer seeOther(String location) {
    return of(303).with("Location", location);
  }

  public Answer with(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new Answer(status, more, body, stream, packable);
  }

  public Answer with(Cookie cookie) {
    return with("Set-Cookie", cookie.toString());
  }

  boolean has(String name) {
    return headers.stream().anyMatch(header -> header.name().equalsIgnoreCase(name));
  }
}
