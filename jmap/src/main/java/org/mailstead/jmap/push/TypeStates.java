package org.mailstead.jmap.push;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.account.RecordStates;
import org.mailstead.jmap.core.Caller;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.State;
import org.mailstead.jmap.mail.MailStates;
import org.mailstead.jmap.quota.QuotaMethods;
import org.mailstead.jmap.sieve.SieveMethods;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Post;
import org.mailstead.post.Records;
import org.mailstead.words.AccountId;
import tools.jackson.databind.node.ObjectNode;

/** The state of every type, as the methods that read them tell it. */
public final class TypeStates {
  /** The types that there are. */
  public static final List<String> TYPES =
      List.of(
          "Email",
          "EmailDelivery",
          "Mailbox",
          "Thread",
          "Identity",
          "EmailSubmission",
          "VacationResponse",
          "Quota",
          "AddressBook",
          "ContactCard",
          "SieveScript",
          "ShareNotification",
          "SavedSearch",
          "Category",
          "Template",
          "SenderChoice",
          "Preferences",
          "Job",
          "Rule",
          "Sweep");

  private final Post post;
  private final MailStates mail;
  private final RecordStates identities;
  private final RecordStates submissions;
  private final RecordStates addressBooks;
  private final RecordStates cards;
  private final RecordStates shareNotices;
  private final RecordStates searches;
  private final RecordStates categories;
  private final RecordStates templates;
  private final RecordStates senders;
  private final RecordStates preferences;
  private final RecordStates jobs;
  private final RecordStates rules;
  private final RecordStates sweeps;

  public TypeStates(Post post) {
    this.post = post;
    this.mail = new MailStates(post);
    this.identities = new RecordStates(post, Records.Kind.IDENTITY);
    this.submissions = new RecordStates(post, Records.Kind.SUBMISSION);
    this.addressBooks = new RecordStates(post, Records.Kind.ADDRESS_BOOK);
    this.shareNotices = new RecordStates(post, Records.Kind.SHARE_NOTICE);
    this.cards = new RecordStates(post, Records.Kind.CARD);
    this.categories = new RecordStates(post, Records.Kind.CATEGORY);
    this.templates = new RecordStates(post, Records.Kind.TEMPLATE);
    this.senders = new RecordStates(post, Records.Kind.SENDER);
    this.preferences = new RecordStates(post, Records.Kind.PREFERENCES);
    this.jobs = new RecordStates(post, Records.Kind.JOB);
    this.rules = new RecordStates(post, Records.Kind.RULE);
    this.sweeps = new RecordStates(post, Records.Kind.SWEEP);
    this.searches = new RecordStates(post, Records.Kind.SAVED_SEARCH);
  }

  /** Those of one account, by type. */
  Map<String, String> of(Caller caller, AccountId owner) {
    Map<String, String> states = new LinkedHashMap<>();
    Access.find(caller, post, owner)
        .ifPresent(access -> {
          states.put("Email", mail.now(access, MailStates.Kind.EMAIL));
          states.put("EmailDelivery", mail.now(access, MailStates.Kind.DELIVERY));
          states.put("Mailbox", mail.now(access, MailStates.Kind.MAILBOX));
          states.put("Thread", mail.now(access, MailStates.Kind.THREAD));
          if (access.isOwn()) {
            states.put("Identity", identities.now(access));
            states.put("EmailSubmission", submissions.now(access));
            states.put("VacationResponse", new State(post.awayVersion(owner), "").toString());
            states.put("Quota", QuotaMethods.state(post, owner));
            states.put("AddressBook", addressBooks.now(access));
            states.put("ContactCard", cards.now(access));
            states.put("ShareNotification", shareNotices.now(access));
            states.put("SieveScript", SieveMethods.state(post, owner));
            states.put("SavedSearch", searches.now(access));
            states.put("Category", categories.now(access));
            states.put("Template", templates.now(access));
            states.put("SenderChoice", senders.now(access));
            states.put("Preferences", preferences.now(access));
            states.put("Job", jobs.now(access));
            states.put("Rule", rules.now(access));
            states.put("Sweep", sweeps.now(access));
          }
        });
    return states;
  }

  /** A StateChange object. */
  static ObjectNode change(Map<AccountId, Map<String, String>> changed) {
    ObjectNode json = JmapJson.object().put("@type", "StateChange");
    ObjectNode accounts = json.putObject("changed");
    changed.forEach((account, states) -> {
      ObjectNode types = accounts.putObject(ObjectIds.account(account));
      states.forEach(types::put);
    });
    return json;
  }
}
