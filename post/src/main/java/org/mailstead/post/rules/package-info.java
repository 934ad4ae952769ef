/**
 * Runs people's scripts on what arrives for them, and does what the scripts decide: files, answers,
 * sends on, refuses.
 */
@NullMarked
package org.mailstead.post.rules;

import org.jspecify.annotations.NullMarked;
