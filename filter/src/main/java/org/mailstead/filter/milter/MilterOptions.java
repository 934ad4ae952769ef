package org.mailstead.filter.milter;

import java.nio.ByteBuffer;

/**
 * What server and filter agree on before all else.
 *
 * @param steps a bit for each step that the filter does not want to see, or does not answer
 */
record MilterOptions(int steps) {
  private static final int OLDEST = 2;
  private static final int VERSION = 6;

  /** Whatever a filter may want to change, it may say so: what is not done is told, not fatal. */
  private static final int ACTIONS = 0x1ff;

  static final int NO_CONNECT = 0x1;
  static final int NO_HELO = 0x2;
  static final int NO_MAIL = 0x4;
  static final int NO_RECIPIENTS = 0x8;
  static final int NO_BODY = 0x10;
  static final int NO_HEADERS = 0x20;
  static final int NO_END_OF_HEADER = 0x40;
  static final int QUIET_HEADERS = 0x80;
  private static final int NO_UNKNOWN = 0x100;
  static final int NO_DATA = 0x200;
  private static final int CAN_SKIP = 0x400;
  private static final int REFUSED_RECIPIENTS = 0x800;
  static final int QUIET_CONNECT = 0x1000;
  static final int QUIET_HELO = 0x2000;
  static final int QUIET_MAIL = 0x4000;
  static final int QUIET_RECIPIENTS = 0x8000;
  static final int QUIET_DATA = 0x10000;
  private static final int QUIET_UNKNOWN = 0x20000;
  static final int QUIET_END_OF_HEADER = 0x40000;
  static final int QUIET_BODY = 0x80000;
  static final int LEADING_SPACE = 0x100000;

  private static final int OFFERED =
      NO_CONNECT
          | NO_HELO
          | NO_MAIL
          | NO_RECIPIENTS
          | NO_BODY
          | NO_HEADERS
          | NO_END_OF_HEADER
          | QUIET_HEADERS
          | NO_UNKNOWN
          | NO_DATA
          | CAN_SKIP
          | REFUSED_RECIPIENTS
          | QUIET_CONNECT
          | QUIET_HELO
          | QUIET_MAIL
          | QUIET_RECIPIENTS
          | QUIET_DATA
          | QUIET_UNKNOWN
          | QUIET_END_OF_HEADER
          | QUIET_BODY
          | LEADING_SPACE;

  static MilterPacket offer() {
    byte[] data = ByteBuffer.allocate(12).putInt(VERSION).putInt(ACTIONS).putInt(OFFERED).array();
    return new MilterPacket('O', data);
  }

  /**
   * @throws MilterSyntaxException when there is nothing to agree on
   */
  static MilterOptions agreed(MilterPacket answer) throws MilterSyntaxException {
    if (answer.what() != 'O') {
      throw new MilterSyntaxException("the filter does not speak the milter protocol");
    }
    int version = answer.number(0);
    if (version < OLDEST || version > VERSION) {
      throw new MilterSyntaxException("a version that is not spoken here: " + version);
    }
    return new MilterOptions(answer.number(8) & OFFERED);
  }

  boolean has(int step) {
    return (steps & step) != 0;
  }
}
