// Whether an account can sign in now, in one word.
import type { AccountRow } from '../../../server/access/model.ts';
import { useNow } from '../../api/now.ts';
import { useWords } from '../../ui/language.tsx';
import { stateOf } from './state.ts';
import { accountWords } from './words.ts';

export function StateWord({ row }: { row: AccountRow }) {
  const { states } = useWords(accountWords);
  const state = stateOf(row, useNow());
  const tone = { disabled: ' is-off', blocked: ' is-held', locked: ' is-held' }[state as string] ?? '';
  return <span className={`state-word${tone}`}>{states[state]}</span>;
}
