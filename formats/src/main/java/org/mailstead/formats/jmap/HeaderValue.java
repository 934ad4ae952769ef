package org.mailstead.formats.jmap;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** The value of a header field in one of its forms (RFC 8621 section 4.1.2). */
public sealed interface HeaderValue {
  /** The form that it has. */
  HeaderForm form();

  /** The octets between the colon and the line end, as characters. */
  record Raw(String value) implements HeaderValue {
    @Override
    public HeaderForm form() {
      return HeaderForm.RAW;
    }
  }

  /** Free text, decoded. */
  record Text(String text) implements HeaderValue {
    @Override
    public HeaderForm form() {
      return HeaderForm.TEXT;
    }
  }

  /** Mailboxes, those in groups too. */
  record Addresses(List<Address> list) implements HeaderValue {
    public Addresses {
      list = List.copyOf(list);
    }

    @Override
    public HeaderForm form() {
      return HeaderForm.ADDRESSES;
    }
  }

  /** Groups of mailboxes. */
  record GroupedAddresses(List<Group> groups) implements HeaderValue {
    public GroupedAddresses {
      groups = List.copyOf(groups);
    }

    @Override
    public HeaderForm form() {
      return HeaderForm.GROUPED_ADDRESSES;
    }
  }

  /** Ids without angle brackets. */
  record MessageIds(List<String> ids) implements HeaderValue {
    public MessageIds {
      ids = List.copyOf(ids);
    }

    @Override
    public HeaderForm form() {
      return HeaderForm.MESSAGE_IDS;
    }
  }

  /** A moment, with the offset of who wrote it. */
  record Date(OffsetDateTime time) implements HeaderValue {
    @Override
    public HeaderForm form() {
      return HeaderForm.DATE;
    }
  }

  /** URLs without angle brackets. */
  record Urls(List<String> urls) implements HeaderValue {
    public Urls {
      urls = List.copyOf(urls);
    }

    @Override
    public HeaderForm form() {
      return HeaderForm.URLS;
    }
  }

  /**
   * An EmailAddress (RFC 8621 section 4.1.2.3).
   *
   * @param email an addr-spec, or whatever stands in its place
   */
  record Address(Optional<String> name, String email) {}

  /**
   * An EmailAddressGroup (RFC 8621 section 4.1.2.4).
   *
   * @param name empty for addresses that are in no group
   */
  record Group(Optional<String> name, List<Address> addresses) {
    public Group {
      addresses = List.copyOf(addresses);
    }
  }
}
