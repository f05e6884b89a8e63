// Mutated copies of the sample deliveries: rows gone, dates and birthdays moved to the edges of windows and ages, sums put a fen beside
// a line, deaths, moves, double benefits, sources that stay away. The same seed makes the same world.
import { checkOf, clean, dayIn, fenIn, idIn, monthIn, type Table } from './plain-files.ts';
import { plainWorld, type Standards } from './plain-reading.ts';

export interface WorldFiles {
  first: Table[];
  second: Table[];
}

export interface Mutations {
  seed: number;
  /** How many of the households are kept. */
  share: number;
  /** Datasets without a file in the second delivery. */
  late: readonly string[];
  /** The as-of days whose windows are aimed at. */
  days: readonly string[];
  standards: Standards;
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const ID_COLUMNS = [
  '公民身份号码',
  '身份证号',
  '证件号码',
  '社会保障号码',
  '户主身份证号',
  '身份证件号',
  '身份证明号码',
];

/** A world of its own; what is given stays as it is. */
export function mutate({ first, second }: WorldFiles, mutations: Mutations): WorldFiles {
  return new Mutator({ first: structuredClone(first), second: structuredClone(second) }, mutations).run();
}

class Mutator {
  private readonly random: () => number;

  constructor(
    private readonly world: WorldFiles,
    private readonly given: Mutations,
  ) {
    this.random = randomOf(given.seed);
  }

  run(): WorldFiles {
    this.keepSome();
    this.dropRows();
    this.moveDates();
    this.killSome();
    this.moveHome();
    this.changeBenefits();
    this.stopContributions();
    this.stopWork();
    this.moveBirthdays();
    this.world.second = this.world.second.filter((table) => !this.given.late.includes(table.dataset));
    this.putBesideLines();
    return this.world;
  }

  private pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.random() * items.length)]!;
  }

  private happens(chance: number): boolean {
    return this.random() < chance;
  }

  private tables(dataset: string): Table[] {
    return [...this.world.first, ...this.world.second].filter((table) => table.dataset === dataset);
  }

  private get registry(): Record<string, string>[] {
    return this.tables('registry').flatMap((table) => table.rows);
  }

  private keepSome(): void {
    const numbers = [...new Set(this.registry.map((row) => clean(row.户号)))];
    const kept = new Set(numbers.filter(() => this.happens(this.given.share)));
    const people = new Set(
      this.registry.filter((row) => kept.has(clean(row.户号))).flatMap((row) => idIn(row.公民身份号码) ?? []),
    );
    for (const table of [...this.world.first, ...this.world.second])
      table.rows = table.rows.filter((row) => people.has(idOf(row) ?? ''));
  }

  private dropRows(): void {
    for (const table of [...this.world.first, ...this.world.second]) {
      const chance = { registry: 0, roster: 0.02, school: 0.06 }[table.dataset] ?? 0.04;
      table.rows = table.rows.filter(() => !this.happens(chance));
    }
  }

  /** Dated rows to the edges of the windows that end on a day we ask for; never later than the file's own month. */
  private moveDates(): void {
    const columns: Record<string, [string, number[]]> = {
      deaths: ['死亡日期', [90]],
      disasters: ['发生日期', [90]],
      disability: ['发证日期', [60]],
      unemployment: ['登记日期', [60]],
      vehicles: ['登记日期', [0]],
      housing: ['鉴定日期', [0]],
      medical: ['结算日期', [0, 365]],
      monitored: ['识别时间', [0]],
    };
    for (const [dataset, [column, windows]] of Object.entries(columns)) {
      for (const table of this.tables(dataset)) {
        const end = monthEnd(table.period);
        for (const row of table.rows) {
          if (!this.happens(dataset === 'medical' ? 0.15 : 0.5)) continue;
          const edges =
            dataset === 'medical' && this.happens(0.7)
              ? ['2025-12-31', '2026-01-01', '2025-09-30', '2025-10-01', '2025-10-31', '2025-11-01', '2026-09-30']
              : [this.edge(this.pick(windows))];
          const on = this.pick(edges);
          if (on <= end) row[column] = on;
          if (column === '死亡日期') row.注销日期 = row[column]!;
        }
      }
    }
    for (const table of this.tables('housing'))
      for (const row of table.rows) {
        if (this.happens(0.2)) row.鉴定等级 = this.pick(['A级', 'B级', 'C级', 'D级']);
        if (this.happens(0.2)) row.改造状态 = this.pick(['未改造', '已竣工']);
        if (this.happens(0.2)) row.是否唯一住房 = this.pick(['是', '否']);
      }
    for (const row of this.tables('monitored').flatMap((table) => table.rows))
      if (this.happens(0.3)) row.风险是否消除 = this.pick(['是', '否']);
    for (const row of this.tables('school').flatMap((table) => table.rows))
      if (this.happens(0.05)) row.学籍状态 = this.pick(['在读', '毕业', '转出省外']);
    for (const row of this.tables('vehicles').flatMap((table) => table.rows))
      if (this.happens(0.2)) row.车辆类型 = this.pick(['小型轿车', '小型普通客车', '轻型自卸三轮']);
  }

  /** A day just inside or outside a window of so many days. */
  private edge(days: number): string {
    return addDays(this.pick(this.given.days), -days + this.pick([-1, 0, 1]));
  }

  private killSome(): void {
    for (const row of this.registry) {
      const id = idIn(row.公民身份号码);
      if (!id || !this.happens(0.03)) continue;
      const table = this.pick(this.tables('deaths'));
      const on = this.edge(90);
      table.rows.push({ 姓名: row.姓名!, 公民身份号码: id, 死亡日期: on, 注销日期: on });
    }
  }

  private moveHome(): void {
    const [before, after] = this.tables('registry');
    if (!before || !after) return;
    for (const row of before.rows) {
      if (!idIn(row.公民身份号码) || !this.happens(0.02)) continue;
      const other = this.pick(before.rows);
      const place = ['户号', '户口性质', '村(社区)代码', '详细地址'].map((name) => [name, other[name]!]);
      after.rows.push({ ...row, 与户主关系: '其他', ...Object.fromEntries(place) });
    }
  }

  private changeBenefits(): void {
    for (const table of this.tables('roster')) {
      for (const row of [...table.rows]) {
        if (this.happens(0.04)) row.终止年月 = this.pick(['202607', '202608', '202609', '202610', '202612']);
        if (!this.happens(0.06)) continue;
        const 起始年月 = this.pick(['202606', '202608', '202609', '202610']);
        const 终止年月 = this.pick(['', 起始年月, '202611']);
        const both = table.period === '2026-09' ? this.tables('roster') : [table];
        const 救助类别 = this.pick(['低保', '特困', '低保边缘']);
        for (const one of both) one.rows.push({ ...row, 救助类别, 起始年月, 终止年月 });
      }
    }
  }

  /** The last month paid at the edges of the two windows. */
  private stopContributions(): void {
    const lines = this.tables('contributions').flatMap((table) => table.rows);
    for (const id of new Set(lines.map((row) => idOf(row)!))) {
      if (!this.happens(0.3)) continue;
      const last = this.pick(['2025-06', '2025-07', '2025-08', '2026-06', '2026-07', '2026-08']);
      for (const table of this.tables('contributions'))
        table.rows = table.rows.filter((row) => idOf(row) !== id || (monthIn(row.缴费年月) ?? '') <= last);
    }
  }

  /** Whom tax or the pension source named last a year ago, or once, at the far edge of the 24 months that make a person known to it. */
  private stopWork(): void {
    for (const [dataset, column] of [
      ['wages', '税款所属期'],
      ['pensions', '发放年月'],
    ] as const) {
      const rows = this.tables(dataset).flatMap((table) => table.rows);
      for (const id of new Set(rows.map((row) => idOf(row)!))) {
        if (!this.happens(0.1)) continue;
        const last = this.pick(['2025-03', '2025-09', '2025-10', 'once']);
        const [kept] = rows.filter((row) => idOf(row) === id);
        for (const table of this.tables(dataset))
          table.rows = table.rows.filter(
            (row) => idOf(row) !== id || (last === 'once' ? row === kept : (monthIn(row[column]) ?? '') <= last),
          );
        if (last === 'once') kept![column] = this.pick(['202409', '202410', '202411']);
      }
    }
  }

  /** People born on other days: everywhere their number stands, and in the number. */
  private moveBirthdays(): void {
    const dead = new Map(
      this.tables('deaths').flatMap((table) => table.rows.map((row) => [idOf(row)!, dayIn(row.死亡日期)!])),
    );
    const numbers = new Map<string, string>();
    let serial = 0;
    for (const id of new Set(this.registry.flatMap((row) => idIn(row.公民身份号码) ?? []))) {
      if (!this.happens(0.2)) continue;
      const day = dead.get(id) ?? this.pick(this.given.days);
      const years = this.pick([6, 16, 18, 60]);
      const leap = this.pick(['2008-02-29', '2012-02-29', '2020-02-29', '1968-02-29']);
      const from = `${Number(day.slice(0, 4)) - years}${day.slice(4)}`.replace(
        /(?<!0[48]|[13579][26]|[2468][048])-02-29/,
        '-03-01',
      );
      const born = this.happens(0.1) ? leap : addDays(from, this.pick([-1, 0, 1]));
      const first = `2299${id.slice(4, 6)}${born.replaceAll('-', '')}${String(++serial % 1000).padStart(3, '0')}`;
      numbers.set(id, first + checkOf(first));
    }
    for (const row of [...this.world.first, ...this.world.second].flatMap((table) => table.rows)) {
      for (const name of ID_COLUMNS) {
        const to = numbers.get(idIn(row[name]) ?? '');
        if (!to) continue;
        row[name] = to;
        if (row.出生日期) row.出生日期 = `${to.slice(6, 10)}-${to.slice(10, 12)}-${to.slice(12, 14)}`;
      }
      const certificate = clean(row.残疾证号);
      const to = numbers.get(certificate.slice(0, 18));
      if (to) row.残疾证号 = to + certificate.slice(18);
    }
  }

  /** One line of a household changed so that a sum stands on its line, or a fen or two beside it. */
  private putBesideLines(): void {
    const { standards, days } = this.given;
    for (const day of days) {
      const tables = day < '2026-10-31' ? this.world.first : [...this.world.first, ...this.world.second];
      const wages = rowsBy(tables, 'wages', (row) => `${idOf(row)} ${monthIn(row.税款所属期)}`);
      const bills = tables.filter((table) => table.dataset === 'medical').flatMap((table) => table.rows);
      for (const household of plainWorld(tables, day, standards).households) {
        if (!this.happens(0.25) || household.living.length === 0) continue;
        const beside = (line: number) => Math.round(line) + this.pick([-2, -1, 0, 1, 2]);
        const change = (row: Record<string, string> | undefined, column: string, by: number) => {
          const now = row && fenIn(row[column]);
          if (row && now !== undefined && now + by >= 0) row[column] = ((now + by) / 100).toFixed(2);
        };
        const wage = household.people.map((id) => wages.get(`${id} ${household.dataMonth('wages')}`)).find(Boolean);
        const bill = bills.findLast((row) => household.people.includes(idOf(row) ?? ''));
        const [income, last, prior] = [
          household.income(3),
          household.amount('wages', 3),
          household.amount('wages', 3, 3),
        ];
        const { standard, medical12, worstMedicalYear, living } = household;
        const aim = this.pick(['head', 'half', 'year', 'ratio', 'floor']);
        if (aim === 'head' && income !== undefined && standard !== undefined)
          change(wage, '收入额', beside(this.pick([1, 2]) * standard * 3 * living.length) - income);
        if (aim === 'half' && last !== undefined && prior) change(wage, '收入额', beside(prior / 2) - last);
        if (aim === 'year')
          change(bill, '个人负担', beside(this.pick([0.5, 1]) * standards.ruralIncome) - worstMedicalYear);
        if (aim === 'ratio' && medical12 !== undefined)
          change(bill, '个人负担', beside((household.income(12) ?? 0) * 0.6) - medical12);
        if (aim === 'floor' && medical12 !== undefined) change(bill, '个人负担', beside(200_000) - medical12);
      }
    }
  }
}

function rowsBy(tables: readonly Table[], dataset: string, key: (row: Record<string, string>) => string) {
  const rows = tables.filter((table) => table.dataset === dataset).flatMap((table) => table.rows);
  return new Map(rows.map((row) => [key(row), row]));
}

function idOf(row: Record<string, string>): string | undefined {
  if (row.残疾证号 !== undefined) return idIn(clean(row.残疾证号).slice(0, 18));
  return idIn(row[ID_COLUMNS.find((name) => row[name] !== undefined)!]);
}

function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

function monthEnd(month: string): string {
  return new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).toISOString().slice(0, 10);
}
