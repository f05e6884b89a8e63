// The fifteen rules read a second time: one household after the other over the departments' own files, slowly and as the definitions
// of the samples say them. Shares nothing with server/flow/indicators or server/flow/rules; undefined is unknown.
import { clean, dayIn, fenIn, idIn, monthIn, type Table } from './plain-files.ts';

export interface Standards {
  /** Fen by county and settlement: '222405 rural'. */
  dibao: ReadonlyMap<string, number>;
  /** Fen a year. */
  ruralIncome: number;
}

interface Line {
  id: string;
  period: string;
  row: Record<string, string>;
}
type Maybe<T> = T | undefined;

const MONEY = [
  '个人负担',
  '医疗总费用',
  '基金支付',
  '医疗救助支付',
  '收入额',
  '发放金额',
  '缴费基数',
  '经济损失(元)',
  '月救助金额(元)',
];
const DAYS = [
  '出生日期',
  '死亡日期',
  '注销日期',
  '结算日期',
  '登记日期',
  '发证日期',
  '发生日期',
  '鉴定日期',
  '识别时间',
];
const MONTHS = ['税款所属期', '发放年月', '缴费年月', '起始年月', '终止年月'];
const IDS = [
  '公民身份号码',
  '身份证号',
  '证件号码',
  '社会保障号码',
  '户主身份证号',
  '残疾证号',
  '身份证件号',
  '身份证明号码',
];

/** The good rows of a dataset, oldest period first. A roster's second ID, the head's, is nobody's business. */
function linesOf(tables: readonly Table[], dataset: string): Line[] {
  const own = tables.filter((table) => table.dataset === dataset).sort((a, b) => (a.period < b.period ? -1 : 1));
  return own.flatMap((table) => {
    const seen = new Set<string>();
    const idColumn = IDS.find((name) => table.headings.includes(name))!;
    return table.rows.flatMap((row): Line[] => {
      const written = JSON.stringify(table.headings.map((name) => row[name]));
      if (seen.has(written)) return [];
      seen.add(written);
      const cell = row[idColumn];
      const id = idColumn === '残疾证号' ? idIn(clean(cell).slice(0, 18)) : idIn(cell);
      const isWrong = (names: string[], read: (text: string) => unknown) =>
        names.some((name) => clean(row[name]) !== '' && read(row[name]!) === undefined);
      if (!id || isWrong(MONEY, fenIn) || isWrong(DAYS, dayIn) || isWrong(MONTHS, monthIn)) return [];
      return [{ id, period: table.period, row }];
    });
  });
}

/** Of lines with the same key the last stands. */
function lastOf(lines: readonly Line[], key: (line: Line) => string): Line[] {
  return [...new Map(lines.map((line) => [key(line), line])).values()];
}

const addMonths = (month: string, count: number) => {
  const number = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + count;
  return `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}`;
};
const lastDay = (month: string) =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).toISOString().slice(0, 10);
const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
const monthsBetween = (from: string, to: string) =>
  (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));
/** Whole years: nobody born on 29 February has a birthday before 1 March of a common year. */
const ageOn = (id: string, day: string) => {
  const years = Number(day.slice(0, 4)) - Number(id.slice(6, 10));
  return day.slice(5).replace('-', '') >= id.slice(10, 14) ? years : years - 1;
};

/** The households (户号) each rule names as of a day, from the files received by then. */
export function readPlainly(tables: readonly Table[], day: string, standards: Standards): Record<string, string[]> {
  const world = new World(tables, day, standards);
  const found: Record<string, string[]> = {};
  for (const [rule, holds] of Object.entries(RULES)) {
    found[rule] = world.households
      .filter((household) => holds(household) === true)
      .map((household) => household.number);
    found[rule].sort();
  }
  return found;
}

/** What each rule says of each household, `<rule> <household>`: true, false, or absent for unknown. */
export function readVerdicts(tables: readonly Table[], day: string, standards: Standards): Map<string, boolean> {
  const world = new World(tables, day, standards);
  const verdicts = new Map<string, boolean>();
  for (const [rule, holds] of Object.entries(RULES))
    for (const household of world.households) {
      const verdict = holds(household);
      if (verdict !== undefined) verdicts.set(`${rule} ${household.number}`, verdict);
    }
  return verdicts;
}

/** The same world for a test that wants a household's figures. */
export function plainWorld(tables: readonly Table[], day: string, standards: Standards): World {
  return new World(tables, day, standards);
}

class World {
  readonly households: Household[] = [];
  /** Household numbers a person had, each from the first day of a registry's month. */
  private readonly homes = new Map<string, { from: string; number: string }[]>();
  readonly diedOn = new Map<string, string>();
  private readonly lines = new Map<string, Line[]>();
  /** Lines by person: a whole dataset is looked at once, not once a household. */
  private readonly byPerson = new Map<string, Map<string, Line[]>>();
  private readonly delivered = new Map<string, Set<string>>();

  constructor(
    readonly tables: readonly Table[],
    readonly day: string,
    readonly standards: Standards,
  ) {
    const places = new Map<string, { county: string; settlement: string }>();
    for (const { id, period, row } of linesOf(tables, 'registry')) {
      const number = clean(row.户号);
      this.homes.set(id, [...(this.homes.get(id) ?? []), { from: `${period}-01`, number }]);
      places.set(number, {
        county: clean(row['村(社区)代码']).slice(0, 6),
        settlement: clean(row.户口性质) === '非农业' ? 'urban' : 'rural',
      });
    }
    for (const { id, row } of lastOf(this.of('deaths'), (line) => line.id)) {
      const on = dayIn(row.死亡日期)!;
      if (on <= day) this.diedOn.set(id, on);
    }
    const people = new Map<string, string[]>([...places.keys()].map((number) => [number, []]));
    for (const id of this.homes.keys()) people.get(this.homeOf(id, day))!.push(id);
    for (const [number, place] of places)
      this.households.push(new Household(this, number, place, people.get(number) ?? []));
  }

  /** Good rows about people the registry knows. */
  of(dataset: string): Line[] {
    let lines = this.lines.get(dataset);
    if (!lines) {
      lines = linesOf(this.tables, dataset).filter(({ id }) => this.homes.has(id));
      this.lines.set(dataset, lines);
    }
    return lines;
  }

  ofPeople(dataset: string, key: (line: Line) => string, people: readonly string[]): Line[] {
    let known = this.byPerson.get(dataset);
    if (!known) {
      known = new Map();
      for (const line of lastOf(this.of(dataset), key)) {
        const own = known.get(line.id) ?? [];
        own.push(line);
        known.set(line.id, own);
      }
      this.byPerson.set(dataset, known);
    }
    return people.flatMap((id) => known.get(id) ?? []);
  }

  homeOf(id: string, on: string): string {
    const homes = this.homes.get(id)!;
    return (homes.findLast((home) => home.from <= on) ?? homes[0]!).number;
  }

  /** The last complete month a source has delivered, unless that is more than two behind the calendar's. */
  dataMonth(dataset: string): Maybe<string> {
    const calendar = this.day === lastDay(this.day) ? this.day.slice(0, 7) : addMonths(this.day.slice(0, 7), -1);
    const periods = this.tables.filter((table) => table.dataset === dataset).map((table) => table.period);
    const newest = periods
      .filter((period) => period <= calendar)
      .sort()
      .at(-1);
    return newest !== undefined && newest >= addMonths(calendar, -2) ? newest : undefined;
  }

  /** Whether every month of a window was delivered: a file delivers from its first line up to its period. What was never begun is no gap. */
  isWhole(dataset: string, from: string, to: string): boolean {
    const column = { wages: '税款所属期', pensions: '发放年月', contributions: '缴费年月', medical: '结算日期' }[
      dataset
    ]!;
    const delivered = this.monthsDelivered(dataset, column);
    const oldest = [...delivered].sort()[0];
    for (let month = from; month <= to; month = addMonths(month, 1))
      if (oldest !== undefined && month > oldest && !delivered.has(month)) return false;
    return true;
  }

  /** Looked for once a dataset, not once a household. */
  private monthsDelivered(dataset: string, column: string): Set<string> {
    const known = this.delivered.get(dataset);
    if (known) return known;
    const delivered = new Set<string>();
    for (const { period, rows } of this.tables.filter((table) => table.dataset === dataset)) {
      const told = rows.flatMap((row) => monthIn(row[column]) ?? dayIn(row[column])?.slice(0, 7) ?? []);
      const first = [period, ...told].sort()[0]!;
      for (let month = first; month <= period; month = addMonths(month, 1)) delivered.add(month);
    }
    this.delivered.set(dataset, delivered);
    return delivered;
  }

  /** The newest school term delivered, unless it is more than one behind the calendar's. */
  newestTerm(): Maybe<string> {
    const begins = (term: string) => (term.endsWith('1') ? `${term.slice(0, 4)}-02` : `${term.slice(0, 4)}-08`);
    const periods = this.tables.filter((table) => table.dataset === 'school').map((table) => table.period);
    const newest = periods
      .filter((term) => begins(term) <= this.day.slice(0, 7))
      .sort()
      .at(-1);
    return newest !== undefined && monthsBetween(begins(newest), this.day) < 12 ? newest : undefined;
  }
}

export class Household {
  constructor(
    private readonly world: World,
    readonly number: string,
    private readonly place: { county: string; settlement: string },
    readonly people: readonly string[],
  ) {}

  get day(): string {
    return this.world.day;
  }

  get living(): string[] {
    return this.people.filter((id) => !this.world.diedOn.has(id));
  }

  diedOn(id: string): Maybe<string> {
    return this.world.diedOn.get(id);
  }

  get standard(): Maybe<number> {
    return this.world.standards.dibao.get(`${this.place.county} ${this.place.settlement}`);
  }

  get ruralIncome(): number {
    return this.world.standards.ruralIncome;
  }

  dataMonth(dataset: string): Maybe<string> {
    return this.world.dataMonth(dataset);
  }

  newestTerm(): Maybe<string> {
    return this.world.newestTerm();
  }

  /** Every month from `from` months before the data month on was delivered. */
  hasAll(dataset: string, from: number): boolean {
    const last = this.dataMonth(dataset)!;
    return this.world.isWhole(dataset, addMonths(last, from), last);
  }

  private monthly(source: 'wages' | 'pensions'): { month: string; fen: number }[] {
    const [month, amount] = source === 'wages' ? ['税款所属期', '收入额'] : ['发放年月', '发放金额'];
    const key = ({ id, row }: Line) => `${id} ${clean(row.险种)} ${monthIn(row[month!])}`;
    return this.world
      .ofPeople(source, key, this.people)
      .map(({ row }) => ({ month: monthIn(row[month!])!, fen: fenIn(row[amount!])! }));
  }

  /** Whether the source has named one of the people in the 24 months up to its data month (up to today when it is too late). */
  isNamed(source: 'wages' | 'pensions'): boolean {
    const last = this.dataMonth(source);
    const [from, to] = last
      ? [addMonths(last, -23), last]
      : [addMonths(this.day.slice(0, 7), -24), this.day.slice(0, 7)];
    return this.monthly(source).some(({ month }) => month >= from && month <= to);
  }

  /** What came in `count` months, counted back from the data month after leaving out `skip`. */
  amount(source: 'wages' | 'pensions', count: number, skip = 0): Maybe<number> {
    const last = this.dataMonth(source);
    if (!last || !this.isNamed(source)) return undefined;
    if (!this.world.isWhole(source, addMonths(last, 1 - skip - count), addMonths(last, -skip))) return undefined;
    return this.monthly(source)
      .filter(({ month }) => month > addMonths(last, -skip - count) && month <= addMonths(last, -skip))
      .reduce((sum, { fen }) => sum + fen, 0);
  }

  income(count: number): Maybe<number> {
    let sum: Maybe<number>;
    for (const source of ['wages', 'pensions'] as const) {
      if (!this.isNamed(source)) continue;
      const part = this.amount(source, count);
      if (part === undefined) return undefined;
      sum = (sum ?? 0) + part;
    }
    return sum;
  }

  /** In whole fen, half a fen up. */
  get perHead(): Maybe<number> {
    const income = this.income(3);
    return income === undefined || this.living.length === 0 ? undefined : Math.round(income / 3 / this.living.length);
  }

  medicalLines(): { id: string; on: string; fen: number }[] {
    return this.world
      .ofPeople('medical', ({ row }) => clean(row.结算流水号), this.people)
      .map(({ id, row }) => ({ id, on: dayIn(row.结算日期)!, fen: fenIn(row.个人负担)! }))
      .filter(({ on }) => on <= this.day);
  }

  get medical12(): Maybe<number> {
    const last = this.dataMonth('medical');
    if (!last) return undefined;
    if (!this.world.isWhole('medical', addMonths(last, -11), last)) return undefined;
    return this.medicalLines()
      .filter(({ on }) => on.slice(0, 7) > addMonths(last, -12) && on.slice(0, 7) <= last)
      .reduce((sum, { fen }) => sum + fen, 0);
  }

  get worstMedicalYear(): number {
    const sums = this.people.map((id) =>
      this.medicalLines()
        .filter((line) => line.id === id && line.on.slice(0, 4) === this.day.slice(0, 4))
        .reduce((sum, { fen }) => sum + fen, 0),
    );
    return Math.max(0, ...sums);
  }

  /** The benefits as the newest rosters have them: who is not listed any more ended with the month before. */
  benefits(): { id: string; category: string; from: string; until: Maybe<string> }[] {
    const key = ({ id, row }: Line) => `${id} ${clean(row.救助类别)} ${monthIn(row.起始年月)}`;
    const periods = [
      ...new Set(this.world.tables.filter((one) => one.dataset === 'roster').map((one) => one.period)),
    ].sort();
    return this.world.ofPeople('roster', key, this.people).map(({ id, period, row }) => {
      const next = periods.find((one) => one > period);
      const ends = [monthIn(row.终止年月), next && addMonths(next, -1)].filter((end) => end !== undefined).sort();
      return { id, category: clean(row.救助类别), from: monthIn(row.起始年月)!, until: ends[0] };
    });
  }

  /** How many benefits of these categories are paid in the data month. */
  receiving(...categories: string[]): Maybe<number> {
    const month = this.dataMonth('roster');
    if (!month) return undefined;
    return this.benefits().filter(
      ({ category, from, until }) => categories.includes(category) && from <= month && (!until || until >= month),
    ).length;
  }

  /** Of a person, the months up to the data month in which a benefit of a category was paid. */
  monthsOf(id: string, category: string): Set<string> {
    const months = new Set<string>();
    const last = this.dataMonth('roster')!;
    for (const one of this.benefits().filter((benefit) => benefit.id === id && benefit.category === category))
      for (let month = one.from; month <= last && (!one.until || month <= one.until); month = addMonths(month, 1))
        months.add(month);
    return months;
  }

  get isMonitored(): boolean {
    return this.rowsByHead('monitored', () => '').some(
      ({ period, row }) =>
        dayIn(row.识别时间)! <= this.day &&
        clean(row.风险是否消除) === '否' &&
        period ===
          this.world.tables
            .filter((one) => one.dataset === 'monitored')
            .map((one) => one.period)
            .sort()
            .at(-1),
    );
  }

  get isListed(): Maybe<boolean> {
    const receiving = this.receiving('低保', '特困', '低保边缘');
    if (this.isMonitored || (receiving ?? 0) > 0) return true;
    return receiving === undefined ? undefined : false;
  }

  /** Rows by a head of household stay with the household the head was in at the end of the file's month. */
  rowsByHead(dataset: string, key: (line: Line) => string): Line[] {
    return lastOf(this.world.of(dataset), (line) => `${line.id} ${key(line)}`).filter(
      ({ id, period }) => this.world.homeOf(id, lastDay(period)) === this.number,
    );
  }

  eventsOf(dataset: string, dateColumn: string, more: (row: Record<string, string>) => boolean = () => true) {
    return this.world
      .ofPeople(dataset, ({ id, row }) => `${id} ${dayIn(row[dateColumn])}`, this.people)
      .filter(({ row }) => more(row))
      .map(({ id, row }) => ({ id, on: dayIn(row[dateColumn])! }));
  }

  contributionMonths(id: string): string[] {
    return this.world
      .ofPeople('contributions', (line) => `${line.id} ${monthIn(line.row.缴费年月)}`, [id])
      .map(({ row }) => monthIn(row.缴费年月)!);
  }

  schoolLines(id: string): { term: string; state: string }[] {
    return this.world
      .ofPeople('school', (line) => `${line.id} ${line.period}`, [id])
      .map(({ period, row }) => ({ term: period, state: clean(row.学籍状态) }));
  }

  get cars(): number {
    const key = ({ row }: Line) => `${clean(row.号牌号码)} ${clean(row.车辆类型)}`;
    return this.world
      .ofPeople('vehicles', key, this.people)
      .filter(({ row }) => dayIn(row.登记日期)! <= this.day)
      .filter(({ row }) => ['小型轿车', '小型普通客车'].includes(clean(row.车辆类型))).length;
  }

  /** d with as-of − n < d ≤ as-of. */
  isInLast(days: number, on: string): boolean {
    return daysBetween(on, this.day) >= 0 && daysBetween(on, this.day) < days;
  }
}

const RULES: Record<string, (h: Household) => Maybe<boolean>> = {
  'income-collapse': (h) => {
    const [last, prior] = [h.amount('wages', 3), h.amount('wages', 3, 3)];
    if (last === undefined || prior === undefined || prior <= 0 || last > Math.round(prior / 2)) return false;
    if (h.living.length === 0 || h.perHead === undefined) return false;
    return h.standard === undefined || h.perHead < 2 * h.standard;
  },
  // Whether the household is listed decides between two lines; unknown, it is given the nearer one.
  'heavy-medical-spending': (h) =>
    h.living.length > 0 && h.worstMedicalYear > (h.isListed === false ? h.ruralIncome : h.ruralIncome / 2),
  'medical-to-income': (h) => {
    const [paid, income] = [h.medical12, h.income(12)];
    if (paid === undefined || income === undefined) return undefined;
    return h.living.length > 0 && paid >= 200_000 && income > 0 && paid >= Math.round((income * 6) / 10);
  },
  'disaster-household': (h) =>
    h
      .rowsByHead('disasters', ({ row }) => `${clean(row.灾害名称)} ${dayIn(row.发生日期)}`)
      .some(({ row }) => h.isInLast(90, dayIn(row.发生日期)!)),
  'new-severe-disability': (h) =>
    h
      .eventsOf('disability', '发证日期', (row) => /^[一二12]级?$/.test(clean(row.残疾等级)))
      .some(({ id, on }) => h.living.includes(id) && h.isInLast(60, on)),
  'breadwinner-death': (h) => {
    const lost = h.people.some((id) => {
      const on = h.diedOn(id);
      return on !== undefined && h.isInLast(90, on) && ageOn(id, on) >= 18 && ageOn(id, on) <= 59;
    });
    const left = h.living.some((id) => ageOn(id, h.day) < 18 || ageOn(id, h.day) >= 60);
    if (!lost || !left) return false;
    if (h.isListed !== false || h.perHead === undefined || h.standard === undefined) return true;
    return h.perHead < 2 * h.standard;
  },
  'insurance-stopped': (h) => {
    const last = h.dataMonth('contributions');
    if (!last || !h.hasAll('contributions', -14)) return undefined;
    return h.living.some((id) => {
      const back = h.contributionMonths(id).map((month) => -monthsBetween(month, last));
      return back.some((offset) => offset >= -14 && offset <= -3) && !back.some((offset) => offset > -3 && offset <= 0);
    });
  },
  'new-unemployment': (h) =>
    h.isListed &&
    h.eventsOf('unemployment', '登记日期').some(({ id, on }) => h.living.includes(id) && h.isInLast(60, on)),
  'school-dropout': (h) => {
    const newest = h.newestTerm();
    if (!newest) return undefined;
    const before = newest.endsWith('2') ? `${newest.slice(0, 4)}-1` : `${Number(newest.slice(0, 4)) - 1}-2`;
    return h.living.some((id) => {
      const lines = h.schoolLines(id);
      const age = ageOn(id, h.day);
      return (
        age >= 6 &&
        age <= 15 &&
        lines.some(({ term, state }) => term === before && state === '在读') &&
        !lines.some(({ term }) => term === newest)
      );
    });
  },
  'unsafe-housing': (h) => {
    const latest = h
      .rowsByHead('housing', ({ row }) => `${dayIn(row.鉴定日期)}`)
      .filter(({ row }) => dayIn(row.鉴定日期)! <= h.day)
      .sort((a, b) => (dayIn(a.row.鉴定日期)! < dayIn(b.row.鉴定日期)! ? -1 : 1))
      .at(-1)?.row;
    if (!latest) return undefined;
    const isRepaired = clean(latest.改造状态) === '已竣工';
    return /^[CD]/.test(clean(latest.鉴定等级)) && clean(latest.是否唯一住房) === '是' && !isRepaired;
  },
  'deceased-still-paid': (h) => {
    if (!h.dataMonth('roster')) return undefined;
    return h.people.some((id) => {
      const died = h.diedOn(id)?.slice(0, 7);
      return (
        died !== undefined && ['低保', '特困'].some((one) => [...h.monthsOf(id, one)].some((month) => month > died))
      );
    });
  },
  'duplicate-benefit': (h) => {
    if (!h.dataMonth('roster')) return undefined;
    return h.people.some((id) => {
      const tekun = h.monthsOf(id, '特困');
      return [...h.monthsOf(id, '低保')].some((month) => tekun.has(month));
    });
  },
  'vehicle-owner-on-aid': (h) => (h.receiving('低保', '特困') ?? 0) > 0 && h.cars > 0,
  'income-over-line': (h) => {
    if (h.amount('wages', 3) === undefined || h.perHead === undefined || h.standard === undefined) return false;
    return h.living.length > 0 && (h.receiving('低保') ?? 0) > 0 && h.perHead > h.standard;
  },
  'monitored-without-aid': (h) => h.isMonitored && h.receiving('低保', '特困', '低保边缘') === 0,
};
