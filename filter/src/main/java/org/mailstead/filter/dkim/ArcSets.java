package org.mailstead.filter.dkim;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sets of a chain, the first first: numbered without gap, each of the three fields once (RFC
 * 8617 section 5.2, steps 1 and 3).
 */
record ArcSets(List<ArcSet> sets) {
  static final String SEAL = "arc-seal";
  static final String SIGNATURE = "arc-message-signature";
  static final String RESULTS = "arc-authentication-results";

  private static final int MOST = 50;
  // arc-info = instance [CFWS] ";" authres-payload
  private static final Pattern INSTANCE =
      Pattern.compile("[ \\t\\r\\n]*i[ \\t\\r\\n]*=[ \\t\\r\\n]*([0-9]{1,2})[ \\t\\r\\n]*;");

  /** One custodian's three fields. */
  record ArcSet(RawField results, ArcMessageSignature signature, ArcSeal seal) {
    /** What it found, on one line. */
    String payload() {
      Matcher instance = INSTANCE.matcher(results.value());
      String payload = instance.lookingAt() ? results.value().substring(instance.end()) : "";
      return payload.replaceAll("[ \\t\\r\\n]+", " ").strip();
    }
  }

  ArcSets {
    sets = List.copyOf(sets);
  }

  List<ArcHop> hops() {
    List<ArcHop> hops = new ArrayList<>();
    for (ArcSet set : sets) {
      String sealer = set.seal().key().domain();
      String signer = set.signature().tags().key().domain();
      hops.add(new ArcHop(hops.size() + 1, sealer, signer, set.payload()));
    }
    return hops;
  }

  static boolean isThere(SignedMessage message) {
    return !message.fields(SEAL).isEmpty()
        || !message.fields(SIGNATURE).isEmpty()
        || !message.fields(RESULTS).isEmpty();
  }

  static ArcSets of(SignedMessage message) throws TagSyntaxException {
    List<RawField> results = numbered(message.fields(RESULTS));
    List<RawField> signatures = numbered(message.fields(SIGNATURE));
    List<RawField> seals = numbered(message.fields(SEAL));
    if (results.size() != seals.size() || signatures.size() != seals.size()) {
      throw new TagSyntaxException("a field of it is missing");
    }
    List<ArcSet> sets = new ArrayList<>();
    for (int i = 0; i < seals.size(); i++) {
      ArcSeal seal = ArcSeal.parse(seals.get(i));
      if (!seal.cv().equals(i == 0 ? "none" : "pass")) {
        throw new TagSyntaxException("custodian " + (i + 1) + " says that it was " + seal.cv());
      }
      sets.add(new ArcSet(results.get(i), ArcMessageSignature.parse(signatures.get(i)), seal));
    }
    return new ArcSets(sets);
  }

  private static List<RawField> numbered(List<RawField> fields) throws TagSyntaxException {
    if (fields.size() > MOST) {
      throw new TagSyntaxException("more than " + MOST + " custodians");
    }
    var byInstance = new TreeMap<Integer, RawField>();
    for (RawField field : fields) {
      byInstance.put(instance(field), field);
    }
    boolean gap = !byInstance.isEmpty() && byInstance.lastKey() != fields.size();
    if (byInstance.size() != fields.size() || gap) {
      throw new TagSyntaxException("its numbers are not 1, 2, 3 …");
    }
    return List.copyOf(byInstance.values());
  }

  // instance = [CFWS] %s"i" [CFWS] "=" [CFWS] position; position = 1*2DIGIT ; 1 - 50
  private static int instance(RawField field) throws TagSyntaxException {
    String number;
    if (field.name().equals(RESULTS)) {
      Matcher instance = INSTANCE.matcher(field.value());
      number = instance.lookingAt() ? instance.group(1) : "";
    } else {
      number = TagList.parse(field.value()).find("i").orElse("");
    }
    int instance = number.matches("[0-9]{1,2}") ? Integer.parseInt(number) : 0;
    if (instance < 1 || instance > MOST) {
      throw new TagSyntaxException("a field of it has no number");
    }
    return instance;
  }

  /** The last seal of a chain that may be in any disorder, to see whether it is closed. */
  static boolean isClosed(SignedMessage message) {
    return message.fields(SEAL).stream()
        .anyMatch(seal -> instanceOrZero(seal) == highest(message) && ArcSeal.saysFail(seal));
  }

  /** The highest number in a chain that may be in any disorder; 0 when there is none. */
  static int highest(SignedMessage message) {
    int highest = 0;
    for (String name : List.of(RESULTS, SIGNATURE, SEAL)) {
      List<RawField> fields = message.fields(name);
      for (RawField field : fields.subList(0, Math.min(fields.size(), MOST))) {
        highest = Math.max(highest, instanceOrZero(field));
      }
    }
    return highest;
  }

  private static int instanceOrZero(RawField field) {
    try {
      return instance(field);
    } catch (TagSyntaxException _) {
      return 0;
    }
  }
}
