// One line on a task: who was told of it, when, and whether it arrived. Says nothing where nobody was to be told.
import { useQuery } from '@tanstack/react-query';
import { useMe } from '../../api/session.ts';
import { formatDayTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { taskMessagesQuery } from './queries.ts';
import { messageWords } from './words.ts';

export function ToldLine({ taskId, now }: { taskId: string; now: Date }) {
  const { language } = useLanguage();
  const words = useWords(messageWords);
  const isAsked = useMe().actions.includes('message.read');
  const query = useQuery({ ...taskMessagesQuery(taskId), enabled: isAsked });
  const last = query.data?.find(({ state }) => state !== 'dropped');
  if (!last) return null;
  const { to, state, channel, sentAt, dueAt, error } = last;
  const time = (when: string) => formatDayTime(when, language, now);
  if (state === 'failed' || state === 'none')
    return (
      <p className="panel-note strong">{words.notTold(to, error ? words.errors[error].name : words.states[state])}</p>
    );
  if (state === 'gathered' || state === 'waiting')
    return <p className="panel-note">{words.telling(to, time(dueAt))}</p>;
  return (
    <p className="panel-note">
      {words.told(channel ? words.channels[channel] : '', to, time(sentAt ?? dueAt))}
      {words.joined}
      {words.toldState[state]}
    </p>
  );
}
