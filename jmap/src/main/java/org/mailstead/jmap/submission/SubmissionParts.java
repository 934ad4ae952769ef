package org.mailstead.jmap.submission;

import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.mailstead.jmap.account.RecordStates;
import org.mailstead.post.Post;
import org.mailstead.post.Snoozes;
import org.mailstead.post.queue.Counter;

/** What sending takes. */
record SubmissionParts(
    Post post,
    Counter counter,
    Snoozes snoozes,
    RecordStates states,
    LongSupplier maxSize,
    InstantSource clock) {}
