package org.mailstead.jmap.sieve;

import java.util.Optional;
import org.mailstead.jmap.account.RecordIds;
import org.mailstead.jmap.blob.BlobName;
import org.mailstead.jmap.core.Schema;
import org.mailstead.jmap.core.Schema.Trait;
import org.mailstead.post.NumberedScripts.Numbered;
import org.mailstead.words.AccountId;

/** A Sieve script of an account (RFC 9661 section 2.1). */
record SieveScript(AccountId owner, Numbered script) {
  private static final char LETTER = 'S';

  static final Schema<SieveScript> SCHEMA =
      new Schema<SieveScript>("SieveScript")
          .text(
              "id",
              "Names it; stays when its name changes.",
              SieveScript::id,
              Trait.SERVER_SET,
              Trait.IMMUTABLE)
          .optionalText(
              "name",
              "No two have the same; null is given for one that the server chooses.",
              one -> Optional.of(one.script.name()))
          .text("blobId", "Its text; another one when the text changes.", SieveScript::blobId)
          .flag(
              "isActive",
              "Whether it runs; at most one does.",
              one -> one.script.active(),
              Trait.SERVER_SET);

  String id() {
    return id(script.id());
  }

  static String id(long number) {
    return RecordIds.write(LETTER, number);
  }

  static Optional<Long> parse(String id) {
    return RecordIds.parse(LETTER, id);
  }

  private String blobId() {
    return BlobName.script(owner.value(), script.content()).toString();
  }
}
