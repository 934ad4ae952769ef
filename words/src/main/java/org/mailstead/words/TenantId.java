package org.mailstead.words;

/** A tenant: an organisation with domains and accounts of its own. A single-tenant home has one. */
public record TenantId(long value) {
  public static final TenantId FIRST = new TenantId(1);

  @Override
  public String toString() {
    return "t" + value;
  }
}
