package org.mailstead.post;

import java.util.Optional;

/**
 * A note as it is to be, or as it is.
 *
 * @param value octets; empty when there is none, or is to be none
 */
public record Annotation(AnnotationName name, Optional<byte[]> value) {
  int size() {
    return name.spelling().length() + value.map(v -> v.length).orElse(0);
  }
}
