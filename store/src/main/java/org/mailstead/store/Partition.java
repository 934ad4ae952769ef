package org.mailstead.store;

/**
 * The unit of atomic change: an ordered map with one version and one log. Nothing is atomic across
 * two of them.
 *
 * @param id an account's or person's number, or a shard's
 */
public record Partition(Kind kind, long id) implements Comparable<Partition> {
  /** What a partition holds. The codes are stored: never change or reuse one. */
  public enum Kind {
    /** Settings of the whole system. */
    SETTINGS(1),
    /** Domains, addresses and who claims them; a shard. */
    DIRECTORY(2),
    /** A person's credentials, sign-in sessions and history. */
    PERSON(3),
    /** All that a person owns: mail, folders, devices. */
    ACCOUNT(4),
    /** Mail on its way out, and timers; a shard. */
    QUEUE(5),
    /** Where blobs lie and who refers to them; a shard. */
    BLOBS(6),
    /** What was done by whom. */
    AUDIT(7);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    /** What stands for it in stored keys. */
    public int code() {
      return code;
    }

    static Kind ofCode(int code) {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      throw new IllegalArgumentException("no partition kind " + code);
    }
  }

  @Override
  public int compareTo(Partition other) {
    int byKind = Integer.compare(kind.code, other.kind.code);
    return byKind != 0 ? byKind : Long.compareUnsigned(id, other.id);
  }

  @Override
  public String toString() {
    return kind.name().toLowerCase(java.util.Locale.ROOT) + "/" + id;
  }
}
