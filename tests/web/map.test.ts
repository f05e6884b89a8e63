// The map: ramps that never re-fit, zones counted with their county, the sentence, the keys.

import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { packBorders } from '../../server/insight/borders.ts';
import { centreOf, choroplethOption, labelledCodes, type Shape, shortName } from '../../web/charts/choropleth.ts';
import { neighbourOf } from '../../web/charts/neighbour.ts';
import { AMOUNT_RAMP, BREAKS, classOf, inkOn, MEASURES, type Measure, rampOf } from '../../web/charts/ramp.ts';
import {
  addUp,
  type Beside,
  type Child,
  confirmedShare,
  drawnLevel,
  lateShare,
  rankChildren,
  ratePerThousand,
  regionsOf,
  stepInto,
} from '../../web/features/map/figures.ts';
import { sentenceOf } from '../../web/features/map/sentence.ts';
import { toldCount } from '../../web/features/map/told.ts';

const TOLD = { few: '<5', notKnown: '-' };
const NONE = { red: 0, orange: 0, yellow: 0, blue: 0 };
const makeChild = (values: Partial<Child>): Child => ({
  ...{
    code: '222403',
    name: '敦化市',
    level: 'county',
    households: 1000,
    total: 0,
    severities: NONE,
    overdue: 0,
    late: 0,
  },
  ...values,
});
const borders = JSON.parse(readFileSync(new URL('../../db/areas/borders.json', import.meta.url), 'utf8')) as {
  features: Shape[];
};

function contrast(a: string, b: string): number {
  const light = (hex: string) => {
    const [red, green, blue] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [high, low] = [light(a), light(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

describe('the ramp', () => {
  it('puts a value on a break into the class above', () => {
    expect([0, 1, 4, 5, 20, 99, 100, 5000].map((value) => classOf(value, BREAKS.count))).toEqual([
      0, 1, 1, 2, 3, 3, 4, 4,
    ]);
  });

  it('keeps every label legible on every class, by day and by night', () => {
    for (const isDark of [false, true])
      for (const measure of MEASURES)
        rampOf(measure, isDark).forEach((colour, index) => {
          expect(contrast(colour, inkOn(index, isDark)), `${colour}`).toBeGreaterThanOrEqual(4.5);
        });
  });
});

describe('the data of the province’s map', () => {
  it('weigh less than 60 KB gzipped, borders and figures together', () => {
    const files = ['borders', 'prefectures'].map((file) => {
      const geojson = JSON.parse(readFileSync(new URL(`../../db/areas/${file}.json`, import.meta.url), 'utf8'));
      return gzipSync(JSON.stringify(packBorders(geojson))).length;
    });
    // The figures, days, changes, zones and names of a whole province are some 7 KB beside them.
    expect(files.reduce((sum, one) => sum + one, 0)).toBeLessThan(50_000);
  });
});

describe('the map', () => {
  const centres = new Map(borders.features.map((shape) => [shape.properties.code, centreOf(shape)]));

  it('counts a development zone with the county it lies in, and draws a county without alerts as 0', () => {
    const shapes = borders.features.filter((shape) => ['220102', '220103'].includes(shape.properties.code));
    const children = [
      makeChild({ code: '220102', total: 3, late: 1 }),
      makeChild({ code: '220172', total: 5, late: 1 }),
    ];
    const zones = [{ code: '220172', name: '净月', county: '220102' }];
    const of = (measure: Measure, beside: Beside = {}) => regionsOf(children, shapes, { ...beside, zones, measure });
    const redLate = { total: 2, areas: [{ code: '220172', name: '净月', total: 2 }] };
    expect(of('count', { redLate }).map(({ code, value, mark }) => [code, value, mark])).toEqual([
      ['220102', 8, 2],
      ['220103', 0, 0],
    ]);
    expect([of('rate')[0]?.value, of('late')[0]?.value]).toEqual([4, 25]);
  });

  it('draws a share of few verified cases hollow, and of none as unknown', () => {
    const shapes = borders.features.filter((shape) => ['220102', '220103'].includes(shape.properties.code));
    const own = [{ code: '220102', verified: 40, confirmed: 10 }];
    const of = (children: typeof own) => {
      const confirmed = { from: '2025-10-16', total: null, verified: null, confirmed: null, children };
      return regionsOf([], shapes, { confirmed, zones: [], measure: 'confirmed' }).map(({ value, isFew }) => [
        value,
        isFew,
      ]);
    };
    expect(of(own)).toEqual([
      [25, false],
      [null, true],
    ]);
    expect(of([{ code: '220102', verified: 29, confirmed: 29 }])[0]).toEqual([100, true]);
    expect(confirmedShare(null, 3)).toEqual({ value: null, isFew: true });
  });

  it('what is kept back is drawn as paper, and adds up to unknown', () => {
    const children = [makeChild({ code: '220102', total: null }), makeChild({ code: '220172', total: 9 })];
    expect(addUp(children).total).toBeNull();
    expect(ratePerThousand(children[0]!)).toBeNull();
    expect(lateShare(makeChild({ total: 8, late: null }))).toBeNull();
    expect([toldCount(null, TOLD), toldCount(null, TOLD, false), toldCount(1200, TOLD)]).toEqual(['<5', '-', '1,200']);
  });

  it('draws counties by their borders and nothing below them', () => {
    expect(drawnLevel([makeChild({})])).toBe('counties');
    expect(drawnLevel([makeChild({ code: '2224' })])).toBe('prefectures');
    expect(drawnLevel([makeChild({ code: '222403100' })])).toBeNull();
    expect(drawnLevel([])).toBeNull();
  });

  it('a click on the province goes into the prefecture first', () => {
    expect(stepInto('22', '222403')).toBe('2224');
    expect(stepInto('2224', '222403')).toBe('222403');
  });

  it('names are short, and none is written over another', () => {
    expect(
      ['敦化市', '前郭尔罗斯蒙古族自治县', '长白朝鲜族自治县', '延边朝鲜族自治州', '二道区', '公主岭市'].map(shortName),
    ).toEqual(['敦化', '前郭', '长白', '延边', '二道', '公主岭']);
    const labelled = labelledCodes(borders.features, centres);
    expect(labelled.has('222403')).toBe(true);
    expect(labelled.size).toBeLessThan(60);
  });

  it('colours by class, outlines the focused county, and marks only what is overdue', () => {
    const regions = [
      { code: '222403', name: '敦化市', value: 120, mark: 2 },
      { code: '222424', name: '汪清县', value: 0, mark: 0 },
    ];
    const option = choroplethOption({
      ...{ map: 'm', outlines: 'o', regions, centres, measure: 'count', isDark: false },
      ...{ focused: '222403', labelled: new Set(['222403']) },
    });
    const [dunhua, wangqing] = option.geo.flatMap((geo) => ('regions' in geo ? geo.regions : []));
    expect(dunhua?.itemStyle).toMatchObject({ areaColor: AMOUNT_RAMP.light[4], borderWidth: 2.5 });
    expect(wangqing?.itemStyle.areaColor).toBe(AMOUNT_RAMP.light[0]);
    expect(option.series[0]?.data.map((mark) => mark[2])).toEqual([2]);
  });

  it('arrow keys walk to the neighbour that way and stay at the edge', () => {
    expect(neighbourOf(centres, null, 'ArrowUp')).toBe(borders.features[0]?.properties.code);
    const west = neighbourOf(centres, '222403', 'ArrowLeft') as string;
    expect((centres.get(west) as [number, number])[0]).toBeLessThan((centres.get('222403') as [number, number])[0]);
    expect(neighbourOf(new Map([['222403', [128, 43]]]), '222403', 'ArrowRight')).toBe('222403');
  });
});

describe('figures and sentence', () => {
  it('a rate is 0 where nobody is registered', () => {
    expect(ratePerThousand({ total: 5, households: 0 })).toBe(0);
    expect(ratePerThousand({ total: 5, households: 250 })).toBe(20);
  });

  it('ranks the worst first, by the measure that colours the map', () => {
    const children = [
      makeChild({ code: '1', total: 9, households: 9000 }),
      makeChild({ code: '2', total: 5, households: 100 }),
    ];
    expect(rankChildren(children, 'count').map((child) => child.code)).toEqual(['1', '2']);
    expect(rankChildren(children, 'rate').map((child) => child.code)).toEqual(['2', '1']);
  });

  const map = {
    total: 1204,
    severities: { ...NONE, red: 12 },
    overdue: 3,
    children: [
      makeChild({ total: 832 }),
      makeChild({ code: '222424', name: '汪清县', total: 348 }),
      makeChild({ code: '0', name: '空', total: 0 }),
    ],
    sources: [
      {
        dataset: 'medical',
        title: { zh: '医疗费用结算', en: 'Medical bills' },
        month: '2026-08',
        isBlind: true,
        rules: [],
      },
      { dataset: 'wages', title: { zh: '工资', en: 'Wages' }, month: '2026-09', isBlind: false, rules: [] },
    ],
  };

  it('the sentence says total, red, late, the worst places, and what is blind', () => {
    const text = sentenceOf({ map, state: 'open', language: 'zh' })
      .map((part) => part.text)
      .join('');
    expect(text).toBe(
      '未办结 1,204 条，其中红色 12 条；3 户过了期限。最多的是敦化市 832、汪清县 348。看不见医疗费用结算（只到8月）：不等于没有风险。',
    );
  });

  it('with today’s changes it says how many more, and which red alerts nobody went to', () => {
    const whole = { raised: 9, closed: 1, lapsed: 1, escalated: 0 };
    const redLate = { total: 8, areas: [{ code: '222403', name: '敦化市', total: 8 }] };
    const say = (language: 'zh' | 'en') =>
      sentenceOf({ map: { ...map, sources: [] }, state: 'open', changes: { whole, redLate }, language })
        .map((part) => part.text)
        .join('');
    expect(say('zh')).toBe(
      '未办结 1,204 条，比昨天多 7 条，其中红色 12 条；3 户过了期限。红色 8 条过了 24 小时还没人到门：敦化市 8。各来源都在期内。',
    );
    expect(say('en')).toContain(', 7 more than yesterday, of them red 12; 3 households overdue. 8 red without a visit');
  });

  it('of a past day it tells the stock of that evening, and nothing of today', () => {
    const text = sentenceOf({ map, state: 'ended', day: '2026-10-03', language: 'zh' })
      .map((part) => part.text)
      .join('');
    expect(text).toContain('10月3日结束时，未办结 1,204 条，其中红色 12 条');
  });

  it('every number in it is a link', () => {
    for (const language of ['zh', 'en'] as const) {
      const unlinked = sentenceOf({ map, state: 'open', language }).filter(
        (part) => !part.target && !part.text.includes('8月') && /\d/.test(part.text),
      );
      expect(unlinked).toEqual([]);
    }
  });

  it('with every source in time it says so', () => {
    const text = sentenceOf({ map: { ...map, sources: [] }, state: 'all', language: 'zh' });
    expect(text[text.length - 1]?.text).toBe('各来源都在期内。');
  });
});
