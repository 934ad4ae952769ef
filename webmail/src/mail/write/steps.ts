/**
 * The editor with steps back that are nodes: the page's policy takes no markup that is a string,
 * so that nothing that somebody slips in can become any.
 */
import Squire from "squire-rte";

const KEPT = new WeakMap<Squire, Map<string, DocumentFragment>>();

export class Steps extends Squire {
  override _recordUndoState(range: Range, replace?: boolean): Squire {
    super._recordUndoState(range, replace);
    const html = this._undoStack[this._undoIndex];
    const states = statesOf(this);
    if (html !== undefined && !states.has(html)) {
      states.set(html, copyOf(this.getRoot().childNodes));
    }
    return this;
  }

  /** Changes something that nobody has typed; there is a step back all the same. */
  quietly(change: () => void): void {
    this.modifyDocument(() => {
      this.saveUndoState();
      change();
      this._isInUndoState = false;
    });
  }

  override _setRawHTML(html: string): Squire {
    const state = statesOf(this).get(html);
    if (state !== undefined) {
      this.getRoot().replaceChildren(copyOf(state.childNodes));
      this._ignoreChange = true;
    }
    return this;
  }
}

/** The first state comes while the editor is being made, before any field of ours is there. */
function statesOf(editor: Squire): Map<string, DocumentFragment> {
  const states = KEPT.get(editor) ?? new Map<string, DocumentFragment>();
  KEPT.set(editor, states);
  return states;
}

function copyOf(nodes: Iterable<Node>): DocumentFragment {
  const copy = document.createDocumentFragment();
  copy.append(...[...nodes].map((node) => node.cloneNode(true)));
  return copy;
}
