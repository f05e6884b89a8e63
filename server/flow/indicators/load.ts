// Reads rules/indicators/*.yaml into the catalogue. Compiling is left to compile.ts.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { type IndicatorCatalogue, type IndicatorDefinition, indicatorDefinition } from './definition.ts';

/** Reads every family file; throws with the file's name on a bad shape, a second definition, or a part that does not come before. */
export function loadIndicators(folder: string): IndicatorCatalogue {
  const found: IndicatorDefinition[] = [];
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.yaml')) continue;
    const result = z.array(indicatorDefinition).safeParse(parse(readFileSync(join(folder, file), 'utf8')));
    if (!result.success) throw new Error(`${file}: ${z.prettifyError(result.error)}`);
    found.push(...result.data);
  }
  return catalogueOf(found);
}

/** Orders definitions so that the parts of an indicator come before it, whatever file they stand in. */
export function catalogueOf(definitions: readonly IndicatorDefinition[]): IndicatorCatalogue {
  const byId = new Map(definitions.map((one) => [one.id, one]));
  if (byId.size < definitions.length) throw new Error('an indicator is defined twice');
  const ordered = new Map<string, IndicatorDefinition>();
  const place = (id: string, under: readonly string[]) => {
    const definition = byId.get(id);
    if (!definition) throw new Error(`${under.at(-1)} rests on ${id}, which is no indicator`);
    if (under.includes(id)) throw new Error(`${id} rests on itself`);
    if (ordered.has(id)) return;
    if (definition.from === 'row') for (const part of definition.parts) place(part, [...under, id]);
    ordered.set(id, definition);
  };
  for (const id of byId.keys()) place(id, []);
  return ordered;
}
