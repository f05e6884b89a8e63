// The order of the house, held by a machine: who may import whom, who writes which tables, how large a file may grow.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { STAGES } from '../server/flow/stages.ts';

/**
 * From the ground up: a file imports only what stands on a lower line, or in its own folder. What stands on one line may not
 * import each other, and a file that stands nowhere fails the test.
 */
const PLACES: readonly (readonly string[])[] = [
  ['server/kernel', 'server/config.ts'],
  ['db'],
  ['server/access'],
  ['server/audit'],
  ['server/stations'],
  ['server/flow/turn.ts'], // what a step is handed; below all stages, so it names none of them
  ...STAGES.map(({ name }) => [`server/flow/${name}`]),
  ['server/flow/stages.ts'], // the nine in order
  ['server/catalogue.ts'], // the policy data of all stages
  ['server/withdraw.ts', 'server/deliver.ts'],
  ['server/publish.ts', 'server/hand-in.ts', 'server/cycle.ts', 'server/studio', 'server/insight', 'server/household'],
  ['server/decide-pair.ts'], // a clerk's decision lets rows in and takes them back
  ['server/dry-run-decision.ts', 'server/dry-run.ts'], // hands in and takes back, turns the flow, and rolls back
  ['server/http'],
  ['server/live'], // the socket greets its callers as http does
  ['server/doors'], // files on their way in, and what people may do with batches and sources
  ['server/staff'], // accounts that come in as a file, the log that goes out as one
  ['server/leads'], // households that no rule found: reported by somebody, or come upon
  ['server/phones'], // which phones there are, how far they are, and the lost ones
  ['server/field'], // what phones carry and send
  ['server/messages'], // who is told what outside the service, and how it went
  ['server/training'], // scenes to practise on, and what was done right in them
  ['server/service.ts', 'server/routes.ts', 'server/app.ts'],
  ['server/scheduler.ts'],
  ['server/rehearsal/province'], // makes up departments' files; knows the contracts and the areas, and nothing of the flow's tables
  ['server/rehearsal'], // an invented province's own time and people, by the ordinary doors
  ['server/first-start.ts'],
  ['server/cli', 'server/main.ts'],
  ['web/api', 'web/packed.ts'], // of the builds: what they have written, packed
  ['web/ui', 'web/charts', 'web/offline', 'web/pictures'], // pictures: made small and bare, for the phone and the desk
  features(),
  ['web/routes', 'web/field'],
  ['web/main.tsx', 'web/vite.config.ts', 'web/vite-env.d.ts'],
  ['tests'],
];

/** What a browser may hold of the kernel: no I/O, no Node. */
const PURE_KERNEL = ['area', 'clock', 'id-number', 'money', 'names', 'page', 'problem'].map(
  (name) => `server/kernel/${name}.ts`,
);
const PURE_LIBRARIES = ['zod', 'chinese-days'];
const isModel = (file: string) => file.startsWith('server/') && basename(file) === 'model.ts';

const LIMITS = { source: 400, test: 600 };
const AIMS = { median: 80, p90: 250 };

const FILES = ['server', 'db', 'web', 'tests'].flatMap(filesUnder);
const CODE = FILES.filter((file) => /\.tsx?$/.test(file));
const IMPORTS = new Map(CODE.map((file) => [file, importsOf(file)]));
/** [importer, imported] of our own files. */
const EDGES = CODE.flatMap((file) =>
  [...IMPORTS.get(file)!].filter((to) => !isLibrary(to)).map((to) => [file, to] as const),
);

function features(): string[] {
  return readdirSync('web/features').map((name) => `web/features/${name}`);
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (!entry.isDirectory()) return [path];
    return ['dist', 'node_modules', '.artifacts', 'fixtures'].includes(entry.name) ? [] : filesUnder(path);
  });
}

function isLibrary(specifier: string): boolean {
  return specifier.startsWith('~');
}

/** Every import of a file, type-only ones, re-exports and `import('…')` included: our own as paths, libraries as `~name`. */
function importsOf(file: string): Set<string> {
  const source = withoutComments(readFileSync(file, 'utf8'));
  const patterns = [
    /^[ \t]*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/gm,
    /^[ \t]*import\s*['"]([^'"]+)['"]/gm,
    /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g,
  ];
  const found = patterns.flatMap((pattern) => [...source.matchAll(pattern)].map((match) => match[1]!));
  return new Set(found.map((name) => (name.startsWith('.') ? normalize(join(dirname(file), name)) : `~${name}`)));
}

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

/** The line of PLACES on which a file stands, and its folder or file there. */
function placeOf(file: string): { rank: number; place: string } | undefined {
  for (const [rank, line] of PLACES.entries()) {
    const place = line.find((one) => file === one || file.startsWith(`${one}/`));
    if (place) return { rank, place };
  }
  return undefined;
}

const arrows = (edges: (readonly [string, string])[]) => edges.map(([from, to]) => `${from} → ${to}`);

describe('imports', () => {
  it('every import of our own leads to a file', () => {
    expect(arrows(EDGES.filter(([, to]) => !existsSync(to)))).toEqual([]);
  });

  it('every file has its place', () => {
    expect(CODE.filter((file) => !placeOf(file))).toEqual([]);
  });

  it('point downwards only', () => {
    const wrong = EDGES.filter(([from, to]) => {
      const [above, below] = [placeOf(from), placeOf(to)];
      return above && below && above.place !== below.place && above.rank <= below.rank;
    });
    expect(arrows(wrong)).toEqual([]);
  });

  it('the database imports nothing of the server', () => {
    expect(arrows(EDGES.filter(([from, to]) => from.startsWith('db/') && !to.startsWith('db/')))).toEqual([]);
  });

  it('nothing but a test imports a test', () => {
    expect(arrows(EDGES.filter(([from, to]) => to.startsWith('tests/') && !from.startsWith('tests/')))).toEqual([]);
  });

  it('form no ring', () => {
    expect(filesInRings()).toEqual([]);
  });
});

/** The files from which imports lead back to themselves. */
function filesInRings(): string[] {
  return CODE.filter((start) => {
    const seen = new Set<string>();
    const open = [start];
    for (let file = open.pop(); file !== undefined; file = open.pop())
      for (const to of IMPORTS.get(file) ?? [])
        if (!seen.has(to)) {
          seen.add(to);
          open.push(to);
        }
    return seen.has(start);
  });
}

describe('the browser', () => {
  it('imports of the server only models and the pure part of the kernel', () => {
    const wrong = EDGES.filter(
      ([from, to]) => from.startsWith('web/') && !to.startsWith('web/') && !isModel(to) && !PURE_KERNEL.includes(to),
    );
    expect(arrows(wrong)).toEqual([]);
  });

  it('what it imports of the server does no I/O', () => {
    const pure = CODE.filter((file) => isModel(file) || PURE_KERNEL.includes(file));
    const wrong = pure.flatMap((file) =>
      [...IMPORTS.get(file)!]
        .filter((to) => (isLibrary(to) ? !PURE_LIBRARIES.includes(to.slice(1)) : !pure.includes(to)))
        .map((to) => `${file} → ${to}`),
    );
    expect(wrong).toEqual([]);
  });

  it('knows echarts in one file', () => {
    const users = CODE.filter((file) => [...IMPORTS.get(file)!].some((to) => /^~echarts(\/|$)/.test(to)));
    expect(users).toEqual(['web/charts/echarts.ts']);
  });

  it('its features do not import one another', () => {
    const featureOf = (file: string) => /^web\/features\/([^/]+)\//.exec(file)?.[1];
    const wrong = EDGES.filter(([from, to]) => featureOf(from) && featureOf(to) && featureOf(from) !== featureOf(to));
    expect(arrows(wrong)).toEqual([]);
  });
});

describe('the flow', () => {
  it('has one folder a stage, named as the stage is', () => {
    const folders = readdirSync('server/flow', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map((entry) => entry.name).sort()).toEqual(STAGES.map((stage) => stage.name).sort());
  });

  it('gives every table to one stage at most', () => {
    const tables = STAGES.flatMap((stage) => stage.tables);
    expect(tables.filter((table, index) => tables.indexOf(table) !== index)).toEqual([]);
  });

  const sources = new Map(CODE.map((file) => [file, withoutComments(readFileSync(file, 'utf8'))]));
  const temporary = new Set(
    [...sources.values()].flatMap((source) =>
      [...source.matchAll(/create temp(?:orary)? table (?:if not exists )?(\w+)/gi)].map((match) => match[1]!),
    ),
  );

  it.each(STAGES.map((stage) => [stage.name, stage] as const))('%s writes its own tables only', (name, stage) => {
    const own = new Set(stage.tables);
    const wrong = [...sources]
      .filter(([file]) => file.startsWith(`server/flow/${name}/`))
      .flatMap(([file, source]) => tablesWritten(source).map((table) => ({ file, table })))
      .filter(({ table }) => !own.has(table) && !temporary.has(table))
      .map(({ file, table }) => `${file} writes ${table}`);
    expect(wrong).toEqual([]);
  });
});

/** The tables that a file's SQL writes, or its query builder. A name that is not written out counts as `${`: nobody could check it. */
function tablesWritten(source: string): string[] {
  const statements =
    /\b(?:insert into|(?<!for |do |for no key |on )update(?: only)?|delete from(?: only)?|merge into|truncate(?: table)?|copy)\s+("?\w+"?|\$\{)/gi;
  const told = [...source.matchAll(statements)].map((match) => match[1]!.replaceAll('"', '').toLowerCase());
  const built = /from '[./]*db\/schema\//.test(source)
    ? [...source.matchAll(/\.(?:insert|update|delete)\((\w+)\)/g)].map((match) => snakeCase(match[1]!))
    : [];
  return [...told, ...built];
}

const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

describe('files', () => {
  const sized = FILES.filter((file) => /\.(tsx?|css)$/.test(file)).map((file) => ({ file, lines: linesOf(file) }));

  it('stay readable', () => {
    for (const [name, part] of [
      ['source', sized.filter(({ file }) => !file.startsWith('tests/'))],
      ['tests', sized.filter(({ file }) => file.startsWith('tests/'))],
    ] as const) {
      const sizes = part.map(({ lines }) => lines).sort((a, b) => a - b);
      const at = (share: number) => sizes[Math.floor((sizes.length - 1) * share)] ?? 0;
      console.info(
        `${name}: ${sizes.length} files, median ${at(0.5)} (aim ${AIMS.median}), p90 ${at(0.9)} (aim ${AIMS.p90}) lines`,
      );
    }
    const long = sized.filter(({ file, lines }) => lines > (file.startsWith('tests/') ? LIMITS.test : LIMITS.source));
    expect(long).toEqual([]);
  });

  it('lie in folders named for what they hold', () => {
    const vague = /(^|\/)(utils?|types?|common|managers?|services?|helpers?|misc)(\/|\.tsx?$)/;
    // server/service.ts is the service itself, opened.
    expect(FILES.filter((file) => vague.test(file) && file !== 'server/service.ts')).toEqual([]);
  });

  it('only config.ts reads the environment', () => {
    const readers = CODE.filter((file) => /process\.env\b/.test(withoutComments(readFileSync(file, 'utf8'))));
    expect(readers.filter((file) => !file.startsWith('tests/') && file !== 'server/config.ts')).toEqual([]);
  });
});

function linesOf(file: string): number {
  return readFileSync(file, 'utf8').trimEnd().split('\n').length;
}
