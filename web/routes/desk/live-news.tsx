// News of red alerts on every page: new ones are said in a pause, late ones at once. It compares two answers of the map, since a hint
// tells only that something changed.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { AlertMap } from '../../../server/flow/alerts/model.ts';
import { readFilter } from '../../api/filter.ts';
import { mapQuery } from '../../features/map/queries.ts';
import { useWords } from '../../ui/language.tsx';
import { useToast } from '../../ui/toast.tsx';
import { shellWords } from './words.ts';

const RED = readFilter(new URLSearchParams('severity=red'));
/** Deadlines pass without any hint. */
const EVERY = 5 * 60_000;

export function LiveNews() {
  const words = useWords(shellWords);
  const say = useToast();
  const { data } = useQuery({ ...mapQuery(RED), refetchInterval: EVERY });
  const before = useRef<AlertMap>(undefined);
  useEffect(() => {
    const last = before.current;
    before.current = data;
    if (!data || !last) return;
    const late = (data.overdue ?? 0) - (last.overdue ?? 0);
    const arrived = (data.total ?? 0) - (last.total ?? 0);
    if (late > 0) say(words.lateRed(late), true);
    else if (arrived > 0) say(words.newRed(arrived));
  }, [data, say, words]);
  return null;
}
