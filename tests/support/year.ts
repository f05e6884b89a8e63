// A year of deliveries for a handful of invented families: every department in its rhythm, sometimes late, missing, wrong and corrected,
// taken back, cut short or sent twice; births, moves, deaths, a summer flood, a leap day. The same seed makes the same year.
import { checkOf, type Table } from './plain-files.ts';
import { randomOf } from './worlds.ts';

/** What a department does on a day. `name` is the delivery's own; `expect` is what the door should make of it. */
export type Act =
  | { kind: 'deliver'; name: string; table: Table; expect?: 'known' | 'held'; replaces?: string }
  | { kind: 'withdraw'; name: string };

export interface Year {
  /** Handed in before the first day. */
  first: Act[];
  /** By day, YYYY-MM-DD. */
  acts: Map<string, Act[]>;
}

/** The months of history in the first delivery, and the year that is walked after it. */
const HISTORY = months('2026-01', '2027-05');
const WALKED = months('2027-06', '2028-05');
const FIRST_DAY = '2027-06-01';

const HEADINGS: Record<string, string> = {
  registry: '户号,姓名,公民身份号码,与户主关系,性别,出生日期,户口性质,村(社区)代码,详细地址,联系电话',
  roster: '姓名,身份证号,户主身份证号,救助类别,月救助金额(元),起始年月,终止年月',
  medical: '结算流水号,姓名,证件号码,医疗类别,结算日期,医疗总费用,基金支付,医疗救助支付,个人负担,疾病编码',
  wages: '纳税人姓名,证件类型,证件号码,税款所属期,收入额,扣缴义务人',
  pensions: '姓名,社会保障号码,险种,发放年月,发放金额',
  contributions: '姓名,社会保障号码,缴费年月,缴费基数,缴费状态',
  unemployment: '姓名,身份证号,登记日期,失业原因',
  disability: '姓名,残疾证号,残疾类别,残疾等级,发证日期',
  disasters: '灾害名称,灾种,发生日期,户主姓名,户主身份证号,房屋损毁程度,经济损失(元)',
  deaths: '姓名,公民身份号码,死亡日期,注销日期',
  school: '姓名,身份证件号,学校,年级,学期,学籍状态',
  housing: '户主姓名,户主身份证号,鉴定等级,鉴定日期,是否唯一住房,改造状态',
  vehicles: '所有人,身份证明号码,号牌号码,车辆类型,登记日期,状态',
  monitored: '户主姓名,户主身份证号,监测对象类别,识别时间,风险类型,风险是否消除',
};
const FILES: Record<string, string> = {
  registry: '公安厅_户籍人口',
  roster: '民政厅_社会救助对象',
  medical: '医保局_医疗费用结算',
  wages: '税务局_工资薪金所得',
  pensions: '社保局_养老金发放',
  contributions: '社保局_职工养老保险缴费',
  unemployment: '人社厅_失业登记',
  disability: '残联_残疾人证',
  disasters: '应急厅_受灾家庭',
  deaths: '公安厅_死亡注销',
  school: '教育厅_学籍',
  housing: '住建厅_农房鉴定',
  vehicles: '公安交管_机动车登记',
  monitored: '农业农村厅_防止返贫监测对象',
};

interface Person {
  id: string;
  household: string;
  isHead: boolean;
  /** Monthly wage in yuan by month; what is not there was not paid. */
  wages: Map<string, number>;
  pension: number | undefined;
  insured: Set<string>;
}

interface Benefit {
  id: string;
  category: string;
  from: string;
  until: string;
}

/** The year of a seed; `households` are spread over six villages of two counties. */
export function yearOf(seed: number, households = 26): Year {
  return new Maker(seed, households).make();
}

class Maker {
  private readonly random: () => number;
  private readonly people: Person[] = [];
  private readonly places = new Map<string, { village: string; kind: string }>();
  private readonly benefits: Benefit[] = [];
  private readonly dead = new Set<string>();
  private readonly acts = new Map<string, Act[]>();
  private serial = 0;
  private bill = 0;

  constructor(
    seed: number,
    private readonly size: number,
  ) {
    this.random = randomOf(seed);
  }

  make(): Year {
    for (let at = 0; at < this.size; at++) this.settle(at);
    const first: Act[] = [];
    const last = HISTORY.at(-1)!;
    const whole = (dataset: string, rows: Row[]) =>
      first.push({ kind: 'deliver', name: `${dataset} ${last}`, table: table(dataset, last, rows) });
    whole(
      'registry',
      this.people.map((person) => this.registryRow(person)),
    );
    for (const dataset of ['wages', 'pensions', 'contributions'] as const)
      whole(
        dataset,
        HISTORY.flatMap((month) => this.monthly(dataset, month)),
      );
    whole('roster', this.rosterOf(last));
    for (const dataset of ['medical', 'unemployment', 'disability', 'disasters', 'housing', 'vehicles'] as const)
      whole(
        dataset,
        HISTORY.flatMap((month) => this.events(dataset, month)),
      );
    whole('monitored', this.monitoredOf());
    first.push({ kind: 'deliver', name: 'school 2027-1', table: table('school', '2027-1', this.schoolOf('2027春')) });
    for (const month of WALKED) this.walk(month);
    return { first, acts: this.acts };
  }

  private happens(chance: number): boolean {
    return this.random() < chance;
  }

  private pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.random() * items.length)]!;
  }

  private between(low: number, high: number): number {
    return low + Math.floor(this.random() * (high - low + 1));
  }

  private newId(year: number): string {
    const born = `${year}${two(this.between(1, 12))}${two(this.between(1, 28))}`;
    const day = this.happens(0.05) && year % 4 === 0 ? `${year}0229` : born;
    const firstPart = `2299${two(1 + (this.serial % 90))}${day}${String(++this.serial % 1000).padStart(3, '0')}`;
    return firstPart + checkOf(firstPart);
  }

  private settle(at: number): void {
    const household = `H${String(at + 1).padStart(13, '0')}`;
    const isTown = at % 3 === 0;
    const village = isTown ? `22010200100${1 + (at % 2)}` : `22240510520${1 + (at % 4)}`;
    this.places.set(household, { village, kind: isTown ? '非农业' : '农业' });
    const ages = this.pick([
      [1975, 1978, 2013],
      [1949, 1952],
      [1985, 2015, 2018],
      [1966],
      [1958, 1990, 2012, 2021],
      [1970, 1945],
    ]);
    ages.forEach((year, index) => {
      const person = this.addPerson(household, year, index === 0);
      if (index === 0 && this.happens(0.3)) {
        const category = this.pick(['低保', '低保', '特困', '低保边缘']);
        this.benefits.push({ id: person.id, category, from: '202604', until: '' });
      }
    });
  }

  private addPerson(household: string, year: number, isHead: boolean): Person {
    const wages = new Map<string, number>();
    const insured = new Set<string>();
    if (year > 1967 && year < 2007 && this.happens(0.75)) {
      const pay = this.between(900, 5200);
      const breaks = this.happens(0.5) ? this.pick([...HISTORY.slice(-8), ...WALKED]) : '9999';
      const comeBack = this.happens(0.5)
        ? addMonths(breaks === '9999' ? '2027-01' : breaks, this.between(2, 7))
        : '9999';
      const leaves = this.pick([0, 0, 0.3, 0.5]);
      for (const month of [...HISTORY, ...WALKED]) {
        const isOff = month >= breaks && month < comeBack;
        const now = isOff ? Math.round(pay * leaves) : pay + this.between(-40, 40);
        if (now > 0 && !this.happens(0.03)) wages.set(month, now);
        if (!isOff && this.happens(0.97)) insured.add(month);
      }
    }
    const pension = year <= 1967 && this.happens(0.85) ? this.between(130, 2600) : undefined;
    const person = { id: this.newId(year), household, isHead, wages, insured, pension };
    this.people.push(person);
    return person;
  }

  private get living(): Person[] {
    return this.people.filter((person) => !this.dead.has(person.id));
  }

  /** One month: what happened in it, handed in after it. */
  private walk(month: string): void {
    this.live(month);
    for (const dataset of ['wages', 'pensions', 'contributions', 'medical'] as const) {
      const rows = dataset === 'medical' ? this.events('medical', month) : this.monthly(dataset, month);
      this.deliverMonthly(dataset, month, rows);
    }
    this.deliverRoster(month);
    for (const dataset of ['unemployment', 'disability', 'disasters', 'housing', 'vehicles'] as const) {
      const rows = this.events(dataset, month);
      if (rows.length > 0) this.deliver(dataset, month, rows, this.dayAfter(month, 1, 20));
    }
    if (month.endsWith('-09') || month.endsWith('-01'))
      this.deliver('monitored', month, this.monitoredOf(), this.dayAfter(month, 3, 15));
    if (month === '2027-08')
      this.at(this.dayAfter(month, 8, 20), {
        kind: 'deliver',
        name: 'school 2027-2',
        table: table('school', '2027-2', this.schoolOf('2027秋')),
      });
    if (month === '2028-02')
      this.at(this.dayAfter(month, 8, 20), {
        kind: 'deliver',
        name: 'school 2028-1',
        table: table('school', '2028-1', this.schoolOf('2028春')),
      });
  }

  /** Births, moves, deaths and benefits that begin and end. */
  private live(month: string): void {
    const changed: Person[] = [];
    const deaths: Row[] = [];
    if (this.happens(0.5))
      changed.push(this.addPerson(this.pick([...this.places.keys()]), Number(month.slice(0, 4)), false));
    if (this.happens(0.6)) {
      const person = this.pick(this.living.filter((one) => !one.isHead));
      person.household = this.pick([...this.places.keys()]);
      changed.push(person);
    }
    for (let count = this.between(0, 2); count > 0; count--) {
      const person = this.pick(this.living);
      this.dead.add(person.id);
      const on = this.dayIn(month);
      deaths.push({ 姓名: '金顺姬', 公民身份号码: person.id, 死亡日期: on, 注销日期: on });
    }
    if (changed.length > 0)
      this.deliver(
        'registry',
        month,
        changed.map((person) => this.registryRow(person)),
        this.dayAfter(month, 1, 12),
      );
    if (deaths.length > 0) this.deliver('deaths', month, deaths, this.dayAfter(month, 1, 25));
    if (this.happens(0.7)) {
      const from = addMonths(month, 1).replace('-', '');
      this.benefits.push({
        id: this.pick(this.living).id,
        category: this.pick(['低保', '特困', '低保边缘']),
        from,
        until: '',
      });
    }
    const ends = this.happens(0.5) ? this.pick(this.benefits.filter((benefit) => benefit.until === '')) : undefined;
    if (ends) ends.until = this.happens(0.5) ? month.replace('-', '') : 'gone';
  }

  private registryRow({ id, household, isHead }: Person): Row {
    const { village, kind } = this.places.get(household)!;
    const born = `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`;
    return {
      ...{ 户号: household, 姓名: '金顺姬', 公民身份号码: id, 与户主关系: isHead ? '户主' : '子' },
      ...{ 性别: Number(id[16]) % 2 ? '男' : '女', 出生日期: born, 户口性质: kind, '村(社区)代码': village },
      ...{ 详细地址: '5组92号', 联系电话: '14400000001' },
    };
  }

  private monthly(dataset: 'wages' | 'pensions' | 'contributions', month: string): Row[] {
    const written = month.replace('-', '');
    return this.people.flatMap((person): Row[] => {
      if (this.dead.has(person.id)) return [];
      if (dataset === 'wages') {
        const pay = person.wages.get(month);
        if (pay === undefined) return [];
        return [
          {
            纳税人姓名: '金顺姬',
            证件类型: '居民身份证',
            证件号码: person.id,
            税款所属期: written,
            收入额: `${pay}.50`,
            扣缴义务人: '某单位2',
          },
        ];
      }
      if (dataset === 'pensions')
        return person.pension === undefined
          ? []
          : [
              {
                姓名: '金顺姬',
                社会保障号码: person.id,
                险种: '城乡居民基本养老保险',
                发放年月: written,
                发放金额: `${person.pension}.00`,
              },
            ];
      return person.insured.has(month)
        ? [{ 姓名: '金顺姬', 社会保障号码: person.id, 缴费年月: written, 缴费基数: '4000', 缴费状态: '正常缴费' }]
        : [];
    });
  }

  private rosterOf(month: string): Row[] {
    const written = month.replace('-', '');
    return this.benefits
      .filter(({ from, until }) => from <= written && until !== 'gone')
      .map(({ id, category, from, until }) => ({
        ...{ 姓名: '金顺姬', 身份证号: id, 户主身份证号: '', 救助类别: category },
        ...{ '月救助金额(元)': '279', 起始年月: from, 终止年月: until },
      }));
  }

  private monitoredOf(): Row[] {
    return this.people
      .filter((person) => person.isHead && Number(person.id[15]) % 3 === 0)
      .map(({ id }) => ({
        ...{ 户主姓名: '金顺姬', 户主身份证号: id, 监测对象类别: '突发严重困难户', 识别时间: '2026-11-05' },
        ...{ 风险类型: '收入骤减', 风险是否消除: this.happens(0.3) ? '是' : '否' },
      }));
  }

  private schoolOf(term: string): Row[] {
    const year = Number(term.slice(0, 4));
    return this.living
      .filter((person) => year - Number(person.id.slice(6, 10)) >= 6 && year - Number(person.id.slice(6, 10)) <= 16)
      .filter(() => !this.happens(0.08))
      .map(({ id }) => ({
        姓名: '金顺姬',
        身份证件号: id,
        学校: '第5学校',
        年级: '5年级',
        学期: term,
        学籍状态: this.happens(0.05) ? '转出省外' : '在读',
      }));
  }

  private events(dataset: EventDataset, month: string): Row[] {
    const flood = month.endsWith('-07') || month.endsWith('-08') ? 5 : month === '2028-04' ? 2 : 0;
    const most = { medical: 4, unemployment: 1, disability: 1, disasters: flood, housing: 1, vehicles: 1 }[dataset];
    const count = dataset === 'medical' ? this.between(1, most) : this.between(0, most);
    return Array.from({ length: count }, () => this.event(dataset, month));
  }

  private event(dataset: EventDataset, month: string): Row {
    const on = this.dayIn(month);
    const { id } =
      dataset === 'disasters' || dataset === 'housing'
        ? this.pick(this.people.filter((one) => one.isHead))
        : this.pick(this.living);
    switch (dataset) {
      case 'medical': {
        const paid = this.happens(0.3) ? this.between(9000, 26_000) : this.between(100, 2500);
        const sums = {
          医疗总费用: `${paid * 2}.00`,
          基金支付: `${paid}.00`,
          医疗救助支付: '0.00',
          个人负担: `${paid}.00`,
        };
        return {
          结算流水号: `S${String(++this.bill).padStart(10, '0')}`,
          姓名: '金顺姬',
          证件号码: id,
          医疗类别: '住院',
          结算日期: on,
          ...sums,
          疾病编码: 'N18.5',
        };
      }
      case 'unemployment':
        return { 姓名: '金顺姬', 身份证号: id, 登记日期: on, 失业原因: '单位解除' };
      case 'disability': {
        const level = this.between(0, 2);
        return {
          姓名: '金顺姬',
          残疾证号: `${id}4${level + 1}`,
          残疾类别: '肢体',
          残疾等级: ['一级', '二级', '三级'][level]!,
          发证日期: on,
        };
      }
      case 'disasters':
        return {
          灾害名称: `${month}洪涝`,
          灾种: '洪涝',
          发生日期: on,
          户主姓名: '金顺姬',
          户主身份证号: id,
          房屋损毁程度: '一般损坏',
          '经济损失(元)': '8000',
        };
      case 'housing':
        return {
          户主姓名: '金顺姬',
          户主身份证号: id,
          鉴定等级: this.pick(['B级', 'C级', 'D级']),
          鉴定日期: on,
          是否唯一住房: this.pick(['是', '是', '否']),
          改造状态: this.pick(['未改造', '未改造', '已竣工']),
        };
      case 'vehicles':
        return {
          所有人: '金顺姬',
          身份证明号码: id,
          号牌号码: `吉A·${10_000 + this.serial++}`,
          车辆类型: this.pick(['小型轿车', '普通二轮摩托车']),
          登记日期: on,
          状态: '正常',
        };
    }
  }

  /** A monthly source with its habits: on time, late by a season, never, wrong and corrected, wrong and taken back, sent twice. */
  private deliverMonthly(dataset: string, month: string, rows: Row[]): void {
    const luck = this.random();
    const day = this.dayAfter(month, 3, 18);
    const name = `${dataset} ${month}`;
    const right = table(dataset, month, rows);
    const column = { wages: '收入额', pensions: '发放金额', medical: '个人负担' }[dataset];
    const damaged = rows.map((row, index) => (column && index % 3 === 0 ? { ...row, [column]: '12.00' } : row));
    const wrong = table(dataset, month, column ? damaged : rows.slice(0, Math.ceil(rows.length * 0.7)));
    if (rows.length === 0 || luck < 0.06) return; // never
    if (luck < 0.13) this.at(addDays(day, 70), { kind: 'deliver', name, table: right });
    else if (luck < 0.2 && rows.length > 2 && dataset !== 'medical') {
      this.at(day, { kind: 'deliver', name: `${name} wrong`, table: wrong });
      this.at(addDays(day, 4), { kind: 'deliver', name, table: right, replaces: `${name} wrong` });
    } else if (luck < 0.28 && rows.length > 2) {
      this.at(day, { kind: 'deliver', name: `${name} wrong`, table: wrong });
      this.at(addDays(day, 3), { kind: 'withdraw', name: `${name} wrong` });
      this.at(addDays(day, 9), { kind: 'deliver', name, table: right });
    } else {
      this.at(day, { kind: 'deliver', name, table: right });
      if (luck > 0.95)
        this.at(addDays(day, 2), { kind: 'deliver', name: `${name} again`, table: right, expect: 'known' });
    }
  }

  /** The roster is a snapshot: cut short, it is held, and the whole one follows. */
  private deliverRoster(month: string): void {
    const rows = this.rosterOf(month);
    const day = this.dayAfter(month, 2, 12);
    const luck = this.random();
    if (luck < 0.07) return;
    if (luck < 0.25) {
      const short = table('roster', month, rows.slice(0, Math.floor(rows.length / 2)));
      this.at(addDays(day, -1), { kind: 'deliver', name: `roster ${month} short`, table: short, expect: 'held' });
    }
    this.at(day, { kind: 'deliver', name: `roster ${month}`, table: table('roster', month, rows) });
  }

  private deliver(dataset: string, month: string, rows: Row[], day: string): void {
    this.at(day, { kind: 'deliver', name: `${dataset} ${month}`, table: table(dataset, month, rows) });
  }

  private at(day: string, act: Act): void {
    this.acts.set(day, [...(this.acts.get(day) ?? []), act]);
  }

  private dayIn(month: string): string {
    if (month === '2028-02' && this.happens(0.3)) return '2028-02-29';
    return `${month}-${two(this.between(1, 28))}`;
  }

  /** A day of the month after. */
  private dayAfter(month: string, low: number, high: number): string {
    return `${addMonths(month, 1)}-${two(this.between(low, high))}`;
  }
}

type Row = Record<string, string>;
type EventDataset = 'medical' | 'unemployment' | 'disability' | 'disasters' | 'housing' | 'vehicles';

function table(dataset: string, period: string, rows: Row[]): Table {
  const time =
    period.length === 6 ? `${period.slice(0, 4)}${period.endsWith('1') ? '春' : '秋'}` : period.replace('-', '');
  return { dataset, period, file: `${FILES[dataset]}_${time}.csv`, headings: HEADINGS[dataset]!.split(','), rows };
}

/** The days of the year that is walked. */
export function daysOfYear(): string[] {
  const days: string[] = [];
  for (let day = FIRST_DAY; day <= '2028-06-05'; day = addDays(day, 1)) days.push(day);
  return days;
}

function months(from: string, until: string): string[] {
  const all: string[] = [];
  for (let month = from; month <= until; month = addMonths(month, 1)) all.push(month);
  return all;
}

function addMonths(month: string, count: number): string {
  const number = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + count;
  return `${Math.floor(number / 12)}-${two((number % 12) + 1)}`;
}

function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
