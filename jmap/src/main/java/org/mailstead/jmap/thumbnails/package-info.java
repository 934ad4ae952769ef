/** Small pictures of attachments, made within limits that no file can break. */
@NullMarked
package org.mailstead.jmap.thumbnails;

import org.jspecify.annotations.NullMarked;
