package org.mailstead.jmap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.core.Caller;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.images.Images;
import org.mailstead.jmap.sharing.SharingMethods;
import org.mailstead.jmap.socket.JmapSockets;
import org.mailstead.jmap.thumbnails.Thumbnails;
import org.mailstead.post.Mailbox;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Post;
import org.mailstead.post.Right;
import org.mailstead.words.AccountId;
import tools.jackson.databind.node.ObjectNode;

/** What there is for whoever asks (RFC 8620 section 2). */
final class SessionObject {
  /** Our own: which mailboxes have a role. */
  static final String ROLES = "urn:mailstead:params:jmap:roles";

  private final Post post;
  private final Capabilities capabilities;

  SessionObject(Post post, Capabilities capabilities) {
    this.post = post;
    this.capabilities = capabilities;
  }

  /**
   * @param origin of the addresses, as the client reached the server
   */
  ObjectNode of(Caller caller, String origin) {
    ObjectNode json = content(caller);
    json.put("state", state(json));
    json.put("apiUrl", origin + JmapServer.API);
    json.put(
        "downloadUrl", origin + JmapServer.DOWNLOAD + "/{accountId}/{blobId}/{name}?accept={type}");
    json.put("uploadUrl", origin + JmapServer.UPLOAD + "/{accountId}/");
    json.put(
        "eventSourceUrl",
        origin + JmapServer.EVENTS + "?types={types}&closeafter={closeafter}&ping={ping}");
    // RFC 8887 section 3: ws: with http:, wss: with https:
    json.withObject("capabilities")
        .withObject(JmapSockets.CAPABILITY)
        .put("url", "ws" + origin.substring("http".length()) + JmapServer.SOCKET);
    json.withObject("capabilities")
        .withObject(Export.CAPABILITY)
        .put("exportUrl", Export.url(origin))
        .put("attachmentsUrl", AttachmentsZip.url(origin));
    json.withObject("capabilities")
        .withObject(Thumbnails.CAPABILITY)
        .put("thumbnailUrl", Thumbnails.url(origin));
    if (json.path("capabilities").path(Images.CAPABILITY) instanceof ObjectNode images) {
      images.put("imageUrl", origin + Images.PATH + "/{accountId}/{emailId}?url={url}");
    }
    return json;
  }

  /** Changes when anything in the object does. */
  String state(Caller caller) {
    return state(content(caller));
  }

  private static String state(ObjectNode content) {
    return HexFormat.of().toHexDigits(hash(content.toString().getBytes(UTF_8)));
  }

  /** FNV-1a: nobody gains by two objects that have the same. */
  private static long hash(byte[] octets) {
    long hash = 0xcbf29ce484222325L;
    for (byte octet : octets) {
      hash = (hash ^ (octet & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }

  private ObjectNode content(Caller caller) {
    ObjectNode json = JmapJson.object();
    json.set("capabilities", capabilities.ofServer());
    ObjectNode accounts = json.putObject("accounts");
    String own = ObjectIds.account(caller.account());
    accounts.set(own, account(caller, caller.account(), caller.address().toString()));
    for (AccountId owner : post.sharing().shown(caller.account())) {
      Access.find(caller, post, owner)
          .flatMap(_ -> post.sharing().address(owner))
          .ifPresent(
              address -> accounts.set(ObjectIds.account(owner), account(caller, owner, address)));
    }
    ObjectNode primary = json.putObject("primaryAccounts");
    for (Map.Entry<String, ?> entry :
        capabilities.ofAccount(caller.account(), caller.account(), true).properties()) {
      if (!entry.getKey().equals(SharingMethods.OWNER)) {
        primary.put(entry.getKey(), own);
      }
    }
    json.put("username", caller.address().toString());
    return json;
  }

  private ObjectNode account(Caller caller, AccountId owner, String name) {
    boolean own = owner.equals(caller.account());
    boolean mayCreate =
        own || post.sharing().rightsAbove(caller.account(), owner).has(Right.CREATE);
    ObjectNode json = JmapJson.object();
    json.put("name", name).put("isPersonal", own);
    json.put("isReadOnly", caller.readOnly() || (!own && isReadOnly(caller, owner)));
    json.set("accountCapabilities", capabilities.ofAccount(caller.account(), owner, mayCreate));
    if (own) {
      json.withObject("accountCapabilities").set(ROLES, roles(owner));
    }
    return json;
  }

  /** So that a client can ask for the inbox in its first request. */
  private ObjectNode roles(AccountId owner) {
    ObjectNode json = JmapJson.object();
    ObjectNode ids = json.putObject("mailboxIds");
    for (Mailbox mailbox : post.mailboxes().tree(owner).all()) {
      if (mailbox.role() != Mailbox.Role.NONE) {
        String role = mailbox.role().name().toLowerCase(Locale.ROOT);
        ids.put(role, ObjectIds.mailbox(owner, mailbox.id()));
      }
    }
    return json;
  }

  private boolean isReadOnly(Caller caller, AccountId owner) {
    return post.sharing().rights(caller.account(), owner).values().stream()
        .noneMatch(rights ->
            rights.hasAny(
                Right.INSERT, Right.WRITE, Right.SEEN, Right.DELETE_MESSAGES, Right.CREATE));
  }
}
