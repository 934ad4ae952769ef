package org.mailstead.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.mailstead.identity.Account;
import org.mailstead.identity.Domain;
import org.mailstead.identity.DomainKey;
import org.mailstead.identity.SecondFactorPolicy;
import org.mailstead.identity.rights.Caller;
import org.mailstead.identity.rights.Right;
import org.mailstead.identity.rights.Tenant;
import org.mailstead.post.reports.Summary;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import org.mailstead.words.TenantId;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Domains: their rules, their records in the DNS, their keys, what others report of them. */
final class DomainOperations {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int MOST_DAYS = 400;

  private static final List<String> RULES =
      Arrays.stream(SecondFactorPolicy.Rule.values())
          .map(rule -> rule.name().toLowerCase(Locale.ROOT))
          .toList();

  private final Supplier<AdminParts> opened;

  DomainOperations(Supplier<AdminParts> opened) {
    this.opened = opened;
  }

  private AdminParts parts() {
    return opened.get();
  }

  private Reach reach() {
    return new Reach(parts().directory(), parts().roles());
  }

  private record Seen(Domain domain, String tenant, long accounts) {}

  private record Key(DomainKey key, String record) {}

  /** What a step of a change of keys came to. */
  private record Rotated(String step, List<String> records) {}

  private static final Shape<Seen> DOMAIN =
      Shape.<Seen>of("Domain")
          .text("name", "In A-labels.", seen -> seen.domain.name())
          .text("tenant", "Whose it is.", Seen::tenant)
          .text(
              "catchAll",
              "Gets mail for addresses that do not exist; empty: it is refused.",
              seen -> seen.domain.catchAll().map(EmailAddress::toString).orElse(""))
          .text(
              "secondFactor",
              "offered, off or required.",
              seen -> seen.domain.secondFactor().rule().name().toLowerCase(Locale.ROOT))
          .number(
              "graceDays",
              "How long its people may take to set it up.",
              seen -> seen.domain.secondFactor().grace().toDays())
          .number("accounts", "People in it.", Seen::accounts);

  private static final Shape<Standing.DnsRecord> RECORD =
      Shape.<Standing.DnsRecord>of("DnsRecord")
          .text("type", "Such as MX.", record -> words(record)[2])
          .text("name", "Where it is, with a dot at its end.", record -> words(record)[0])
          .text("value", "As a zone file has it.", record -> words(record)[3])
          .text("line", "All of it, as a zone file has it.", Standing.DnsRecord::line)
          .flag("needed", "Whether mail suffers without it.", Standing.DnsRecord::needed)
          .text("state", "right, or wrong.", record -> record.wrong().isEmpty() ? "right" : "wrong")
          .optionalText("wrong", "What is wrong with it, in English.", Standing.DnsRecord::wrong);

  private static final Shape<Key> KEY =
      Shape.<Key>of("SigningKey")
          .text("selector", "Its name within the domain.", key -> key.key.selector())
          .text(
              "state",
              "waiting, signing or retired.",
              key -> key.key.state().name().toLowerCase(Locale.ROOT))
          .time("madeAt", "When it was made.", key -> key.key.made())
          .optionalTime("retiredAt", "Since when it signs nothing.", key -> key.key.retired())
          .text("record", "What the DNS must have.", Key::record);

  private static final Shape<Rotated> ROTATED =
      Shape.<Rotated>of("Rotated")
          .text("step", "publish, missing or switched.", Rotated::step)
          .texts(
              "records", "What is to be put into the DNS, or is not there yet.", Rotated::records);

  private static final Input NAME = Input.path("name", "The domain's name.");

  /** NAME IN TYPE VALUE. */
  private static String[] words(Standing.DnsRecord record) {
    String[] words = record.line().split(" ", 4);
    return Arrays.copyOf(words, 4);
  }

  List<Operation> all() {
    List<Operation> all = new ArrayList<>(plain());
    all.addAll(keys());
    all.add(
        Operation.get(
                "domain.records",
                "/domains/{name}/records",
                "What the DNS must have, and what is wrong there; looked up now.")
            .needs(Right.DOMAINS_READ)
            .takes(NAME)
            .answers(
                RECORD.page(),
                (caller, given) ->
                    Shape.Page.all(parts().standing().records(read(caller, given).name()))));
    all.add(
        Operation.get(
                "reports.show",
                "/domains/{name}/reports",
                "What other servers report: DMARC, TLS, complaints.")
            .needs(Right.DOMAINS_READ)
            .takes(
                NAME,
                Input.number("days", "How far back, 1 to 400; 30 by default.").atMost(MOST_DAYS),
                Input.flag("unproven", "With reports that anybody may have written."))
            .answers(REPORTS, this::reports));
    return all;
  }

  private List<Operation> plain() {
    return List.of(
        Operation.get("domain.list", "/domains", "Domains, by name.")
            .needs(Right.DOMAINS_READ)
            .answers(DOMAIN.page(), this::list),
        Operation.get("domain.show", "/domains/{name}", "One domain.")
            .needs(Right.DOMAINS_READ)
            .takes(NAME)
            .answers(DOMAIN, (caller, given) -> seen(read(caller, given), counts())),
        Operation.post("domain.add", "/domains", "Take mail for a domain; its mail is signed.")
            .needs(Right.DOMAINS_WRITE)
            .takes(
                Input.text("name", "Its name.").must(),
                Input.text("tenant", "Whose it is; by default the first tenant's."))
            .answers(DOMAIN, this::add),
        Operation.patch("domain.change", "/domains/{name}", "Change what is given.")
            .needs(Right.DOMAINS_WRITE)
            .takes(
                NAME,
                Input.text("catchAll", "An address; empty: mail for unknown ones is refused."),
                Input.text("secondFactor", "Whether people need one.").of(RULES),
                Input.number("graceDays", "How long people may take, 0 to 365.").atMost(365),
                Input.text("tenant", "Whose it is; only while nobody has an address there."))
            .answers(DOMAIN, this::change),
        Operation.delete(
                "domain.remove", "/domains/{name}", "Take no more mail; accounts must be gone.")
            .needs(Right.DOMAINS_WRITE)
            .takes(NAME)
            .fresh()
            .does((caller, given) -> {
              Domain domain = write(caller, given);
              needOverTenant(caller, domain.tenant());
              parts().changes().removeDomain(domain.name());
            }));
  }

  private List<Operation> keys() {
    return List.of(
        Operation.get("dkim.list", "/domains/{name}/dkim", "Keys that sign its mail.")
            .needs(Right.DOMAINS_READ)
            .takes(NAME)
            .answers(
                KEY.page(),
                (caller, given) -> {
                  String name = read(caller, given).name();
                  return Shape.Page.all(
                      parts().signing().of(name).stream().map(key -> key(name, key)).toList());
                }),
        Operation.post(
                "dkim.rotate",
                "/domains/{name}/dkim/rotate",
                "New keys, in two steps: the first makes them, the second lets them sign.")
            .needs(Right.DOMAINS_WRITE)
            .takes(NAME)
            .answers(ROTATED, this::rotate));
  }

  private Domain read(Caller caller, Given given) {
    return reach().domain(caller, Right.DOMAINS_READ, given.text("name"));
  }

  private Domain write(Caller caller, Given given) {
    return reach().domain(caller, Right.DOMAINS_WRITE, given.text("name"));
  }

  private Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    for (Account account : parts().directory().accounts()) {
      counts.merge(account.address().domain(), 1L, Long::sum);
    }
    return counts;
  }

  private Seen seen(Domain domain, Map<String, Long> counts) {
    String tenant =
        parts()
            .tenants()
            .find(domain.tenant())
            .map(Tenant::name)
            .orElse(domain.tenant().toString());
    return new Seen(domain, tenant, counts.getOrDefault(domain.name(), 0L));
  }

  private Shape.Page<Seen> list(Caller caller, Given given) {
    Map<String, Long> counts = counts();
    return Shape.Page.all(
        parts().directory().domains().stream()
            .filter(domain -> caller.may(Right.DOMAINS_READ, domain))
            .map(domain -> seen(domain, counts))
            .toList());
  }

  private Tenant tenant(String name) {
    return parts()
        .tenants()
        .find(name)
        .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "tenant.missing", name));
  }

  /** Who has a domain alone makes no other one, nor takes this one away. */
  private static void needOverTenant(Caller caller, TenantId tenant) {
    caller.need(
        Right.DOMAINS_WRITE, new Domain("", tenant, Optional.empty(), SecondFactorPolicy.DEFAULT));
  }

  private Seen add(Caller caller, Given given) {
    TenantId tenant =
        given.optional("tenant").map(name -> tenant(name).id()).orElse(TenantId.FIRST);
    needOverTenant(caller, tenant);
    parts().tenants().needRoomForDomain(tenant);
    return seen(parts().signing().domain(given.text("name"), tenant), counts());
  }

  private Seen change(Caller caller, Given given) {
    Domain domain = write(caller, given);
    String name = domain.name();
    if (given.has("tenant")) {
      Tenant tenant = tenant(given.text("tenant"));
      caller.need(Right.TENANTS_WRITE);
      parts().tenants().needRoomForDomain(tenant.id());
      parts().changes().setTenant(name, tenant.id());
    }
    if (given.has("catchAll")) {
      parts().changes().setCatchAll(name, given.text("catchAll"));
    }
    if (given.has("secondFactor") || given.has("graceDays")) {
      SecondFactorPolicy.Rule rule =
          given
              .optional("secondFactor")
              .map(word -> SecondFactorPolicy.Rule.valueOf(word.toUpperCase(Locale.ROOT)))
              .orElse(domain.secondFactor().rule());
      int grace = given.number("graceDays").map(Long::intValue).orElse(0);
      parts().changes().setSecondFactor(name, rule, grace);
    }
    return seen(parts().directory().domain(name).orElseThrow(), counts());
  }

  private static Key key(String domain, DomainKey key) {
    return new Key(key, SigningPairs.zoneLine(SigningPairs.signing(domain, key)));
  }

  private Rotated rotate(Caller caller, Given given) {
    String name = write(caller, given).name();
    return switch (parts().signing().rotate(name)) {
      case SigningPairs.Rotation.Publish(List<DomainKey> made) ->
          new Rotated("publish", made.stream().map(key -> key(name, key).record()).toList());
      case SigningPairs.Rotation.Missing(List<String> names) -> new Rotated("missing", names);
      case SigningPairs.Rotation.Switched() -> new Rotated("switched", List.of());
    };
  }

  private static final Shape<Summary> REPORTS =
      Shape.<Summary>of("Reports")
          .number("messages", "Messages in the domain's name.", Summary::messages)
          .number("passed", "Those of them that DMARC found genuine.", Summary::passed)
          .number("unproven", "Reports that anybody may have written.", Summary::unproven)
          .list("reporters", "Who reports.", any("Reporter"), s -> nodes(s.reporters()))
          .list("sources", "Where it came from.", any("Source"), s -> nodes(s.sources()))
          .list("tls", "How mail to it was encrypted.", any("Tls"), s -> nodes(s.tls()))
          .list("complaints", "Who complained.", any("Complaint"), s -> nodes(s.complaints()))
          .list("unreadable", "What could not be read.", any("Unread"), s -> nodes(s.unreadable()));

  private static Shape<ObjectNode> any(String name) {
    return Shape.raw(name);
  }

  private static List<ObjectNode> nodes(List<?> records) {
    return records.stream().map(one -> (ObjectNode) MAPPER.valueToTree(one)).toList();
  }

  private Summary reports(Caller caller, Given given) {
    long days = Math.max(1, given.number("days").orElse(30L));
    Instant since = parts().clock().instant().minus(Duration.ofDays(days));
    return parts()
        .queue()
        .reported()
        .summary(read(caller, given).name(), since, given.flag("unproven").orElse(false));
  }
}
