/** JMAP over WebSocket (RFC 8887). */
@org.jspecify.annotations.NullMarked
package org.mailstead.jmap.socket;
