// The container files against the code: no container is started here, so what can be compared is.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readConfig } from '../server/config.ts';

const dockerfile = readFileSync('Dockerfile', 'utf8').replaceAll('\\\n', ' ');
const instructions = dockerfile
  .split('\n')
  .filter((line) => line.trim() && !line.startsWith('#'))
  .map((line) => {
    const [, word = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(line.trim()) ?? [];
    return { word, rest };
  });
const all = (word: string) => instructions.filter((one) => one.word === word).map((one) => one.rest);

interface ComposeService {
  image?: string;
  build?: string;
  environment: Record<string, string | number>;
  volumes: string[];
  ports?: string[];
  healthcheck: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
}
const compose = parse(readFileSync('docker-compose.yml', 'utf8')) as {
  services: { database: ComposeService; service: ComposeService };
  volumes: Record<string, null>;
};
const { database, service } = compose.services;

/** The variables server/config.ts reads, from its source. */
const READ = new Set(
  [...readFileSync('server/config.ts', 'utf8').matchAll(/environment\.([A-Z_]+)/g)].map((m) => m[1]!),
);
/** What the postgres image reads, not we. */
const isOfImage = (name: string) => name.startsWith('POSTGRES_');
const ours = (names: Iterable<string>) => [...new Set(names)].filter((name) => !isOfImage(name)).sort();

const defaults = readConfig({});
const HEALTH = '/healthz';

describe('the variables', () => {
  const example = readFileSync('.env.example', 'utf8');
  const exampled = [...example.matchAll(/^(?:# )?([A-Z][A-Z_]+)=/gm)].map((match) => match[1]!);

  it('.env.example names exactly those the code reads', () => {
    expect(ours(exampled)).toEqual([...READ].sort());
  });

  it('its defaults are the code’s', () => {
    const shown = Object.fromEntries(
      [...example.matchAll(/^# ([A-Z_]+)=(.*)$/gm)].map((match) => [match[1], match[2]]),
    );
    expect(shown).toMatchObject({
      HOST: defaults.host,
      PORT: String(defaults.port),
      SHOUWANG_REHEARSAL: defaults.rehearse ? 'on' : 'off',
      SHOUWANG_SECURE_COOKIES: defaults.secureCookies ? 'on' : 'off',
      LOG_LEVEL: defaults.logLevel,
    });
  });

  it('docker-compose.yml sets exactly those the code reads', () => {
    expect(ours(Object.keys(service.environment))).toEqual([...READ].sort());
  });

  it('the Dockerfile sets only what the code reads', () => {
    const set = all('ENV').flatMap((rest) => [...rest.matchAll(/\b([A-Z][A-Z_]+)=/g)].map((match) => match[1]!));
    expect(set.filter((name) => !READ.has(name))).toEqual([]);
    expect(set.length).toBeGreaterThan(0);
  });

  it('what docker-compose.yml takes from .env is in .env.example', () => {
    const taken = [...readFileSync('docker-compose.yml', 'utf8').matchAll(/\$\{([A-Z_]+)/g)].map((match) => match[1]!);
    expect(taken.filter((name) => !exampled.includes(name))).toEqual([]);
  });
});

describe('the Dockerfile', () => {
  const ignored = readFileSync('.dockerignore', 'utf8').trim().split('\n');
  const isIgnored = (path: string) => ignored.some((rule) => path === rule || path.startsWith(`${rule}/`));

  it('copies only what is there and is not ignored', () => {
    const copied = all('COPY')
      .filter((rest) => !rest.startsWith('--from='))
      .flatMap((rest) => rest.split(/\s+/).slice(0, -1));
    expect(copied.filter((path) => !existsSync(path) || isIgnored(path))).toEqual([]);
  });

  it('copies from the build stage only what that stage has', () => {
    expect(all('FROM')[0]).toMatch(/ AS build$/);
    const taken = all('COPY')
      .filter((rest) => rest.startsWith('--from='))
      .map((rest) => rest.split(/\s+/).slice(0, 2));
    expect(taken).toEqual([
      ['--from=build', '/app/node_modules'],
      ['--from=build', '/app/web/dist'],
    ]);
    expect(readFileSync('web/vite.config.ts', 'utf8')).toContain("outDir: 'dist'");
  });

  it('brings every folder the running service imports or reads', () => {
    const last = dockerfile.slice(dockerfile.lastIndexOf('FROM'));
    for (const folder of ['server', 'db', 'rules', 'package.json'])
      expect(last).toMatch(new RegExp(`^COPY ${folder} `, 'm'));
  });

  it('runs a Node that package.json allows', () => {
    const versions = all('FROM').map((rest) => Number(/^node:(\d+)/.exec(rest)?.[1]));
    const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } };
    for (const version of versions) expect(version).toBeGreaterThanOrEqual(Number(/\d+/.exec(engines.node)?.[0]));
  });

  it('builds by a script that package.json has, and starts a file that is there', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    const script = all('RUN')
      .map((rest) => /^npm run -s (\S+)/.exec(rest)?.[1])
      .find(Boolean);
    expect(scripts).toHaveProperty(script ?? 'none');
    const command = JSON.parse(all('CMD').at(-1)!) as string[];
    expect(existsSync(command.at(-1)!)).toBe(true);
    expect(scripts.start).toContain(command.at(-1)!);
  });

  it('does not run as root', () => {
    const words = instructions.map((one) => one.word);
    expect(all('USER')).toEqual(['node']);
    expect(words.lastIndexOf('USER')).toBeLessThan(words.lastIndexOf('CMD'));
  });

  it('exposes the default port and asks the health route', () => {
    expect(all('EXPOSE')).toEqual([String(defaults.port)]);
    expect(dockerfile).toContain(`PORT=${defaults.port}`);
    expect(all('HEALTHCHECK')[0]).toContain(HEALTH);
    expect(readFileSync('server/http/health.ts', 'utf8')).toContain(`'${HEALTH}'`);
  });
});

describe('docker-compose.yml', () => {
  it('builds this folder and uses a PostgreSQL that the service takes', () => {
    expect(service.build).toBe('.');
    expect(Number(/^postgres:(\d+)$/.exec(database.image ?? '')?.[1])).toBeGreaterThanOrEqual(15);
  });

  it('gives the service the database beside it', () => {
    const url = new URL(String(service.environment.DATABASE_URL).replace(/\$\{[^}]*\}/g, 'x'));
    expect(compose.services).toHaveProperty(url.hostname);
    expect([url.username, url.pathname.slice(1)]).toEqual([
      database.environment.POSTGRES_USER,
      database.environment.POSTGRES_DB,
    ]);
    expect(service.depends_on?.database?.condition).toBe('service_healthy');
  });

  it('publishes the port the service listens on', () => {
    expect(service.ports).toHaveLength(1);
    expect(service.ports?.[0]?.split(':').at(-1)).toBe(String(service.environment.PORT));
    expect(service.environment.HOST).toBe('0.0.0.0');
  });

  it('keeps data and keys in declared volumes', () => {
    const mounted = [...database.volumes, ...service.volumes].map((volume) => volume.split(':') as [string, string]);
    expect(mounted.map(([name]) => name).sort()).toEqual(Object.keys(compose.volumes).sort());
    expect(service.volumes).toEqual([`keys:${service.environment.SHOUWANG_DATA}`]);
    expect(all('VOLUME')).toEqual([service.environment.SHOUWANG_DATA]);
  });

  it('watches both, the service by its health route', () => {
    expect(database.healthcheck.test.join(' ')).toContain('pg_isready');
    expect(service.healthcheck.test.at(-1)).toContain(HEALTH);
  });

  it('leaves the rehearsal off unless asked', () => {
    const value = String(service.environment.SHOUWANG_REHEARSAL);
    expect(readConfig({ SHOUWANG_REHEARSAL: /:-(\w+)\}/.exec(value)?.[1] }).rehearse).toBe(false);
  });
});
