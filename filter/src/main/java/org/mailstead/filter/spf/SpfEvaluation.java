package org.mailstead.filter.spf;

import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mailstead.wire.dns.Answer;

/** One check: the record of a domain, and those that it includes (RFC 7208 section 4). */
final class SpfEvaluation {
  private static final int LONGEST_EXPLANATION = 500;

  private final SpfQuestions questions;
  private final SpfClient client;
  private final Expansion expansion;

  SpfEvaluation(SpfQuestions questions, SpfClient client, InstantSource clock) {
    this.questions = questions;
    this.client = client;
    this.expansion = new Expansion(client, clock, this::validatedName);
  }

  /** What the sender's domain says. */
  SpfResult run() {
    try {
      return check(client.domain(), true);
    } catch (SpfStop stop) {
      return stop.result();
    }
  }

  /**
   * check_host() of section 4. Only the domain that was asked first, and its redirects, explain.
   */
  private SpfResult check(String domain, boolean explains) throws SpfStop {
    if (!isAskable(domain)) {
      return new SpfResult.None("it is no name of a domain");
    }
    Optional<String> text = record(domain);
    if (text.isEmpty()) {
      return new SpfResult.None("it has no SPF record");
    }
    SpfRecord record;
    try {
      record = SpfRecord.parse(text.get());
    } catch (SpfSyntaxException e) {
      throw SpfStop.permanent("the record of " + domain + " is wrong: " + e.why());
    }
    for (Directive directive : record.directives()) {
      if (matches(directive.mechanism(), domain)) {
        return result(directive, record, domain, explains);
      }
    }
    if (record.redirect().isPresent()) {
      return redirected(record.redirect().get(), domain, explains);
    }
    return new SpfResult.Neutral("none of the terms matches");
  }

  private SpfResult redirected(MacroString spec, String domain, boolean explains) throws SpfStop {
    String target = asked(spec, domain).orElse("");
    SpfResult result = check(target, explains);
    if (result instanceof SpfResult.None) {
      throw SpfStop.permanent("it refers to " + target + ", which has no SPF record");
    }
    return result;
  }

  private Optional<String> record(String domain) throws SpfStop {
    return switch (questions.texts(domain)) {
      case Answer.Found<String>(List<String> texts, _, _) -> {
        List<String> records = texts.stream().filter(SpfRecord::isOne).toList();
        if (records.size() > 1) {
          throw SpfStop.permanent(domain + " has several SPF records");
        }
        yield records.stream().findFirst();
      }
      case Answer.NoData<String> _, Answer.NoSuchName<String> _ -> Optional.empty();
      case Answer.Failed<String>(boolean temporary, String why) -> {
        if (temporary) {
          throw SpfStop.temporary(domain + ": " + why);
        }
        yield Optional.empty();
      }
    };
  }

  private SpfResult result(Directive by, SpfRecord record, String domain, boolean explains) {
    return switch (by.qualifier()) {
      case PASS -> new SpfResult.Pass(by.text());
      case NEUTRAL -> new SpfResult.Neutral(by.text());
      case SOFT_FAIL -> new SpfResult.SoftFail(by.text());
      case FAIL ->
          new SpfResult.Fail(
              by.text(),
              explains
                  ? record.explanation().flatMap(spec -> explanation(spec, domain))
                  : Optional.empty());
    };
  }

  private boolean matches(Mechanism mechanism, String domain) throws SpfStop {
    return switch (mechanism) {
      case Mechanism.All() -> true;
      case Mechanism.Ip(Network network) -> network.contains(client.address());
      case Mechanism.Include(MacroString target) -> included(asked(target, domain));
      case Mechanism.A(Optional<MacroString> target, Mechanism.Prefixes prefixes) -> {
        Optional<String> name = asked(target, domain);
        yield name.isPresent()
            && questions.hasClient(questions.addresses(name.get()), prefix(prefixes));
      }
      case Mechanism.Mx(Optional<MacroString> target, Mechanism.Prefixes prefixes) -> {
        Optional<String> name = asked(target, domain);
        yield name.isPresent() && questions.exchangers(name.get(), prefix(prefixes));
      }
      case Mechanism.Ptr(Optional<MacroString> target) -> {
        Optional<String> name = asked(target, domain);
        yield name.isPresent() && isValidatedBelow(name.get().toLowerCase(Locale.ROOT));
      }
      case Mechanism.Exists(MacroString target) -> {
        Optional<String> name = asked(target, domain);
        yield name.isPresent() && questions.exists(name.get());
      }
    };
  }

  private boolean isValidatedBelow(String domain) throws SpfStop {
    return questions.validated().stream().anyMatch(own -> isBelow(own, domain));
  }

  // RFC 7208 section 5.2
  private boolean included(Optional<String> target) throws SpfStop {
    if (target.isEmpty()) {
      return false;
    }
    String name = target.get();
    return switch (check(name, false)) {
      case SpfResult.Pass _ -> true;
      case SpfResult.Fail _, SpfResult.SoftFail _, SpfResult.Neutral _ -> false;
      case SpfResult.None _ ->
          throw SpfStop.permanent("it includes " + name + ", which has no SPF record");
      case SpfResult.TempError error -> throw new SpfStop(error);
      case SpfResult.PermError error -> throw new SpfStop(error);
    };
  }

  /** The name that a term asks about, counted; empty when it cannot be one. */
  private Optional<String> asked(Optional<MacroString> spec, String domain) throws SpfStop {
    if (spec.isPresent()) {
      return asked(spec.get(), domain);
    }
    questions.term();
    return Optional.of(domain);
  }

  private Optional<String> asked(MacroString spec, String domain) throws SpfStop {
    questions.term();
    return expansion.canName(spec) ? Optional.of(expansion.name(spec, domain)) : Optional.empty();
  }

  private int prefix(Mechanism.Prefixes prefixes) {
    return client.isIp4() ? prefixes.four() : prefixes.six();
  }

  /** The domain owner's words (RFC 7208 section 6.2); none when anything about them is wrong. */
  private Optional<String> explanation(MacroString spec, String domain) {
    try {
      List<String> texts = questions.texts(expansion.name(spec, domain)).records();
      if (texts.size() != 1) {
        return Optional.empty();
      }
      String text = expansion.text(MacroString.explanation(texts.getFirst()), domain);
      boolean ascii = text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
      return ascii && text.length() <= LONGEST_EXPLANATION ? Optional.of(text) : Optional.empty();
    } catch (SpfSyntaxException | SpfStop _) {
      return Optional.empty();
    }
  }

  // RFC 7208 section 7.3: the domain itself, else one below it, else any
  private String validatedName(String domain) {
    List<String> names;
    try {
      names = questions.validated();
    } catch (SpfStop _) {
      return "unknown";
    }
    String own = domain.toLowerCase(Locale.ROOT);
    if (names.contains(own)) {
      return own;
    }
    Optional<String> below = names.stream().filter(name -> isBelow(name, own)).findFirst();
    return below.or(() -> names.stream().findFirst()).orElse("unknown");
  }

  private static boolean isBelow(String name, String domain) {
    return name.equals(domain) || name.endsWith("." + domain);
  }

  // RFC 7208 section 4.3: several labels, none empty or too long
  private static boolean isAskable(String domain) {
    String[] labels = domain.split("\\.", -1);
    int last = labels.length - (labels[labels.length - 1].isEmpty() ? 1 : 0);
    boolean good = last > 1 && domain.length() <= Expansion.LONGEST_NAME + 1;
    for (int i = 0; i < last && good; i++) {
      good = !labels[i].isEmpty() && labels[i].length() <= 63;
    }
    return good && !domain.startsWith("[");
  }
}
