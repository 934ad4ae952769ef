package org.mailstead.http;

/** Answers GET and HEAD of one path, as the host that was asked for has it. */
@FunctionalInterface
public interface HostPage {
  /**
   * @param host as the client names it, without port
   */
  Answer answer(String host);
}
