package org.mailstead.jmap.contacts;

import java.time.InstantSource;
import org.mailstead.agenda.contacts.AddressBooks;
import org.mailstead.agenda.contacts.Contacts;
import org.mailstead.jmap.account.RecordStates;
import org.mailstead.post.Post;

/** What the methods of contacts stand on. */
record ContactParts(
    Post post,
    AddressBooks books,
    Contacts contacts,
    RecordStates bookStates,
    RecordStates cardStates,
    CardPictures pictures,
    InstantSource clock) {}
