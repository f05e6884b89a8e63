// `shouwang rules check`: rule and indicator files looked at without a database, every fault with its place and what is expected.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { z } from 'zod';
import { PROJECT_ROOT } from '../config.ts';
import { Measure } from '../flow/assistance/model.ts';
import { checkIndicator, type Surroundings } from '../flow/indicators/check.ts';
import type { IndicatorDefinition } from '../flow/indicators/definition.ts';
import { catalogueOf } from '../flow/indicators/load.ts';
import { loadContracts } from '../flow/ingest/load.ts';
import type { Rule } from '../flow/rules/check.ts';
import { checkDefinition } from '../flow/rules/check-definition.ts';
import { loadParameters } from '../flow/rules/load.ts';
import { nearestName } from '../flow/rules/nearest.ts';
import { causeDefinition } from '../flow/rules/parameters.ts';
import { checkDraft } from '../studio/check.ts';
import { type Fault, type Told, YamlFile } from './yaml-file.ts';

const RULES = join(PROJECT_ROOT, 'rules');
/** Facts that no contract states: what our own visits bring back. */
const OWN_KINDS = ['visit.outcome'];

/** Returns the exit code: 1 when anything is wrong. */
export async function checkRuleFiles(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { json: { type: 'boolean' } } });
  const shipped = [...yamlUnder(join(RULES, 'indicators')), ...yamlUnder(join(RULES, 'monitoring'))];
  const files = (positionals.length > 0 ? positionals.map((file) => resolve(file)) : shipped).map(
    (f) => new YamlFile(f),
  );
  const told = files.flatMap((file) => file.syntax());
  const sound = files.filter((file) => file.syntax().length === 0);
  const lists = sound.filter((file) => Array.isArray(file.value));
  const definitions = sound.filter((file) => !Array.isArray(file.value));
  const policy = policyWith(await checkIndicators(lists, told));
  const others = rulesBeside(definitions, policy);
  for (const file of definitions) told.push(...ruleFaults(file, policy, others).map((fault) => file.tell(fault)));
  for (const one of told) console.log(values.json ? JSON.stringify(one) : inWords(one));
  if (told.length === 0 && !values.json) {
    const indicators = lists.reduce((sum, file) => sum + (file.value as unknown[]).length, 0);
    const count = definitions.length;
    console.log(`${count} 条规则、${indicators} 个指标，没有问题。 / ${count} rules, ${indicators} indicators: sound.`);
  }
  return told.length === 0 ? 0 : 1;
}

interface Entry {
  value: unknown;
  id: string;
  /** Of a file that is looked at; absent: shipped, and only needed for what rests on it. */
  at: { file: YamlFile; pointer: string } | undefined;
}

/** Adds the faults of the files to `told`; returns all sound indicators, those of the files in place of the shipped ones. */
async function checkIndicators(files: readonly YamlFile[], told: Told[]): Promise<IndicatorDefinition[]> {
  const entries = entriesOf(files);
  const contracts = await loadContracts(join(RULES, 'datasets'));
  const around: Surroundings = {
    indicators: new Set(entries.map((entry) => entry.id)),
    kinds: new Set([...contracts.flatMap((contract) => contract.facts.map((fact) => fact.kind)), ...OWN_KINDS]),
    sources: new Map(contracts.map(({ dataset, period }) => [dataset, period.kind])),
    nearest: nearestName,
  };
  const tell = ({ at }: Entry, fault: Fault) => {
    if (at) told.push(at.file.tell({ ...fault, pointer: `${at.pointer}${fault.pointer}` }));
  };
  const sound = new Map<string, IndicatorDefinition>();
  const seen = new Set<string>();
  for (const entry of entries) {
    const checked = checkIndicator(entry.value, around);
    if (checked.ok) sound.set(checked.ok.id, checked.ok);
    else for (const fault of checked.faults) tell(entry, fault);
    if (seen.has(entry.id)) tell(entry, { pointer: '/id', message: { zh: '这个指标定义了两次', en: 'defined twice' } });
    seen.add(entry.id);
  }
  return withoutRings(sound, (id) => {
    const entry = entries.find((one) => one.id === id);
    const message = { zh: `“${id}”绕回它自己`, en: `${id} rests on itself` };
    if (entry) tell(entry, { pointer: '/parts', message });
  });
}

/** The files given stand for those of the same name among the shipped: an indicator of both is that of the file. */
function entriesOf(files: readonly YamlFile[]): Entry[] {
  const idOf = (value: unknown) => String((value as { id?: unknown } | null)?.id);
  const given = files.flatMap((file) =>
    (file.value as unknown[]).map((value, index) => ({ value, id: idOf(value), at: { file, pointer: `/${index}` } })),
  );
  const ids = new Set(given.map((entry) => entry.id));
  const shipped = yamlUnder(join(RULES, 'indicators'))
    .filter((path) => !files.some((file) => file.path === path))
    .flatMap((path) => new YamlFile(path).value)
    .flatMap((value) => (value && !ids.has(idOf(value)) ? [{ value, id: idOf(value), at: undefined }] : []));
  return [...shipped, ...given];
}

/** Leaves out what rests on itself, and what rests on anything left out. */
function withoutRings(known: Map<string, IndicatorDefinition>, tell: (id: string) => void): IndicatorDefinition[] {
  const left = new Map(known);
  const isInRing = (id: string, under: readonly string[]): boolean => {
    const one = known.get(id);
    if (under.includes(id)) return true;
    return one?.from === 'row' && one.parts.some((part) => isInRing(part, [...under, id]));
  };
  for (const id of known.keys()) {
    if (!isInRing(id, [])) continue;
    left.delete(id);
    tell(id);
  }
  for (let size = -1; size !== left.size; ) {
    size = left.size;
    for (const one of left.values())
      if (one.from === 'row' && !one.parts.every((part) => left.has(part))) left.delete(one.id);
  }
  return [...left.values()];
}

type Policy = ReturnType<typeof policyWith>;

function policyWith(indicators: readonly IndicatorDefinition[]) {
  const list = <T>(file: string, shape: z.ZodType<T>) =>
    z.array(shape).parse(parse(readFileSync(join(RULES, file), 'utf8')));
  const parameters = loadParameters(join(RULES, 'parameters/catalogue.yaml'));
  const causes = list('causes.yaml', causeDefinition);
  const measures = new Map(list('measures.yaml', Measure).map((measure) => [measure.id, measure.names]));
  return { book: { catalogue: { indicators: catalogueOf(indicators), parameters }, causes, rules: [] }, measures };
}

/** What the studio asks of a draft; that the quote stands in the policy's text; and, among the shipped files, the right place. */
function ruleFaults(file: YamlFile, policy: Policy, others: readonly Rule[]): Fault[] {
  const { rule, faults, examples } = checkDraft(file.value, policy, others);
  const found: Fault[] = [...faults, ...examples];
  if (rule) found.push(...quoteFaults(rule.definition.policy));
  const place = relative(join(RULES, 'monitoring'), file.path);
  const wanted = rule && join(rule.definition.class, `${rule.id}.yaml`);
  if (wanted && !place.startsWith('..') && place !== wanted) {
    found.push({ pointer: '/id', message: { zh: `这条规则应放在 ${wanted}`, en: `this rule belongs in ${wanted}` } });
  }
  return found;
}

/** The rules that would be in force with these files: the shipped ones, a file's own in the place of its name. */
function rulesBeside(files: readonly YamlFile[], policy: Policy): Rule[] {
  const shipped = yamlUnder(join(RULES, 'monitoring')).filter((path) => !files.some((file) => file.path === path));
  const checked = [...shipped.map((path) => new YamlFile(path)), ...files].map((file) =>
    checkDefinition(file.value, policy.book),
  );
  return [...new Map(checked.flatMap((one) => ('ok' in one ? [[one.ok.id, one.ok] as const] : []))).values()];
}

function quoteFaults({ seed, quote }: { seed: string; quote: string }): Fault[] {
  const seeds = readdirSync(join(RULES, 'seeds'));
  if (!seeds.includes(seed)) {
    const nearest = nearestName(seed, seeds);
    const message = { zh: `rules/seeds 中没有“${seed}”`, en: `rules/seeds has no ${seed}` };
    return [{ pointer: '/policy/seed', message, ...(nearest && { nearest }) }];
  }
  const plain = (text: string) => text.replace(/\s/g, '');
  if (plain(readFileSync(join(RULES, 'seeds', seed), 'utf8')).includes(plain(quote))) return [];
  const message = { zh: '政策原文中没有这句话（须一字不差）', en: 'the policy does not say this, word for word' };
  return [{ pointer: '/policy/quote', message }];
}

function yamlUnder(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'));
  return files.sort().map((file) => join(folder, file));
}

function inWords({ file, line, column, pointer, zh, en }: Told): string {
  return `${file}:${line}:${column}  ${pointer}\n  ${zh}\n  ${en}`;
}
