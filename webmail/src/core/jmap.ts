// Made from the server's tables (JmapDocument); a test compares it with them.

export type Id = string;
/** In UTC, such as 2026-01-31T12:00:00Z. */
export type UTCDate = string;
/** With the offset of whoever wrote it. */
export type JmapDate = string;

export interface EmailAddress {
  name: string | null;
  email: string;
}

export interface EmailHeader {
  name: string;
  value: string;
}

export interface EmailBodyValue {
  value: string;
  isEncodingProblem: boolean;
  isTruncated: boolean;
}

export interface MailboxRights {
  mayReadItems: boolean;
  mayAddItems: boolean;
  mayRemoveItems: boolean;
  maySetSeen: boolean;
  maySetKeywords: boolean;
  mayCreateChild: boolean;
  mayRename: boolean;
  mayDelete: boolean;
  maySubmit: boolean;
  /** Only with urn:ietf:params:jmap:mail:share. */
  mayShare?: boolean;
}

export interface Entity {
  name: string;
  email: string | null;
  principalId: Id | null;
}

export interface AddressBookRights {
  mayRead: boolean;
  mayWrite: boolean;
  mayShare: boolean;
  mayDelete: boolean;
}

export interface RuleCondition {
  field:
    | "from"
    | "to"
    | "cc"
    | "recipients"
    | "subject"
    | "list"
    | "body"
    | "header"
    | "sizeOver"
    | "sizeUnder"
    | "hasAttachment";
  operator?: "contains" | "is" | "startsWith" | "endsWith";
  value?: string;
  /** Of header. */
  name?: string;
  /** Of sizeOver and sizeUnder. */
  octets?: number;
  not?: boolean;
}

export interface RuleAction {
  type:
    | "move"
    | "copy"
    | "archive"
    | "delete"
    | "junk"
    | "inbox"
    | "read"
    | "flag"
    | "keyword"
    | "forward";
  /** Of move and copy. */
  mailboxId?: Id;
  keyword?: string;
  /** Of forward. */
  email?: string;
}

export interface EnvelopeAddress {
  email: string;
  parameters: Record<string, string | null> | null;
}

export interface Envelope {
  mailFrom: EnvelopeAddress;
  rcptTo: EnvelopeAddress[];
}

export interface DeliveryStatus {
  smtpReply: string;
  delivered: "queued" | "yes" | "no" | "unknown";
  displayed: "unknown" | "yes";
}

export interface Disposition {
  actionMode: "manual-action" | "automatic-action";
  sendingMode: "mdn-sent-manually" | "mdn-sent-automatically";
  type: "deleted" | "dispatched" | "displayed" | "processed";
}

export interface Mailbox {
  /** The same as IMAP's MAILBOXID. */
  id: string;
  /** At most 255 octets, no slash, no control characters; no two of the same parent. */
  name: string;
  /** The mailbox that it lies in; null at the top. */
  parentId: string | null;
  /** inbox, drafts, sent, junk, trash, archive, or null; each role once. */
  role: string | null;
  /** The lowest stands first, 0 to 2^31-1. */
  sortOrder: number;
  /** Emails in it. */
  totalEmails: number;
  /** Those with neither $seen nor $draft. */
  unreadEmails: number;
  /** Threads that have an email in it. */
  totalThreads: number;
  /** Those that have something unread, also elsewhere; the trash counts by itself. */
  unreadThreads: number;
  /** What whoever asks may do. */
  myRights: MailboxRights;
  /** Whether it is to be shown; IMAP's subscription. */
  isSubscribed: boolean;
  /** Who else may do what, by principals; with urn:ietf:params:jmap:mail:share. */
  shareWith: Record<Id, MailboxRights> | null;
}

export interface Thread {
  /** The same as IMAP's THREADID. */
  id: string;
  /** Its emails, the oldest first. */
  emailIds: Id[];
}

export interface Email {
  /** The same as IMAP's EMAILID. */
  id: Id;
  /** The message as it was received. */
  blobId: string;
  /** The same as IMAP's THREADID. */
  threadId: Id;
  /** The mailboxes that it lies in, at least one. */
  mailboxIds: Record<Id, true>;
  /** In lower case; $seen and $draft when all its messages in IMAP have it. */
  keywords: Record<string, true>;
  /** Octets of the message. */
  size: number;
  /** IMAP's INTERNALDATE. */
  receivedAt: UTCDate;
  /** All its header fields. */
  headers: EmailHeader[];
  /** header:Message-ID:asMessageIds. */
  messageId: string[] | null;
  /** header:In-Reply-To:asMessageIds. */
  inReplyTo: string[] | null;
  /** header:References:asMessageIds. */
  references: string[] | null;
  /** header:Sender:asAddresses. */
  sender: EmailAddress[] | null;
  /** header:From:asAddresses. */
  from: EmailAddress[] | null;
  /** header:To:asAddresses. */
  to: EmailAddress[] | null;
  /** header:Cc:asAddresses. */
  cc: EmailAddress[] | null;
  /** header:Bcc:asAddresses. */
  bcc: EmailAddress[] | null;
  /** header:Reply-To:asAddresses. */
  replyTo: EmailAddress[] | null;
  /** header:Subject:asText. */
  subject: string | null;
  /** header:Date:asDate. */
  sentAt: JmapDate | null;
  /** All its parts. */
  bodyStructure: EmailBodyPart;
  /** Texts of its parts, those that were asked for. */
  bodyValues: Record<string, EmailBodyValue>;
  /** What is shown one after the other, plain text where there is a choice. */
  textBody: EmailBodyPart[];
  /** The same, HTML where there is a choice. */
  htmlBody: EmailBodyPart[];
  /** The other parts, and media that only one of the two shows. */
  attachments: EmailBodyPart[];
  /** Whether an attachment is not inline. */
  hasAttachment: boolean;
  /** The first words of the text, at most 256 characters. */
  preview: string;
  /** How its signature is now; only with urn:ietf:params:jmap:smimeverify. */
  smimeStatus: "unknown" | "signed" | "signed/verified" | "signed/failed" | null;
  /** How it was when the email arrived. */
  smimeStatusAtDelivery: "unknown" | "signed" | "signed/verified" | "signed/failed" | null;
  /** Why it fails now, in sentences. */
  smimeErrors: string[] | null;
  /** As of when that is said, at most a day ago. */
  smimeVerifiedAt: UTCDate | null;
  /** What is in each winmail.dat, by its partId; only with urn:mailstead:params:jmap:unpacked. */
  unpacked: Record<string, UnpackedFile[] | null> | null;
}

export interface EmailBodyPart {
  /** Names the part in bodyValues; null for a multipart. */
  partId: string | null;
  /** Its content, decoded; null for a multipart. */
  blobId: string | null;
  /** Octets of its content, decoded. */
  size: number;
  /** All its header fields. */
  headers: EmailHeader[];
  /** The file name. */
  name: string | null;
  /** The media type, without parameters. */
  type: string;
  /** The character set of a text. */
  charset: string | null;
  /** inline, attachment, or null. */
  disposition: string | null;
  /** Content-ID, without angle brackets. */
  cid: string | null;
  /** Tags of Content-Language. */
  language: string[] | null;
  /** Content-Location. */
  location: string | null;
  /** The parts of a multipart. */
  subParts: EmailBodyPart[] | null;
}

export interface UnpackedFile {
  /** Its content; a text is in UTF-8. */
  blobId: string;
  /** Its name, without folders. */
  name: string;
  /** The media type, without parameters. */
  type: string;
  /** Octets of its content. */
  size: number;
  /** What HTML names it by. */
  cid: string | null;
  /** Whether it is the email's text, which is nowhere else. */
  isBody: boolean;
}

export interface Identity {
  /** Names it. */
  id: string;
  /** What stands before the address in From. */
  name: string;
  /** The address in From. */
  email: string;
  /** Where answers are to go. */
  replyTo: EmailAddress[] | null;
  /** Who gets a copy of what is sent. */
  bcc: EmailAddress[] | null;
  /** Stands below plain text. */
  textSignature: string;
  /** Stands below HTML. */
  htmlSignature: string;
  /** False for that of the account's own address. */
  mayDelete: boolean;
}

export interface EmailSubmission {
  /** Names it. */
  id: string;
  /** Whose words. */
  identityId: string;
  /** What was sent. */
  emailId: string;
  /** Its thread. */
  threadId: string;
  /** From whom and to whom, as SMTP has it; HOLDFOR and HOLDUNTIL hold it (RFC 4865). */
  envelope: Envelope;
  /** UTCDate; when it leaves or left. */
  sendAt: string;
  /** pending: setting it to canceled takes it back; final; canceled. */
  undoStatus: string;
  /** How far it has come with each recipient. */
  deliveryStatus: Record<string, DeliveryStatus> | null;
  /** Always empty: reports come as mail. */
  dsnBlobIds: Id[];
  /** Always empty: they come as mail. */
  mdnBlobIds: Id[];
  /** Where the email goes when it is sent; until then it lies in scheduledMailboxId. */
  sentMailboxId: string | null;
  /** Where the email was laid when it was given. */
  scheduledMailboxId: string | null;
}

export interface VacationResponse {
  /** Always singleton. */
  id: string;
  /** Whether it answers, between the two dates. */
  isEnabled: boolean;
  /** UTCDate; null for at once. */
  fromDate: string | null;
  /** UTCDate; null for ever. */
  toDate: string | null;
  /** null for one that goes by the message. */
  subject: string | null;
  /** The answer in plain text. */
  textBody: string | null;
  /** The same in HTML, sent where there is no text. */
  htmlBody: string | null;
}

export interface Quota {
  /** Names it. */
  id: string;
  /** octets or count. */
  resourceType: string;
  /** How much there is. */
  used: number;
  /** How much there may be. */
  hardLimit: number;
  /** Always account. */
  scope: string;
  /** storage, messages or mailboxes. */
  name: string;
  /** What is counted. */
  types: string[];
  /** None. */
  warnLimit: number | null;
  /** None. */
  softLimit: number | null;
  /** None. */
  description: string | null;
}

export interface AddressBook {
  /** Names it. */
  id: string;
  /** For people, at most 255 octets. */
  name: string;
  /** For people. */
  description: string | null;
  /** The lower, the further up. */
  sortOrder: number;
  /** Where a contact goes when nobody says where. */
  isDefault: boolean;
  /** Whether it is shown. */
  isSubscribed: boolean;
  /** Address books are not shared. */
  shareWith: null;
  /** What one may do with it. */
  myRights: AddressBookRights;
}

export interface ContactCard {
  /** Names it. */
  id: string;
  /** Where it is, at least one. */
  addressBookIds: Record<string, true>;
  /** Names it everywhere. */
  uid: string;
  /** individual, group, org and so on. */
  kind: string;
  /** When it was made. */
  created: UTCDate;
  /** When it changed last. */
  updated: UTCDate;
  /** The uids of a group's people. */
  members: Record<string, true>;
  /** Pictures; blobId has them. */
  media: Record<string, object>;
  /** RFC 9553, as all other properties. */
  name: object;
}

export interface Principal {
  /** Names it. */
  id: string;
  /** individual or group. */
  type: string;
  /** For people. */
  name: string;
  /** None. */
  description: string | null;
  /** The account's address. */
  email: string | null;
  /** Not known. */
  timeZone: string | null;
  /** Nothing of any. */
  capabilities: Record<string, object>;
  /** What one may look into of theirs, subscribed or not. */
  accounts: Record<Id, object> | null;
}

export interface ShareNotification {
  /** Names it. */
  id: string;
  /** When it was. */
  created: string;
  /** Who did it. */
  changedBy: Entity;
  /** Mailbox. */
  objectType: string;
  /** Whose it is. */
  objectAccountId: string;
  /** The mailbox. */
  objectId: string;
  /** What one might do before; null for nothing. */
  oldRights: MailboxRights | null;
  /** What one may do since; null for nothing. */
  newRights: MailboxRights | null;
  /** What the mailbox was called. */
  name: string;
}

export interface Category {
  /** Names it. */
  id: string;
  /** What people call it, at most 100 characters. */
  name: string;
  /** The keyword that emails of it have; no two have the same. */
  keyword: string;
  /** As #rrggbb. */
  color: string | null;
  /** The lowest stands first, 0 to 2147483647. */
  sortOrder: number;
}

export interface Template {
  /** Names it. */
  id: string;
  /** What people call it, at most 100 characters. */
  name: string;
  /** The email's, at most 998 characters. */
  subject: string;
  /** In plain text, at most 25,000 characters. */
  textBody: string;
  /** In HTML, at most 25,000 characters. */
  htmlBody: string;
  /** To whom, at most 100. */
  to: EmailAddress[];
  /** Who gets a copy. */
  cc: EmailAddress[];
  /** Who gets one unseen. */
  bcc: EmailAddress[];
  /** The lowest stands first, 0 to 2147483647. */
  sortOrder: number;
}

export interface SenderChoice {
  /** Names it. */
  id: string;
  /** An address, or @ and a domain; no two are the same. */
  address: string;
  /** Never junk when it is from there; always junk; with the keyword $muted. */
  choice: "trusted" | "blocked" | "muted";
}

export interface Preferences {
  /** Always singleton. */
  id: string;
  /** Any values by names of letters, digits and .:_-; at most 500, 50 KiB together. */
  values: Record<string, unknown>;
}

export interface SieveScript {
  /** Names it; stays when its name changes. */
  id: string;
  /** No two have the same; null is given for one that the server chooses. */
  name: string | null;
  /** Its text; another one when the text changes. */
  blobId: string;
  /** Whether it runs; at most one does. */
  isActive: boolean;
}

export interface MDN {
  /** The email that it is about, where it is known. */
  forEmailId: string | null;
  /** Its Subject. */
  subject: string | null;
  /** What it says to people. */
  textBody: string | null;
  /** Whether the email is in it. */
  includeOriginalMessage: boolean;
  /** The program that tells it. */
  reportingUA: string | null;
  /** What happened, and who wanted it. */
  disposition: Disposition;
  /** What made it of something else. */
  mdnGateway: string | null;
  /** The address that the sender wrote to, with its type. */
  originalRecipient: string | null;
  /** Whose reader tells it, with the type: rfc822; ada@example.org. */
  finalRecipient: string | null;
  /** Message-ID of the email. */
  originalMessageId: string | null;
  /** Why something went wrong. */
  error: string[] | null;
  /** Other fields of the report. */
  extensionFields: Record<string, string> | null;
}

export interface Snooze {
  /** The id of the email. */
  id: string;
  /** When it comes back. */
  until: UTCDate;
  /** Where it comes back to; the inbox when none of them is there then. */
  mailboxIds: Record<Id, true>;
}

export interface PushSubscription {
  /** Names it. */
  id: string;
  /** Names the client on its device. */
  deviceClientId: string;
  /** What was pushed first; until the client sets it nothing else is. */
  verificationCode: string | null;
  /** UTCDate; at most 30 days from now. */
  expires: string | null;
  /** Of which types it wants to hear; null for all. */
  types: string[] | null;
}

export interface SavedSearch {
  /** Names it. */
  id: string;
  /** What people call it, 1 to 200 characters. */
  name: string;
  /** What is typed into the search field, operators and all, at most 4,000 characters. */
  search: string;
  /** The sort of Email/query; null for the newest first. */
  sort: object[] | null;
  /** The lowest stands first, 0 to 2147483647. */
  sortOrder: number;
}

export interface Job {
  /** Names it. */
  id: string;
  /** What is done to the emails: a file or a server brings some in, or rules are run on them. */
  type: "update" | "destroy" | "undo" | "import" | "rules";
  /** Whose emails; one's own when nothing is said. */
  emailAccountId: string;
  /** Which emails, as Email/query has it, of those there are when it begins; {} for all. Asked anew for each when its turn comes. Not for undo. */
  filter: Record<string, unknown> | null;
  /** For update: what changes of mailboxIds and keywords, as Email/set has it. */
  patch: Record<string, unknown> | null;
  /** For undo: the undoId of an Email/set or of a job that has ended. */
  undoOf: string | null;
  /** For rules: those that are run, also such as are off. Nothing is sent on. */
  ruleIds: Id[] | null;
  /** For import: the file, an mbox, a message, or a zip of those. */
  blobId: string | null;
  /** For import: the server whose IMAP has the mail, in place of a file: host, port, security (tls or starttls), user and password, which is never told again. */
  server: Record<string, string | number> | null;
  /** For import: in which all comes to lie; null to go by the names of folders. */
  mailboxId: string | null;
  /** A client may set it to cancelled; what is done stays done. */
  state: "running" | "done" | "cancelled" | "failed";
  /** Emails that matched when it began, as far as they were counted; of a server all that it has, of a file 0. */
  total: number;
  /** Emails that were changed, or brought in. */
  done: number;
  /** How much of all was looked at, 0 to 100. */
  percent: number;
  /** How many emails were left out, by the type of SetError; for import also notMessage, and removed for what its file or server says of it. */
  problems: Record<string, number>;
  /** Undoes what it did, once it has ended. */
  undoId: string | null;
  /** Why it failed. */
  error: string | null;
  /** When it began. */
  begun: UTCDate;
  /** When it ended; some days later it is forgotten. */
  ended: UTCDate | null;
}

export interface Rule {
  /** Names it. */
  id: string;
  /** What people call it; reasons call it so, too. */
  name: string;
  /** Whether it is run when mail comes. */
  isEnabled: boolean;
  /** The lowest stands first, 0 to 2147483647. */
  sortOrder: number;
  /** How many of the conditions have to hold. */
  match: "all" | "any";
  /** What is asked of an email, at most 30; none for every email. */
  conditions: RuleCondition[];
  /** What is done then, 1 to 10. */
  actions: RuleAction[];
  /** Whether no rule after it is run then. */
  stop: boolean;
}

export interface Sweep {
  /** Names it. */
  id: string;
  /** What people call it; reasons call it so, too. */
  name: string;
  /** Whether it goes on by itself. */
  isEnabled: boolean;
  /** Whose mail: an address in From. This or listId. */
  from: string | null;
  /** Mail of a list: the identifier in its List-Id (RFC 2919). */
  listId: string | null;
  /** Where that mail lies; null for the inbox. */
  mailboxId: Id | null;
  /** So many of the newest stay, 1 to 100. This or olderThanDays. */
  keepLatest: number | null;
  /** What is not older stays, 1 to 3650. */
  olderThanDays: number | null;
  /** What is done with the rest; delete moves it to the trash. */
  action: "move" | "archive" | "delete";
  /** Of move, and of it alone. */
  toMailboxId: Id | null;
  /** Emails that it has moved up to now. */
  moved: number;
  /** When it last moved some. */
  sweptAt: UTCDate | null;
  /** Undoes what it moved then. */
  undoId: string | null;
}
