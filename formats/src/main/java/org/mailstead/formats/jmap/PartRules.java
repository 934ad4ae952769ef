package org.mailstead.formats.jmap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.mailstead.formats.mime.ContentType;
import org.mailstead.formats.mime.Octets;

/** The constraints on a body part that is to be created (RFC 8621 section 4.6). */
final class PartRules {
  private static final int MAX_DEPTH = 50;
  private static final int MAX_FILE_NAME = 255;
  private static final int MAX_PARAMETER_NAME = 40;
  private static final int MAX_TAGS = 500;
  // RFC 2045 section 5.1
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`{|}~0-9A-Za-z-]{1,127}");
  private static final Pattern TAG = Pattern.compile("[0-9A-Za-z-]{1,100}");

  private final Set<String> values;
  private final Set<String> broken = new LinkedHashSet<>();

  private PartRules(Set<String> values) {
    this.values = values;
  }

  /** The paths of what is wrong with the part, or with a part in it. */
  static Set<String> broken(NewPart part, String path, Set<String> values) {
    var rules = new PartRules(values);
    rules.part(part, path, 1);
    return rules.broken;
  }

  private void part(NewPart part, String path, int depth) {
    content(part, path);
    for (String name : given(part)) {
      broken.add(path + name);
    }
    labels(part.labels(), path);
    header(part, path);
    if (depth > MAX_DEPTH) {
      broken.add(path + "subParts");
      return;
    }
    for (int i = 0; i < part.subParts().size(); i++) {
      part(part.subParts().get(i), path + "subParts/" + i + "/", depth + 1);
    }
  }

  private void content(NewPart part, String path) {
    ContentType type = part.contentType();
    boolean multipart = type.type().equals("multipart");
    if (multipart == part.subParts().isEmpty()) {
      broken.add(path + "subParts");
    }
    boolean both = part.partId().isPresent() && part.blobId().isPresent();
    if (part.blobId().isPresent() && (both || multipart)) {
      broken.add(path + "blobId");
    }
    boolean unknown = part.partId().isPresent() && !values.contains(part.partId().get());
    boolean neither = part.partId().isEmpty() && part.blobId().isEmpty() && !multipart;
    if (neither || both || unknown || (part.partId().isPresent() && multipart)) {
      broken.add(path + "partId");
    }
    if (part.partId().isPresent() && !multipart && !type.type().equals("text")) {
      broken.add(path + "type"); // a body value is text
    }
  }

  /** What is given and may not be. */
  private static List<String> given(NewPart part) {
    var names = new LinkedHashSet<String>();
    if (part.others().contains("headers")) {
      names.add("headers");
    }
    if (part.partId().isPresent()) {
      part.others().stream().filter("size"::equals).forEach(names::add);
      part.labels().charset().ifPresent(_ -> names.add("charset"));
    }
    return List.copyOf(names);
  }

  private void labels(PartLabels labels, String path) {
    check(labels.type().stream().allMatch(PartRules::isType), path + "type");
    check(labels.charset().stream().allMatch(PartRules::isToken), path + "charset");
    check(labels.disposition().stream().allMatch(PartRules::isToken), path + "disposition");
    check(labels.cid().stream().allMatch(HeaderRules::isWord), path + "cid");
    check(labels.location().stream().allMatch(PartRules::isUri), path + "location");
    check(String.join(", ", labels.language()).length() <= MAX_TAGS, path + "language");
    check(
        labels.language().stream().allMatch(tag -> TAG.matcher(tag).matches()), path + "language");
    check(
        labels.name().stream()
            .allMatch(name -> HeaderRules.isOneLine(name) && name.length() <= MAX_FILE_NAME),
        path + "name");
  }

  private void check(boolean holds, String otherwise) {
    if (!holds) {
      broken.add(otherwise);
    }
  }

  private static boolean isToken(String text) {
    return TOKEN.matcher(text).matches();
  }

  private static boolean isType(String text) {
    int slash = text.indexOf('/');
    return slash > 0 && isToken(text.substring(0, slash)) && isToken(text.substring(slash + 1));
  }

  private static boolean isUri(String text) {
    return HeaderRules.isWord(text) && text.getBytes(UTF_8).length == text.length();
  }

  private void header(NewPart part, String path) {
    for (String property : HeaderRules.broken(part.headers(), labelled(part.labels()))) {
      broken.add(path + property);
    }
    for (NewHeader header : part.headers()) {
      boolean several = header.key().startsWith("content-") && header.values().size() > 1;
      if (several || header.key().equals("content-transfer-encoding")) {
        broken.add(path + header.property());
      }
    }
    Optional<String> field = part.typeField();
    if (field.isPresent() && !isTypeField(field.get())) {
      part.headers().stream()
          .filter(header -> header.key().equals("content-type"))
          .forEach(header -> broken.add(path + header.property()));
    }
  }

  private static boolean isTypeField(String value) {
    return ContentType.parse(Octets.of(value.getBytes(UTF_8)))
        .filter(type -> isType(type.media()))
        .filter(type ->
            type.parameters().decoded().entrySet().stream()
                .allMatch(one ->
                    isToken(one.getKey())
                        && one.getKey().length() <= MAX_PARAMETER_NAME
                        && HeaderRules.isOneLine(one.getValue())
                        && one.getValue().length() <= MAX_FILE_NAME))
        .isPresent();
  }

  /** The fields that labels stand for, with the label's name. */
  private static Map<String, String> labelled(PartLabels labels) {
    var fields = new HashMap<String, String>();
    labels.charset().ifPresent(_ -> fields.put("content-type", "charset"));
    labels.type().ifPresent(_ -> fields.put("content-type", "type"));
    labels.name().ifPresent(_ -> fields.put("content-disposition", "name"));
    labels.disposition().ifPresent(_ -> fields.put("content-disposition", "disposition"));
    labels.cid().ifPresent(_ -> fields.put("content-id", "cid"));
    labels.location().ifPresent(_ -> fields.put("content-location", "location"));
    if (!labels.language().isEmpty()) {
      fields.put("content-language", "language");
    }
    return fields;
  }
}
