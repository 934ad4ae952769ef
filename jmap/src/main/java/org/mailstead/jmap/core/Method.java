package org.mailstead.jmap.core;

/** Something that can be called. */
@FunctionalInterface
public interface Method {
  /**
   * Answers by {@link Exchange#reply}.
   *
   * @throws MethodError when nothing was done
   */
  void call(Exchange exchange, Arguments in);
}
