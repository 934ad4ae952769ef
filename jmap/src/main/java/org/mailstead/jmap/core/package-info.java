/** JMAP itself (RFC 8620): requests, methods, errors, references; nothing of mail. */
@NullMarked
package org.mailstead.jmap.core;

import org.jspecify.annotations.NullMarked;
