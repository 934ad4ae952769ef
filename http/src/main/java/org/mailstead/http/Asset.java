package org.mailstead.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** A file of the pages, plain and as the build has packed it. */
record Asset(String type, String hash, byte[] plain, Optional<byte[]> br, Optional<byte[]> gz) {
  private static final int HASH_LENGTH = 32;

  /** What the build makes. Another kind of file is a defect of the build. */
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "txt", "text/plain; charset=utf-8",
          "json", "application/json",
          "webmanifest", "application/manifest+json");

  static Asset of(String path, byte[] plain, Optional<byte[]> br, Optional<byte[]> gz) {
    String ending = path.substring(path.lastIndexOf('.') + 1);
    String type = TYPES.get(ending);
    if (type == null) {
      throw new IllegalArgumentException("no media type is known for " + path);
    }
    return new Asset(type, hash(plain), plain, br, gz);
  }

  private static String hash(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(hash).substring(0, HASH_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * The smallest form that the client takes, or that what it has is still good (RFC 9110 sections
   * 12.5.3 and 13.1.2). Each form has an entity tag of its own.
   */
  Answer answer(WebRequest request, String keep) {
    String accepted = request.header("Accept-Encoding").orElse("");
    String coding =
        br.isPresent() && Packing.takes(accepted, "br")
            ? "br"
            : gz.isPresent() && Packing.takes(accepted, "gzip") ? "gzip" : "";
    String tag = "\"" + hash + (coding.isEmpty() ? "" : "-" + coding) + "\"";
    if (request.header("If-None-Match").filter(known -> matches(known, tag)).isPresent()) {
      return cached(Answer.of(304), tag, keep);
    }
    byte[] body =
        switch (coding) {
          case "br" -> br.orElseThrow();
          case "gzip" -> gz.orElseThrow();
          default -> plain;
        };
    Answer answer = cached(Answer.of(200, type, body), tag, keep);
    return coding.isEmpty() ? answer : answer.with("Content-Encoding", coding);
  }

  private static Answer cached(Answer answer, String tag, String keep) {
    return answer.with("ETag", tag).with("Cache-Control", keep).with("Vary", "Accept-Encoding");
  }

  private static boolean matches(String known, String tag) {
    return Arrays.stream(known.split(",", -1))
        .map(one -> one.strip().replaceFirst("^W/", ""))
        .anyMatch(one -> one.equals(tag) || one.equals("*"));
  }
}
