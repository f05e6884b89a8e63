// One account: what it is, whether it can be used, what its role may do in words, and the acts on it.
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type AccountRow, type Me, ROUTINE_ONLY } from '../../../server/access/model.ts';
import { useNow } from '../../api/now.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { actionText } from '../../ui/action-words.ts';
import { formatDay, formatDayTime, formatTime } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { roleWords } from '../../ui/role-words.ts';
import { Failed, Skeleton } from '../../ui/states.tsx';
import { ui } from '../../ui/words.ts';
import { ActDialog, ResetDialog } from './act-dialog.tsx';
import { type Act, rolesQuery } from './queries.ts';
import { StateWord } from './state-word.tsx';
import { accountWords } from './words.ts';

interface AccountPanelProps {
  account: AccountRow;
  me: Pick<Me, 'id' | 'actions'>;
  department: string | null;
  /** How they are told; composed by the page, since messages are another feature. */
  contact: ReactNode;
  onChange: () => void;
  onClose: () => void;
}

export function AccountPanel({ account, me, department, contact, onChange, onClose }: AccountPanelProps) {
  const common = useWords(ui);
  const words = useWords(accountWords);
  const [act, setAct] = useState<Act | 'reset' | null>(null);
  const isOwn = account.id === me.id;
  return (
    <>
      <div className="panel-head">
        <h2>
          {account.name} <span className="faint">{account.username}</span>
        </h2>
        <button type="button" className="button no-print" onClick={onClose}>
          {common.close}
        </button>
      </div>
      <Notes account={account} />
      <Facts account={account} department={department} />
      <div className="panel-part no-print">
        {isOwn && <p className="faint">{words.own}</p>}
        <div className="panel-acts">
          {actsOn(account, me.actions, isOwn).map((one) => (
            <ActButton key={one} onClick={() => (one === 'change' ? onChange() : setAct(one))}>
              {words.acts[one]}
            </ActButton>
          ))}
        </div>
      </div>
      {contact}
      <Rights role={account.role} />
      {act === 'reset' && <ResetDialog account={account} onClose={() => setAct(null)} />}
      {act !== null && act !== 'reset' && <ActDialog account={account} act={act} onClose={() => setAct(null)} />}
    </>
  );
}

/** What may be done to the account in its present state, by whoever holds the right; nobody acts on their own but to rename it. */
export function actsOn(
  { isActive, lockedUntil, blocked }: Pick<AccountRow, 'isActive' | 'lockedUntil' | 'blocked'>,
  actions: readonly string[],
  isOwn: boolean,
): (Act | 'reset' | 'change')[] {
  const may = (action: string) => actions.includes(action);
  const acts: (Act | 'reset' | 'change' | false)[] = [may('user.change') && 'change'];
  if (!isOwn)
    acts.push(
      isActive && may('user.reset') && 'reset',
      lockedUntil !== null && may('user.unlock') && 'unlock',
      isActive && may('session.revoke') && 'sessions/end',
      isActive ? may('user.disable') && 'disable' : may('user.enable') && 'enable',
      blocked ? may('user.release') && 'release' : may('user.lock') && 'lock',
    );
  return acts.filter((one) => one !== false);
}

function Notes({ account }: { account: AccountRow }) {
  const words = useWords(accountWords);
  const now = useNow();
  const { blocked, isActive, lockedUntil, mustChangePassword } = account;
  const isLocked = lockedUntil !== null && new Date(lockedUntil) > now;
  return (
    <>
      {blocked && <p className="note-line is-urgent">{words.blocked(blocked.reason)}</p>}
      {!isActive && <p className="note-line">{words.disabled}</p>}
      {isLocked && <p className="note-line">{words.lockedUntil(formatTime(new Date(lockedUntil)))}</p>}
      {isActive && mustChangePassword && <p className="note-line">{words.firstPassword}</p>}
    </>
  );
}

function Facts({ account, department }: { account: AccountRow; department: string | null }) {
  const { language } = useLanguage();
  const { facts, never } = useWords(accountWords);
  const { roles, visitorKinds, routineOnly } = useWords(roleWords);
  const now = useNow();
  const { role, body, villages, visitorKind, capacity, lastSignedInAt, createdAt } = account;
  const rows: [string, React.ReactNode][] = [
    [facts.role, roles[role]],
    [facts.state, <StateWord key="state" row={account} />],
  ];
  if (body) rows.push([facts.place, body.name]);
  if (department) rows.push([facts.department, department]);
  if (visitorKind) rows.push([facts.visitorKind, visitorKinds[visitorKind] ?? visitorKind]);
  if (visitorKind && ROUTINE_ONLY.includes(visitorKind)) rows.push([facts.rights, routineOnly]);
  if (villages.length > 0)
    rows.push([facts.villages, villages.map((one) => one.name).join(language === 'zh' ? '、' : ', ')]);
  if (role === 'village-coordinator') rows.push([facts.capacity, facts.capacityText(capacity)]);
  rows.push(
    [facts.last, lastSignedInAt ? formatDayTime(lastSignedInAt, language, now) : never],
    [facts.made, formatDay(createdAt, language, now)],
  );
  return (
    <dl className="panel-part panel-facts">
      {rows.map(([name, value]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Rights({ role }: { role: AccountRow['role'] }) {
  const { language } = useLanguage();
  const words = useWords(accountWords);
  const { roles } = useWords(roleWords);
  const query = useQuery(rolesQuery);
  const rights = query.data?.find((one) => one.role === role);
  if (query.isPending) return <Skeleton lines={4} />;
  if (!rights)
    return <Failed what={words.rights(roles[role] ?? role)} error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <section className="panel-part">
      <h3>
        {words.rights(roles[role] ?? role)} <span className="faint">{words.rightsCount(rights.actions.length)}</span>
      </h3>
      <ul className="chip-list">
        {rights.actions.map((action) => (
          <li key={action}>{actionText(action, language)}</li>
        ))}
      </ul>
    </section>
  );
}
