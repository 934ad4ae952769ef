package org.mailstead.rules;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mailstead.formats.mime.Address;

/** Answers tests: one method per test. */
final class Evaluation {
  private final Mail mail;
  private final Optional<MailEnvelope> envelope;
  private final Surroundings around;
  private final Budget budget;
  private final OutsideTests outside;
  private final Map<String, Boolean> repeats = new HashMap<>();
  private final List<Outcome.Tracked> tracked = new ArrayList<>();

  /**
   * @param envelope empty for an event in a mailbox, which has none
   */
  Evaluation(Mail mail, Optional<MailEnvelope> envelope, Surroundings around, Budget budget) {
    this.mail = mail;
    this.envelope = envelope;
    this.around = around;
    this.budget = budget;
    this.outside = new OutsideTests(around);
  }

  List<Outcome.Tracked> tracked() {
    return tracked;
  }

  boolean holds(Condition condition, Scene scene) {
    budget.step(condition.place());
    return switch (condition) {
      case Condition.Constant(var _, boolean value) -> value;
      case Condition.IsThere(var _, boolean value) -> value;
      case Condition.Not(var _, Condition inner) -> !holds(inner, scene);
      case Condition.AllOf(var _, var list) -> list.stream().allMatch(each -> holds(each, scene));
      case Condition.AnyOf(var _, var list) -> list.stream().anyMatch(each -> holds(each, scene));
      case Condition.Exists exists -> exists(exists, scene);
      case Condition.Size(var _, boolean over, long octets) ->
          over ? mail.size() > octets : mail.size() < octets;
      case Condition.Header header -> header(header, scene);
      case Condition.Address address -> address(address, scene);
      case Condition.Envelope test -> envelope(test, scene);
      case Condition.Strings strings -> strings(strings, scene);
      case Condition.HasFlag flags -> hasFlag(flags, scene);
      case Condition.Body body -> body(body, scene);
      case Condition.Date date -> date(date, scene);
      case Condition.Duplicate duplicate -> duplicate(duplicate, scene);
      case Condition.MailboxExists(var _, var names) -> outside.mailboxes(text(scene, names));
      case Condition.MailboxIdExists(var _, var ids) -> outside.mailboxIds(text(scene, ids));
      case Condition.Metadata test ->
          outside
              .note(
                  test.mailbox().map(scene.variables()::text), scene.variables().text(test.name()))
              .filter(note -> compared(test.matching(), test.keys(), scene).holds(List.of(note)))
              .isPresent();
      case Condition.MetadataExists(var _, var mailbox, var names) ->
          outside.notes(mailbox.map(scene.variables()::text), text(scene, names));
      case Condition.SpecialUseExists(var _, var mailbox, var uses) ->
          outside.uses(mailbox.map(scene.variables()::text), text(scene, uses));
      case Condition.Environment test ->
          outside
              .environment(scene.variables().text(test.name()))
              .filter(item -> compared(test.matching(), test.keys(), scene).holds(List.of(item)))
              .isPresent();
      case Condition.SpamTest test ->
          compared(test.matching(), List.of(test.value()), scene)
              .holds(outside.spam(test.percent(), test.matching()));
      case Condition.VirusTest test ->
          compared(test.matching(), List.of(test.value()), scene)
              .holds(outside.virus(test.matching()));
      case Condition.ValidNotifyMethod(var _, var methods) ->
          text(scene, methods).stream().allMatch(each -> Mailto.complaint(each).isEmpty());
      case Condition.NotifyMethodCapability test -> capability(test, scene);
      case Condition.ValidExtList(var _, var lists) ->
          text(scene, lists).stream().allMatch(around.lists()::exists);
    };
  }

  private static List<String> text(Scene scene, List<Text> texts) {
    return scene.variables().texts(texts);
  }

  private Comparison compared(Matching matching, List<Text> keys, Scene scene) {
    return compared(matching, keys, scene, true);
  }

  private Comparison compared(Matching matching, List<Text> keys, Scene scene, boolean remembers) {
    return new Comparison(
        matching, text(scene, keys), scene.variables(), around.lists(), budget, remembers);
  }

  private FieldValues values(Scene scene) {
    return new FieldValues(mail, scene.loops(), budget);
  }

  private boolean exists(Condition.Exists test, Scene scene) {
    return text(scene, test.names()).stream()
        .allMatch(name -> !values(scene).fields(test.scope(), Index.ALL, List.of(name)).isEmpty());
  }

  private boolean header(Condition.Header test, Scene scene) {
    FieldValues all = values(scene);
    List<String> values = new ArrayList<>();
    for (MailField field : all.fields(test.scope(), test.index(), text(scene, test.names()))) {
      values.addAll(all.values(test.scope().aspect(), field, scene.variables()));
    }
    return compared(test.matching(), test.keys(), scene).holds(values);
  }

  private boolean address(Condition.Address test, Scene scene) {
    FieldValues all = values(scene);
    List<String> values = new ArrayList<>();
    for (MailField field : all.fields(test.scope(), test.index(), text(scene, test.names()))) {
      for (Address.Mailbox mailbox : all.mailboxes(field)) {
        FieldValues.part(test.part(), mailbox.local().text(), mailbox.domain().text())
            .ifPresent(values::add);
      }
    }
    return compared(test.matching(), test.keys(), scene).holds(values);
  }

  /** Whether it is about a message that lies in a mailbox already (RFC 6785). */
  boolean isEvent() {
    return envelope.isEmpty();
  }

  // RFC 6785 section 4.6
  private boolean envelope(Condition.Envelope test, Scene scene) {
    MailEnvelope brought =
        envelope.orElseThrow(
            () -> new Failed(test.place(), "what happens in a mailbox has no envelope"));
    List<String> values = new ArrayList<>();
    for (String name : text(scene, test.names())) {
      switch (name.toLowerCase(Locale.ROOT)) {
        case "from" -> addressPart(test.part(), brought.from()).ifPresent(values::add);
        case "to" -> addressPart(test.part(), brought.to()).ifPresent(values::add);
        case "auth" -> brought.auth().ifPresent(values::add);
        case String _ -> {}
      }
    }
    return compared(test.matching(), test.keys(), scene).holds(values);
  }

  // RFC 5228 section 5.4: the null reverse-path is the empty string, whatever part is asked for
  private static Optional<String> addressPart(AddressPart part, String path) {
    int at = path.lastIndexOf('@');
    return path.isEmpty()
        ? Optional.of("")
        : FieldValues.part(
            part, at < 0 ? path : path.substring(0, at), at < 0 ? "" : path.substring(at + 1));
  }

  // RFC 5229 section 5: an empty string is no value to be counted
  private boolean strings(Condition.Strings test, Scene scene) {
    List<String> values = text(scene, test.sources());
    boolean counts = test.matching().type() instanceof Matching.Count;
    return compared(test.matching(), test.keys(), scene)
        .holds(counts ? values.stream().filter(value -> !value.isEmpty()).toList() : values);
  }

  private boolean hasFlag(Condition.HasFlag test, Scene scene) {
    List<String> held =
        test.variables().isEmpty()
            ? scene.flags().all()
            : new FlagList(
                    text(scene, test.variables()).stream()
                        .map(name -> scene.variables().get(name.toLowerCase(Locale.ROOT)))
                        .toList())
                .all();
    var keys = new ArrayList<String>();
    boolean counts = test.matching().type() instanceof Matching.Count;
    for (String key : text(scene, test.keys())) {
      // A key can name several flags; a number to compare with is none.
      keys.addAll(counts ? List.of(key) : List.of(key.strip().split("\\s+", -1)));
    }
    return new Comparison(test.matching(), keys, scene.variables(), around.lists(), budget, true)
        .holds(held);
  }

  private boolean body(Condition.Body test, Scene scene) {
    budget.work(mail.size() / 8);
    List<String> values =
        switch (test.form()) {
          case RAW -> BodyTexts.raw(mail);
          case TEXT -> BodyTexts.text(mail);
          case CONTENT -> BodyTexts.content(mail, text(scene, test.types()));
        };
    // RFC 5173 section 6: nobody may copy bodies into variables this way.
    return compared(test.matching(), test.keys(), scene, false).holds(values);
  }

  private boolean date(Condition.Date test, Scene scene) {
    List<OffsetDateTime> times = new ArrayList<>();
    if (test.field().isEmpty()) {
      times.add(around.clock().instant().atOffset(ZoneOffset.UTC));
    } else {
      String name = scene.variables().text(test.field().get());
      values(scene).fields(test.scope(), test.index(), List.of(name)).stream()
          .map(field -> DateParts.read(field.text()))
          .forEach(time -> time.ifPresent(times::add));
    }
    String part = scene.variables().text(test.part());
    List<String> values =
        times.stream()
            .map(time -> DateParts.of(zoned(time, test.zone(), scene), part))
            .flatMap(Optional::stream)
            .toList();
    return compared(test.matching(), test.keys(), scene).holds(values);
  }

  private OffsetDateTime zoned(OffsetDateTime time, Condition.Zone zone, Scene scene) {
    ZoneOffset local = around.zone().getRules().getOffset(time.toInstant());
    return switch (zone) {
      case Condition.Original _ -> time;
      case Condition.Local _ -> time.withOffsetSameInstant(local);
      case Condition.Fixed(Text offset) ->
          time.withOffsetSameInstant(DateParts.zone(scene.variables().text(offset)).orElse(local));
    };
  }

  private boolean duplicate(Condition.Duplicate test, Scene scene) {
    Optional<String> id =
        switch (test.identity()) {
          case Condition.ByMessageId _ -> first("Message-ID");
          case Condition.ByField(Text name) -> first(scene.variables().text(name));
          case Condition.ByText(Text text) -> Optional.of(scene.variables().text(text));
        };
    if (id.isEmpty() || id.get().isEmpty()) {
      return false;
    }
    String key = test.handle().map(scene.variables()::text).orElse("") + '\n' + id.get();
    // In one run the answer stays what it was.
    Boolean known = repeats.get(key);
    if (known != null) {
      return known;
    }
    boolean seen = around.repeats().isTracked(key);
    repeats.put(key, seen);
    tracked.add(new Outcome.Tracked(key, test.seconds(), test.last()));
    return seen;
  }

  private Optional<String> first(String name) {
    return mail.fields(name).stream().findFirst().map(MailField::text);
  }

  private boolean capability(Condition.NotifyMethodCapability test, Scene scene) {
    String method = scene.variables().text(test.method());
    boolean online = scene.variables().text(test.capability()).equalsIgnoreCase("online");
    // RFC 5436 section 2.2: mail cannot know who reads it
    return online
        && Mailto.complaint(method).isEmpty()
        && compared(test.matching(), test.keys(), scene).holds(List.of("maybe"));
  }
}
