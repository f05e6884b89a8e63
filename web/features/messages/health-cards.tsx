// How each channel does: well, left alone since when, or not configured; and its last fault.
import type { ChannelHealth } from '../../../server/messages/model.ts';
import { formatDayTime, formatTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { messageWords } from './words.ts';

export function HealthCards({ channels, now }: { channels: readonly ChannelHealth[]; now: Date }) {
  const words = useWords(messageWords);
  return (
    <ul className="health-cards" aria-label={words.columns.channel}>
      {channels.map((one) => (
        <Card key={one.channel} health={one} now={now} />
      ))}
    </ul>
  );
}

function Card({ health, now }: { health: ChannelHealth; now: Date }) {
  const { language } = useLanguage();
  const { channels, health: says, errors } = useWords(messageWords);
  const { channel, isConfigured, openSince, probeAt, lastSentAt, lastError, lastErrorAt } = health;
  const isDown = isConfigured && openSince !== null;
  return (
    <li className={isDown ? 'health-card is-down' : isConfigured ? 'health-card is-well' : 'health-card'}>
      <b>{channels[channel]}</b>
      <span className={isDown ? 'late' : ''}>
        {!isConfigured && says.off}
        {isDown && says.open(formatDayTime(openSince, language, now), probeAt ? formatTime(new Date(probeAt)) : '')}
        {isConfigured && !isDown && (lastSentAt ? says.well(formatDayTime(lastSentAt, language, now)) : says.idle)}
      </span>
      {isConfigured && lastError && lastErrorAt && (
        <span className="faint">
          {says.last(errors[lastError].name, formatDayTime(lastErrorAt, language, now))}
          {isDown && ` ${errors[lastError].todo}`}
        </span>
      )}
    </li>
  );
}
