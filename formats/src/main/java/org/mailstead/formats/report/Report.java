package org.mailstead.formats.report;

/** What another server tells of mail that it saw. Nothing in it is proven: anybody can write it. */
public sealed interface Report permits DmarcReport, TlsReport, FeedbackReport {}
