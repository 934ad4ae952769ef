package org.mailstead.post;

/**
 * What is counted in a mailbox, as of one version.
 *
 * @param uidNext above every uid that was ever given
 * @param deleted members that have \Deleted
 * @param highestModseq the version of the last commit that touched it (RFC 7162)
 */
public record MailboxState(
    int uidNext, int messages, int unseen, int deleted, long bytes, long highestModseq) {}
