package org.mailstead.jmap;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.mailstead.http.Answer;
import org.mailstead.http.WebRequest;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.blob.BlobName;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.PartialUploads;
import org.mailstead.post.PartialUploads.Partial;
import org.mailstead.post.Uploads;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import tools.jackson.databind.node.ObjectNode;

/**
 * Uploads that go on after a break, in the way of the IETF's draft "Resumable Uploads for HTTP":
 * POST begins one, HEAD tells how much is there, PATCH adds to it, DELETE forgets it. Whatever ends
 * it is answered as an upload at once would be.
 */
final class PartialUpload {
  static final String COMPLETE = "Upload-Complete";
  private static final String OFFSET = "Upload-Offset";
  private static final String LENGTH = "Upload-Length";
  private static final String PART = "application/partial-upload";
  private static final String OTHER_OFFSET =
      "https://iana.org/assignments/http-problem-types#mismatching-upload-offset";
  private static final int DAY = 86_400;

  /** Octets of an unwanted part that are read all the same. */
  private static final long DRAINED = 1 << 20;

  private final PartialUploads uploads;
  private final LongSupplier most;

  /** Those that a part is coming in for: another one at the same time has to wait. */
  private final Set<Busy> busy = ConcurrentHashMap.newKeySet();

  private record Busy(AccountId account, long number) {}

  /**
   * @param most octets of an upload
   */
  PartialUpload(PartialUploads uploads, LongSupplier most) {
    this.uploads = uploads;
    this.most = most;
  }

  Answer begin(WebRequest request, Access access) throws IOException {
    boolean last = complete(request);
    OptionalLong length = number(request, LENGTH);
    if (length.isEmpty() && last) {
      length = number(request, "Content-Length");
    }
    if (length.orElse(0) > most.getAsLong()) {
      throw tooLarge();
    }
    String type = request.header("Content-Type").orElse("application/octet-stream");
    Partial made = uploads.begin(access.owner(), access.viewer(), length, type);
    return take(request, access, made, last, 201)
        .with(
            "Location",
            JmapServer.UPLOAD + "/" + request.captured("account") + "/" + made.number());
  }

  private Refused tooLarge() {
    return new Refused(Problem.Kind.TOO_LARGE, "upload.size", Long.toString(most.getAsLong()));
  }

  Answer tell(WebRequest request, Access access) {
    Partial found = find(request, access);
    Answer answer = at(Answer.of(204), found, found.finished().isPresent());
    return found.length().isPresent()
        ? answer.with(LENGTH, Long.toString(found.length().getAsLong()))
        : answer;
  }

  Answer append(WebRequest request, Access access) throws IOException {
    boolean last = complete(request);
    if (!request.header("Content-Type").orElse("").strip().equalsIgnoreCase(PART)) {
      return Answer.text(415, "a part is " + PART);
    }
    long offset = number(request, OFFSET).orElseThrow(() -> wrong(OFFSET));
    var mine = new Busy(access.owner(), find(request, access).number());
    if (!busy.add(mine)) {
      drain(request);
      return Answer.text(409, "another part is coming in").with("Retry-After", "1");
    }
    try {
      Partial found = find(request, access);
      if (found.offset() != offset) {
        drain(request);
        return otherOffset(found, offset);
      }
      if (found.finished().isPresent()) {
        return done(access, found, found.finished().get()); // its answer was lost
      }
      return take(request, access, found, last, 204);
    } finally {
      busy.remove(mine);
    }
  }

  /**
   * Reads a part that is not wanted, unless it is large: who is still sending when the answer comes
   * finds a broken connection in its place.
   */
  private static void drain(WebRequest request) throws IOException {
    try (InputStream in = request.stream(DRAINED)) {
      in.skipNBytes(DRAINED);
    } catch (EOFException | Refused _) {
      // it was shorter, or is longer than that
    }
  }

  Answer cancel(WebRequest request, Access access) {
    uploads.cancel(access.owner(), access.viewer(), find(request, access).number());
    return Answer.of(204);
  }

  private Partial find(WebRequest request, Access access) {
    String number = request.captured("number");
    return Optional.of(number)
        .filter(text -> text.matches("[0-9]{1,18}"))
        .flatMap(text -> uploads.find(access.owner(), access.viewer(), Long.parseLong(text)))
        .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "upload.missing"));
  }

  private Answer take(WebRequest request, Access access, Partial to, boolean last, int status)
      throws IOException {
    PartialUploads.Appended came;
    try (InputStream in = request.stream(most.getAsLong() - to.offset())) {
      came = uploads.append(access.owner(), access.viewer(), to, in, most.getAsLong());
    }
    if (!last || !came.whole()) {
      return at(Answer.of(status), came.now(), false);
    }
    Uploads.Upload made = uploads.finish(access.owner(), access.viewer(), to.number());
    return done(access, came.now(), made);
  }

  private Answer done(Access access, Partial now, Uploads.Upload made) {
    return at(Answer.json(201, json(access, made, now.type())), now, true);
  }

  /** What RFC 8620 section 6.1 answers. */
  static ObjectNode json(Access access, Uploads.Upload made, String type) {
    ObjectNode json = JmapJson.object();
    json.put("accountId", ObjectIds.account(access.owner()));
    json.put("blobId", BlobName.upload(access.owner().value(), made.number()).toString());
    json.put("type", type);
    json.put("size", made.size());
    return json;
  }

  private Answer at(Answer answer, Partial partial, boolean complete) {
    return answer
        .with(OFFSET, Long.toString(partial.offset()))
        .with(COMPLETE, complete ? "?1" : "?0")
        .with("Upload-Limit", "max-size=" + most.getAsLong() + ", max-age=" + DAY)
        .with("Cache-Control", "no-store");
  }

  private Answer otherOffset(Partial found, long offset) {
    ObjectNode json = JmapJson.object();
    json.put("type", OTHER_OFFSET).put("title", "so much is not there, or more is");
    json.put("expected-offset", found.offset()).put("provided-offset", offset);
    byte[] body = json.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    Answer answer = Answer.of(409, "application/problem+json", body);
    return at(answer, found, found.finished().isPresent());
  }

  /** A boolean of a structured field (RFC 9651). */
  private static boolean complete(WebRequest request) {
    return switch (request.header(COMPLETE).orElse("").strip()) {
      case "?1" -> true;
      case "?0" -> false;
      case String _ -> throw wrong(COMPLETE);
    };
  }

  private static OptionalLong number(WebRequest request, String field) {
    Optional<String> value = request.header(field).map(String::strip);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!value.get().matches("[0-9]{1,15}")) {
      throw wrong(field);
    }
    return OptionalLong.of(Long.parseLong(value.get()));
  }

  private static Refused wrong(String field) {
    return new Refused(Problem.Kind.INVALID, "request.field", field);
  }
}
