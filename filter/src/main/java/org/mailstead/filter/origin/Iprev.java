package org.mailstead.filter.origin;

import java.net.InetAddress;
import java.util.List;
import org.mailstead.wire.dns.Answer;
import org.mailstead.wire.dns.Resolver;

/** Whether a client's address has a name that leads back to it (RFC 8601 section 3). */
public record Iprev(InetAddress client, Result result) {
  /** Names of an address that are asked: some have hundreds. */
  private static final int MOST_NAMES = 5;

  /** What was found. */
  public sealed interface Result {
    /** The name leads back. */
    record Pass(String name) implements Result {}

    /** There are names, and none leads back. */
    record Fail(String name) implements Result {}

    /** There is no name. */
    record PermError() implements Result {}

    record TempError(String why) implements Result {}

    /** The word for it in header fields. */
    default String code() {
      return switch (this) {
        case Pass _ -> "pass";
        case Fail _ -> "fail";
        case PermError _ -> "permerror";
        case TempError _ -> "temperror";
      };
    }
  }

  /** Asks. */
  static Iprev check(InetAddress client, Resolver resolver) {
    return new Iprev(
        client,
        switch (resolver.ptr(client)) {
          case Answer.Found<String>(List<String> names, _, _) -> back(client, names, resolver);
          case Answer.NoData<String> _, Answer.NoSuchName<String> _ -> new Result.PermError();
          case Answer.Failed<String>(boolean temporary, String why) ->
              temporary ? new Result.TempError(why) : new Result.PermError();
        });
  }

  private static Result back(InetAddress client, List<String> names, Resolver resolver) {
    String unanswered = "";
    for (String name : names.subList(0, Math.min(names.size(), MOST_NAMES))) {
      boolean ip4 = client.getAddress().length == 4;
      Answer<InetAddress> answer = ip4 ? resolver.a(name) : resolver.aaaa(name);
      if (answer.records().contains(client)) {
        return new Result.Pass(name);
      }
      if (answer instanceof Answer.Failed<InetAddress>(boolean temporary, String why)
          && temporary) {
        unanswered = why;
      }
    }
    return unanswered.isEmpty()
        ? new Result.Fail(names.getFirst())
        : new Result.TempError(unanswered);
  }

  /** The finding in a sentence for people. */
  public String explanation() {
    return switch (result) {
      case Result.Pass(String name) -> "the sending server is " + name;
      case Result.Fail(String name) ->
          "the sending server's address is said to be " + name + ", which does not say so";
      case Result.PermError() -> "the sending server's address has no name";
      case Result.TempError(String why) ->
          "the name of the sending server's address could not be asked: " + why;
    };
  }
}
