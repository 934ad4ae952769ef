package org.mailstead.rules;

import java.util.Set;
import java.util.TreeSet;

/** The extensions that a script can require (RFC 5228 section 2.10.5). */
public final class Extensions {
  private static final Set<String> KNOWN =
      Set.of(
          "body",
          "comparator-i;ascii-casemap",
          "comparator-i;ascii-numeric",
          "comparator-i;octet",
          "comparator-i;unicode-casemap",
          "copy",
          "date",
          "duplicate",
          "editheader",
          "enclose",
          "encoded-character",
          "enotify",
          "envelope",
          "environment",
          "ereject",
          "extlists",
          "extracttext",
          "fcc",
          "fileinto",
          "foreverypart",
          "ihave",
          "imap4flags",
          "imapsieve",
          "include",
          "index",
          "mailbox",
          "mailboxid",
          "mboxmetadata",
          "mime",
          "redirect-deliverby",
          "redirect-dsn",
          "regex",
          "reject",
          "relational",
          "replace",
          "servermetadata",
          "snooze",
          "spamtest",
          "spamtestplus",
          "special-use",
          "subaddress",
          "vacation",
          "vacation-seconds",
          "variables",
          "virustest");

  private Extensions() {}

  /** Their names, in the order of the alphabet. */
  public static Set<String> all() {
    return new TreeSet<>(KNOWN);
  }

  static boolean isKnown(String name) {
    return KNOWN.contains(name);
  }
}
