package org.mailstead.imap;

import org.mailstead.imap.grammar.Command;

/** Tells commands that change something from those that look: who may only read is refused them. */
final class Changing {
  private Changing() {}

  static boolean isOne(Command.AfterLogin command) {
    return switch (command) {
      case Command.Create _,
          Command.Delete _,
          Command.Rename _,
          Command.Subscribe _,
          Command.Append _,
          Command.ResetKey _,
          // Whoever has such an address reads without signing in.
          Command.GenUrlAuth _,
          Command.SetQuota _,
          Command.SetMetadata _,
          Command.SetAcl _,
          Command.DeleteAcl _ ->
          true;
      case Command.Enable _,
          Command.Select _,
          Command.ListMailboxes _,
          Command.Namespace _,
          Command.GetJmapAccess _,
          Command.Status _,
          Command.MultiSearch _,
          Command.Notify _,
          Command.Idle _,
          Command.Conversions _,
          Command.ApplePush _,
          Command.UrlFetch _,
          Command.GetQuota _,
          Command.GetQuotaRoot _,
          Command.GetMetadata _,
          Command.GetAcl _,
          Command.ListRights _,
          Command.MyRights _ ->
          false;
    };
  }

  /** A mailbox was selected for reading only then, so that CLOSE removes nothing. */
  static boolean isOne(Command.InMailbox command) {
    return switch (command) {
      case Command.Expunge _, Command.Copy _, Command.Replace _, Command.Store _ -> true;
      case Command.UidBatches _,
          Command.Check _,
          Command.Close _,
          Command.Unselect _,
          Command.Convert _,
          Command.Fetch _,
          Command.Search _,
          Command.Sort _,
          Command.Threads _,
          Command.CancelUpdate _ ->
          false;
    };
  }
}
