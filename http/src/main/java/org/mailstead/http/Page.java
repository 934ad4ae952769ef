package org.mailstead.http;

/** Answers GET and HEAD of one path. */
@FunctionalInterface
public interface Page {
  Answer answer();
}
