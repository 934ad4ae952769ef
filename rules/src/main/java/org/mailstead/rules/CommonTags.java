package org.mailstead.rules;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mailstead.formats.sieve.Place;

/** The tags that several commands and tests share. */
final class CommonTags {
  private static final List<String> TYPES =
      List.of("is", "contains", "matches", "regex", "value", "count", "list");

  private final Arguments in;

  CommonTags(Arguments in) {
    this.in = in;
  }

  // COMPARATOR, MATCH-TYPE
  Matching matching() {
    Collation collation = collation();
    Matching.Type type = type();
    boolean substrings =
        type instanceof Matching.Contains
            || type instanceof Matching.Wildcards
            || type instanceof Matching.Regex;
    if (substrings && !collation.hasSubstrings()) {
      in.error("the comparator \"" + collation.id() + "\" can only compare whole values");
    }
    return new Matching(collation, type);
  }

  private Collation collation() {
    Optional<Text> named = in.tagText("comparator", "");
    if (named.isEmpty()) {
      return Collation.ASCII_CASEMAP;
    }
    String id = named.get().constant().orElse("");
    Optional<Collation> found = Collation.of(id);
    if (found.isEmpty()) {
      in.error("the comparator \"" + id + "\" is not known");
      return Collation.ASCII_CASEMAP;
    }
    switch (found.get()) {
      case OCTET, ASCII_CASEMAP -> {} // RFC 5228 section 2.7.3: they are always there
      case UNICODE_CASEMAP, ASCII_NUMERIC ->
          in.dialect().demand(in.place(), "this comparator", "comparator-" + id);
    }
    return found.get();
  }

  private Matching.Type type() {
    Matching.Type type = new Matching.Is();
    List<String> said = TYPES.stream().filter(in::has).toList();
    if (said.size() > 1) {
      in.error("only one of :" + String.join(" and :", said) + " can be said");
    }
    for (String tag : said) {
      type =
          switch (tag) {
            case "is" -> simple(tag, "", new Matching.Is());
            case "contains" -> simple(tag, "", new Matching.Contains());
            case "matches" -> simple(tag, "", new Matching.Wildcards());
            case "regex" -> simple(tag, "regex", new Matching.Regex(new Patterns()));
            case "list" -> simple(tag, "extlists", new Matching.InList());
            case "value" -> new Matching.Value(relation(tag));
            case String _ -> new Matching.Count(relation(tag));
          };
    }
    return type;
  }

  private Matching.Type simple(String tag, String extension, Matching.Type type) {
    if (extension.isEmpty()) {
      in.flag(tag);
    } else {
      in.flag(tag, extension);
    }
    return type;
  }

  private Matching.Relation relation(String tag) {
    String word = in.tagText(tag, "relational").flatMap(Text::constant).orElse("");
    Optional<Matching.Relation> relation = Matching.Relation.of(word);
    if (relation.isEmpty()) {
      in.error("after \":" + tag + "\" must stand gt, ge, lt, le, eq or ne");
    }
    return relation.orElse(Matching.Relation.EQ);
  }

  /** Complains of regular expressions that cannot be compiled, where they are known. */
  void patterns(Matching matching, List<Text> keys) {
    if (!(matching.type() instanceof Matching.Regex)) {
      return;
    }
    for (Text key : keys) {
      key.constant()
          .flatMap(pattern -> Regex.complaint(pattern))
          .ifPresent(why -> in.dialect().error(key.place(), why));
    }
  }

  Index index() {
    Optional<Long> number = in.tagNumber("index", "index");
    boolean last = in.flag("last", "index");
    if (last && number.isEmpty()) {
      in.error("\":last\" needs \":index\"");
    }
    if (number.isPresent() && number.get() < 1) {
      in.error("fields are counted from 1");
    }
    return new Index(number.orElse(0L), last);
  }

  AddressPart addressPart() {
    AddressPart part = AddressPart.ALL;
    int said = 0;
    for (AddressPart each : AddressPart.values()) {
      String tag = each.name().toLowerCase(Locale.ROOT);
      boolean is =
          switch (each) {
            case ALL, LOCALPART, DOMAIN -> in.flag(tag);
            case USER, DETAIL -> in.flag(tag, "subaddress");
          };
      part = is ? each : part;
      said += is ? 1 : 0;
    }
    if (said > 1) {
      in.error("only one part of an address can be compared");
    }
    return part;
  }

  // [":mime"] [":anychild"], and for the header test [MIMEOPTS]
  Scope scope(boolean withAspect) {
    boolean mime = in.flag("mime", "mime");
    boolean anyChild = in.flag("anychild", "mime");
    Scope.Aspect aspect = withAspect ? aspect() : new Scope.Whole();
    if (!mime && (anyChild || !(aspect instanceof Scope.Whole))) {
      in.error("the tags of MIME need \":mime\"");
    }
    return new Scope(mime, anyChild, aspect);
  }

  private Scope.Aspect aspect() {
    if (in.flag("type", "mime")) {
      return new Scope.Type();
    }
    if (in.flag("subtype", "mime")) {
      return new Scope.Subtype();
    }
    if (in.flag("contenttype", "mime")) {
      return new Scope.ContentType();
    }
    return in.tagTexts("param", "mime")
        .<Scope.Aspect>map(Scope.Parameter::new)
        .orElse(new Scope.Whole());
  }

  Step.Filing filing() {
    Optional<List<Text>> flags = in.tagTexts("flags", "imap4flags");
    boolean create = in.flag("create", "mailbox");
    Optional<Text> use = in.tagText("specialuse", "special-use");
    Optional<Text> id = in.tagText("mailboxid", "mailboxid");
    if (use.isPresent() && id.isPresent()) {
      in.error("\":specialuse\" and \":mailboxid\" exclude each other");
    }
    return new Step.Filing(flags, create, use, id);
  }

  /** Complains of names that no field can have; tests take any (RFC 5228 section 2.4.2.2). */
  List<Text> fieldNames(List<Text> names) {
    for (Text name : names) {
      name.constant()
          .filter(text -> !isFieldName(text))
          .ifPresent(text -> in.dialect().error(name.place(), notAField(text)));
    }
    return names;
  }

  static String notAField(String name) {
    return "\"" + name + "\" is not the name of a header field";
  }

  static boolean isFieldName(String name) {
    return !name.isEmpty() && name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':');
  }

  /** Where the errors of this command are said. */
  Place place() {
    return in.place();
  }
}
