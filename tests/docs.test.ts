// What the pages for people say, held to the code: paths, commands, names, variables, the flow's words. And what they must not say.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../server/cli/commands.ts';
import { readConfig } from '../server/config.ts';
import { STAGES } from '../server/flow/stages.ts';

const READMES = ['README.md', 'README.zh-CN.md'] as const;
const PAGES = [...READMES, 'ARCHITECTURE.md', 'CHANGELOG.md', 'docs/problems.md', 'db/areas/README.md'] as const;
const text = new Map(PAGES.map((page) => [page, readFileSync(page, 'utf8')]));
const pageOf = (page: (typeof PAGES)[number]) => text.get(page)!;
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

/** Made by running the project, so not in a fresh checkout. */
const MADE = ['data/', 'keys.json', '.env'];

/** The fenced blocks of one language. */
function blocksOf(page: string, language: string): string[] {
  return [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].filter((m) => m[1] === language).map((m) => m[2]!);
}

/** What stands in backticks outside fenced blocks. */
function namesOf(page: string): string[] {
  const prose = page.replace(/^```[\s\S]*?^```/gm, '');
  return [...new Set([...prose.matchAll(/`([^`\n]+)`/g)].map((match) => match[1]!))];
}

const isCommand = (name: string) => /^(npm|npx|docker|node|git) /.test(name);
const isOurs = (name: string) => COMMANDS.some((command) => name.startsWith(`${command.name} `));
const isPath = (name: string) =>
  !/[\s(){}<>:…]/.test(name) &&
  !name.startsWith('application/') &&
  (/^[\w.-]+\/[^ ]*$/.test(name) || /\.(md|ts|sql|ya?ml|json|css|csv)$/.test(name) || name === 'Dockerfile');

/** Everything the code says, once, to look names up in. */
const CODE = ['server', 'db', 'web', 'rules', 'package.json', 'Dockerfile', 'docker-compose.yml', '.env.example']
  .flatMap(filesUnder)
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');

function filesUnder(path: string): string[] {
  if (!existsSync(path)) return [];
  try {
    return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
      if (entry.isDirectory())
        return ['dist', 'rehearsal', 'meta'].includes(entry.name) ? [] : filesUnder(join(path, entry.name));
      return /\.(tsx?|ya?ml|sql|css)$/.test(entry.name) ? [join(path, entry.name)] : [];
    });
  } catch {
    return [path];
  }
}

describe.each(PAGES)('%s', (page) => {
  it('names only paths that are there', () => {
    // A bare file name is one of the page's own folder, or of any stage (`model.ts`).
    const isThere = (path: string) =>
      MADE.includes(path) ||
      existsSync(path) ||
      existsSync(join(dirname(page), path)) ||
      (!path.includes('/') && isSomewhere(path));
    expect(
      namesOf(pageOf(page))
        .filter(isPath)
        .filter((path) => !isThere(path)),
    ).toEqual([]);
  });

  it('names only what the code has', () => {
    const names = namesOf(pageOf(page)).filter(
      (name) => !isPath(name) && /^[\w.-]+$/.test(name) && !MADE.includes(name),
    );
    expect(names.filter((name) => !CODE.includes(name))).toEqual([]);
  });

  it('links only to what is there', () => {
    const links = [...pageOf(page).matchAll(/\]\(([^)]+)\)/g)].map((match) => match[1]!);
    const broken = links.filter(
      (link) => !/^https:\/\/(keepachangelog\.com|github\.com)\//.test(link) && !existsSync(join(dirname(page), link)),
    );
    expect(broken).toEqual([]);
  });

  it('gives only commands that run', () => {
    const names = namesOf(pageOf(page));
    const lines = [...blocksOf(pageOf(page), 'bash').join('\n').split('\n'), ...names.filter(isCommand)];
    expect(lines.filter((line) => line.trim() && !runs(line))).toEqual([]);
    expect(names.filter((name) => isOurs(name) && !runsShouwang(name.split(' ')))).toEqual([]);
  });

  it('says nothing of the place where it was made', () => {
    const local =
      /(?:^|[\s`(])\/(?:work|home|root|tmp|Users|mnt)\b|localhost:\d{5}|artifactory|registry\.npm|(?:^|\s)#\d+\b|\b(?:session|issue|pull request) \d+/gim;
    expect([...pageOf(page).matchAll(local)].map((match) => match[0])).toEqual([]);
  });
});

function isSomewhere(name: string): boolean {
  return ['server', 'db', 'web', 'tests', 'rules'].some((folder) =>
    (readdirSync(folder, { recursive: true }) as string[]).some((file) => file === name || file.endsWith(`/${name}`)),
  );
}

/** True when a documented command line can be run from the project's root: known program, script, command, flags and files. */
function runs(line: string): boolean {
  const words = line.trim().split(/\s+/);
  if (words[0] === 'npm') {
    if (words[1] === 'ci') return true;
    if (words[1] === 'start' || words[1] === 'test') return words[1] in scripts;
    const script = words.slice(2).find((word) => !word.startsWith('-'))!;
    if (!(script in scripts)) return false;
    return script !== 'shouwang' || runsShouwang(words.slice(words.indexOf('--') + 1));
  }
  if (words[0] === 'docker') return words[1] === 'compose' && existsSync('docker-compose.yml');
  if (words[0] === 'cp') return existsSync(words[1]!);
  if (words[0] === 'npx') return existsSync(words.at(-1)!);
  return false;
}

function runsShouwang(words: string[]): boolean {
  if (words[0] === '--help') return true;
  const command = COMMANDS.find((one) => one.name === words[0]);
  if (!command) return false;
  const told = [command.usage, ...command.help].join(' ');
  const flags = words.filter((word) => word.startsWith('--'));
  const paths = words.filter((word) => word.includes('/'));
  return flags.every((flag) => told.includes(flag)) && paths.every((path) => existsSync(path));
}

describe.each(READMES)('%s', (page) => {
  const readme = pageOf(page);

  it('draws the flow as the code runs it', () => {
    const drawn = blocksOf(readme, 'mermaid')[0]
      ?.match(/^.*-->.*$/m)?.[0]
      .trim()
      .split(' --> ');
    expect(drawn).toEqual(STAGES.map((stage) => stage.name));
    const rows = [...readme.matchAll(/^\| \*\*(\w+)\*\* \| (\S+) \|/gm)].map((match) => [match[1], match[2]]);
    expect(rows).toEqual(STAGES.map((stage) => [stage.name, stage.zh]));
  });

  it('shows every command of the command line', () => {
    const shown = [...readme.matchAll(/npm run -s shouwang -- ([a-z]+)/g)].map((match) => match[1]!);
    expect([...new Set(shown)].sort()).toEqual(COMMANDS.map((command) => command.name).sort());
  });

  it('lists the variables the code reads, with their defaults', () => {
    const read = [...readFileSync('server/config.ts', 'utf8').matchAll(/environment\.([A-Z_]+)/g)].map(
      (match) => match[1]!,
    );
    const rows = [...readme.matchAll(/^\| `([A-Z_]+)` \| (?:`([^`]*)`)? ?\|/gm)].map(
      (match) => [match[1]!, match[2]] as const,
    );
    expect(rows.map(([name]) => name).sort()).toEqual([...new Set(read)].sort());
    const config = readConfig({});
    expect(Object.fromEntries(rows)).toMatchObject({
      HOST: config.host,
      PORT: String(config.port),
      LOG_LEVEL: config.logLevel,
    });
  });

  it('begins with two commands', () => {
    expect(blocksOf(readme, 'bash')[0]).toBe('npm ci\nnpm start\n');
  });

  it('counts datasets and rules rightly', () => {
    const datasets = readdirSync('rules/datasets').length;
    const rules = (readdirSync('rules/monitoring', { recursive: true }) as string[]).filter((file) =>
      file.endsWith('.yaml'),
    ).length;
    const english = `${EN[datasets]} datasets and ${EN[rules]?.toLowerCase()} rules are written`;
    expect(readme).toContain(page === 'README.md' ? english : `写好了${ZH[datasets]}个数据集、${ZH[rules]}条规则`);
  });
});

const EN = 'None One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Thirteen Fourteen Fifteen'.split(' ');
const ZH = '零 一 两 三 四 五 六 七 八 九 十 十一 十二 十三 十四 十五'.split(' ');

it('the two READMEs are one page in two languages', () => {
  const [english, chinese] = READMES.map((page) => pageOf(page));
  const shape = (page: string) => page.match(/^#+ /gm);
  expect(shape(chinese!)).toEqual(shape(english!));
  for (const language of ['bash', 'text', 'mermaid'])
    expect(blocksOf(chinese!, language)).toEqual(blocksOf(english!, language));
  const rows = (page: string) => page.match(/^\|/gm)?.length;
  expect(rows(chinese!)).toBe(rows(english!));
  expect(chinese!.match(/^- /gm)?.length).toBe(english!.match(/^- /gm)?.length);
});

it('the README’s sign-ins are those the start prints', () => {
  const printed = [...readFileSync('server/main.ts', 'utf8').matchAll(/^ {2}\['([a-z-]+)', '/gm)].map(
    (match) => match[1]!,
  );
  for (const page of READMES) {
    const table = pageOf(page)
      .split('\n')
      .filter((line) => /^\| `[a-z-]+` \|/.test(line));
    expect(table.map((line) => line.split('`')[1]).sort()).toEqual([...printed].sort());
  }
});
