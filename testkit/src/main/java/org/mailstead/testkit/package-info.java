/** What tests share. Never part of the server. */
@NullMarked
package org.mailstead.testkit;

import org.jspecify.annotations.NullMarked;
