package org.mailstead.post.transfer.imap;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.mailstead.wire.Connection;

/**
 * Commands and what comes of them, one after the other on one connection. Whatever a server says
 * unasked is heard at any time.
 */
final class Dialogue {
  private final String host;
  private final Connection connection;
  private final ResponseReader reader;
  private Set<String> capabilities = Set.of();
  private int number;
  private String tag = "";
  private long exists;
  private long expunged;

  /** Is told what comes before a command's end. */
  interface Heard {
    void hear(Response response) throws IOException;
  }

  Dialogue(String host, Connection connection) {
    this.host = host;
    this.connection = connection;
    this.reader = new ResponseReader(connection.in());
  }

  String host() {
    return host;
  }

  /** What the server offers, in capitals. */
  boolean offers(String capability) {
    return capabilities.contains(capability);
  }

  boolean knowsOffers() {
    return !capabilities.isEmpty();
  }

  /** What was offered in the clear may have been offered by anybody (RFC 9051 section 6.2.1). */
  void forgetOffers() {
    capabilities = Set.of();
  }

  /** Messages of the mailbox that is open. */
  long exists() {
    return exists;
  }

  /** How many messages went while the mailbox was open: numbers after theirs became smaller. */
  long expunged() {
    return expunged;
  }

  void opens() {
    exists = 0;
    expunged = 0;
  }

  /** What the server begins with. */
  Response.State greeting() throws ImapFailure {
    return next(OutputStream.nullOutputStream()) instanceof Response.State state ? state : noImap();
  }

  private Response.State noImap() throws ImapFailure {
    throw ImapFailure.noImap(host);
  }

  /**
   * Says a command and hears it out.
   *
   * @return how it went
   */
  Response.State run(Words words, Heard heard) throws ImapFailure {
    begin(words, heard);
    while (true) {
      Response response = next(OutputStream.nullOutputStream());
      if (response instanceof Response.State state && state.isTagged()) {
        return state;
      }
      hear(response, heard);
    }
  }

  Response.State run(Words words) throws ImapFailure {
    return run(words, _ -> {});
  }

  private static void hear(Response response, Heard heard) throws ImapFailure {
    try {
      heard.hear(response);
    } catch (ImapFailure e) {
      throw e;
    } catch (IOException e) {
      throw new AssertionError("who hears writes nothing", e);
    }
  }

  /** Says a command whose answers {@link #next} then brings, up to the tagged one. */
  void begin(Words words, Heard heard) throws ImapFailure {
    number++;
    tag = "m" + number;
    try {
      connection.out().write((tag + " ").getBytes(US_ASCII));
      List<byte[]> pieces = words.pieces();
      for (int i = 0; i < pieces.size(); i++) {
        connection.out().write(pieces.get(i));
        connection.out().flush();
        if (i + 1 < pieces.size()) {
          awaitGoOn(heard);
        }
      }
    } catch (IOException e) {
      throw ImapFailure.lost(host, e);
    }
  }

  private void awaitGoOn(Heard heard) throws ImapFailure {
    Response response = next(OutputStream.nullOutputStream());
    while (!(response instanceof Response.GoOn)) {
      if (response instanceof Response.State state && state.isTagged()) {
        throw new ImapFailure(false, host + " takes no literals: " + Told.of(state.text()));
      }
      hear(response, heard);
      response = next(OutputStream.nullOutputStream());
    }
  }

  /** Says more of a command that was begun. */
  void say(String line) throws ImapFailure {
    try {
      connection.out().write((line + "\r\n").getBytes(US_ASCII));
      connection.out().flush();
    } catch (IOException e) {
      throw ImapFailure.lost(host, e);
    }
  }

  /**
   * The next thing that is said.
   *
   * @param body where a message's octets go
   */
  Response next(OutputStream body) throws ImapFailure {
    try {
      Response response = reader.next(body);
      note(response);
      return response;
    } catch (ResponseReader.Nonsense e) {
      throw ImapFailure.noImap(host);
    } catch (IOException e) {
      throw ImapFailure.lost(host, e);
    }
  }

  private void note(Response response) throws ImapFailure {
    switch (response) {
      case Response.State state -> {
        if (state.status() == Response.Status.BYE) {
          throw new ImapFailure(true, host + " ended the connection: " + Told.of(state.text()));
        }
        if (state.isTagged() && !tag.isEmpty() && !state.tag().equals(tag)) {
          throw ImapFailure.noImap(host);
        }
        String code = state.code().toUpperCase(Locale.ROOT);
        if (code.startsWith("CAPABILITY ")) {
          capabilities =
              Arrays.stream(code.substring(11).strip().split(" +", -1))
                  .collect(Collectors.toUnmodifiableSet());
        }
      }
      case Response.Data(String name, long count, var values) -> {
        switch (name) {
          case "EXISTS" -> exists = count;
          case "EXPUNGE" -> {
            expunged++;
            exists = Math.max(0, exists - 1);
          }
          case "CAPABILITY" -> capabilities = new HashSet<>(new Value.Many(values).words());
          default -> {} // whoever has asked hears it
        }
      }
      case Response.Fetch _, Response.GoOn _ -> {}
    }
  }

  /** Says goodbye, and does not wait for an answer. */
  void close() {
    try {
      connection.out().write("bye LOGOUT\r\n".getBytes(US_ASCII));
      connection.out().flush();
    } catch (IOException _) {
      // It has gone first.
    } finally {
      connection.close();
    }
  }
}
