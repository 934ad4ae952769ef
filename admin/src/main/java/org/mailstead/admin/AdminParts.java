package org.mailstead.admin;

import java.security.SecureRandom;
import java.time.InstantSource;
import org.mailstead.identity.Directory;
import org.mailstead.identity.DirectoryChanges;
import org.mailstead.identity.audit.AuditLog;
import org.mailstead.identity.rights.AdminTokens;
import org.mailstead.identity.rights.Permits;
import org.mailstead.identity.rights.Roles;
import org.mailstead.identity.rights.Tenants;
import org.mailstead.identity.settings.Settings;
import org.mailstead.identity.signin.Authenticator;
import org.mailstead.identity.signin.Credentials;
import org.mailstead.identity.signin.SignInDesk;
import org.mailstead.post.Jobs;
import org.mailstead.post.Post;
import org.mailstead.post.Removal;
import org.mailstead.post.queue.Queue;

/** What there is to administer. */
public record AdminParts(
    Directory directory,
    DirectoryChanges changes,
    Roles roles,
    Tenants tenants,
    AdminTokens tokens,
    Permits permits,
    Settings settings,
    AuditLog audit,
    Credentials credentials,
    Authenticator authenticator,
    SignInDesk signIn,
    Post post,
    Queue queue,
    Jobs jobs,
    Removal removal,
    SigningPairs signing,
    Standing standing,
    SecureRandom random,
    InstantSource clock) {}
