// The rules, a row each: what, how strong, how many stand open, what it raised lately, and how often it was right.
import type { RuleFigures } from '../../../server/insight/rules/model.ts';
import type { RuleRow } from '../../../server/studio/model.ts';
import { useNow } from '../../api/now.ts';
import { Beacon } from '../../ui/beacon.tsx';
import { Blind } from '../../ui/blind.tsx';
import { formatCount, formatDay } from '../../ui/format.ts';
import { useLanguage, useWords } from '../../ui/language.tsx';
import { Term } from '../../ui/term.tsx';
import { ui } from '../../ui/words.ts';
import { PrecisionDot, WeekBars } from './marks.tsx';
import { ruleWords } from './words.ts';

const WEEKS = 13;

interface RuleTableProps {
  rows: readonly RuleRow[];
  /** By rule; nothing while they are on their way. */
  figures: ReadonlyMap<string, RuleFigures['items'][number]> | undefined;
  /** Names of datasets by their codes. */
  sources: ReadonlyMap<string, string>;
  onOpen: (id: string) => void;
}

export function RuleTable({ rows, figures, sources, onOpen }: RuleTableProps) {
  const { columns, list, legend } = useWords(ruleWords);
  return (
    <>
      <table className="list-table rule-table" aria-label={list}>
        <thead>
          <tr>
            <th scope="col">{columns.name}</th>
            <th scope="col">{columns.class}</th>
            <th scope="col" className="number">
              {columns.open}
            </th>
            <th scope="col">{columns.trend}</th>
            <th scope="col">
              <Term of="precision">{columns.precision}</Term>
            </th>
            <th scope="col">{columns.since}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.id} row={row} figures={figures} sources={sources} onOpen={onOpen} />
          ))}
        </tbody>
      </table>
      <p className="panel-part faint">{legend}</p>
    </>
  );
}

function Row({ row, figures, sources, onOpen }: { row: RuleRow } & Omit<RuleTableProps, 'rows'>) {
  const { language } = useLanguage();
  const words = useWords(ruleWords);
  const common = useWords(ui);
  const now = useNow();
  const { id, names, severity, status, number, since, openAlerts, blind, faults, drafts, about } = row;
  const late = blind.map((one) => sources.get(one) ?? one).join(language === 'zh' ? '、' : ', ');
  return (
    // A click anywhere opens; the keyboard has the button in the first cell.
    <tr className={status === 'published' ? 'is-link' : 'is-link is-gone'} onClick={() => onOpen(id)}>
      <td>
        <span className="rule-name">
          {severity && <Beacon severity={severity as 'red'} size={18} />}
          <span>
            <button type="button" className="list-name">
              {names[language]}
            </button>
            {blind.length > 0 && (
              <span className="list-second">
                <Blind /> {words.blindBecause(late)}
              </span>
            )}
            {faults.length > 0 && <span className="list-second late">{words.notRun}</span>}
          </span>
        </span>
      </td>
      <td>
        {common.classes[row.class as 'policy'] ?? '—'}
        {about !== 'household' && <span className="list-second">{words.about[about]}</span>}
      </td>
      <td className="number strong">{formatCount(openAlerts)}</td>
      <td>{figures && about !== 'source' ? <WeekBars figure={figures.get(id)} weeks={WEEKS} /> : '—'}</td>
      <td>{figures && about !== 'source' ? <PrecisionDot figure={figures.get(id)} /> : '—'}</td>
      <td>
        {number !== null && since ? words.version(number, formatDay(since, language, now)) : words[status as 'draft']}
        {drafts.length > 0 && <span className="list-second">{words.drafts(drafts.length)}</span>}
      </td>
    </tr>
  );
}
