package org.mailstead.server;

/** A setting that cannot be used: says where it stands and what was expected. */
final class ConfigException extends RuntimeException {
  private final String why;

  ConfigException(String why) {
    super(why);
    this.why = why;
  }

  String why() {
    return why;
  }
}
