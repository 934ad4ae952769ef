package org.mailstead.imap.grammar;

/** How THREAD puts messages together. */
public enum ThreadAlgorithm {
  /** By subject (RFC 5256). */
  ORDEREDSUBJECT,
  /** By references, then by subject (RFC 5256). */
  REFERENCES,
  /** By references alone, what was received last at the end (draft-ietf-morg-inthread). */
  REFS
}
