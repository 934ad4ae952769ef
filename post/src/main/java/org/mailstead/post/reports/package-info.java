/** What other servers report of mail in our name and of mail to us: kept and added up. */
@NullMarked
package org.mailstead.post.reports;

import org.jspecify.annotations.NullMarked;
