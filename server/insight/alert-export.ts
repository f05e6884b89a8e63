// The list and the areas table as workbooks: under the very filter of the page, taken down in the log with filter and count.
import { z } from 'zod';
import { defineRoute, type Route } from '../access/route.ts';
import type { Catalogue } from '../catalogue.ts';
import { resolveFilter } from '../flow/alerts/filter.ts';
import { AlertFilter, type AlertMap, type AlertRow } from '../flow/alerts/model.ts';
import { listAlerts } from '../flow/alerts/store.ts';
import { readRuleVersions } from '../flow/rules/versions.ts';
import { dayOf } from '../kernel/clock.ts';
import { orNotFound } from '../kernel/problem.ts';
import { findPlace } from './divisions.ts';
import { exportFile, percent } from './export.ts';
import { hidesFewFrom } from './few.ts';
import { className, filterWords, type Language, levelName, stateName } from './filter-words.ts';
import { readMap } from './map.ts';

/** So many rows a file of the list has at most: who needs more narrows the filter. */
export const MOST_EXPORTED = 10_000;

export const ExportQuery = AlertFilter.extend({ language: z.enum(['zh', 'en']).default('zh') });

export function exportRoutes(catalogue: Catalogue): Route[] {
  const versions = readRuleVersions(catalogue.book);
  const list = defineRoute({
    method: 'GET',
    url: '/api/alerts/export',
    action: 'alert.export',
    summary: 'The list under one filter as a workbook, ten thousand rows at most; names masked, no numbers',
    query: ExportQuery,
    response: z.string().describe('a workbook'),
    async handle({ tx, scope, user, query: { language, ...filter }, now, record }) {
      const place = orNotFound(await findPlace(tx, scope, filter.area));
      const wanted = await resolveFilter(tx, filter, catalogue);
      const page = await listAlerts(tx, scope, wanted, versions, { limit: MOST_EXPORTED, after: undefined });
      const isChinese = language === 'zh';
      const notes = [isChinese ? '姓名只留姓，证件号不导出。' : 'Given names are masked; no ID number is exported.'];
      if (page.next)
        notes.push(
          isChinese
            ? `只有前 ${MOST_EXPORTED} 条：请缩小筛选。`
            : `The first ${MOST_EXPORTED} only: narrow the filter.`,
        );
      await record({
        subjectKind: 'alert-list',
        subjectId: filter.area ?? 'mine',
        areaCode: place.code,
        details: {
          rows: page.items.length,
          isCut: page.next !== null,
          filter,
          alerts: page.items.map((one) => one.id),
        },
      });
      return exportFile({
        ...{ title: isChinese ? '预警清单' : 'Alerts', now, language, notes },
        filter: filterWords(filter, place.name, { catalogue, language }),
        author: `${user.name} ${user.username}`,
        heading: isChinese ? LIST_ZH : LIST_EN,
        rows: page.items.map((alert) => listRow(alert, catalogue, language)),
        widths: [8, 24, 12, 12, 10, 12, 12, 30, 18, 10, 8, 60],
      });
    },
  });

  const areas = defineRoute({
    method: 'GET',
    url: '/api/map/export',
    action: 'board.export',
    summary: 'The areas table of the map under one filter as a workbook',
    query: ExportQuery,
    response: z.string().describe('a workbook'),
    async handle({ tx, scope, user, query: { language, ...filter }, now, record }) {
      const question = { filter, catalogue, now, hidesFew: hidesFewFrom(user.role) };
      const map = orNotFound(await readMap(tx, scope, question));
      const rows = [...map.children, { ...map.area, ...map, households: sumHouseholds(map) }];
      await record({
        ...{ subjectKind: 'board', subjectId: 'areas', areaCode: map.area.code },
        details: { rows: map.children.length, filter },
      });
      const isChinese = language === 'zh';
      return exportFile({
        ...{ title: isChinese ? '各地预警' : 'Alerts by place', now, language },
        filter: filterWords(filter, map.area.name, { catalogue, language }),
        author: `${user.name} ${user.username}`,
        heading: isChinese ? AREAS_ZH : AREAS_EN,
        rows: rows.map(({ name, total, severities: own, households, overdue, late }) => [
          ...[name, total, own.red ?? null, own.orange ?? null, own.yellow ?? null, own.blue ?? null, households],
          ...[total === null || households === 0 ? null : Math.round((10_000 * total) / households) / 10, overdue],
          percent(late, total),
        ]),
      });
    },
  });
  return [list, areas];
}

const LIST_ZH = ['级别', '规则', '类别', '原因', '状态', '发出', '结束', '地点', '户号', '户主', '人数', '查到什么'];
const LIST_EN = [
  'Level',
  'Rule',
  'Class',
  'Cause',
  'State',
  'Raised',
  'Ended',
  'Place',
  'Household',
  'Head',
  'People',
  'What was found',
];
const AREAS_ZH = ['地区', '预警', '红色', '橙色', '黄色', '蓝色', '在册户', '每千户', '超期户', '超期 %'];
const AREAS_EN = [
  'Place',
  'Alerts',
  'Red',
  'Orange',
  'Yellow',
  'Blue',
  'Households',
  'Per 1,000',
  'Overdue',
  'Overdue %',
];

function listRow(alert: AlertRow, { book }: Catalogue, language: Language) {
  const cause = book.causes.find((one) => one.id === alert.cause)?.label[language] ?? alert.cause;
  const { household } = alert;
  return [
    ...[levelName(alert.severity, language), alert.rule[language], className(alert.class, language), cause],
    ...[stateName(alert.state, language), dayOf(new Date(alert.raisedAt))],
    alert.endedAt && dayOf(new Date(alert.endedAt)),
    ...[alert.place, household?.number, maskName(household?.head), household?.members, alert.message[language]],
  ];
}

/** 金顺姬 → 金**: a file leaves the house, and who needs the name opens the case. */
export function maskName(name: string | null | undefined): string | null {
  if (!name) return null;
  const [first = '', ...rest] = name;
  return first + '*'.repeat(Math.max(1, rest.length));
}

function sumHouseholds(map: AlertMap): number {
  return map.children.reduce((sum, child) => sum + child.households, 0);
}
