// What an invented coordinator finds at the door and writes down: the outcome follows what really happened to the family, with the
// errors that people make; the words are put together from what a coordinator would say. Pure.
import type { z } from 'zod';
import type { AttemptInput, VisitInput } from '../flow/visits/model.ts';
import { Draw, mix } from './province/draw.ts';

export interface Door {
  taskId: string;
  /** A second look's is that of the task it looks at. */
  asKind: 'help' | 'exit';
  cause: string | null;
  members: number;
  /** Of a second look: what the first visitor found. */
  firstOutcome: string | null;
  /** What a warning of this kind turned out to be; undefined where nobody has written it down. */
  isRight: boolean | undefined;
  /** Somebody there receives aid already. */
  isOnAid: boolean;
  /** Where the county lies, in degrees; a visit is noted somewhere around. */
  centre: [longitude: number, latitude: number] | undefined;
}

const CONCERN = 110;
/** Where nobody knows what happened: as often as a warning of that kind may be right. */
const RIGHT_UNKNOWN = { help: 0.62, exit: 0.55 };
/** Eyes at the door are good and not perfect. */
const MISJUDGED = 0.05;
const AWAY = 0.06;
const AGREES = 0.88;

type Codes = readonly (readonly [code: string, weight: number])[];
const RIGHT: Record<string, Codes> = {
  illness: [
    ['A7', 5],
    ['A4', 4],
    ['A3', 2],
    ['A1', 2],
    ['B2', 2],
    ['A10', 1],
  ],
  'job-loss': [
    ['A6', 4],
    ['A1', 3],
    ['A3', 3],
    ['B5', 3],
    ['A8', 2],
  ],
  disaster: [
    ['A6', 6],
    ['A11', 3],
    ['A5', 2],
    ['B3', 2],
  ],
  death: [
    ['A6', 4],
    ['A1', 3],
    ['A9', 2],
    ['A12', 1],
  ],
  disability: [
    ['A8', 4],
    ['A9', 3],
    ['A1', 2],
    ['A4', 2],
  ],
  schooling: [
    ['A8', 5],
    ['A12', 2],
    ['B5', 2],
  ],
  other: [
    ['A3', 3],
    ['A5', 3],
    ['A11', 2],
    ['B5', 2],
  ],
}; // prettier-ignore
const RIGHT_ON_AID: Codes = [
  ['B2', 5],
  ['B1', 4],
  ['A7', 2],
  ['A6', 1],
]; // prettier-ignore
/** Data are seldom wrong, as the province's departments send them; each such word asks a department about every row behind the warning. */
const WRONG: Codes = [
  ['C3', 62],
  ['C4', 35],
  ['C2', 2],
  ['C1', 1],
]; // prettier-ignore
const NOBODY: Codes = [
  ['D2', 6],
  ['D3', 1],
  ['D1', 1],
]; // prettier-ignore
const MAY_END: Codes = [
  ['E1', 5],
  ['E2', 3],
  ['E3', 2],
  ['E5', 1],
]; // prettier-ignore
const STAYS: Codes = [
  ['E4', 85],
  ['C3', 12],
  ['C2', 2],
  ['C1', 1],
]; // prettier-ignore

/** The visit to send, drawn by the seed and a key of the family's; `visitedAt` and the words of two doors differ. */
export function visitOf(door: Door, of: { seed: number; key: number; at: Date }): z.input<typeof VisitInput> {
  const draw = new Draw(of.seed, of.key, CONCERN);
  const code = codeOf(door, draw);
  const group = code[0];
  const hasPlace = door.centre !== undefined && draw.chance(0.86);
  return {
    taskId: door.taskId,
    visitedAt: new Date(of.at.getTime() - draw.whole(5, 90) * 60_000).toISOString(),
    place: hasPlace ? placeNear(door.centre!, of.key, draw) : null,
    noPlaceReason: hasPlace ? null : draw.pick(['屋里没有信号', '手机定位没打开', '山沟里定不了位']),
    outcomeCode: code,
    cause: group === 'D' || door.asKind === 'exit' ? null : draw.chance(0.9) ? door.cause : 'other',
    note: noteOf(code, door, draw),
    assistanceNote: group === 'A' ? draw.pick(AID) : null,
    answers: {},
  };
}

/** Who says that nobody could be reached went there before: on this day and on as many days before it as are asked for. */
export function attemptsBefore(visit: z.input<typeof VisitInput>): AttemptInput[] {
  if (visit.outcomeCode !== 'D2') return [];
  return [2, 1, 0].map((days) => {
    const at = new Date(Date.parse(visit.visitedAt) - days * 86_400_000).toISOString();
    return { taskId: visit.taskId, at, why: 'not-home', note: null, place: visit.place };
  });
}

function codeOf({ asKind, cause, firstOutcome, isRight, isOnAid }: Door, draw: Draw): string {
  if (firstOutcome !== null && draw.chance(AGREES)) return firstOutcome;
  if (draw.chance(AWAY)) return pickCode(NOBODY, draw);
  const known = isRight ?? draw.chance(RIGHT_UNKNOWN[asKind]);
  const found = draw.chance(MISJUDGED) ? !known : known;
  if (asKind === 'exit') return pickCode(found ? MAY_END : STAYS, draw);
  if (!found) return pickCode(WRONG, draw);
  return pickCode(isOnAid ? RIGHT_ON_AID : (RIGHT[cause ?? 'other'] ?? RIGHT.other!), draw);
}

function pickCode(codes: Codes, draw: Draw): string {
  return codes[draw.band(codes.map(([, weight]) => weight))]![0];
}

/** A spot of the household's own: it stays the same at each visit, but for a few metres. */
function placeNear([longitude, latitude]: [number, number], key: number, draw: Draw) {
  const spot = (concern: number) => (mix(key, concern) / 2 ** 32 - 0.5) * 0.24;
  const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6;
  return {
    longitude: round(longitude + spot(1) + draw.between(-4e-5, 4e-5)),
    latitude: round(latitude + spot(2) * 0.7 + draw.between(-4e-5, 4e-5)),
    accuracyMetres: draw.whole(6, 60),
  };
}

const AID = [
  '当场登记临时救助，材料已拍照带回。',
  '先从镇里备用金拿了应急款，手续后补。',
  '帮着填了申请表，约好下周交到镇里。',
  '联系村里送了米面油，低保申请在准备材料。',
  '已和镇民政说好，按急难程序先办。',
];
const OPENINGS = ['下午去的', '上午去的', '第二次去才见到人', '和村会计一起去的', '邻居带的路', '打过电话再去的'];
const SEEN: Record<string, readonly string[]> = {
  illness: ['住院花了不少，报销以后自己还欠着', '长期吃药，一个月药费', '手术借了亲戚的钱，还没还上，大约'],
  'job-loss': ['厂里停工后没有再找到活，存款还剩', '打零工，这个月只挣了', '工地没结账，欠工资'],
  disaster: ['院墙和仓房塌了一半，修要', '地里的苞米泡了水，估计少收', '屋里进过水，家具损失'],
  death: ['当家人走了，办后事花了', '就剩老的和小的，手里只有'],
  disability: ['办了残疾证以后没法干活，每月护理要', '出门要人背，康复一个月'],
  schooling: ['孩子在家没去上学，说路远，住校一学期要', '孩子跟着父母去了外地，借读费'],
  other: ['家里看着紧巴，欠着', '日子过得去但没有余钱，手里有'],
};
const ENDINGS: Record<string, readonly string[]> = {
  A: ['实在困难，要帮一把。', '家里确实过不下去，建议尽快办。', '老人说着说着掉眼泪，建议先救助。'],
  B: ['暂时能撑住，过一个月再来看。', '已有的待遇都在拿，先记着。', '本人说不用，留了电话。'],
  C: ['和数据说的不一样，没有那么难。', '数据是旧的，事情早过去了。', '家里有进项，不符合。'],
  D: ['家里锁着门，邻居说去了外地。', '电话打不通，村里也说不清去处。', '敲门没人应，贴了条子。'],
  E: ['情况属实，救助要变。', '本人也认，说该退就退。', '证据看过了，情况写清楚了。'],
};

function noteOf(code: string, { cause, members }: Door, draw: Draw): string {
  const amount = draw.whole(3, 160) * 100 + draw.pick([0, 0, 50, 80]);
  const opening = draw.pick(OPENINGS);
  const ending = draw.pick(ENDINGS[code[0]!]!);
  if (code[0] === 'D')
    return `${opening}，家里登记${members}口人。${ending}跑了${draw.whole(1, 4)}趟，离村部${draw.whole(1, 40)}里。`;
  const seen = draw.pick(SEEN[cause ?? 'other'] ?? SEEN.other!);
  return `${opening}，家里${members}口人。${seen}${amount}元。${ending}`;
}
