// Which rows are chosen: one by one, or from the last chosen up to another.
import { useCallback, useState } from 'react';
import { rangeOf } from './queue.ts';

/** `ids` are the rows in the order of the list; `scope` is the view: another one begins with nothing chosen. */
export function useSelection(ids: readonly string[], scope: string) {
  const [state, setState] = useState({ scope, chosen: new Set<string>(), last: null as string | null });
  const chosen = state.scope === scope ? state.chosen : new Set<string>();
  const toggle = (id: string, isRange: boolean) => {
    // From what the state is by then: keys come faster than pages are drawn.
    setState((old) => {
      const isSame = old.scope === scope;
      const next = new Set(isSame ? old.chosen : []);
      if (isRange) for (const one of rangeOf(ids, isSame ? old.last : null, id)) next.add(one);
      else if (!next.delete(id)) next.add(id);
      return { scope, chosen: next, last: id };
    });
  };
  const drop = useCallback((gone: readonly string[]) => {
    setState((old) => ({ ...old, chosen: new Set([...old.chosen].filter((id) => !gone.includes(id))) }));
  }, []);
  const clear = () => setState({ scope, chosen: new Set(), last: null });
  return { chosen, toggle, drop, clear };
}
