package org.mailstead.http;

/** What a handler answers with. */
public record Answer(int status, String contentType, byte[] body) {}
