// Reads rules/monitoring, rules/parameters and rules/causes.yaml. A rule that is not sound stops the start, with every fault told.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadIndicators } from '../indicators/load.ts';
import { checkRule, type Rule } from './check.ts';
import { type RuleDefinition, ruleDefinition } from './definition.ts';
import type { Catalogue } from './expression.ts';
import { checkInhibitions } from './inhibitions.ts';
import { type CauseDefinition, causeDefinition, type ParameterCatalogue, parameterDefinition } from './parameters.ts';

export interface RuleBook {
  readonly catalogue: Catalogue;
  readonly causes: readonly CauseDefinition[];
  readonly rules: readonly Rule[];
}

/** Everything under the folder `rules/` that watching needs: indicators, standards, causes and the sound rules by id. */
export function loadRuleBook(folder: string): RuleBook {
  const indicators = loadIndicators(join(folder, 'indicators'));
  const catalogue = { indicators, parameters: loadParameters(join(folder, 'parameters/catalogue.yaml')) };
  const causes = read(join(folder, 'causes.yaml'), z.array(causeDefinition));
  const known = new Set(causes.map((cause) => cause.id));
  const rules = loadDefinitions(join(folder, 'monitoring')).map((definition) => {
    const checked = checkRule(definition, catalogue, known);
    if ('ok' in checked) return checked.ok;
    const told = checked.faults.map(({ pointer, line, column, message }) => {
      const place = line === undefined ? pointer : `${pointer} ${line}:${column}`;
      return `  ${place} ${message.en}`;
    });
    throw new Error(`rule ${definition.id}:\n${told.join('\n')}`);
  });
  checkInhibitions(rules);
  return { catalogue, causes, rules };
}

export function loadParameters(file: string): ParameterCatalogue {
  return new Map(read(file, z.array(parameterDefinition)).map((one) => [one.key, one]));
}

/** The definitions under monitoring/<class>/<id>.yaml, in order of id; the class is also the folder, the id the file. */
export function loadDefinitions(folder: string): RuleDefinition[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'));
  const definitions = files.map((file) => {
    const definition = read(join(folder, file), ruleDefinition);
    if (definition.id !== basename(file, '.yaml') || definition.class !== dirname(file)) {
      throw new Error(`${file}: a rule ${definition.id} of class ${definition.class} belongs elsewhere`);
    }
    return definition;
  });
  return definitions.sort((left, right) => (left.id < right.id ? -1 : 1));
}

function read<T>(file: string, shape: z.ZodType<T>): T {
  const result = shape.safeParse(parse(readFileSync(file, 'utf8')));
  if (!result.success) throw new Error(`${file}: ${z.prettifyError(result.error)}`);
  return result.data;
}
