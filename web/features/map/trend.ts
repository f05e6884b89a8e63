// What the last weeks say, in words: the sentence above the chart, and one week's figures. Pure.
import type { AlertTrend } from '../../../server/insight/model.ts';
import { endedIn, raisedIn } from '../../charts/trend.ts';
import { formatCount, formatDay } from '../../ui/format.ts';
import type { Language } from '../../ui/language.tsx';

type Week = AlertTrend['weeks'][number];

/** True where nothing was raised, ended or open in all these weeks. */
export function isQuiet({ weeks }: AlertTrend): boolean {
  return weeks.length > 0 && weeks.every((week) => raisedIn(week) + endedIn(week) + week.open === 0);
}

/** How last week went, which unlike the running one is whole, and where the stock stands against twelve weeks ago. */
export function trendSentence({ weeks }: AlertTrend, language: Language): string {
  const last = weeks.at(-2);
  const first = weeks[0];
  const now = weeks.at(-1);
  if (!last || !first || !now) return '';
  const [came, ended] = [formatCount(raisedIn(last)), formatCount(endedIn(last))];
  const [before, stands] = [formatCount(first.open), formatCount(now.open)];
  if (language === 'zh')
    return `上周新增 ${came} 条，结束 ${ended} 条；未办结的从 ${before} 条${changeWord(first, now, 'zh')}${stands} 条。`;
  return `Last week ${came} came and ${ended} ended; open went ${changeWord(first, now, 'en')}from ${before} to ${stands}.`;
}

function changeWord(first: Week, now: Week, language: Language): string {
  if (language === 'zh') return now.open > first.open ? '增到 ' : now.open < first.open ? '降到 ' : '到 ';
  return now.open > first.open ? 'up ' : now.open < first.open ? 'down ' : '';
}

/** One week's figures, for whoever stands on it. */
export function weekText(week: Week, isRunning: boolean, language: Language): string {
  const day = formatDay(week.from, language);
  const [came, red] = [formatCount(raisedIn(week)), formatCount(week.raised.red)];
  const [ended, open] = [formatCount(endedIn(week)), formatCount(week.open)];
  if (language === 'zh')
    return `${day}起${isRunning ? '（本周）' : '一周'}：新增 ${came}，其中红色 ${red}；结束 ${ended}；${isRunning ? '现在' : '周末'}未办结 ${open}。`;
  return `Week of ${day}${isRunning ? ' (running)' : ''}: ${came} came, ${red} of them red; ${ended} ended; ${open} open ${isRunning ? 'now' : 'at its end'}.`;
}
