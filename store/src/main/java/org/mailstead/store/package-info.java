/**
 * Partitions: ordered maps with one version and one change log each, the engines that keep them,
 * and blobs. Knows nothing of mail.
 */
@NullMarked
package org.mailstead.store;

import org.jspecify.annotations.NullMarked;
