package org.mailstead.jmap;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.mailstead.jmap.blob.BlobLinkMethods;
import org.mailstead.jmap.blob.BlobMethods;
import org.mailstead.jmap.contacts.ContactMethods;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.Methods;
import org.mailstead.jmap.core.ServerLimits;
import org.mailstead.jmap.images.Images;
import org.mailstead.jmap.jobs.JobMethods;
import org.mailstead.jmap.mail.MailMethods;
import org.mailstead.jmap.mail.UndoMethods;
import org.mailstead.jmap.mdn.MdnMethods;
import org.mailstead.jmap.push.Vapid;
import org.mailstead.jmap.quota.QuotaMethods;
import org.mailstead.jmap.quota.UsageMethod;
import org.mailstead.jmap.rules.RuleMethods;
import org.mailstead.jmap.search.SearchMethods;
import org.mailstead.jmap.settings.SettingsMethods;
import org.mailstead.jmap.sharing.SharingMethods;
import org.mailstead.jmap.sieve.SieveMethods;
import org.mailstead.jmap.snooze.SnoozeMethods;
import org.mailstead.jmap.socket.JmapSockets;
import org.mailstead.jmap.submission.SubmissionMethods;
import org.mailstead.jmap.thumbnails.Thumbnails;
import org.mailstead.jmap.trace.TraceMethods;
import org.mailstead.jmap.unsubscribe.UnsubscribeMethods;
import org.mailstead.words.AccountId;
import tools.jackson.databind.node.ObjectNode;

/** What the session object says of each capability. */
final class Capabilities {
  static final String VAPID = "urn:ietf:params:jmap:webpush-vapid";

  private final Supplier<JmapConfig> config;
  private final Vapid vapid;
  private final BooleanSupplier images;

  /**
   * @param images whether pictures from outside are to be had
   */
  Capabilities(Supplier<JmapConfig> config, Vapid vapid, BooleanSupplier images) {
    this.config = config;
    this.vapid = vapid;
    this.images = images;
  }

  ObjectNode ofServer() {
    ObjectNode json = JmapJson.object();
    json.set(Methods.CORE, ServerLimits.json(config.get().maxUpload()));
    json.putObject(MailMethods.CAPABILITY);
    json.putObject(SubmissionMethods.CAPABILITY);
    json.putObject(SubmissionMethods.VACATION);
    json.putObject(SubmissionMethods.SCHEDULED);
    json.putObject(QuotaMethods.CAPABILITY);
    json.putObject(BlobMethods.CAPABILITY);
    json.putObject(ContactMethods.CAPABILITY);
    json.putObject(SharingMethods.CAPABILITY);
    json.putObject(MailMethods.SHARE);
    json.putObject(MailMethods.SMIME);
    json.putObject(MailMethods.UNPACKED);
    json.putObject(SessionObject.ROLES);
    json.putObject(ContactMethods.VCARD);
    json.putObject(MdnMethods.CAPABILITY);
    json.putObject(SieveMethods.CAPABILITY).put("implementation", "Mailstead");
    json.putObject(SearchMethods.CAPABILITY);
    json.putObject(BlobLinkMethods.CAPABILITY);
    json.putObject(JmapSockets.CAPABILITY).put("supportsPush", true);
    json.putObject(SnoozeMethods.CAPABILITY);
    json.putObject(SettingsMethods.CAPABILITY);
    json.putObject(TraceMethods.CAPABILITY);
    json.putObject(UndoMethods.CAPABILITY);
    json.putObject(JobMethods.CAPABILITY);
    json.putObject(RuleMethods.CAPABILITY);
    json.putObject(UsageMethod.CAPABILITY);
    json.putObject(Export.CAPABILITY);
    json.putObject(Thumbnails.CAPABILITY);
    json.putObject(UnsubscribeMethods.CAPABILITY);
    if (images.getAsBoolean()) {
      json.putObject(Images.CAPABILITY);
    }
    json.putObject(VAPID).put("applicationServerKey", vapid.publicKey()); // RFC 9749
    return json;
  }

  /**
   * @param viewer whoever asks
   */
  ObjectNode ofAccount(AccountId viewer, AccountId owner, boolean mayCreateTopLevel) {
    boolean own = owner.equals(viewer);
    ObjectNode json = JmapJson.object();
    json.putObject(MailMethods.SHARE);
    json.putObject(MailMethods.SMIME);
    json.putObject(MailMethods.UNPACKED);
    json.set(SharingMethods.OWNER, SharingMethods.owner(viewer, owner));
    json.set(
        MailMethods.CAPABILITY,
        MailMethods.capability(mayCreateTopLevel, config.get().maxMessage()));
    json.set(BlobMethods.CAPABILITY, BlobMethods.capability(config.get().maxBlob()));
    json.set(BlobLinkMethods.CAPABILITY, BlobLinkMethods.capability());
    json.putObject(UndoMethods.CAPABILITY);
    json.putObject(Export.CAPABILITY);
    json.putObject(Thumbnails.CAPABILITY);
    if (images.getAsBoolean()) {
      json.putObject(Images.CAPABILITY);
    }
    if (own) {
      json.set(SubmissionMethods.CAPABILITY, SubmissionMethods.capability());
      json.putObject(SubmissionMethods.VACATION);
      json.putObject(SubmissionMethods.SCHEDULED);
      json.putObject(QuotaMethods.CAPABILITY);
      json.set(SharingMethods.CAPABILITY, SharingMethods.capability(viewer));
      json.set(ContactMethods.CAPABILITY, ContactMethods.capability());
      json.putObject(ContactMethods.VCARD);
      json.putObject(MdnMethods.CAPABILITY);
      json.set(SieveMethods.CAPABILITY, SieveMethods.capability());
      json.set(SearchMethods.CAPABILITY, SearchMethods.capability());
      json.putObject(SettingsMethods.CAPABILITY);
      json.putObject(TraceMethods.CAPABILITY);
      json.set(JobMethods.CAPABILITY, JobMethods.capability());
      json.putObject(RuleMethods.CAPABILITY);
      json.putObject(UsageMethod.CAPABILITY);
      json.set(UnsubscribeMethods.CAPABILITY, UnsubscribeMethods.capability());
      json.set(SnoozeMethods.CAPABILITY, SnoozeMethods.capability());
    }
    return json;
  }
}
