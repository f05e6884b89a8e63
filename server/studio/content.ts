// What somebody sends as a draft, turned into a definition: JSON, the text of a YAML file, or new values for some parameters.
import { isMap, LineCounter, parseDocument } from 'yaml';
import { ruleDefinition } from '../flow/rules/definition.ts';
import { nearestName } from '../flow/rules/nearest.ts';
import { Problem } from '../kernel/problem.ts';
import type { DraftChange } from './model.ts';

export type Definition = Record<string, unknown>;

/** What a definition warns about: those of sources and areas have files and shapes of their own, and are not drafted here. */
export function aboutOf(definition: Definition): 'household' | 'source' | 'area' {
  if ('health' in definition) return 'source';
  return 'campaign' in definition ? 'area' : 'household';
}

/** The definition that was sent, on top of `base` where only parameters were. A sound shape is completed by its defaults. */
export function readContent({ definition, yaml, params }: DraftChange, base: Definition | undefined): Definition {
  const given = [definition, yaml, params].filter((one) => one !== undefined);
  if (given.length > 1)
    throw wrong('', '只给 definition、yaml、params 之一。', 'Give one of definition, yaml and params.');
  if (definition) return complete(definition);
  if (yaml !== undefined) return complete(readYaml(yaml));
  if (!base) throw wrong('/definition', '新规则要给出 definition 或 yaml。', 'A new rule needs a definition or yaml.');
  return complete(params ? withParams(base, params) : base);
}

function complete(definition: Definition): Definition {
  const parsed = ruleDefinition.safeParse(definition);
  return parsed.success ? parsed.data : definition;
}

function readYaml(text: string): Definition {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [error] = document.errors;
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    const said = error.message.split('\n')[0]?.replace(/ at line.*$/, '') ?? '';
    throw wrong(
      '/yaml',
      `第 ${line} 行第 ${col} 列不是 YAML：${said}`,
      `line ${line}, column ${col} is no YAML: ${said}`,
    );
  }
  if (!isMap(document.contents))
    throw wrong('/yaml', '应是一条规则，由“名称: 值”组成。', 'One rule of "name: value" is expected.');
  try {
    return JSON.parse(JSON.stringify(document.toJS())) as Definition;
  } catch {
    throw wrong('/yaml', '别名太多或相互引用。', 'Too many aliases, or aliases that lead to themselves.');
  }
}

function withParams(base: Definition, values: Record<string, number>): Definition {
  const known = (base.params ?? {}) as Record<string, object>;
  const names = Object.keys(known);
  for (const name of Object.keys(values)) {
    if (Object.hasOwn(known, name)) continue;
    const nearest = nearestName(name, names);
    const list = names.join(', ') || '—';
    throw wrong(
      `/params/${name}`,
      `这条规则没有参数“${name}”${nearest ? `，是否指“${nearest}”？` : ''}；有：${list}。`,
      `The rule has no parameter "${name}"${nearest ? `: did you mean "${nearest}"?` : ''} It has ${list}.`,
    );
  }
  const changed = Object.entries(values).map(([name, value]) => [name, { ...known[name], value }]);
  return { ...base, params: { ...known, ...Object.fromEntries(changed) } };
}

/** A refusal of one field, in both languages. */
export function wrong(pointer: string, zh: string, en: string): Problem {
  return new Problem('wrong-input', undefined, [{ pointer, detail: `${zh} / ${en}` }]);
}
