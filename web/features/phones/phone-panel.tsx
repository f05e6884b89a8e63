// One phone: how it stands, reporting it lost or found, and the way to see what its holder sees.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import type { PhoneRow } from '../../../server/phones/model.ts';
import { useNow } from '../../api/now.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { formatDayTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { roleWords } from '../../ui/role-words.ts';
import { useProblemText } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ui } from '../../ui/words.ts';
import { findPhone, losePhone } from './queries.ts';
import { flagsOf, sizeText } from './standing.ts';
import { phonesWords } from './words.ts';

interface PhonePanelProps {
  row: PhoneRow;
  days: number;
  present: string | null;
  canAct: boolean;
  onClose: () => void;
}

export function PhonePanel({ row, days, present, canAct, onClose }: PhonePanelProps) {
  const { language } = useLanguage();
  const common = useWords(ui);
  const words = useWords(phonesWords);
  const { visitorKinds } = useWords(roleWords);
  const now = useNow();
  const { user, places, inHand, phone } = row;
  const at = (when: string | null | undefined) => (when ? formatDayTime(when, language, now) : null);
  const unsent = phone && phone.unsent > 0 ? words.entries(phone.unsent) : null;
  const facts: [string, string | null][] = [
    [words.places, places.map((place) => place.name).join(' ')],
    [words.columns.sync, phone ? (at(phone.syncedAt) ?? words.never) : words.none],
    [words.seen, at(phone?.seenAt)],
    [words.firstSeen, at(phone?.firstSeenAt)],
    [
      words.columns.unsent,
      phone &&
        [unsent ?? words.nothing, phone.unsentSince && words.since(at(phone.unsentSince) ?? '')]
          .filter(Boolean)
          .join(words.gap),
    ],
    [
      words.columns.storage,
      phone?.storageUsed != null && phone.storageQuota != null
        ? words.used(sizeText(phone.storageUsed), sizeText(phone.storageQuota))
        : null,
    ],
    [
      words.columns.version,
      phone && (phone.isOld && present ? `${phone.version}${words.gap}${words.presentIs(present)}` : phone.version),
    ],
    [words.reason, phone?.lost ? phone.lost.reason : null],
    [words.endedAt, at(phone?.ended?.at)],
  ];
  return (
    <>
      <div className="panel-head">
        <h2>
          {user.name} <span className="faint">{user.kind && visitorKinds[user.kind as keyof typeof visitorKinds]}</span>
        </h2>
        <button type="button" className="button no-print" onClick={onClose}>
          {common.close}
        </button>
      </div>
      {phone &&
        flagsOf(phone, { days, now, words }).map((flag) => (
          <p key={flag} className={phone.ended ? 'note-line' : 'note-line is-urgent'}>
            {flag}
          </p>
        ))}
      {phone?.lost && <p className="note-line">{words.lostAt(at(phone.lost.at) ?? '', phone.lost.by)}</p>}
      <dl className="panel-part panel-facts">
        {facts.map(
          ([title, value]) =>
            value && (
              <div key={title} style={{ display: 'contents' }}>
                <dt>{title}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      {inHand > 0 && <p className="panel-part">{words.inHand(inHand)}</p>}
      {canAct && (
        <div className="panel-part panel-acts no-print">
          <Link className="button" to={`/phones/as/${user.id}`}>
            {words.viewAs}
          </Link>
          {phone && !phone.ended && <LossActs name={user.name} phone={phone} />}
        </div>
      )}
    </>
  );
}

function LossActs({ name, phone }: { name: string; phone: NonNullable<PhoneRow['phone']> }) {
  const client = useQueryClient();
  const words = useWords(phonesWords);
  const problemText = useProblemText();
  const say = useToast();
  const [isAsking, setIsAsking] = useState(false);
  const onSuccess = async (said: string) => {
    say(said);
    setIsAsking(false);
    await client.invalidateQueries({ queryKey: ['phones'] });
  };
  const losing = useMutation({
    mutationFn: (reason: string) => losePhone(phone.id, reason),
    onSuccess: () => onSuccess(words.lost(name)),
  });
  const finding = useMutation({
    mutationFn: () => findPhone(phone.id),
    onSuccess: () => onSuccess(words.found(name)),
    onError: (error) => say(`${words.notDone} ${problemText(error)}`),
  });
  if (phone.lost)
    return (
      <ActButton disabled={finding.isPending} onClick={() => finding.mutate()}>
        {words.find}
      </ActButton>
    );
  return (
    <>
      <ActButton onClick={() => setIsAsking(true)}>{words.lose}</ActButton>
      {isAsking && (
        <ReasonDialog
          title={words.loseTitle(name)}
          hint={phone.unsent > 0 ? `${words.loseUnsent(phone.unsent)} ${words.loseHint}` : words.loseHint}
          send={words.loseSend}
          fault={losing.isError ? problemText(losing.error) : undefined}
          isSending={losing.isPending}
          onSend={(reason) => losing.mutate(reason)}
          onClose={() => setIsAsking(false)}
        />
      )}
    </>
  );
}
