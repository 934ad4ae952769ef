package org.mailstead.formats.jmap;

import java.util.List;
import java.util.Optional;

/** What a new EmailBodyPart says of its content, apart from header properties. */
public record PartLabels(
    Optional<String> type,
    Optional<String> name,
    Optional<String> charset,
    Optional<String> disposition,
    Optional<String> cid,
    List<String> language,
    Optional<String> location) {
  /** Nothing. */
  public static final PartLabels NONE =
      new PartLabels(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty());

  public PartLabels {
    language = List.copyOf(language);
  }

  /** Only a type. */
  public static PartLabels ofType(String type) {
    return NONE.typed(type);
  }

  PartLabels typed(String other) {
    return new PartLabels(Optional.of(other), name, charset, disposition, cid, language, location);
  }

  PartLabels disposed(String other) {
    return new PartLabels(type, name, charset, Optional.of(other), cid, language, location);
  }
}
