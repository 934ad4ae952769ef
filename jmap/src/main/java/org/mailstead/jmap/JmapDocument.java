package org.mailstead.jmap;

import java.util.ArrayList;
import java.util.List;
import org.mailstead.jmap.contacts.ContactMethods;
import org.mailstead.jmap.core.Schema;
import org.mailstead.jmap.jobs.JobMethods;
import org.mailstead.jmap.mail.MailMethods;
import org.mailstead.jmap.mdn.MdnMethods;
import org.mailstead.jmap.push.SubscriptionMethods;
import org.mailstead.jmap.quota.QuotaMethods;
import org.mailstead.jmap.rules.RuleMethods;
import org.mailstead.jmap.rules.SweepMethods;
import org.mailstead.jmap.search.SearchMethods;
import org.mailstead.jmap.settings.SettingsMethods;
import org.mailstead.jmap.sharing.SharingMethods;
import org.mailstead.jmap.sieve.SieveMethods;
import org.mailstead.jmap.snooze.SnoozeMethods;
import org.mailstead.jmap.submission.SubmissionMethods;

/** Describes the types from the tables that write them: for readers, and for the pages. */
public final class JmapDocument {
  /** Types of RFC 8620 and RFC 8621 that are no tables here. */
  private static final String FIXED =
      """
      export type Id = string;
      /** In UTC, such as 2026-01-31T12:00:00Z. */
      export type UTCDate = string;
      /** With the offset of whoever wrote it. */
      export type JmapDate = string;

      export interface EmailAddress {
        name: string | null;
        email: string;
      }

      export interface EmailHeader {
        name: string;
        value: string;
      }

      export interface EmailBodyValue {
        value: string;
        isEncodingProblem: boolean;
        isTruncated: boolean;
      }

      export interface MailboxRights {
        mayReadItems: boolean;
        mayAddItems: boolean;
        mayRemoveItems: boolean;
        maySetSeen: boolean;
        maySetKeywords: boolean;
        mayCreateChild: boolean;
        mayRename: boolean;
        mayDelete: boolean;
        maySubmit: boolean;
        /** Only with urn:ietf:params:jmap:mail:share. */
        mayShare?: boolean;
      }

      export interface Entity {
        name: string;
        email: string | null;
        principalId: Id | null;
      }

      export interface AddressBookRights {
        mayRead: boolean;
        mayWrite: boolean;
        mayShare: boolean;
        mayDelete: boolean;
      }

      export interface RuleCondition {
        field:
          | "from"
          | "to"
          | "cc"
          | "recipients"
          | "subject"
          | "list"
          | "body"
          | "header"
          | "sizeOver"
          | "sizeUnder"
          | "hasAttachment";
        operator?: "contains" | "is" | "startsWith" | "endsWith";
        value?: string;
        /** Of header. */
        name?: string;
        /** Of sizeOver and sizeUnder. */
        octets?: number;
        not?: boolean;
      }

      export interface RuleAction {
        type:
          | "move"
          | "copy"
          | "archive"
          | "delete"
          | "junk"
          | "inbox"
          | "read"
          | "flag"
          | "keyword"
          | "forward";
        /** Of move and copy. */
        mailboxId?: Id;
        keyword?: string;
        /** Of forward. */
        email?: string;
      }

      export interface EnvelopeAddress {
        email: string;
        parameters: Record<string, string | null> | null;
      }

      export interface Envelope {
        mailFrom: EnvelopeAddress;
        rcptTo: EnvelopeAddress[];
      }

      export interface DeliveryStatus {
        smtpReply: string;
        delivered: "queued" | "yes" | "no" | "unknown";
        displayed: "unknown" | "yes";
      }

      export interface Disposition {
        actionMode: "manual-action" | "automatic-action";
        sendingMode: "mdn-sent-manually" | "mdn-sent-automatically";
        type: "deleted" | "dispatched" | "displayed" | "processed";
      }
      """;

  private JmapDocument() {}

  private static List<Schema<?>> schemas() {
    List<Schema<?>> all = new ArrayList<>(MailMethods.schemas());
    all.addAll(SubmissionMethods.schemas());
    all.add(QuotaMethods.schema());
    all.addAll(ContactMethods.schemas());
    all.addAll(SharingMethods.schemas());
    all.addAll(SettingsMethods.schemas());
    all.add(SieveMethods.schema());
    all.add(MdnMethods.schema());
    all.add(SnoozeMethods.schema());
    all.add(SubscriptionMethods.schema());
    all.add(SearchMethods.schema());
    all.add(JobMethods.schema());
    all.add(RuleMethods.schema());
    all.add(SweepMethods.schema());
    return all;
  }

  /** Tables of all types, in Markdown. */
  public static String tables() {
    var text = new StringBuilder();
    for (Schema<?> schema : schemas()) {
      text.append("### ").append(schema.name()).append("\n\n");
      text.append("| property | type | | |\n|---|---|---|---|\n");
      for (Schema.Property<?> property : schema.properties()) {
        text.append("| ").append(property.name()).append(" | `");
        text.append(property.type().replace("|", "\\|")).append("` | ");
        text.append(traits(property)).append(" | ").append(property.doc()).append(" |\n");
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static String traits(Schema.Property<?> property) {
    List<String> words = new ArrayList<>();
    for (Schema.Trait trait : Schema.Trait.values()) {
      if (property.traits().contains(trait)) {
        words.add(
            switch (trait) {
              case SERVER_SET -> "server-set";
              case IMMUTABLE -> "immutable";
              case ON_DEMAND -> "on demand";
            });
      }
    }
    return String.join(", ", words);
  }

  /** Interfaces of all types, in TypeScript. */
  public static String typeScript() {
    var text = new StringBuilder();
    text.append(
        "// Made from the server's tables (JmapDocument); a test compares it with them.\n\n");
    text.append(FIXED);
    for (Schema<?> schema : schemas()) {
      text.append("\nexport interface ").append(schema.name()).append(" {\n");
      for (Schema.Property<?> property : schema.properties()) {
        String type = property.type().replaceAll("\\bDate\\b", "JmapDate");
        text.append("  /** ").append(property.doc()).append(" */\n");
        text.append("  ").append(property.name()).append(": ").append(type).append(";\n");
      }
      text.append("}\n");
    }
    return text.toString();
  }
}
