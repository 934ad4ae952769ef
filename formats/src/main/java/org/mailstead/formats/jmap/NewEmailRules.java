package org.mailstead.formats.jmap;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The constraints on an Email that is to be created (RFC 8621 section 4.6). */
final class NewEmailRules {
  private final NewEmail email;
  private final Set<String> broken = new LinkedHashSet<>();

  private NewEmailRules(NewEmail email) {
    this.email = email;
  }

  static List<String> broken(NewEmail email) {
    var rules = new NewEmailRules(email);
    rules.header();
    rules.lists();
    rules.roots();
    rules.values();
    return List.copyOf(rules.broken);
  }

  private void header() {
    if (email.others().contains("headers")) {
      broken.add("headers");
    }
    broken.addAll(HeaderRules.broken(email.headers(), Map.of()));
    for (NewHeader header : email.headers()) {
      if (header.key().startsWith("content-")) {
        broken.add(header.property());
      }
    }
  }

  private void lists() {
    list("textBody", email.textBody(), Optional.of("text/plain"));
    list("htmlBody", email.htmlBody(), Optional.of("text/html"));
    list("attachments", email.attachments(), Optional.empty());
  }

  private void list(String name, Optional<List<NewPart>> list, Optional<String> only) {
    if (list.isEmpty()) {
      return;
    }
    List<NewPart> parts = list.get();
    if (email.bodyStructure().isPresent() || (only.isPresent() && parts.size() != 1)) {
      broken.add(name);
      return;
    }
    for (int i = 0; i < parts.size(); i++) {
      NewPart part = parts.get(i);
      String path = name + "/" + i + "/";
      if (only.isPresent() && !part.contentType().media().equals(only.get())) {
        broken.add(path + "type");
      }
      if (!part.subParts().isEmpty()) {
        broken.add(path + "subParts");
      } else {
        broken.addAll(PartRules.broken(part, path, email.bodyValues().keySet()));
      }
    }
  }

  /** A part that is the whole body shares its header with the message. */
  private void roots() {
    if (email.bodyStructure().isPresent()) {
      NewPart root = email.bodyStructure().get();
      broken.addAll(PartRules.broken(root, "bodyStructure/", email.bodyValues().keySet()));
      root("bodyStructure/", root);
    } else if (email.attachments().orElse(List.of()).isEmpty()) {
      List<NewPart> texts = email.textBody().orElse(List.of());
      List<NewPart> htmls = email.htmlBody().orElse(List.of());
      if (htmls.isEmpty() && !texts.isEmpty()) {
        root("textBody/0/", texts.getFirst());
      } else if (texts.isEmpty() && !htmls.isEmpty()) {
        root("htmlBody/0/", htmls.getFirst());
      }
    }
  }

  private void root(String path, NewPart root) {
    var top = new HashMap<String, String>();
    email.headers().forEach(header -> top.put(header.key(), header.property()));
    for (NewHeader header : root.headers()) {
      if (top.containsKey(header.key())) {
        broken.add(path + header.property());
      }
    }
  }

  private void values() {
    email
        .bodyValues()
        .forEach((id, value) -> {
          if (value.isEncodingProblem()) {
            broken.add("bodyValues/" + id + "/isEncodingProblem");
          }
          if (value.isTruncated()) {
            broken.add("bodyValues/" + id + "/isTruncated");
          }
        });
  }
}
