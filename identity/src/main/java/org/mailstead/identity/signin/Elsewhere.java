package org.mailstead.identity.signin;

import java.util.List;
import java.util.Optional;
import org.mailstead.words.EmailAddress;

/** Where the passwords of some domains lie, if not here. All of it may take seconds. */
public interface Elsewhere extends AutoCloseable {
  /** No domain's passwords lie elsewhere. */
  Elsewhere NONE = new Nowhere();

  /** Whether somebody else checks a domain's passwords. */
  boolean decides(String domain);

  /** Whether somebody checks passwords of any domain: programs send them as they are, then. */
  boolean checksAny();

  /** Whether a domain's people can be looked up. */
  boolean looksUp(String domain);

  /**
   * What is told of somebody.
   *
   * @param address the one that the account has, or shall have
   * @param name for people; may be empty
   * @param aliases others that the person has
   * @param marker another with every password, where that is told; else empty
   */
  record Particulars(EmailAddress address, String name, List<EmailAddress> aliases, String marker) {
    public Particulars {
      aliases = List.copyOf(aliases);
    }
  }

  /** What became of a password. */
  sealed interface Verdict {
    record Right(Particulars who) implements Verdict {}

    /** Or there is nobody of that name. */
    record Wrong() implements Verdict {}

    /** It is right, and has to be changed before anything else. */
    record Expired() implements Verdict {}

    /**
     * Whatever the password is: this person may not sign in.
     *
     * @param why for the log
     */
    record Barred(String why) implements Verdict {}

    /** Nobody answers just now. */
    record Unavailable(String why) implements Verdict {}
  }

  /**
   * Checks a password. An empty one is wrong.
   *
   * @param address of a domain that is decided elsewhere
   */
  Verdict check(EmailAddress address, String password);

  /** How somebody stands, without a password. */
  sealed interface Standing {
    record In(Particulars who) implements Standing {}

    /**
     * Switched off, run out, in none of the groups, or not there at all.
     *
     * @param why for the log
     */
    record Out(String why) implements Standing {}

    /** Nobody answers just now, or nobody may ask: it is as it was. */
    record Unknown(String why) implements Standing {}
  }

  Standing look(EmailAddress address);

  /**
   * A group with an address.
   *
   * @param members those of groups in it too, each once
   */
  record ToldGroup(EmailAddress address, List<EmailAddress> members) {
    public ToldGroup {
      members = List.copyOf(members);
    }
  }

  /** What is told of a domain's groups. */
  sealed interface Groups {
    /** No groups are taken over from there. */
    record None() implements Groups {}

    record Told(List<ToldGroup> groups) implements Groups {
      public Told {
        groups = List.copyOf(groups);
      }
    }

    /** Nobody answers just now: they are as they were. */
    record Unknown(String why) implements Groups {}
  }

  Groups groups(String domain);

  /** Whether the first sign-in of somebody who has no account makes one. */
  boolean makesAccounts(String domain);

  /** Whether it is seen to there that a domain's people show a second factor. */
  boolean vouchesForFactors(String domain);

  /** For how long a password that was right counts while nobody answers; zero: ask each time. */
  java.time.Duration remember(String domain);

  /** Where people change their password, if not here. */
  sealed interface Changing {
    record Here() implements Changing {}

    /**
     * @param page may be empty
     */
    record At(String page) implements Changing {}
  }

  Changing changing(String domain);

  /**
   * Changes a password.
   *
   * @return why it was not changed, in the other's words for the log; empty when it was
   * @throws org.mailstead.words.Refused UNAVAILABLE, REFUSED where that is not done here
   */
  Optional<String> change(EmailAddress address, String old, String fresh);

  @Override
  void close();
}
