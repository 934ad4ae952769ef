/** Identities, submissions and what answers while somebody is away (RFC 8621 sections 6 to 8). */
@NullMarked
package org.mailstead.jmap.submission;

import org.jspecify.annotations.NullMarked;
