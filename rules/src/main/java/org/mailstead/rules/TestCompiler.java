package org.mailstead.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.mailstead.formats.sieve.Place;
import org.mailstead.formats.sieve.SieveTest;

/** Checks tests: one method per test, in the order of RFC 5228 section 5, then the extensions. */
final class TestCompiler {
  // RFC 5228 section 5.1: what holds addresses
  private static final Set<String> ADDRESS_FIELDS =
      Set.of(
          "from",
          "to",
          "cc",
          "bcc",
          "sender",
          "reply-to",
          "resent-from",
          "resent-to",
          "resent-cc",
          "resent-bcc",
          "resent-sender",
          "return-path",
          "delivered-to",
          "envelope-to",
          "x-original-to",
          "disposition-notification-to",
          "mail-followup-to",
          "errors-to",
          "apparently-to",
          "mail-reply-to",
          "abuse-reports-to",
          "x-complaints-to",
          "return-receipt-to",
          "list-post",
          "resent-reply-to",
          "approved",
          "for-approval",
          "for-handling",
          "for-comment",
          "x-original-from");

  private final Dialect dialect;

  TestCompiler(Dialect dialect) {
    this.dialect = dialect;
  }

  Condition condition(SieveTest test) {
    Place place = test.place();
    boolean nests = Set.of("not", "allof", "anyof").contains(test.name());
    if (!nests && !test.tests().isEmpty()) {
      dialect.error(test.tests().getFirst().place(), "no test can follow \"" + test.name() + "\"");
    }
    var in = new Arguments(dialect, test.name(), place, test.arguments());
    Condition made =
        switch (test.name()) {
          case "not" -> not(test);
          case "allof" -> allOf(test);
          case "anyof" -> anyOf(test);
          case "true" -> new Condition.Constant(place, true);
          case "false" -> new Condition.Constant(place, false);
          case String _ -> leaf(test, in);
        };
    in.end();
    return made;
  }

  private Condition leaf(SieveTest test, Arguments in) {
    return switch (test.name()) {
      case "exists" -> exists(in);
      case "size" -> size(in);
      case "header" -> header(in);
      case "address" -> address(in);
      case "envelope" -> envelope(in);
      case "string" -> strings(in);
      case "hasflag" -> hasFlag(in);
      case "body" -> body(in);
      case "date" -> date(in, true);
      case "currentdate" -> date(in, false);
      case "ihave" -> ihave(in);
      case String _ -> new ExtensionTests(dialect).leaf(test, in);
    };
  }

  private Condition inner(SieveTest test) {
    if (test.tests().size() != 1) {
      dialect.error(test.place(), "one test must follow \"" + test.name() + "\"");
    }
    return test.tests().isEmpty()
        ? new Condition.Constant(test.place(), false)
        : condition(test.tests().getFirst());
  }

  private Condition not(SieveTest test) {
    return new Condition.Not(test.place(), inner(test));
  }

  private Condition allOf(SieveTest test) {
    var list = new ArrayList<Condition>();
    for (SieveTest each : some(test)) {
      list.add(condition(each));
      if (Known.isFalse(list.getLast())) {
        break; // RFC 5463 section 4: what follows may use what is not there
      }
    }
    return new Condition.AllOf(test.place(), list);
  }

  private Condition anyOf(SieveTest test) {
    var list = new ArrayList<Condition>();
    for (SieveTest each : some(test)) {
      list.add(condition(each));
      if (Known.isTrue(list.getLast())) {
        break;
      }
    }
    return new Condition.AnyOf(test.place(), list);
  }

  private List<SieveTest> some(SieveTest test) {
    if (test.tests().isEmpty()) {
      dialect.error(test.place(), "a list of tests must follow \"" + test.name() + "\"");
    }
    return test.tests();
  }

  // exists [MIMEOPTS] <header-names: string-list>
  private Condition exists(Arguments in) {
    Scope scope = new CommonTags(in).scope(false);
    return new Condition.Exists(in.place(), scope, in.texts("the names of header fields"));
  }

  // size <":over" / ":under"> <limit: number>
  private Condition size(Arguments in) {
    boolean over = in.flag("over");
    boolean under = in.flag("under");
    if (over == under) {
      in.error("\"size\" needs either \":over\" or \":under\"");
    }
    return new Condition.Size(in.place(), over, in.number("a number of octets"));
  }

  // header [MIMEOPTS] [:index] [COMPARATOR] [MATCH-TYPE] <names> <keys>
  private Condition header(Arguments in) {
    var tags = new CommonTags(in);
    Scope scope = tags.scope(true);
    Index index = tags.index();
    Matching matching = tags.matching();
    List<Text> names = in.texts("the names of header fields");
    List<Text> keys = keys(in, tags, matching);
    return new Condition.Header(in.place(), scope, index, matching, names, keys);
  }

  private static List<Text> keys(Arguments in, CommonTags tags, Matching matching) {
    List<Text> keys = in.texts("the keys to compare with");
    tags.patterns(matching, keys);
    return keys;
  }

  // address [MIMEOPTS] [:index] [COMPARATOR] [ADDRESS-PART] [MATCH-TYPE] <names> <keys>
  private Condition address(Arguments in) {
    var tags = new CommonTags(in);
    Scope scope = tags.scope(false);
    Index index = tags.index();
    AddressPart part = tags.addressPart();
    Matching matching = tags.matching();
    List<Text> names = in.texts("the names of header fields");
    for (Text name : names) {
      name.constant()
          .filter(CommonTags::isFieldName)
          .filter(text -> !ADDRESS_FIELDS.contains(text.toLowerCase(Locale.ROOT)))
          .ifPresent(
              text -> dialect.error(name.place(), "the field \"" + text + "\" holds no addresses"));
    }
    List<Text> keys = keys(in, tags, matching);
    return new Condition.Address(in.place(), scope, index, part, matching, names, keys);
  }

  // envelope [COMPARATOR] [ADDRESS-PART] [MATCH-TYPE] <parts> <keys>
  private Condition envelope(Arguments in) {
    dialect.demand(in.place(), "\"envelope\"", "envelope");
    var tags = new CommonTags(in);
    AddressPart part = tags.addressPart();
    Matching matching = tags.matching();
    List<Text> names = in.texts("the parts of the envelope");
    for (Text name : names) {
      name.constant()
          .filter(text -> !text.equalsIgnoreCase("from") && !text.equalsIgnoreCase("to"))
          .filter(text -> !text.equalsIgnoreCase("auth"))
          .ifPresent(
              text -> dialect.error(name.place(), "an envelope has no part \"" + text + "\""));
    }
    return new Condition.Envelope(in.place(), part, matching, names, keys(in, tags, matching));
  }

  // string [MATCH-TYPE] [COMPARATOR] <source: string-list> <key-list: string-list>
  private Condition strings(Arguments in) {
    dialect.demand(in.place(), "\"string\"", "variables");
    var tags = new CommonTags(in);
    Matching matching = tags.matching();
    List<Text> sources = in.texts("the strings to look at");
    return new Condition.Strings(in.place(), matching, sources, keys(in, tags, matching));
  }

  // hasflag [MATCH-TYPE] [COMPARATOR] [<variable-list>] <list-of-flags>
  private Condition hasFlag(Arguments in) {
    dialect.demand(in.place(), "\"hasflag\"", "imap4flags");
    var tags = new CommonTags(in);
    Matching matching = tags.matching();
    List<Text> variables = List.of();
    if (in.positions() > 1) {
      dialect.demand(in.place(), "flags of a variable", "variables");
      variables = in.texts("the names of variables");
      for (Text name : variables) {
        name.constant()
            .filter(text -> !TextReader.isName(text))
            .ifPresent(text -> dialect.error(name.place(), ControlCompiler.notAName(text)));
      }
    }
    List<Text> keys = in.texts("the flags");
    tags.patterns(matching, keys);
    return new Condition.HasFlag(in.place(), matching, variables, keys);
  }

  // body [COMPARATOR] [MATCH-TYPE] [BODY-TRANSFORM] <key-list: string-list>
  private Condition body(Arguments in) {
    dialect.demand(in.place(), "\"body\"", "body");
    var tags = new CommonTags(in);
    Matching matching = tags.matching();
    boolean raw = in.flag("raw");
    boolean text = in.flag("text");
    Optional<List<Text>> types = in.tagTexts("content", "");
    if ((raw ? 1 : 0) + (text ? 1 : 0) + (types.isPresent() ? 1 : 0) > 1) {
      in.error("only one of :raw, :text and :content can be said");
    }
    Condition.BodyForm form =
        raw
            ? Condition.BodyForm.RAW
            : types.isPresent() ? Condition.BodyForm.CONTENT : Condition.BodyForm.TEXT;
    List<Text> keys = keys(in, tags, matching);
    return new Condition.Body(in.place(), form, types.orElse(List.of()), matching, keys);
  }

  // date [<":zone" <time-zone>> / ":originalzone"] [COMPARATOR] [MATCH-TYPE] <field> <part> <keys>
  private Condition date(Arguments in, boolean ofField) {
    dialect.demand(in.place(), ofField ? "\"date\"" : "\"currentdate\"", "date");
    var tags = new CommonTags(in);
    Index index = ofField ? tags.index() : Index.ALL;
    Scope scope = ofField ? tags.scope(false) : Scope.MESSAGE;
    Condition.Zone zone = zone(in, ofField);
    Matching matching = tags.matching();
    Optional<Text> field = ofField ? Optional.of(in.text("a field's name")) : Optional.empty();
    Text part = in.text("a part of the date");
    part.constant()
        .filter(name -> !DateParts.isPart(name))
        .ifPresent(name -> dialect.error(part.place(), "a date has no part \"" + name + "\""));
    List<Text> keys = keys(in, tags, matching);
    return new Condition.Date(in.place(), scope, index, zone, matching, field, part, keys);
  }

  private static Condition.Zone zone(Arguments in, boolean ofField) {
    Optional<Text> fixed = in.tagText("zone", "");
    boolean original = ofField && in.flag("originalzone");
    if (fixed.isPresent() && original) {
      in.error("\":zone\" and \":originalzone\" exclude each other");
    }
    fixed
        .flatMap(Text::constant)
        .filter(text -> DateParts.zone(text).isEmpty())
        .ifPresent(text -> in.error("a zone is written as \"+0100\", not \"" + text + "\""));
    if (original) {
      return new Condition.Original();
    }
    return fixed.<Condition.Zone>map(Condition.Fixed::new).orElse(new Condition.Local());
  }

  // ihave <capabilities: string-list>
  private Condition ihave(Arguments in) {
    dialect.demand(in.place(), "\"ihave\"", "ihave");
    List<String> names = new ArrayList<>();
    for (Text text : in.texts("the names of extensions")) {
      names.add(text.constant().orElse(""));
    }
    // RFC 5463 section 4: those that change how a script is read must be required.
    boolean all =
        names.stream()
            .allMatch(name ->
                Extensions.isKnown(name)
                    && !name.equals("variables")
                    && !name.equals("encoded-character"));
    if (all) {
      names.forEach(dialect::require);
    }
    return new Condition.IsThere(in.place(), all);
  }
}
