package org.mailstead.jmap.submission;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.account.RecordIds;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.post.Post;
import org.mailstead.post.Records;
import org.mailstead.words.EmailAddress;
import tools.jackson.databind.node.ObjectNode;

/** The identities of an account; each of its addresses has one from the start. */
public final class Identities {
  static final char LETTER = 'I';

  private final Post post;
  private final Directory directory;

  public Identities(Post post, Directory directory) {
    this.post = post;
    this.directory = directory;
  }

  /** One of them, in JSON as it is kept. */
  public record Identity(long number, ObjectNode json) {
    public String id() {
      return RecordIds.write(LETTER, number);
    }

    public String email() {
      return json.path("email").asString("");
    }

    /** What stands before the address. */
    public String name() {
      return json.path("name").asString("");
    }
  }

  /** All of them; those of the account's addresses are made where they are missing. */
  List<Identity> all(Access access) {
    List<Identity> known = read(access);
    Optional<Account> account = directory.account(access.owner());
    if (account.isEmpty() || access.readOnly()) {
      return known;
    }
    List<EmailAddress> own = new ArrayList<>(List.of(account.get().address()));
    own.addAll(account.get().aliases());
    Map<String, EmailAddress> missing = new LinkedHashMap<>();
    own.forEach(address -> missing.put(address.canonical(), address));
    known.forEach(identity ->
        EmailAddress.parse(identity.email()).ifPresent(one -> missing.remove(one.canonical())));
    if (missing.isEmpty()) {
      return known;
    }
    missing
        .values()
        .forEach(address -> create(access, fresh(account.get().name(), address.toString())));
    return read(access);
  }

  private List<Identity> read(Access access) {
    return post.records().all(access.owner(), Records.Kind.IDENTITY).stream()
        .map(item -> new Identity(item.id(), JmapJson.parseObject(item.json())))
        .toList();
  }

  /** What an identity is before anybody says more. */
  static ObjectNode fresh(String name, String email) {
    ObjectNode json = JmapJson.object();
    json.put("name", name).put("email", email);
    json.putNull("replyTo");
    json.putNull("bcc");
    json.put("textSignature", "").put("htmlSignature", "");
    return json;
  }

  long create(Access access, ObjectNode json) {
    return post.records().create(access.owner(), Records.Kind.IDENTITY, json.toString());
  }

  public Optional<Identity> find(Access access, String id) {
    return RecordIds.parse(LETTER, id)
        .flatMap(number -> post.records().find(access.owner(), Records.Kind.IDENTITY, number))
        .map(item -> new Identity(item.id(), JmapJson.parseObject(item.json())));
  }

  /** Whether it is that of the account's own address, which stays. */
  boolean isMain(Access access, Identity identity) {
    Optional<String> main =
        directory.account(access.owner()).map(account -> account.address().canonical());
    boolean same = EmailAddress.parse(identity.email()).map(EmailAddress::canonical).equals(main);
    return same
        && all(access).stream()
            .filter(other ->
                EmailAddress.parse(other.email()).map(EmailAddress::canonical).equals(main))
            .findFirst()
            .filter(first -> first.number() == identity.number())
            .isPresent();
  }
}
