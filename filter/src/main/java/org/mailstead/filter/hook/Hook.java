package org.mailstead.filter.hook;

/** A program that is asked about each message. */
public interface Hook {
  /** What it is in settings, reasons and logs. */
  String name();

  /** Begins to tell it of a message. Does not wait for it. */
  HookTalk begin(HookEnvelope envelope);
}
