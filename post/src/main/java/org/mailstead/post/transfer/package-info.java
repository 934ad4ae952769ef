/** Mail from and to files: mbox, Maildir, and one message a file. */
@NullMarked
package org.mailstead.post.transfer;

import org.jspecify.annotations.NullMarked;
