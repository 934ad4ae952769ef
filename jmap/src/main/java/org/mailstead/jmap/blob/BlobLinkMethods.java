package org.mailstead.jmap.blob;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.MethodError;
import org.mailstead.jmap.core.Methods;
import org.mailstead.post.Post;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Blob/link and Blob/unlink, of our own: links that programs without a proof may open. */
public final class BlobLinkMethods {
  public static final String CAPABILITY = "urn:mailstead:params:jmap:bloblink";

  private static final int MOST = 100;
  private static final int MAX_TEXT = 200;

  private final Post post;
  private final BlobStore blobs;
  private final BlobLinks links;

  public BlobLinkMethods(Post post, BlobStore blobs, BlobLinks links) {
    this.post = post;
    this.blobs = blobs;
    this.links = links;
  }

  /** What the session object says of it. */
  public static ObjectNode capability() {
    return JmapJson.object()
        .put("maxValidFor", BlobLinks.LONGEST.toSeconds())
        .put("maxLinks", MOST);
  }

  public void addTo(Methods methods) {
    methods.add(CAPABILITY, "Blob/link", this::link).add(CAPABILITY, "Blob/unlink", this::unlink);
  }

  private void link(Exchange exchange, Arguments in) {
    Access access = Access.of(exchange, post, in.id("accountId"));
    List<String> ids =
        in.ids("blobIds").orElseThrow(() -> MethodError.invalidArguments("blobIds is to be given"));
    String name = fileName(text(in, "name"));
    String type = text(in, "type");
    Optional<String> password = password(in);
    long seconds = in.unsigned("validFor").orElse(BlobLinks.USUAL.toSeconds());
    in.done();
    if (seconds < 1 || seconds > BlobLinks.LONGEST.toSeconds()) {
      throw MethodError.invalidArguments(
          "validFor is to be 1 to " + BlobLinks.LONGEST.toSeconds() + " seconds");
    }
    if (ids.size() > MOST) {
      throw MethodError.requestTooLarge("at most " + MOST + " links");
    }
    Instant until = links.until(Duration.ofSeconds(seconds)).truncatedTo(ChronoUnit.SECONDS);
    var shown = new BlobLinks.Shown(name, type, until);
    ObjectNode made = JmapJson.object();
    ArrayNode notFound = JmapJson.array();
    for (String id : ids) {
      Optional<BlobName> blob =
          exchange
              .real(id)
              .flatMap(BlobName::parse)
              .filter(one -> blobs.find(access, one).isPresent());
      if (blob.isEmpty()) {
        notFound.add(id);
      } else {
        made.put(id, links.make(access, exchange.caller(), blob.get(), shown, password));
      }
    }
    ObjectNode json = JmapJson.object().put("accountId", in.id("accountId"));
    json.put("expires", until.toString());
    BlobMethods.put(json, "urls", made);
    exchange.reply(json.set("notFound", notFound));
  }

  /** Of a file name or a media type: a line that is not long. */
  private static String text(Arguments in, String argument) {
    String text = in.text(argument).orElse("");
    if (text.length() > MAX_TEXT || text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw MethodError.invalidArguments(argument + " is to be a line of at most " + MAX_TEXT);
    }
    return text;
  }

  private static Optional<String> password(Arguments in) {
    Optional<String> password = in.text("password");
    password
        .filter(text -> text.length() < BlobLinks.LEAST_PASSWORD || text.length() > MAX_TEXT)
        .ifPresent(_ -> {
          throw MethodError.invalidArguments(
              "password is to have "
                  + BlobLinks.LEAST_PASSWORD
                  + " to "
                  + MAX_TEXT
                  + " characters");
        });
    return password;
  }

  /** What can be the last part of a path, however it is written there. */
  private static String fileName(String given) {
    String name = given.replaceAll("[/\\\\%;]", "_");
    return name.matches("\\.*") ? "blob" : name;
  }

  private void unlink(Exchange exchange, Arguments in) {
    Access access = Access.toChange(exchange, post, in.id("accountId"));
    in.done();
    if (!access.isOwn()) {
      throw new MethodError("accountNotSupportedByMethod", "only in one's own account");
    }
    links.revoke(access.viewer());
    exchange.reply(JmapJson.object().put("accountId", in.id("accountId")));
  }
}
