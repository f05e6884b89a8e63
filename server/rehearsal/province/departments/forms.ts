// How each department's file looks: its name, its encoding, and where the cells stand that go wrong. Headings are the contracts' own.

export type Dataset =
  | 'registry'
  | 'aid-roster'
  | 'medical-settlements'
  | 'wages'
  | 'pensions'
  | 'contributions'
  | 'unemployment'
  | 'disability-certificates'
  | 'disaster-families'
  | 'deaths'
  | 'school-roll'
  | 'housing-assessments'
  | 'vehicles'
  | 'return-to-poverty';

export interface Form {
  /** Before the period. */
  file: string;
  encoding: 'gb18030' | 'utf8' | 'bom';
  /** Places of the person's number, name and date in a line; -1: none. */
  id: number;
  name: number;
  date: number;
  /** Whole lists are complete when they come; increments may be late or short by a county. */
  isWhole?: boolean;
  /** Written only when there is something to tell. */
  isSeldom?: boolean;
}

export const FORMS: Record<Dataset, Form> = {
  registry: { file: '公安厅_户籍人口', encoding: 'gb18030', id: 2, name: 1, date: 5, isWhole: true },
  'aid-roster': { file: '民政厅_社会救助对象', encoding: 'utf8', id: 1, name: 0, date: -1, isWhole: true },
  'medical-settlements': { file: '医保局_医疗费用结算', encoding: 'gb18030', id: 2, name: 1, date: 4 },
  wages: { file: '税务局_工资薪金所得', encoding: 'bom', id: 2, name: 0, date: -1 },
  pensions: { file: '社保局_养老金发放', encoding: 'utf8', id: 1, name: 0, date: -1 },
  contributions: { file: '社保局_职工养老保险缴费', encoding: 'gb18030', id: 1, name: 0, date: -1 },
  unemployment: { file: '人社厅_失业登记', encoding: 'utf8', id: 1, name: 0, date: 2 },
  'disability-certificates': { file: '残联_残疾人证', encoding: 'gb18030', id: 1, name: 0, date: 4 },
  'disaster-families': { file: '应急厅_受灾家庭', encoding: 'bom', id: 4, name: 3, date: 2, isSeldom: true },
  deaths: { file: '公安厅_死亡注销', encoding: 'gb18030', id: 1, name: 0, date: 2 },
  'school-roll': { file: '教育厅_学籍', encoding: 'utf8', id: 1, name: 0, date: -1, isWhole: true, isSeldom: true },
  'housing-assessments': { file: '住建厅_农房鉴定', encoding: 'gb18030', id: 1, name: 0, date: 3 },
  vehicles: { file: '公安交管_机动车登记', encoding: 'gb18030', id: 1, name: 0, date: 4 },
  'return-to-poverty': {
    file: '农业农村厅_防止返贫监测对象',
    encoding: 'gb18030',
    id: 1,
    name: 0,
    date: 3,
    isWhole: true,
  },
};

export const DATASETS = Object.keys(FORMS) as Dataset[];

/** Fen as departments write yuan. */
export function yuan(fen: number): string {
  const cents = fen % 100;
  return `${(fen - cents) / 100}.${cents < 10 ? '0' : ''}${cents}`;
}
