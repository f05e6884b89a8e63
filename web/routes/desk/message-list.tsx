// Messages one by one under a sentence: how it went, by which channel, on which day.
import { useInfiniteQuery } from '@tanstack/react-query';
import { CHANNELS, MESSAGE_STATES } from '../../../server/messages/model.ts';
import { MessageTable } from '../../features/messages/message-table.tsx';
import { messagesQuery } from '../../features/messages/queries.ts';
import { messageWords } from '../../features/messages/words.ts';
import { formatDay } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { More } from '../../ui/more.tsx';
import { Picker } from '../../ui/picker.tsx';
import { Empty, Failed, Skeleton } from '../../ui/states.tsx';
import { useAddress } from './use-address.ts';

export function MessageList({ days, now }: { days: readonly string[]; now: Date }) {
  const { language } = useLanguage();
  const words = useWords(messageWords);
  const { search, change } = useAddress();
  const asked = {
    state: MESSAGE_STATES.find((one) => one === search.get('state')) ?? '',
    channel: CHANNELS.find((one) => one === search.get('channel')) ?? '',
    day: days.find((one) => one === search.get('day')) ?? '',
  };
  const query = useInfiniteQuery(messagesQuery(asked));
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const isFiltered = Object.values(asked).some(Boolean);
  return (
    <>
      <div className="sentence-filter plain-sentence no-print">
        <span>{words.lead}</span>
        <Picker
          label={words.filter.state}
          value={asked.state}
          choices={[
            { value: '', name: words.anyState },
            ...MESSAGE_STATES.map((value) => ({ value, name: words.states[value] })),
          ]}
          onPick={(state) => change({ state })}
        />
        <Picker
          label={words.filter.channel}
          value={asked.channel}
          choices={[
            { value: '', name: words.anyChannel },
            ...CHANNELS.map((value) => ({ value, name: words.channels[value] })),
          ]}
          onPick={(channel) => change({ channel })}
        />
        <Picker
          label={words.filter.day}
          value={asked.day}
          choices={[
            { value: '', name: words.anyDay },
            ...days.map((value) => ({ value, name: formatDay(value, language) })),
          ]}
          onPick={(day) => change({ day })}
        />
      </div>
      {query.isPending && <Skeleton lines={8} />}
      {query.isError && !query.data && (
        <Failed what={words.what} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.data && rows.length === 0 && (
        <Empty>
          <p>{isFiltered ? words.noneFit : words.empty}</p>
          {isFiltered && (
            <button type="button" className="button" onClick={() => change({ state: null, channel: null, day: null })}>
              {words.widen}
            </button>
          )}
        </Empty>
      )}
      {rows.length > 0 && (
        <div className={query.isPlaceholderData ? 'refreshing' : ''}>
          <MessageTable rows={rows} now={now} />
          <More of={query} />
        </div>
      )}
    </>
  );
}
