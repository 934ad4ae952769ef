package org.mailstead.identity.signin;

/** A session's being signed in, as the directory knows it; to be closed when the session ends. */
public interface Stay extends AutoCloseable {
  @Override
  void close();
}
